/* main.c - litmusc: compile C litmus tests to C. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/program.h"

int main(int count, char **arguments)
{
	struct arena arena = {0};
	struct options options;
	int result = EXIT_WRONG_INPUT;

	if (!options_read(&options, &arena, count, arguments, stderr))
		result = program_run(&options, stderr);
	arena_free(&arena);
	return result;
}
