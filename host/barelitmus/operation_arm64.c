/* operation_arm64.c - take A64 instructions apart, as objdump prints them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/operation.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read_reg(const char *text, size_t length, uint8_t *reg, bool *is_word)
{
	char *end;

	*is_word = *text == 'w';
	if (!strncmp(text, "sp", length) || !strncmp(text, "wsp", length)) {
		*reg = REG_SP;
		return length > 1;
	}
	if (*text != 'w' && *text != 'x')
		return false;
	if (length == 3 && text[1] == 'z' && text[2] == 'r') {
		*reg = REG_ZERO;
		return true;
	}
	unsigned long number = strtoul(text + 1, &end, 10);

	*reg = (uint8_t)number;
	return isdigit((unsigned char)text[1]) && end == text + length && number <= 30;
}

/* "[x0,x1,lsl#3]", "[sp,#-96]!"; "[x0]" of "[x0],#8" has its number behind it. */
static void read_memory(struct operand *operand, const char *text)
{
	size_t base = strcspn(++text, ",]");
	bool word;

	operand->kind = OPERAND_TEXT;
	if (!read_reg(text, base, &operand->reg, &word))
		return;
	text += base;
	if (*text == ',' && text[1] == '#') {
		operand->number = strtoll(text + 2, NULL, 0);
	} else if (*text == ',') {
		size_t index = strcspn(++text, ",]");
		const char *hash;

		if (!read_reg(text, index, &operand->index, &operand->index_word))
			return;
		hash = strchr(text, '#');
		operand->shift = hash ? (uint8_t)strtoul(hash + 1, NULL, 0) : 0;
	}
	operand->steps = text[strlen(text) - 1] == '!';
	operand->kind = OPERAND_MEMORY;
}

static void read_operand(struct operand *operand, const char *text)
{
	if (*text == '[') {
		read_memory(operand, text);
	} else if (*text == '#') {
		operand->kind = OPERAND_NUMBER;
		operand->number =
			(int64_t)(text[1] == '-'
					  ? strtoll(text + 1, NULL, 0)
					  : (long long)strtoull(text + 1, NULL, 0));
	} else if (read_reg(text, strlen(text), &operand->reg, &operand->is_word)) {
		operand->kind = OPERAND_REG;
		operand->reads = true;
	}
}

/* Bytes of the register or of what the suffix says. */
static unsigned int access_width(const struct operation *operation, unsigned int reg)
{
	size_t length = strlen(operation->mnemonic);
	char last = operation->mnemonic[length - 1];

	if (last == 'b')
		return 1;
	if (last == 'h')
		return 2;
	if (!strcmp(operation->mnemonic, "ldrsw"))
		return 4;
	return reg < operation->count && operation->operands[reg].is_word ? 4 : 8;
}

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

/* Who of the operands is written; by default all registers are read. */
static void read_access(struct operation *operation)
{
	const char *m = operation->mnemonic;
	struct operand *operands = operation->operands;
	struct operand *last = &operands[operation->count - 1];

	operation->kind = OPERATION_ACCESS;
	operation->width = access_width(operation, 0);
	if (last->kind == OPERAND_NUMBER && operation->count > 1 &&
	    last[-1].kind == OPERAND_MEMORY) {
		last[-1].steps = last[-1].after = true;
		last[-1].number = last->number;
		operation->count--;
	}
	if (begins(m, "stx") || begins(m, "stlx")) {
		operation->is_store = true;
		operation->width = access_width(operation, 1);
		operands[0].reads = false;
		operands[0].writes = true;
	} else if (begins(m, "cas")) {
		operation->is_load = operation->is_store = true;
		operands[0].writes = true;
	} else if (begins(m, "swp") || begins(m, "ldadd") || begins(m, "ldset") ||
		   begins(m, "ldclr") || begins(m, "ldeor")) {
		operation->is_load = operation->is_store = true;
		operands[1].reads = false;
		operands[1].writes = true;
	} else if (begins(m, "stadd") || begins(m, "stset") || begins(m, "stclr") ||
		   begins(m, "steor")) {
		operation->is_load = operation->is_store = true;
	} else if (begins(m, "st")) {
		operation->is_store = true;
	} else {
		operation->is_load = true;
		for (unsigned int i = 0; i < operation->count; i++) {
			operands[i].writes = operands[i].kind == OPERAND_REG;
			operands[i].reads = false;
		}
	}
}

static bool has_memory(const struct operation *operation)
{
	for (unsigned int i = 0; i < operation->count; i++)
		if (operation->operands[i].kind == OPERAND_MEMORY)
			return true;
	return false;
}

static const char *const sets_flags[] = {"cmp",  "cmn",  "tst",  "subs", "adds",
					 "ands", "bics", "ccmp", "negs", NULL};
