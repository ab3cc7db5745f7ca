/* disassembly.c - the instructions of an object or ELF file, as objdump prints them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/disassembly.h"
#include "host/barelitmus/memory.h"
#include "host/barelitmus/process.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	DEADLINE = 60,       /* s */
	MAX_LINE = 16384,    /* a mangled name of Rust can be long */
	MAX_INSNS = 1 << 20, /* about 150 MB here */
	MAX_SYMBOLS = 1 << 20,
};

struct symbol {
	char *name;
	char *section;
	uint64_t address;
	bool is_function;
};

struct parser {
	struct disassembly *disassembly;
	const char *prefix;
	struct symbol *symbols;
	size_t symbol_count, symbol_capacity;
	bool sorted;              /* the symbols are all there, by name */
	char *section;            /* of what follows */
	struct function *current; /* NULL: skip instructions */
	bool in_symbols;
	const char *objdump; /* NULL for a text */
	char message[128];   /* the first that objdump said of itself, in the same pipe */
	char line[MAX_LINE]; /* not complete yet */
	size_t length;
};

__attribute__((format(printf, 2, 3))) static bool fail(struct parser *parser,
						       const char *format, ...)
{
	va_list arguments;
	char *error = parser->disassembly->error;

	va_start(arguments, format);
	vsnprintf(error, sizeof(parser->disassembly->error), format, arguments);
	va_end(arguments);
	return false;
}

/* --- symbols --- */

/* "0000000000000010 l     F .text	0000000000000008 name": address, 7 flags, section. */
static bool parse_symbol(struct parser *parser, const char *line)
{
	enum { FLAGS = 7, FLAG_KIND = 6 };
	char *flags;
	uint64_t address = strtoull(line, &flags, 16);

	if (*flags != ' ' || strlen(flags) < FLAGS + 2)
		return true;
	flags++;
	const char *section = flags + FLAGS + 1;
	const char *tab = strchr(section, '\t');
	const char *name = tab ? strchr(tab, ' ') : NULL;
	/* Neither sections and files nor what marks code and data. */
	if (!name || flags[FLAG_KIND - 1] == 'd' || name[1] == '$' || *section == '*')
		return true;
	if (parser->symbol_count == MAX_SYMBOLS)
		return fail(parser, "more than %d symbols", MAX_SYMBOLS);
	name++;
	if (!strncmp(name, ".hidden ", 8))
		name += 8;
	parser->symbols = memory_grow(parser->symbols, parser->symbol_count,
				      &parser->symbol_capacity, sizeof(*parser->symbols));
	parser->symbols[parser->symbol_count++] = (struct symbol){
		.name = memory_copy(name),
		.section = memory_text(section, (size_t)(tab - section)),
		.address = address,
		.is_function = flags[FLAG_KIND] == 'F',
	};
	return true;
}

static int by_name(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : strcmp(x->section, y->section);
}

/* The symbol of this name in the section of what is being read. */
static const struct symbol *find_symbol(const struct parser *parser, const char *name)
{
	struct symbol key = {.name = (char *)name, .section = parser->section};

	if (!parser->symbol_count || !parser->section)
		return NULL;
	return bsearch(&key, parser->symbols, parser->symbol_count,
		       sizeof(*parser->symbols), by_name);
}

/* --- instructions --- */

/* "0000000000000010 <name>:" begins a function unless name is a label of the current one. */
static void parse_header(struct parser *parser, char *line)
{
	struct disassembly *disassembly = parser->disassembly;
	char *name = strchr(line, '<') + 1;

	name[strlen(name) - 2] = '\0';
	const struct symbol *symbol = find_symbol(parser, name);

	/* The table leaves some of the compilers' labels out. */
	if ((parser->current && symbol && !symbol->is_function) ||
	    !strncmp(name, ".L", 2))
		return;
	parser->current = NULL;
	if (strncmp(name, parser->prefix, strlen(parser->prefix)))
		return;
	disassembly->functions =
		memory_grow(disassembly->functions, disassembly->function_count,
			    &disassembly->capacity, sizeof(*disassembly->functions));
	parser->current = &disassembly->functions[disassembly->function_count++];
	*parser->current = (struct function){
		.name = memory_copy(name),
		.section = memory_copy(parser->section ? parser->section : ""),
	};
}

