/* asm_check.c - read a litmus test in assembly back: header, init, columns, condition. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/asm_check.h"
#include "host/barelitmus/file.h"
#include "host/barelitmus/memory.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	MAX_NAMES = 256,
	MAX_COLUMNS = 32,
	MAX_LABELS = 256,
	MAX_OPERANDS = 6,
	REG_COUNT = 32
};

struct column {
	uint32_t has;       /* registers with an initial value, or written */
	uint32_t addresses; /* registers that are used as addresses */
	char *defined[MAX_LABELS];
	char *used[MAX_LABELS];
	unsigned int defined_count, used_count;
};

struct checker {
	char *text; /* cut up while it is read */
	char *next; /* the rest */
	unsigned int line;
	bool arm64;
	char *names[MAX_NAMES]; /* declared locations */
	unsigned int name_count;
	char *values[MAX_NAMES]; /* names that initial values use */
	unsigned int value_count;
	struct column columns[MAX_COLUMNS];
	unsigned int column_count;
	char *error;
};

__attribute__((format(printf, 2, 3))) static bool fail(struct checker *checker,
						       const char *format, ...)
{
	int length = snprintf(checker->error, ASM_CHECK_ERROR, "%u: ", checker->line);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(checker->error + length, (size_t)(ASM_CHECK_ERROR - length), format,
		  arguments);
	va_end(arguments);
	return false;
}

static char *trim(char *text)
{
	char *end;

	text += strspn(text, " \t");
	end = text + strlen(text);
	while (end > text && isspace((unsigned char)end[-1]))
		*--end = '\0';
	return text;
}

static char *next_line(struct checker *checker)
{
	char *line = checker->next;

	if (!line || !*line)
		return NULL;
	checker->next = strchr(line, '\n');
	if (checker->next)
		*checker->next++ = '\0';
	checker->line++;
	return trim(line);
}

/* Cuts the text at the first of a character; returns what is behind, or NULL. */
static char *cut(char *text, char at)
{
	char *found = strchr(text, at);

	if (found)
		*found++ = '\0';
	return found;
}

static bool is_name(const char *text)
{
	if (!isalpha((unsigned char)*text) && *text != '_')
		return false;
	return text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				 "0123456789_.")] == '\0';
}

static bool is_number(const char *text)
{
	text += *text == '-';
	return *text && text[strspn(text, "0123456789")] == '\0';
}