static const char *const reads_flags[] = {"csel",  "csinc", "csinv", "csneg", "cset",
					  "csetm", "cinc",  "cneg",  "ccmp",  NULL};
static const char *const writes_nothing[] = {"cmp", "cmn", "tst", "ccmp", NULL};
static const char *const also_reads[] = {"movk", "bfi", "bfxil", NULL};
static const char *const fences[] = {"dmb", "dsb", "isb", NULL};
static const char *const hints[] = {"nop", "prfm", "clrex", "yield", NULL};
static const char *const branches[] = {"cbz", "cbnz", "tbz", "tbnz", NULL};
static const char *const others[] = {"ret", "br",  "svc", "brk", "udf",
				     "mrs", "msr", "wfe", "sev", NULL};

/* "#0x10,lsl#12" is one number. */
static void shift_number(struct operation *operation)
{
	struct operand *last = &operation->operands[operation->count - 1];

	if (operation->count < 3 || last[-1].kind != OPERAND_NUMBER ||
	    strcmp(last->text, "lsl#12"))
		return;
	last[-1].number <<= 12;
	operation->count--;
}

static void set_mnemonic(struct operation *operation, const char *mnemonic)
{
	snprintf(operation->mnemonic, sizeof(operation->mnemonic), "%s", mnemonic);
}

/* Of 14, without al and nv: each even one is followed by its opposite. */
static const char *const conditions[] = {"eq", "ne", "cs", "cc", "mi", "pl", "vs",
					 "vc", "hi", "ls", "ge", "lt", "gt", "le"};
enum { CONDITIONS = sizeof(conditions) / sizeof(conditions[0]) };

static unsigned int condition_number(const char *name)
{
	unsigned int i = 0;

	while (i < CONDITIONS && strcmp(name, conditions[i]))
		i++;
	return i;
}

/* "cinc a,b,eq" is csinc a,b,b,ne. */
static void resolve_cinc(struct operation *operation)
{
	struct operand *operands = operation->operands;
	unsigned int number = condition_number(operands[2].text);

	if (operation->count != 3 || number == CONDITIONS)
		return;
	set_mnemonic(operation, "csinc");
	operands[3] = operands[2];
	operands[2] = operands[1];
	strcpy(operands[3].text, conditions[number ^ 1]);
	operation->count = 4;
}

/* "ubfx a,b,#first,#n" and "ubfiz a,b,#first,#n" (Arm ARM C6.2, UBFM). */
static void resolve_bits(struct operation *operation)
{
	struct operand *operands = operation->operands;
	int64_t first = operands[2].number, bits = operands[3].number;
	bool inserts = !strcmp(operation->mnemonic, "ubfiz");
	int64_t size = operands[0].is_word ? 32 : 64;

	if (operation->count != 4)
		return;
	set_mnemonic(operation, "ubfm");
	operands[2].number = inserts ? (size - first) % size : first;
	operands[3].number = inserts ? bits - 1 : first + bits - 1;
}

/* "uxtb a,b" and its like: ubfm or sbfm of the first bits. */
static void resolve_extension(struct operation *operation, int64_t bits)
{
	struct operand *operands = operation->operands;

	set_mnemonic(operation, *operation->mnemonic == 'u' ? "ubfm" : "sbfm");
	operands[2] = (struct operand){.kind = OPERAND_NUMBER};
	operands[3] = (struct operand){.kind = OPERAND_NUMBER, .number = bits - 1};
	operation->count = 4;
}

static void resolve_alias(struct operation *operation)
{
	const char *m = operation->mnemonic;

	if (!strcmp(m, "uxtb") || !strcmp(m, "sxtb"))
		resolve_extension(operation, 8);
	else if (!strcmp(m, "uxth") || !strcmp(m, "sxth"))
		resolve_extension(operation, 16);

	if (!strcmp(m, "cinc"))
		resolve_cinc(operation);
	else if (!strcmp(m, "ubfx") || !strcmp(m, "ubfiz"))
		resolve_bits(operation);
	shift_number(operation);
}

static void read_compute(struct operation *operation)
{
	const char *m = operation->mnemonic;

	resolve_alias(operation);
	operation->kind = OPERATION_COMPUTE;
	operation->writes_flags = operation_is(m, sets_flags);
	operation->reads_flags = operation_is(m, reads_flags);
	if (operation_is(m, writes_nothing) || operation->operands[0].kind != OPERAND_REG)
		return;
	operation->operands[0].writes = true;
	operation->operands[0].reads = operation_is(m, also_reads);
}

