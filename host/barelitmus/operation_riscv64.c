/* operation_riscv64.c - take RV64 instructions apart, as objdump prints them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/operation.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read_reg(const char *text, size_t length, uint8_t *reg)
{
	static const char *const names[] = {
		"zero", "ra", "sp", "gp", "tp",  "t0",  "t1", "t2", "s0", "s1", "a0",
		"a1",   "a2", "a3", "a4", "a5",  "a6",  "a7", "s2", "s3", "s4", "s5",
		"s6",   "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6"};

	for (uint8_t i = 0; i < 32; i++) {
		if (strlen(names[i]) == length && !strncmp(names[i], text, length)) {
			*reg = i ? i : REG_ZERO;
			return true;
		}
	}
	return false;
}

static void read_operand(struct operand *operand, const char *text)
{
	const char *open = strchr(text, '(');

	if (open && read_reg(open + 1, strlen(open) - 2, &operand->reg)) {
		operand->kind = OPERAND_MEMORY;
		operand->number = strtoll(text, NULL, 0);
	} else if (read_reg(text, strlen(text), &operand->reg)) {
		operand->kind = OPERAND_REG;
		operand->reads = true;
	} else if (*text == '-' || isdigit((unsigned char)*text)) {
		operand->kind = OPERAND_NUMBER;
		operand->number = strtoll(text, NULL, 0);
	}
}

static void set_mnemonic(struct operation *operation, const char *mnemonic)
{
	snprintf(operation->mnemonic, sizeof(operation->mnemonic), "%s", mnemonic);
}

/* Makes "m a,b" out of an alias: where[i] is a register's operand, or a number behind 'n'. */
struct alias {
	const char *name, *plain;
	const char *operands; /* '0', '1': of the alias; 'z': x0; else a number */
};

static const struct alias aliases[] = {
	{"li", "ori", "0,z,1"},         {"mv", "addi", "0,1,#0"},
	{"not", "xori", "0,1,#-1"},     {"neg", "sub", "0,z,1"},
	{"negw", "subw", "0,z,1"},      {"sext.w", "addiw", "0,1,#0"},
	{"zext.b", "andi", "0,1,#255"}, {"seqz", "sltiu", "0,1,#1"},
	{"snez", "sltu", "0,z,1"},      {"sltz", "slt", "0,1,z"},
	{"sgtz", "slt", "0,z,1"},       {"beqz", "beq", "0,z,1"},
	{"bnez", "bne", "0,z,1"},       {"blez", "bge", "z,0,1"},
	{"bgez", "bge", "0,z,1"},       {"bltz", "blt", "0,z,1"},
	{"bgtz", "blt", "z,0,1"},       {"bgt", "blt", "1,0,2"},
	{"ble", "bge", "1,0,2"},        {"bgtu", "bltu", "1,0,2"},
	{"bleu", "bgeu", "1,0,2"},
};

static struct operand alias_operand(const struct operation *from, const char *what)
{
	struct operand zero = {.kind = OPERAND_REG, .reg = REG_ZERO, .reads = true};
	struct operand number = {.kind = OPERAND_NUMBER};

	if (*what == 'z')
		return zero;
	if (*what == '#') {
		number.number = strtoll(what + 1, NULL, 10);
		return number;
	}
	return from->operands[*what - '0'];
}

static void resolve_alias(struct operation *operation)
{
	struct operation from = *operation;

	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++) {
		const char *what = aliases[i].operands;

		if (strcmp(from.mnemonic, aliases[i].name))
			continue;
		set_mnemonic(operation, aliases[i].plain);
		for (operation->count = 0; what; what = strchr(what, ',')) {
			what += *what == ',';
			operation->operands[operation->count++] =
				alias_operand(&from, what);
		}
		return;
	}
}

/* objdump prints "add a0,a0,1" for addi, and "addw" for addiw. */
static void resolve_number(struct operation *operation)
{
	static const char *const names[] = {"add",  "and",  "or",  "xor",  "sll",
					    "srl",  "sra",  "slt", "addw", "sllw",
					    "srlw", "sraw", NULL};
	char *m = operation->mnemonic;
	size_t length = strlen(m);

	if (!operation->count ||
	    operation->operands[operation->count - 1].kind != OPERAND_NUMBER)
		return;
	if (!strcmp(m, "sltu")) {
		set_mnemonic(operation, "sltiu");
	} else if (operation_is(m, names)) {
		bool word = m[length - 1] == 'w';

		snprintf(m + length - word, sizeof(operation->mnemonic) - length, "i%s",
			 word ? "w" : "");
	}
}

/* No devices are in a test: "iorw", or nothing, is "rw". And ".aqrl" is ".aq.rl". */
static void resolve_order(struct operation *operation)
{
	char *aqrl = strstr(operation->mnemonic, ".aqrl");

	if (aqrl)
		strcpy(aqrl, ".aq.rl");
	if (!strcmp(operation->mnemonic, "fence") && !operation->count) {
		operation->count = 2;
		strcpy(operation->operands[0].text, "rw");
		strcpy(operation->operands[1].text, "rw");
	}
	for (unsigned int i = 0;
	     i < operation->count && operation->kind == OPERATION_FENCE; i++) {
		char *text = operation->operands[i].text;
		size_t skip = strspn(text, "io");

		memmove(text, text + skip, strlen(text + skip) + 1);
	}
}

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

