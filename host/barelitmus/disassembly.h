/* disassembly.h - the instructions of an object or ELF file, as objdump prints them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_DISASSEMBLY_H
#define HOST_BARELITMUS_DISASSEMBLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct insn {
	uint64_t address;
	char *mnemonic; /* as printed, "c." of RISC-V included */
	char *operands; /* without blanks and comments, "" where there are none */
	/*
	 * Where a branch goes, or what an adrp names; by the relocation where there is one.
	 * False for a call or jump to another file's symbol.
	 */
	bool has_target;
	uint64_t target;
	char *symbol; /* "name" or "name+0x8" of the relocation or behind the target; or NULL */
};

struct function {
	char *name;
	char *section;
	size_t count;
	struct insn *insns; /* in the order of their addresses */
	size_t capacity;
};

struct disassembly {
	size_t function_count;
	struct function *functions; /* in the order of the file */
	size_t capacity;
	size_t insn_count; /* of all functions */
	char error[256];   /* why a read failed */
};

/*
 * What `objdump -dtr --no-show-raw-insn` prints of path. Functions whose name does not begin
 * with prefix are left out; "" keeps all. False with a reason in error: objdump cannot run,
 * fails, takes over 60 s, or prints more than fits. disassembly_free() in either case.
 */
bool disassembly_read(struct disassembly *disassembly, const char *objdump,
		      const char *path, const char *prefix);

/* The same from a text that objdump printed. */
bool disassembly_parse(struct disassembly *disassembly, const char *text,
		       const char *prefix);

void disassembly_free(struct disassembly *disassembly);

/* The function, or NULL. */
const struct function *disassembly_find(const struct disassembly *disassembly,
					const char *name);

/* The index of the instruction at an address; count where there is none. */
size_t function_at(const struct function *function, uint64_t address);

#endif
