/* stage.h - a command of barelitmus in a process and a directory of its own. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef TESTS_UNIT_STAGE_H
#define TESTS_UNIT_STAGE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct stage {
	char home[1024]; /* where the test was started */
	char directory[32];
	int status;      /* of the command that ran last */
	char said[8192]; /* what it printed */
};

/* Makes the directory "<name>-…" and goes there: 0 or -1. */
static inline int stage_enter(struct stage *stage, const char *name)
{
	if (!getcwd(stage->home, sizeof(stage->home)))
		return -1;
	snprintf(stage->directory, sizeof(stage->directory), "%s-XXXXXX", name);
	return mkdtemp(stage->directory) ? chdir(stage->directory) : -1;
}

static inline int stage_leave(struct stage *stage)
{
	char command[64];

	/* a test may have set PATH */
	snprintf(command, sizeof(command), "/bin/rm -r %s", stage->directory);
	return chdir(stage->home) || system(command);
}

static inline void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

/* "" where there is none. */
static inline void read_file(const char *path, char *text, size_t size)
{
	FILE *file = fopen(path, "r");

	text[0] = '\0';
	if (!file)
		return;
	text[fread(text, 1, size - 1, file)] = '\0';
	fclose(file);
}

/* In a process, for commands keep signals, and what they print is wanted. */
static inline void stage_run(struct stage *stage, int (*command)(int argc, char **argv),
			     int argc, char **argv)
{
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (!pid) {
		if (!freopen("said", "w", stdout) ||
		    dup2(STDOUT_FILENO, STDERR_FILENO) < 0)
			_exit(99);
		int status = command(argc, argv);

		fflush(NULL);
		_exit(status);
	}
	assert_int_equal(waitpid(pid, &stage->status, 0), pid);
	stage->status = WEXITSTATUS(stage->status);
	read_file("said", stage->said, sizeof(stage->said));
}

static inline void assert_said(const struct stage *stage, const char *text)
{
	if (!strstr(stage->said, text))
		fail_msg("no '%s' in\n%s", text, stage->said);
}

#endif
