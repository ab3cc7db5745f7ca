/* operation.h - one instruction, taken apart as far as following it needs. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_OPERATION_H
#define HOST_BARELITMUS_OPERATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "host/barelitmus/disassembly.h"
#include "host/barelitmus/image.h"

enum {
	REG_SP = 31,   /* of arm64; riscv64 has it among the others */
	REG_ZERO = 32, /* always 0 */
	REG_FLAGS = 33,
	REGS = 34,
	OPERANDS = 6,
};

enum operand_kind { OPERAND_TEXT, OPERAND_REG, OPERAND_NUMBER, OPERAND_MEMORY };

struct operand {
	enum operand_kind kind;
	char text[32];   /* of OPERAND_TEXT: a condition, a shift, a fence's kind */
	int64_t number;  /* or the offset of OPERAND_MEMORY */
	uint8_t reg;     /* or the base of OPERAND_MEMORY */
	uint8_t index;   /* of OPERAND_MEMORY; REG_ZERO where there is none */
	uint8_t shift;   /* of index */
	bool is_word;    /* reg is used as 32 bits: w3 */
	bool index_word; /* index is: w3,sxtw */
	bool reads, writes;
	bool steps; /* the base is written back */
	bool after; /* and the access is before that: [x0], #8 */
};

enum operation_kind {
	OPERATION_COMPUTE,
	OPERATION_ACCESS, /* of memory */
	OPERATION_FENCE,
	OPERATION_BRANCH, /* conditional */
	OPERATION_JUMP,
	OPERATION_CALL,
	OPERATION_HINT, /* no effect on values or order */
	OPERATION_OTHER,
};

struct operation {
	enum operation_kind kind;
	char mnemonic[24]; /* as herd7 knows it: no alias, no "c." */
	unsigned int count;
	struct operand operands[OPERANDS];
	unsigned int width; /* of an access: bytes of one register */
	bool is_load, is_store;
	bool reads_flags, writes_flags;
	uint64_t target; /* of a branch or jump */
};

void operation_read_arm64(struct operation *operation, const struct insn *insn);
void operation_read_riscv64(struct operation *operation, const struct insn *insn);

/* A value that is the same in each run; unknown ones depend on what a load returns. */
struct value {
	bool known;
	bool local; /* a move of a constant in the body put it there */
	uint64_t bits;
};

/*
 * What a computation gives from the values of the registers; flags are NZCV in bits 3..0.
 * Unknown where an operand is, or where it is not worth knowing.
 */
struct value operation_result_arm64(const struct operation *operation,
				    const struct value regs[REGS], struct value *flags);
struct value operation_result_riscv64(const struct operation *operation,
				      const struct value regs[REGS], uint64_t address);

/* Is a branch taken? Not known: both ways are possible. */
struct value operation_taken_arm64(const struct operation *operation,
				   const struct value regs[REGS]);
struct value operation_taken_riscv64(const struct operation *operation,
				     const struct value regs[REGS]);

/* Operands from a text without blanks, split at the commas outside brackets. */
void operation_split(struct operation *operation, const char *text,
		     void (*read)(struct operand *operand, const char *text));

/* Is name one of names, which ends in NULL? */
bool operation_is(const char *name, const char *const names[]);

#endif