static bool has_name(char *const names[], unsigned int count, const char *name)
{
	for (unsigned int i = 0; i < count; i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

/* "X3", "w3", "x3": its number; 31 for XZR and WZR; -1: no register. */
static int reg_number(const struct checker *checker, const char *text)
{
	long number;
	char *end;

	if (checker->arm64 && (!strcmp(text, "XZR") || !strcmp(text, "WZR")))
		return 31;
	if (checker->arm64 ? *text != 'X' && *text != 'W' : *text != 'x')
		return -1;
	number = strtol(text + 1, &end, 10);
	if (!isdigit((unsigned char)text[1]) || *end ||
	    number > (checker->arm64 ? 30 : 31))
		return -1;
	return (int)number;
}

/* --- init --- */

static bool check_register(struct checker *checker, char *what, const char *value)
{
	char *reg = cut(what, ':'), *end;
	unsigned long thread = strtoul(what, &end, 10);
	int number = reg_number(checker, reg);

	if (*end || thread >= MAX_COLUMNS || number < 0)
		return fail(checker, "expected thread:register, found %s:%s", what, reg);
	if (checker->columns[thread].has >> number & 1)
		return fail(checker, "%s:%s is set twice", what, reg);
	checker->columns[thread].has |= UINT32_C(1) << number;
	return is_number(value) || is_name(value) ||
	       fail(checker, "expected a value, found %s", value);
}

static bool check_location(struct checker *checker, char *what)
{
	static const char *const types[] = {"int", "int8_t", "int16_t", "int64_t"};
	char *name = cut(what, ' ');
	bool good = false;

	for (size_t i = 0; name && i < sizeof(types) / sizeof(types[0]); i++)
		good |= !strcmp(what, types[i]);
	if (!good || !is_name(name))
		return fail(checker, "expected a type and a location, found %s", what);
	if (has_name(checker->names, checker->name_count, name))
		return fail(checker, "%s is declared twice", name);
	if (checker->name_count == MAX_NAMES)
		return fail(checker, "more than %d locations", MAX_NAMES);
	checker->names[checker->name_count++] = name;
	return true;
}

static bool check_entry(struct checker *checker, char *entry)
{
	char *value = cut(entry, '=');

	if (!value)
		return fail(checker, "expected =, found %s", entry);
	if (!is_number(value) && checker->value_count < MAX_NAMES)
		checker->values[checker->value_count++] = value;
	if (strchr(entry, ':'))
		return check_register(checker, entry, value);
	return check_location(checker, entry);
}

static bool check_init(struct checker *checker)
{
	char *line, *rest;

	while ((line = next_line(checker)) && strcmp(line, "}")) {
		for (; *line; line = trim(rest)) {
			rest = cut(line, ';');
			if (!rest)
				return fail(checker, "expected ; behind %s", line);
			if (!check_entry(checker, line))
				return false;
		}
	}
	for (unsigned int i = 0; i < checker->value_count; i++)
		if (!has_name(checker->names, checker->name_count, checker->values[i]))
			return fail(checker, "%s is not declared", checker->values[i]);
	return line || fail(checker, "the init block does not end");
}

/* --- instructions --- */

/*
 * Operands by kind: R register, N number, M memory, L label, C condition, S shift or
 * extension, F fence. '|' separates the forms of an instruction.
 */
struct known {
	const char *name, *forms;
	bool writes_first; /* the first register */
	bool writes_second;
};

static const struct known known_arm64[] = {
	{"MOV", "RR|RN", true, false},
	{"ADD", "RRR|RRN|RRRS", true, false},
	{"ADDS", "RRR|RRN|RRRS", true, false},
	{"SUB", "RRR|RRN|RRRS", true, false},
	{"SUBS", "RRR|RRN|RRRS", true, false},
	{"AND", "RRR|RRN|RRRS", true, false},
	{"ANDS", "RRR|RRN|RRRS", true, false},
	{"ORR", "RRR|RRN|RRRS", true, false},
	{"EOR", "RRR|RRN|RRRS", true, false},
	{"BIC", "RRR|RRRS", true, false},
	{"LSL", "RRR|RRN", true, false},
	{"LSR", "RRR|RRN", true, false},
	{"ASR", "RRR|RRN", true, false},
	{"NEG", "RR", true, false},
	{"MVN", "RR", true, false},
	{"MUL", "RRR", true, false},
	{"SXTW", "RR", true, false},
	{"UBFM", "RRNN", true, false},
	{"SBFM", "RRNN", true, false},
	{"CSEL", "RRRC", true, false},
	{"CSINC", "RRRC", true, false},
	{"CSET", "RC", true, false},
	{"CMP", "RR|RN|RRS", false, false},
	{"TST", "RR|RN|RRS", false, false},
	{"B", "L", false, false},
	{"CBZ", "RL", false, false},
	{"CBNZ", "RL", false, false},
	{"TBZ", "RNL", false, false},
	{"TBNZ", "RNL", false, false},
	{"DMB", "F", false, false},
	{"DSB", "F", false, false},
	{"ISB", "", false, false},
	{NULL, NULL, false, false},
};

static const struct known known_riscv64[] = {
	{"lui", "RN", true, false},    {"j", "L", false, false},
	{"beq", "RRL", false, false},  {"bne", "RRL", false, false},
	{"blt", "RRL", false, false},  {"bltu", "RRL", false, false},
	{"bge", "RRL", false, false},  {"bgeu", "RRL", false, false},
	{"fence", "FF", false, false}, {"fence.tso", "", false, false},
	{"sb", "RM", false, false},    {"sh", "RM", false, false},
	{"sw", "RM", false, false},    {"sd", "RM", false, false},
	{NULL, NULL, false, false},
};

/* Families of names: any of stems with any of ends. */
struct family {
	const char *stems, *ends; /* blank-separated; "-" is an empty end */
	struct known known;
};

static const struct family family_arm64[] = {
	{"LDR", "- B H SB SH SW", {NULL, "RM", true, false}},
	{"LDAR LDAPR LDXR LDAXR", "- B H", {NULL, "RM", true, false}},
	{"STR STLR", "- B H", {NULL, "RM", false, false}},
	{"STXR STLXR", "- B H", {NULL, "RRM", true, false}},
	{"SWP LDADD LDSET LDCLR LDEOR",
	 "- A L AL B AB LB ALB H AH LH ALH",
	 {NULL, "RRM", false, true}},
	{"CAS", "- A L AL B AB LB ALB H AH LH ALH", {NULL, "RRM", true, false}},
	{"STADD STSET STCLR STEOR", "- L B LB H LH", {NULL, "RM", false, false}},
	{"B",
	 ".EQ .NE .CS .CC .MI .PL .HI .LS .GE .LT .GT .LE",
	 {NULL, "L", false, false}},
};

static const struct family family_riscv64[] = {
	{"add and or xor sll srl sra slt", "-", {NULL, "RRR", true, false}},
	{"add and or xor sll srl sra slt", "i", {NULL, "RRN", true, false}},
	{"add sll srl sra sub", "w", {NULL, "RRR", true, false}},
	{"add sll srl sra", "iw", {NULL, "RRN", true, false}},
	{"sub sltu mul mulw", "-", {NULL, "RRR", true, false}},
	{"sltiu", "-", {NULL, "RRN", true, false}},
	{"lb lh lw ld lbu lhu lwu", "-", {NULL, "RM", true, false}},
	{"lr.w lr.d", "- .aq .rl .aq.rl", {NULL, "RM", true, false}},
	{"sc.w sc.d", "- .aq .rl .aq.rl", {NULL, "RRM", true, false}},
	{"amoswap amoadd amoand amoor amoxor amomax amomin amomaxu amominu",
	 ".w .d .w.aq .w.rl .w.aq.rl .d.aq .d.rl .d.aq.rl",
	 {NULL, "RRM", true, false}},
};

/* The end of name behind stem is one of ends. */
static bool has_end(const char *name, const char *stem, size_t length, const char *ends)
{
	if (strncmp(name, stem, length))
		return false;
	name += length;
	while (*ends) {
		size_t end = strcspn(ends, " ");

		if ((end == strlen(name) && !strncmp(ends, name, end)) ||
		    (!*name && end == 1 && *ends == '-'))
			return true;
		ends += end + (ends[end] == ' ');
	}
	return false;
}

static const struct known *find_family(const struct family *families, size_t count,
				       const char *name)
{
	for (size_t i = 0; i < count; i++) {
		const char *stem = families[i].stems;

		while (*stem) {
			size_t length = strcspn(stem, " ");

			if (has_end(name, stem, length, families[i].ends))
				return &families[i].known;
			stem += length + (stem[length] == ' ');
		}
	}
	return NULL;
}

static const struct known *find_known(const struct checker *checker, const char *name)
{
	const struct known *known = checker->arm64 ? known_arm64 : known_riscv64;

	for (; known->name; known++)
		if (!strcmp(known->name, name))
			return known;
	if (checker->arm64)
		return find_family(family_arm64,
				   sizeof(family_arm64) / sizeof(family_arm64[0]), name);
	return find_family(family_riscv64,
			   sizeof(family_riscv64) / sizeof(family_riscv64[0]), name);
}

static bool is_one_of(const char *text, const char *words)
{
	return has_end(text, "", 0, words);
}

static bool check_memory(const struct checker *checker, char *text, struct column *column)
{
	char *reg = strpbrk(text, "[("), *index, *end;
	int number;

	if (!reg)
		return false;
	*reg++ = '\0';
	if (*text && (checker->arm64 || !is_number(text)))
		return false;
	end = strpbrk(reg, "])");
	if (!end || end[1])
		return false;
	*end = '\0';
	index = cut(reg, ',');
	number = reg_number(checker, reg);
	if (number < 0)
		return false;
	column->addresses |= UINT32_C(1) << number;
	if (!index)
		return true;
	if (*index == '#')
		return is_number(index + 1);
	cut(index, ',');
	return reg_number(checker, index) >= 0;
}

/* The kind of an operand as in struct known; '?' where it is none. */
static char operand_kind(struct checker *checker, char *text, struct column *column)
{
	if (reg_number(checker, text) >= 0)
		return 'R';
	if (strpbrk(text, "[("))
		return check_memory(checker, text, column) ? 'M' : '?';
	if (checker->arm64 ? *text == '#' && is_number(text + 1) : is_number(text))
		return 'N';
	if (*text == 'L' && isalnum((unsigned char)text[1]) && is_name(text) &&
	    !is_one_of(text, "LT LE LS LD")) {
		if (!strncmp(text, "LSL", 3) || !strncmp(text, "LSR", 3))
			return 'S';
		if (column->used_count < MAX_LABELS)
			column->used[column->used_count++] = text;
		return 'L';
	}
	if (!strncmp(text, "LSL#", 4) || !strncmp(text, "LSR#", 4) ||
	    is_one_of(text, "UXTB UXTH UXTW SXTB SXTH SXTW"))
		return 'S';
	if (is_one_of(text, "EQ NE CS CC MI PL HI LS GE LT GT LE"))
		return 'C';
	if (is_one_of(text, checker->arm64 ? "SY ST LD ISH ISHST ISHLD OSH OSHST OSHLD"
					   : "r w rw"))
		return 'F';
	return '?';
}

/* Is kinds one of the forms? */
static bool has_form(const char *forms, const char *kinds)
{
	size_t length = strlen(kinds);

	for (;;) {
		if (!strncmp(forms, kinds, length) &&
		    (forms[length] == '|' || !forms[length]))
			return true;
		forms = strchr(forms, '|');
		if (!forms)
			return false;
		forms++;
	}
}

/* Cuts off the operand at text: up to a comma outside brackets. */
static char *cut_operand(char *text)
{
	bool inside = false;

	for (; *text; text++) {
		inside = *text == '[' || (inside && *text != ']');
		if (*text == ',' && !inside) {
			*text = '\0';
			return text + 1;
		}
	}
	return NULL;
}

static bool check_instruction(struct checker *checker, char *text, struct column *column)
{
	char *operand = cut(text, ' '), *rest, kinds[MAX_OPERANDS + 1] = "";
	const struct known *known = find_known(checker, text);
	int written[2] = {-1, -1};

	if (!known)
		return fail(checker, "herd7 does not know %s", text);
	for (size_t i = 0; operand; operand = rest, i++) {
		if (i == MAX_OPERANDS)
			return fail(checker, "%s: too many operands", text);
		rest = cut_operand(operand);
		operand = trim(operand);
		if (i < 2)
			written[i] = reg_number(checker, operand);
		kinds[i] = operand_kind(checker, operand, column);
		kinds[i + 1] = '\0';
	}
	if (!has_form(known->forms, kinds))
		return fail(checker, "%s: operands are %s, expected %s", text, kinds,
			    known->forms);
	if (known->writes_first && written[0] >= 0)
		column->has |= UINT32_C(1) << written[0];
	if (known->writes_second && written[1] >= 0)
		column->has |= UINT32_C(1) << written[1];
	return true;
}

static bool check_cell(struct checker *checker, char *cell, struct column *column)
{
	size_t length = strlen(cell);

	if (!length)
		return true;
	if (cell[length - 1] != ':')
		return check_instruction(checker, cell, column);
	cell[length - 1] = '\0';
	if (!is_name(cell) || has_name(column->defined, column->defined_count, cell))
		return fail(checker, "label %s is malformed or there twice", cell);
	if (column->defined_count == MAX_LABELS)
		return fail(checker, "more than %d labels", MAX_LABELS);
	column->defined[column->defined_count++] = cell;
	return true;
}

/* "a | b ;" with what each cell has to be. */
static bool check_row(struct checker *checker, char *line, bool is_header)
{
	unsigned int count = 0;
	char *end = strrchr(line, ';'), expected[16];

	if (!end || end[1])
		return fail(checker, "expected ; at the end of %s", line);
	*end = '\0';
	for (char *rest; line; line = rest, count++) {
		rest = cut(line, '|');
		line = trim(line);
		if (count == MAX_COLUMNS)
			return fail(checker, "more than %d threads", MAX_COLUMNS);
		snprintf(expected, sizeof(expected), "P%u", count);
		if (is_header ? strcmp(line, expected)
			      : !check_cell(checker, line, &checker->columns[count]))
			return is_header ? fail(checker, "expected %s, found %s",
						expected, line)
					 : false;
	}
	if (is_header)
		checker->column_count = count;
	return count == checker->column_count ||
	       fail(checker, "%u columns, expected %u", count, checker->column_count);
}

static bool check_columns(struct checker *checker)
{
	for (unsigned int c = 0; c < MAX_COLUMNS; c++) {
		const struct column *column = &checker->columns[c];

		if (c >= checker->column_count && column->has)
			return fail(checker, "P%u has registers, but no code", c);
		if (column->addresses & ~column->has)
			return fail(checker, "P%u: an address register is never set", c);
		for (unsigned int i = 0; i < column->used_count; i++)
			if (!has_name(column->defined, column->defined_count,
				      column->used[i]))
				return fail(checker, "P%u: no label %s", c,
					    column->used[i]);
	}
	return true;
}

/* --- condition --- */

static bool check_formula(struct checker *checker, char **at);

static void skip_blanks(char **at)
{
	*at += strspn(*at, " ");
}

static bool takes(char **at, const char *what)
{
	skip_blanks(at);
	if (strncmp(*at, what, strlen(what)))
		return false;
	*at += strlen(what);
	return true;
}

static bool check_declared(struct checker *checker, char **at)
{
	size_t length = strcspn(*at, "]=) ");
	char name[128];

	snprintf(name, sizeof(name), "%.*s", (int)length, *at);
	*at += length;
	return has_name(checker->names, checker->name_count, name) ||
	       fail(checker, "%s is not declared", name);
}

static bool check_bracketed(struct checker *checker, char **at)
{
	if (!check_declared(checker, at))
		return false;
	return takes(at, "]") || fail(checker, "expected ], found %s", *at);
}

static bool check_atom(struct checker *checker, char **at)
{
	if (takes(at, "true") || takes(at, "false"))
		return true;
	if (takes(at, "~"))
		return check_atom(checker, at);
	if (takes(at, "("))
		return check_formula(checker, at) &&
		       (takes(at, ")") || fail(checker, "expected ), found %s", *at));
	if (!takes(at, "["))
		return fail(checker, "expected a location, found %s", *at);
	if (!check_bracketed(checker, at))
		return false;
	if (!takes(at, "="))
		return fail(checker, "expected =, found %s", *at);
	if (takes(at, "["))
		return check_bracketed(checker, at);
	if (**at == '-' || isdigit((unsigned char)**at)) {
		strtoll(*at, at, 10);
		return true;
	}
	return check_declared(checker, at);
}

static bool check_formula(struct checker *checker, char **at)
{
	do {
		if (!check_atom(checker, at))
			return false;
	} while (takes(at, "/\\") || takes(at, "\\/") || takes(at, "=>"));
	return true;
}

static bool check_condition(struct checker *checker, char *line)
{
	if (takes(&line, "filter ")) {
		if (!check_formula(checker, &line))
			return false;
		line = next_line(checker);
	}
	if (!line || (!takes(&line, "exists ") && !takes(&line, "~exists ") &&
		      !takes(&line, "forall ")))
		return fail(checker, "expected a condition");
	if (!check_formula(checker, &line))
		return false;
	skip_blanks(&line);
	return (!*line && !next_line(checker)) ||
	       fail(checker, "more behind the condition");
}

/* --- all of it --- */

static bool check_header(struct checker *checker)
{
	char *line = next_line(checker);

	if (!line || (strncmp(line, "AArch64 ", 8) && strncmp(line, "RISCV ", 6)))
		return fail(checker, "expected AArch64 or RISCV and a name");
	checker->arm64 = *line == 'A';
	while ((line = next_line(checker)) && strcmp(line, "{"))
		if (strncmp(line, "(*", 2) && !strchr(line, '='))
			return fail(checker, "expected key=value, found %s", line);
	return line || fail(checker, "no init block");
}

static bool is_condition(const char *line)
{
	return !strncmp(line, "exists", 6) || !strncmp(line, "~exists", 7) ||
	       !strncmp(line, "forall", 6) || !strncmp(line, "filter", 6);
}

static bool check_all(struct checker *checker)
{
	char *line;
	bool is_header = true;

	if (!check_header(checker) || !check_init(checker))
		return false;
	while ((line = next_line(checker)) && !is_condition(line)) {
		if (!check_row(checker, line, is_header))
			return false;
		is_header = false;
	}
	if (!line || !checker->column_count)
		return fail(checker, "no threads or no condition");
	return check_columns(checker) && check_condition(checker, line);
}

bool asm_check(const char *text, char error[ASM_CHECK_ERROR])
{
	struct checker *checker = memory_zeroed(1, sizeof(*checker));
	bool good;

	checker->text = checker->next = memory_copy(text);
	checker->error = error;
	good = check_all(checker);
	free(checker->text);
	free(checker);
	return good;
}

bool asm_check_file(const char *path, char error[ASM_CHECK_ERROR])
{
	enum { MAX_FILE = 1 << 20 };
	size_t size;
	char *text = file_read(path, MAX_FILE, &size);
	bool good;

	if (!text) {
		snprintf(error, ASM_CHECK_ERROR, "%s", strerror(errno));
		return false;
	}
	good = asm_check(text, error);
	free(text);
	return good;
}
