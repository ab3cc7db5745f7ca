/* bootargs.c - complete the bootargs of a machine that a command starts. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/bootargs.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char **bootargs_place(char **command)
{
	while (*command && strcmp(*command, "@ARGS@"))
		command++;
	return *command ? command : NULL;
}

static bool has_word(const char *words, const char *prefix)
{
	size_t n = strlen(prefix);

	for (words += strspn(words, " "); *words; words += strspn(words, " ")) {
		if (!strncmp(words, prefix, n))
			return true;
		words += strcspn(words, " ");
	}
	return false;
}

char *bootargs_complete(const char *words, const char *last)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	const char *blank = *words ? " " : "";

	fputs(words, out);
	if (!has_word(words, "host=")) {
		fprintf(out, "%shost=%ld", blank, sysconf(_SC_NPROCESSORS_ONLN));
		blank = " ";
	}
	if (*last)
		fprintf(out, "%s%s", blank, last);
	fclose(out);
	return text;
}