static void read_access(struct operation *operation)
{
	const char *m = operation->mnemonic;
	bool plain_store = m[0] == 's' && m[1] != 'c';
	char unit = begins(m, "amo") || begins(m, "lr") || begins(m, "sc")
			    ? strchr(m, '.')[1]
			    : m[1];

	operation->kind = OPERATION_ACCESS;
	operation->width = unit == 'd' ? 8 : unit == 'w' ? 4 : unit == 'h' ? 2 : 1;
	operation->is_store = plain_store || begins(m, "sc") || begins(m, "amo");
	operation->is_load = !plain_store && !begins(m, "sc");
	if (!plain_store) {
		operation->operands[0].writes = true;
		operation->operands[0].reads = false;
	}
}

static const char *const fences[] = {"fence", "fence.tso", NULL};
static const char *const calls[] = {"jal", "jalr", "call", NULL};
static const char *const others[] = {"ret", "jr",     "ecall", "ebreak", "unimp",
				     "wfi", "rdtime", "csrr",  NULL};
static const char *const branches[] = {"beq", "bne", "blt", "bge", "bltu", "bgeu", NULL};

void operation_read_riscv64(struct operation *operation, const struct insn *insn)
{
	const char *m = operation->mnemonic;

	memset(operation, 0, sizeof(*operation));
	set_mnemonic(operation, insn->mnemonic);
	operation_split(operation, insn->operands, read_operand);
	operation->target = insn->target;
	resolve_alias(operation);
	resolve_number(operation);
	if (!strcmp(m, "nop") || !strcmp(m, "pause"))
		operation->kind = OPERATION_HINT;
	else if (operation_is(m, fences))
		operation->kind = OPERATION_FENCE;
	else if (operation_is(m, branches))
		operation->kind = OPERATION_BRANCH;
	else if (!strcmp(m, "j"))
		operation->kind = OPERATION_JUMP;
	else if (operation_is(m, calls))
		operation->kind = OPERATION_CALL;
	else if (operation_is(m, others) || !operation->count)
		operation->kind = OPERATION_OTHER;
	else if (operation->operands[operation->count - 1].kind == OPERAND_MEMORY)
		read_access(operation);
	else if (operation->operands[0].kind == OPERAND_REG) {
		operation->kind = OPERATION_COMPUTE;
		operation->operands[0].writes = true;
		operation->operands[0].reads = false;
	} else {
		operation->kind = OPERATION_OTHER;
	}
	resolve_order(operation);
}

/* --- values --- */

static struct value operand_value(const struct operation *operation, unsigned int i,
				  const struct value regs[REGS])
{
	const struct operand *operand = &operation->operands[i];

	if (i >= operation->count)
		return (struct value){0};
	if (operand->kind == OPERAND_REG)
		return regs[operand->reg];
	return (struct value){operand->kind == OPERAND_NUMBER, false,
			      (uint64_t)operand->number};
}

static bool begins_with(const char *m, const char *name, size_t length)
{
	return strlen(name) == length && !strncmp(m, name, length);
}

/* m without the i of an immediate and the w of a word. */
static bool binary(const char *m, size_t length, bool word, uint64_t a, uint64_t b,
		   uint64_t *out)
{
	unsigned int by = (unsigned int)b & (word ? 31 : 63);

	if (begins_with(m, "add", length))
		*out = a + b;
	else if (begins_with(m, "sub", length))
		*out = a - b;
	else if (begins_with(m, "and", length))
		*out = a & b;
	else if (begins_with(m, "or", length))
		*out = a | b;
	else if (begins_with(m, "xor", length))
		*out = a ^ b;
	else if (begins_with(m, "mul", length))
		*out = a * b;
	else if (begins_with(m, "sll", length))
		*out = a << by;
	else if (begins_with(m, "srl", length))
		*out = (word ? (uint32_t)a : a) >> by;
	else if (begins_with(m, "slt", length))
		*out = (int64_t)a < (int64_t)b;
	else
		return false;
	return true;
}

struct value operation_result_riscv64(const struct operation *operation,
				      const struct value regs[REGS], uint64_t address)
{
	const char *m = operation->mnemonic;
	size_t length = strlen(m);
	struct value a = operand_value(operation, 1, regs);
	struct value b = operand_value(operation, 2, regs), out = {0};

	if (!strcmp(m, "lui") || !strcmp(m, "auipc")) {
		out.known = a.known;
		out.bits = (uint64_t)(int64_t)(int32_t)(uint32_t)(a.bits << 12);
		out.bits += m[0] == 'a' ? address : 0;
		return out;
	}
	if (!a.known || !b.known)
		return out;
	if (!strcmp(m, "sltu") || !strcmp(m, "sltiu"))
		return (struct value){true, false, a.bits < b.bits};
	bool word = length > 2 && m[length - 1] == 'w';

	length -= word;
	length -= length > 2 && m[length - 1] == 'i';
	out.known = binary(m, length, word, a.bits, b.bits, &out.bits);
	if (word)
		out.bits = (uint64_t)(int64_t)(int32_t)out.bits;
	/* A constant, and what copies one. */
	out.local = !strcmp(m, "ori") && operation->operands[1].reg == REG_ZERO;
	if (!strcmp(m, "addi") && !b.bits)
		out.local = a.local;
	return out;
}

struct value operation_taken_riscv64(const struct operation *operation,
				     const struct value regs[REGS])
{
	const char *m = operation->mnemonic;
	struct value a = operand_value(operation, 0, regs);
	struct value b = operand_value(operation, 1, regs);
	bool is_less =
		strlen(m) == 4 ? a.bits < b.bits : (int64_t)a.bits < (int64_t)b.bits;

	if (!a.known || !b.known)
		return (struct value){0};
	if (begins(m, "beq") || begins(m, "bne"))
		return (struct value){true, false, (a.bits == b.bits) == (m[1] == 'e')};
	return (struct value){true, false, is_less == (m[1] == 'l')};
}