/* Up to the name of a target, or a comment: "// 16" on Arm, "# 10 <name>" on RISC-V. */
static size_t operands_length(const char *text)
{
	size_t length = strcspn(text, "<");
	const char *slashes = strstr(text, "//");
	const char *hash = strstr(text, "# ");

	if (slashes && (size_t)(slashes - text) < length)
		length = (size_t)(slashes - text);
	if (hash && (size_t)(hash - text) < length)
		length = (size_t)(hash - text);
	return length;
}

/* Blanks out; "<sym+0x8>" goes to insn->symbol. */
static void parse_operands(struct insn *insn, const char *text)
{
	size_t length = operands_length(text);

	insn->operands = memory_text(text, length);
	char *to = insn->operands;

	for (const char *from = insn->operands; *from; from++) {
		if (!isspace((unsigned char)*from))
			*to++ = *from;
	}
	*to = '\0';
	if (text[length] != '<')
		return;
	const char *end = strrchr(text, '>');
	const char *last = strrchr(insn->operands, ',');

	if (!end)
		return;
	insn->symbol = memory_text(text + length + 1, (size_t)(end - text) - length - 1);
	insn->has_target = true;
	insn->target = strtoull(last ? last + 1 : insn->operands, NULL, 16);
}

/* "      10:	mnemonic	operands" */
static bool parse_insn(struct parser *parser, uint64_t address, char *text)
{
	struct function *function = parser->current;
	size_t length;

	if (parser->disassembly->insn_count == MAX_INSNS)
		return fail(parser, "more than %d instructions", MAX_INSNS);
	parser->disassembly->insn_count++;
	text += strspn(text, " \t");
	length = strcspn(text, " \t");
	function->insns = memory_grow(function->insns, function->count,
				      &function->capacity, sizeof(*function->insns));
	struct insn *insn = &function->insns[function->count++];

	*insn = (struct insn){.address = address, .mnemonic = memory_text(text, length)};
	text += length;
	parse_operands(insn, text + strspn(text, " \t"));
	return true;
}

/* "R_RISCV_BRANCH	.L3" or "…	.text+0x58", of the last instruction. */
static void parse_relocation(struct parser *parser, const char *text)
{
	const char *symbol = strpbrk(text, " \t");
	struct function *function = parser->current;

	if (!symbol || !function->count)
		return;
	symbol += strspn(symbol, " \t");
	/* What only says that the linker may shorten. */
	if (!*symbol || *symbol == '*')
		return;
	struct insn *insn = &function->insns[function->count - 1];
	const char *plus = strstr(symbol, "+0x");
	char *name = memory_text(symbol, plus ? (size_t)(plus - symbol) : strlen(symbol));
	const struct symbol *found = find_symbol(parser, name);
	bool is_section = parser->section && !strcmp(name, parser->section);

	free(name);
	free(insn->symbol);
	insn->symbol = memory_copy(symbol);
	/* A local label of the compiler that the table lacks: objdump has resolved it. */
	if (!insn->has_target || (!found && !strncmp(symbol, ".L", 2)))
		return;
	insn->has_target = found || is_section;
	insn->target =
		(found ? found->address : 0) + (plus ? strtoull(plus + 1, NULL, 16) : 0);
}

static bool parse_code(struct parser *parser, char *line)
{
	char *end;
	uint64_t address;

	if (isxdigit((unsigned char)*line) && strchr(line, '<') &&
	    line[strlen(line) - 1] == ':' && strlen(line) > 3) {
		parse_header(parser, line);
		return true;
	}
	if (!parser->current || !isspace((unsigned char)*line))
		return true;
	address = strtoull(line, &end, 16);
	if (*end != ':' || end == line)
		return true;
	end += 1 + strspn(end + 1, " \t");
	if (!strncmp(end, "R_", 2)) {
		parse_relocation(parser, end);
		return true;
	}
	return parse_insn(parser, address, end);
}

static bool parse_line(struct parser *parser, char *line)
{
	static const char section[] = "Disassembly of section ";

	if (parser->objdump && !strncmp(line, parser->objdump, strlen(parser->objdump))) {
		if (!*parser->message)
			snprintf(parser->message, sizeof(parser->message), "%.*s",
				 (int)sizeof(parser->message) - 1, line);
		return true;
	}
	if (!strncmp(line, section, sizeof(section) - 1)) {
		if (!parser->sorted && parser->symbol_count)
			qsort(parser->symbols, parser->symbol_count,
			      sizeof(*parser->symbols), by_name);
		parser->sorted = true;
		parser->in_symbols = false;
		parser->current = NULL;
		free(parser->section);
		parser->section = memory_copy(line + sizeof(section) - 1);
		parser->section[strcspn(parser->section, ":")] = '\0';
		return true;
	}
	if (!strcmp(line, "SYMBOL TABLE:")) {
		parser->in_symbols = true;
		return true;
	}
	if (parser->in_symbols)
		return parse_symbol(parser, line);
	return *line ? parse_code(parser, line) : true;
}

