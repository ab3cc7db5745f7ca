/* process.h - run a command and read what it prints. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_PROCESS_H
#define HOST_BARELITMUS_PROCESS_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * The command is the leader of a process group of its own, so that all it starts can be
 * stopped with it. Its stdin is /dev/null, stdout and stderr are one pipe.
 */
struct process {
	pid_t pid;
	int output;   /* -1 once it has ended */
	bool waited;  /* status is valid */
	bool stopped; /* by process_stop() */
	int status;   /* as from waitpid() */
};

/* argv ends in NULL. 0, or -1 with errno; a command that cannot be run exits with 127. */
int process_start(struct process *process, char *const argv[]);

/* The same, with output as its stdin too: a socket, whose writes do not wait. */
int process_start_talking(struct process *process, char *const argv[]);

/*
 * Up to n bytes; waits at most milliseconds for the first. 0: none came, or a signal did;
 * process->output is -1 where none will come any more.
 */
size_t process_read(struct process *process, char *bytes, size_t n, int milliseconds);

/* True once the command has ended, which may be before or after its output ends. */
bool process_ended(struct process *process);

enum process_end {
	PROCESS_ENDED,       /* by itself, and all its output was taken */
	PROCESS_LATE,        /* it ran for longer than it may */
	PROCESS_REFUSED,     /* take() wants no more */
	PROCESS_INTERRUPTED, /* *interrupted was set */
};

/* Takes n bytes of output; false: it wants no more. */
typedef bool process_take(void *context, const char *bytes, size_t n);

/*
 * Reads all that the command prints until it has ended, for up to so many seconds; then
 * stops it. interrupted may be NULL.
 */
enum process_end process_follow(struct process *process, double seconds,
				const volatile sig_atomic_t *interrupted,
				process_take *take, void *context);

/* Has the handler called for SIGINT and SIGTERM, in the process that calls this. */
void process_on_signals(void (*handler)(int number));

/* SIGTERM to the group, SIGKILL where that does not help within 2 s; waits for it. */
void process_stop(struct process *process);

/* How it ended: "exit status 1", "signal 9"; text holds at least 32 bytes. */
void process_how(const struct process *process, char *text, size_t size);

#endif