void operation_read_arm64(struct operation *operation, const struct insn *insn)
{
	const char *m = operation->mnemonic;

	memset(operation, 0, sizeof(*operation));
	snprintf(operation->mnemonic, sizeof(operation->mnemonic), "%s", insn->mnemonic);
	operation_split(operation, insn->operands, read_operand);
	operation->target = insn->target;
	if (operation_is(m, hints))
		operation->kind = OPERATION_HINT;
	else if (operation_is(m, fences))
		operation->kind = OPERATION_FENCE;
	else if (begins(m, "b.") || operation_is(m, branches))
		operation->kind = OPERATION_BRANCH;
	else if (!strcmp(m, "b"))
		operation->kind = OPERATION_JUMP;
	else if (!strcmp(m, "bl") || !strcmp(m, "blr"))
		operation->kind = OPERATION_CALL;
	else if (operation_is(m, others) || !operation->count)
		operation->kind = OPERATION_OTHER;
	else if (has_memory(operation))
		read_access(operation);
	else
		read_compute(operation);
	operation->reads_flags |= begins(m, "b.");
}

/* --- values --- */

static uint64_t extend(uint64_t bits, const char *how)
{
	if (begins(how, "uxtb"))
		return (uint8_t)bits;
	if (begins(how, "uxth"))
		return (uint16_t)bits;
	if (begins(how, "uxtw"))
		return (uint32_t)bits;
	if (begins(how, "sxtw"))
		return (uint64_t)(int64_t)(int32_t)bits;
	return bits;
}

/* Operand i with the shift or extension behind it. */
static struct value operand_value(const struct operation *operation, unsigned int i,
				  const struct value regs[REGS])
{
	const struct operand *operand = &operation->operands[i];
	struct value value = {.known = true, .bits = (uint64_t)operand->number};

	if (i >= operation->count || operand->kind == OPERAND_TEXT)
		return (struct value){0};
	if (operand->kind == OPERAND_REG)
		value = regs[operand->reg];
	if (operand->kind == OPERAND_REG && operand->is_word)
		value.bits = (uint32_t)value.bits;
	if (i + 1 < operation->count && operand[1].kind == OPERAND_TEXT) {
		const char *how = operand[1].text;
		const char *hash = strchr(how, '#');
		unsigned int by =
			hash ? (unsigned int)strtoul(hash + 1, NULL, 0) & 63 : 0;

		value.bits = extend(value.bits, how);
		value.bits = begins(how, "lsr") ? value.bits >> by : value.bits << by;
		value.known &= !begins(how, "asr") && !begins(how, "ror");
	}
	return value;
}

static uint64_t add_flags(uint64_t a, uint64_t b, unsigned int carry, bool word)
{
	uint64_t mask = word ? UINT32_MAX : UINT64_MAX;
	uint64_t top = word ? UINT64_C(1) << 31 : UINT64_C(1) << 63;
	uint64_t sum, flags;

	a &= mask;
	b &= mask;
	sum = (a + b + carry) & mask;
	flags = sum & top ? 8 : 0;
	flags |= sum ? 0 : 4;
	flags |= sum < a || (carry && sum == a) ? 2 : 0;
	flags |= (~(a ^ b) & (a ^ sum) & top) ? 1 : 0;
	return flags;
}

static bool holds(const char *condition, uint64_t flags)
{
	unsigned int i = condition_number(condition);
	bool n = flags & 8, z = flags & 4, c = flags & 2, v = flags & 1;
	bool even[] = {z, c, n, v, c && !z, n == v, !z && n == v};

	return i < CONDITIONS && even[i / 2] != (i % 2);
}

/* The result of a and b, both known; false: not one that is followed. */
static bool binary(const char *m, uint64_t a, uint64_t b, uint64_t *out)
{
	if (!strcmp(m, "add") || !strcmp(m, "adds") || !strcmp(m, "cmn"))
		*out = a + b;
	else if (!strcmp(m, "sub") || !strcmp(m, "subs") || !strcmp(m, "cmp"))
		*out = a - b;
	else if (!strcmp(m, "and") || !strcmp(m, "ands") || !strcmp(m, "tst"))
		*out = a & b;
	else if (!strcmp(m, "orr"))
		*out = a | b;
	else if (!strcmp(m, "eor"))
		*out = a ^ b;
	else if (!strcmp(m, "bic"))
		*out = a & ~b;
	else if (!strcmp(m, "mul"))
		*out = a * b;
	else if (!strcmp(m, "lsl"))
		*out = a << (b & 63);
	else if (!strcmp(m, "lsr"))
		*out = a >> (b & 63);
	else
		return false;
	return true;
}

