/* arm.c - instructions of A32 in the terms of the other architectures. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/arm.h"
#include "host/barelitmus/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Each may have an s and a condition behind it (Arm ARM DDI 0406C, A8.3). */
static const char *const computing[] = {
	"mov",  "movw", "movt", "mvn",  "add",   "adc",   "sub",   "sbc",  "rsb",
	"rsc",  "and",  "orr",  "eor",  "bic",   "tst",   "teq",   "cmp",  "cmn",
	"lsl",  "lsr",  "asr",  "ror",  "rrx",   "uxtb",  "uxth",  "sxtb", "sxth",
	"ubfx", "sbfx", "bfi",  "bfc",  "mul",   "mla",   "umull", "nop",  "adr",
	"clz",  "rev",  "sdiv", "udiv", "uxtab", "uxtah",
};

static const char *const conditions[] = {"",   "eq", "ne", "cs", "cc", "mi", "pl", "vs",
					 "vc", "hi", "ls", "ge", "lt", "gt", "le"};

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

/* The condition behind name, "" for none; NULL: the mnemonic is not that instruction. */
static const char *condition_of(const char *mnemonic, const char *name)
{
	const char *rest = mnemonic + strlen(name);

	if (!begins(mnemonic, name))
		return NULL;
	for (size_t i = 0; i < sizeof(conditions) / sizeof(conditions[0]); i++)
		if (!strcmp(rest, conditions[i]))
			return conditions[i];
	return NULL;
}

static bool computes(const char *mnemonic)
{
	for (size_t i = 0; i < sizeof(computing) / sizeof(computing[0]); i++) {
		char setting[16];

		snprintf(setting, sizeof(setting), "%ss", computing[i]);
		if (condition_of(mnemonic, computing[i]) ||
		    condition_of(mnemonic, setting))
			return true;
	}
	return false;
}

/* Its own condition, where the instruction returns; else NULL. */
static const char *return_of(const struct insn *insn)
{
	static const char *const popping[] = {"pop", "ldm", "ldmfd"};

	if (!strcmp(insn->operands, "lr") && condition_of(insn->mnemonic, "bx"))
		return condition_of(insn->mnemonic, "bx");
	if (begins(insn->operands, "pc,[sp]"))
		return condition_of(insn->mnemonic, "ldr");
	for (size_t i = 0; i < 3 && strstr(insn->operands, "pc}"); i++)
		if (condition_of(insn->mnemonic, popping[i]))
			return condition_of(insn->mnemonic, popping[i]);
	return NULL;
}

/* Memory that no other thread has, or only reads: stack, and constants within the code. */
static bool is_private(const struct insn *insn, bool has_frame)
{
	return begins(insn->mnemonic, "push") || begins(insn->mnemonic, "pop") ||
	       *insn->mnemonic == '.' || strstr(insn->operands, "[sp") ||
	       strstr(insn->operands, "[pc") || begins(insn->operands, "sp!,") ||
	       (has_frame && strstr(insn->operands, "[fp"));
}

static void rename_to(struct insn *insn, const char *mnemonic, const char *operands)
{
	free(insn->mnemonic);
	free(insn->operands);
	insn->mnemonic = memory_copy(mnemonic);
	insn->operands = memory_copy(operands);
}

static void rewrite(struct insn *insn, bool has_frame)
{
	const char *condition = return_of(insn);
	char branch[8];

	insn->operands[strcspn(insn->operands, "@;")] = '\0';
	if (condition) {
		snprintf(branch, sizeof(branch), "b%s", condition);
		rename_to(insn, *condition ? branch : "ret", "");
	} else if (computes(insn->mnemonic) || is_private(insn, has_frame)) {
		rename_to(insn, "nop", "");
	}
}

void arm_rewrite(struct function *function)
{
	const struct insn *end = NULL;
	bool has_frame = false;

	for (size_t i = 0; i < function->count; i++)
		has_frame |= begins(function->insns[i].operands, "fp,sp");
	for (size_t i = 0; i < function->count; i++) {
		rewrite(&function->insns[i], has_frame);
		if (!end && !strcmp(function->insns[i].mnemonic, "ret"))
			end = &function->insns[i];
	}
	for (size_t i = 0; end && i < function->count; i++) {
		struct insn *insn = &function->insns[i];

		if (*insn->mnemonic == 'b' && !*insn->operands) {
			insn->has_target = true;
			insn->target = end->address;
		}
	}
}

bool arm_event(const char *mnemonic, const char *operands, struct event *event)
{
	bool exclusive = begins(mnemonic, "ldrex") || begins(mnemonic, "strex");

	if (begins(mnemonic, "dmb") || begins(mnemonic, "dsb"))
		*event = (struct event){.kind = EVENT_FENCE,
					.fence = strstr(operands, "st") ? ORDER_WW
									: ORDER_ALL};
	else if (begins(mnemonic, "ld"))
		*event = (struct event){.kind = EVENT_LOAD, .exclusive = exclusive};
	else if (begins(mnemonic, "st"))
		*event = (struct event){.kind = EVENT_STORE, .exclusive = exclusive};
	else
		return false;
	return true;
}