/* Takes text as it comes, in pieces. */
static bool parser_feed(struct parser *parser, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (text[i] == '\n') {
			parser->line[parser->length] = '\0';
			parser->length = 0;
			if (!parse_line(parser, parser->line))
				return false;
			continue;
		}
		if (parser->length == MAX_LINE - 1)
			return fail(parser, "a line of over %d characters", MAX_LINE - 1);
		parser->line[parser->length++] = text[i];
	}
	return true;
}

/* Functions without instructions go: nobody could tell where they are. */
static void drop_empty(struct disassembly *disassembly)
{
	size_t kept = 0;

	for (size_t i = 0; i < disassembly->function_count; i++) {
		struct function *function = &disassembly->functions[i];

		if (function->count) {
			disassembly->functions[kept++] = *function;
			continue;
		}
		free(function->name);
		free(function->section);
	}
	disassembly->function_count = kept;
}

static void parser_end(struct parser *parser)
{
	drop_empty(parser->disassembly);
	for (size_t i = 0; i < parser->symbol_count; i++) {
		free(parser->symbols[i].name);
		free(parser->symbols[i].section);
	}
	free(parser->symbols);
	free(parser->section);
}

/* --- objdump --- */

static bool take(void *context, const char *bytes, size_t n)
{
	return parser_feed(context, bytes, n);
}

/* Follows objdump to its end; the parser knows what it refused. */
static bool follow(struct parser *parser, struct process *process, const char *path)
{
	enum process_end end = process_follow(process, DEADLINE, NULL, take, parser);
	char how[32];

	if (end == PROCESS_LATE)
		return fail(parser, "%s: %s took over %d s", path, parser->objdump,
			    DEADLINE);
	if (end != PROCESS_ENDED || !process->status)
		return end == PROCESS_ENDED;
	process_how(process, how, sizeof(how));
	return fail(parser, "%s: %s ended with %s%s%s", path, parser->objdump, how,
		    *parser->message ? ": " : "", parser->message);
}

bool disassembly_read(struct disassembly *disassembly, const char *objdump,
		      const char *path, const char *prefix)
{
	struct parser parser = {
		.disassembly = disassembly, .prefix = prefix, .objdump = objdump};
	struct process process;
	char *const argv[] = {(char *)objdump, "-dtr", "--no-show-raw-insn", "--",
			      (char *)path,    NULL};
	bool good;

	memset(disassembly, 0, sizeof(*disassembly));
	if (process_start(&process, argv))
		good = fail(&parser, "%s: %s", objdump, strerror(errno));
	else
		good = follow(&parser, &process, path);
	parser_end(&parser);
	return good;
}

bool disassembly_parse(struct disassembly *disassembly, const char *text,
		       const char *prefix)
{
	struct parser parser = {.disassembly = disassembly, .prefix = prefix};
	bool good;

	memset(disassembly, 0, sizeof(*disassembly));
	good = parser_feed(&parser, text, strlen(text));
	parser_end(&parser);
	return good;
}

void disassembly_free(struct disassembly *disassembly)
{
	for (size_t i = 0; i < disassembly->function_count; i++) {
		struct function *function = &disassembly->functions[i];

		for (size_t j = 0; j < function->count; j++) {
			free(function->insns[j].mnemonic);
			free(function->insns[j].operands);
			free(function->insns[j].symbol);
		}
		free(function->insns);
		free(function->name);
		free(function->section);
	}
	free(disassembly->functions);
	disassembly->functions = NULL;
	disassembly->function_count = 0;
}

const struct function *disassembly_find(const struct disassembly *disassembly,
					const char *name)
{
	for (size_t i = 0; i < disassembly->function_count; i++) {
		if (!strcmp(disassembly->functions[i].name, name))
			return &disassembly->functions[i];
	}
	return NULL;
}

size_t function_at(const struct function *function, uint64_t address)
{
	size_t low = 0, high = function->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (function->insns[middle].address < address)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < function->count && function->insns[low].address == address)
		return low;
	return function->count;
}