static struct value move(const struct operation *operation, struct value from,
			 const struct value regs[REGS])
{
	const struct operand *operands = operation->operands;
	const char *m = operation->mnemonic;

	if (!strcmp(m, "movk")) {
		const char *hash =
			operation->count > 2 ? strchr(operands[2].text, '#') : NULL;
		unsigned int by =
			hash ? (unsigned int)strtoul(hash + 1, NULL, 0) & 63 : 0;
		struct value old = regs[operands[0].reg];

		old.local = false;
		old.bits = (old.bits & ~(UINT64_C(0xffff) << by)) | from.bits;
		return old;
	}
	from.local &= operands[1].kind == OPERAND_REG;
	from.local |= operands[1].kind == OPERAND_NUMBER && operation->count == 2;
	if (!strcmp(m, "movn") || !strcmp(m, "mvn"))
		from.bits = ~from.bits;
	return from;
}

/* One source. */
static bool unary(const struct operation *operation, struct value *value,
		  const struct value regs[REGS])
{
	const char *m = operation->mnemonic;

	if (begins(m, "mov") || !strcmp(m, "mvn"))
		*value = move(operation, *value, regs);
	else if (!strcmp(m, "neg"))
		value->bits = -value->bits;
	else if (!strcmp(m, "sxtw"))
		value->bits = extend(value->bits, m);
	else
		return false;
	return true;
}

static struct value chosen(const struct operation *operation,
			   const struct value regs[REGS])
{
	const char *m = operation->mnemonic;
	struct value one = operand_value(operation, 1, regs);
	bool good;

	if (!regs[REG_FLAGS].known)
		return (struct value){0};
	if (!strcmp(m, "cset"))
		return (struct value){
			true, false,
			holds(operation->operands[1].text, regs[REG_FLAGS].bits)};
	if (strcmp(m, "csel"))
		return (struct value){0};
	good = holds(operation->operands[3].text, regs[REG_FLAGS].bits);
	/* No shift follows the second source, but a condition, which shifts by 0. */
	return good ? one : operand_value(operation, 2, regs);
}

/* UBFM: bits from..to, moved to the bottom, or left where to is less than from. */
static struct value bit_field(const struct operation *operation, struct value value)
{
	unsigned int from = operation->operands[2].number & 63;
	unsigned int to = operation->operands[3].number & 63;
	unsigned int size = operation->operands[0].is_word ? 32 : 64;
	uint64_t mask = to == 63 ? UINT64_MAX : (UINT64_C(1) << (to + 1)) - 1;

	value.local = false;
	value.bits &= mask;
	value.bits = to >= from ? value.bits >> from : value.bits << (size - from);
	return value;
}

struct value operation_result_arm64(const struct operation *operation,
				    const struct value regs[REGS], struct value *flags)
{
	const char *m = operation->mnemonic;
	unsigned int first = operation_is(m, writes_nothing) ? 0 : 1;
	bool word = operation->operands[0].is_word;
	struct value a, b, out = {0};

	*flags = (struct value){0};
	if (!strcmp(m, "adrp") || !strcmp(m, "adr"))
		return (struct value){true, false, operation->target};
	if (operation->reads_flags) {
		out = chosen(operation, regs);
		goto out;
	}
	a = operand_value(operation, first, regs);
	if (unary(operation, &a, regs)) {
		out = a;
		goto out;
	}
	b = operand_value(operation, first + 1, regs);
	/* The first source has no shift of its own. */
	if (!a.known || !b.known)
		return out;
	if (!strcmp(m, "ubfm"))
		out = bit_field(operation, a);
	else if (!strcmp(m, "madd") && operand_value(operation, 3, regs).known)
		out = (struct value){true, false,
				     a.bits * b.bits +
					     operand_value(operation, 3, regs).bits};
	else
		out.known = binary(m, a.bits, b.bits, &out.bits);
	if (out.known && operation->writes_flags) {
		bool subtracts = !strcmp(m, "cmp") || !strcmp(m, "subs");
		bool adds = !strcmp(m, "cmn") || !strcmp(m, "adds");

		*flags = (struct value){true, false,
					subtracts ? add_flags(a.bits, ~b.bits, 1, word)
					: adds    ? add_flags(a.bits, b.bits, 0, word)
						  : add_flags(out.bits, 0, 0, word) & 12};
	}
out:
	if (word)
		out.bits = (uint32_t)out.bits;
	return out;
}

struct value operation_taken_arm64(const struct operation *operation,
				   const struct value regs[REGS])
{
	const char *m = operation->mnemonic;
	struct value value = operand_value(operation, 0, regs);

	if (begins(m, "b.")) {
		value = regs[REG_FLAGS];
		value.bits = holds(m + 2, value.bits);
	} else if (begins(m, "cb")) {
		value.bits = !value.bits == !strcmp(m, "cbz");
	} else {
		uint64_t bit = value.bits >> (operation->operands[1].number & 63) & 1;

		value.bits = bit == (uint64_t)!strcmp(m, "tbnz");
	}
	return value;
}
