/* x86_64.c - instructions of x86-64 in the terms of the other architectures. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/x86_64.h"
#include "host/barelitmus/memory.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 128 }; /* bytes of an instruction in its new terms */

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

static bool is_one_of(const char *mnemonic, const char *words)
{
	char word[TEXT_MAX];

	snprintf(word, sizeof(word), " %s ", mnemonic);
	return strstr(words, word);
}

/* Bits of a general register without its '%'; 0: it is none. */
static unsigned register_bits(const char *name, size_t n)
{
	char last = name[n - 1];

	if (n < 2)
		return 0;
	if (isdigit((unsigned char)name[1])) /* r8 to r15, with b, w, d or nothing */
		return last == 'b' ? 8 : last == 'w' ? 16 : last == 'd' ? 32 : 64;
	if (*name == 'r')
		return 64;
	if (*name == 'e')
		return 32;
	return last == 'l' || last == 'h' ? 8 : 16;
}

/* One operand of n characters, in its new terms. */
static void append_operand(char *text, const char *operand, size_t n)
{
	size_t used = strlen(text);
	char *to = text + used;
	size_t room = TEXT_MAX - used;
	const char *parenthesis = memchr(operand, '(', n);

	if (*operand == '$')
		snprintf(to, room, "i");
	else if (*operand != '%' || memchr(operand, ':', n))
		snprintf(to, room, "%s",
			 parenthesis && begins(parenthesis, "(%rsp") ? "stack" : "m");
	else if (isdigit((unsigned char)operand[n - 1]) && n > 4) /* xmm0 */
		snprintf(to, room, "x");
	else
		snprintf(to, room, "r%u", register_bits(operand + 1, n - 1));
}

/* The commas between operands, not those of an address. */
static size_t operand_length(const char *operand)
{
	size_t n = 0;

	for (bool inside = false; operand[n] && (inside || operand[n] != ','); n++) {
		inside |= operand[n] == '(';
		inside &= operand[n] != ')';
	}
	return n;
}

/* "xadd%eax,(%rdi)" behind "lock" is a mnemonic and operands. */
static size_t mnemonic_length(const char *text)
{
	return strspn(text, "abcdefghijklmnopqrstuvwxyz");
}

/* Without operands, or with an address that is not one of memory. */
static bool is_harmless(const char *mnemonic)
{
	return is_one_of(mnemonic, " nop nopw nopl cs data16 lea push pop leave endbr64 "
				   "cltq cwtl cltd cqto ");
}

static bool is_as_elsewhere(const char *mnemonic)
{
	return *mnemonic == 'j' || begins(mnemonic, "call") ||
	       is_one_of(mnemonic, " ret mfence lfence sfence ");
}

static void rewrite(struct insn *insn)
{
	bool has_prefix = is_one_of(insn->mnemonic, " lock rep repz repnz ");
	size_t skip = has_prefix ? mnemonic_length(insn->operands) : 0;
	char text[TEXT_MAX], *operands;

	if (is_as_elsewhere(insn->mnemonic))
		return;
	snprintf(text, sizeof(text), "%s%s%.*s ", insn->mnemonic, skip ? " " : "",
		 (int)skip, insn->operands);
	operands = text + strlen(text);
	for (const char *at = insn->operands + skip; *at;) {
		size_t n = operand_length(at);

		append_operand(text, at, n);
		at += n + (at[n] == ',');
		if (*at && strlen(text) < TEXT_MAX - 1)
			strcat(text, ",");
	}
	if (is_harmless(insn->mnemonic) ||
	    (*operands && !has_prefix && !strchr(operands, 'm')))
		snprintf(text, sizeof(text), "nop");
	free(insn->mnemonic);
	insn->mnemonic = memory_copy(text);
	*insn->operands = '\0';
}

void x86_64_rewrite(struct function *function)
{
	for (size_t i = 0; i < function->count; i++)
		rewrite(&function->insns[i]);
}

/* --- what they order: Intel SDM vol. 3, 8.2 --- */

static struct event fence(unsigned sets, bool implied)
{
	return (struct event){.kind = EVENT_FENCE, .fence = sets, .implied = implied};
}

struct event x86_64_tso(void)
{
	return fence(ORDER_RR | ORDER_RW | ORDER_WW, true);
}

static bool ends(const char *text, const char *with)
{
	size_t n = strlen(text), m = strlen(with);

	return n >= m && !strcmp(text + n - m, with);
}

/* An access that nothing makes one with another. */
static size_t add_access(struct event *events, enum event_kind kind)
{
	events[0] = (struct event){.kind = kind};
	events[1] = x86_64_tso();
	return 2;
}

/* Locked, or an exchange with memory: a full fence on both sides. */
static size_t add_locked(struct event *events)
{
	events[0] = fence(ORDER_ALL, true);
	events[1] = (struct event){.kind = EVENT_BOTH};
	events[2] = fence(ORDER_ALL, true);
	return 3;
}

/* LFENCE and SFENCE do no more than TSO for memory that is written back. */
size_t x86_64_events(const char *mnemonic, struct event events[X86_64_EVENTS])
{
	bool writes = ends(mnemonic, ",m") || ends(mnemonic, " m");
	size_t n = 0;

	if (!strcmp(mnemonic, "mfence") ||
	    (begins(mnemonic, "lock ") && ends(mnemonic, ",stack"))) {
		events[0] = fence(ORDER_ALL, false);
		return 1;
	}
	if (begins(mnemonic, "lock ") || (begins(mnemonic, "xchg") && writes))
		return add_locked(events);
	if (!strpbrk(mnemonic, " "))
		return 0;
	/* MOV and SETcc write alone, CMP and TEST read alone. */
	if (!writes || !(begins(mnemonic, "mov") || begins(mnemonic, "set")))
		n += add_access(events + n, EVENT_LOAD);
	if (writes && !begins(mnemonic, "cmp") && !begins(mnemonic, "test"))
		n += add_access(events + n, EVENT_STORE);
	return n;
}
