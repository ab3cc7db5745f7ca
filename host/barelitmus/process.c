/* process.c - run a command and read what it prints. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/process.h"
#include "host/barelitmus/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void child(char *const argv[], int input, int output)
{
	setpgid(0, 0);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	if (input < 0 || dup2(input, STDIN_FILENO) < 0 ||
	    dup2(output, STDOUT_FILENO) < 0 || dup2(output, STDERR_FILENO) < 0)
		_exit(126);
	close(input);
	if (output != input)
		close(output);
	execvp(argv[0], argv);
	dprintf(STDERR_FILENO, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

/* ends[0] is ours, ends[1] the command's. */
static int start(struct process *process, char *const argv[], const int ends[2],
		 bool talking)
{
	process->pid = fork();
	if (process->pid == 0) {
		close(ends[0]);
		child(argv, talking ? ends[1] : open("/dev/null", O_RDONLY), ends[1]);
	}
	close(ends[1]);
	if (process->pid < 0) {
		close(ends[0]);
		return -1;
	}
	/* In both processes: either may be the first to need the group. */
	setpgid(process->pid, process->pid);
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	process->output = ends[0];
	return 0;
}

int process_start(struct process *process, char *const argv[])
{
	int ends[2];

	*process = (struct process){.output = -1};
	return pipe(ends) ? -1 : start(process, argv, ends, false);
}

int process_start_talking(struct process *process, char *const argv[])
{
	int ends[2];

	*process = (struct process){.output = -1};
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
		return -1;
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	return start(process, argv, ends, true);
}

size_t process_read(struct process *process, char *bytes, size_t n, int milliseconds)
{
	struct pollfd poll_fd = {.fd = process->output, .events = POLLIN};

	/* Without an output this only waits. */
	if (poll(&poll_fd, 1, milliseconds) <= 0)
		return 0;
	ssize_t got = read(process->output, bytes, n);

	if (got > 0)
		return (size_t)got;
	if (got == 0 || errno != EINTR) {
		close(process->output);
		process->output = -1;
	}
	return 0;
}

bool process_ended(struct process *process)
{
	if (!process->waited)
		process->waited =
			waitpid(process->pid, &process->status, WNOHANG) == process->pid;
	return process->waited;
}

static void sleep_milliseconds(long milliseconds)
{
	struct timespec time = {.tv_nsec = milliseconds * 1000000};

	nanosleep(&time, NULL);
}

void process_on_signals(void (*handler)(int number))
{
	struct sigaction action = {.sa_handler = handler};

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

void process_stop(struct process *process)
{
	enum { STEP = 10, GRACE = 2000 }; /* ms */

	process->stopped = !process_ended(process);
	kill(-process->pid, SIGTERM);
	for (int waited = 0; !process_ended(process) && waited < GRACE; waited += STEP)
		sleep_milliseconds(STEP);
	kill(-process->pid, SIGKILL);
	while (!process_ended(process))
		sleep_milliseconds(STEP);
	if (process->output >= 0)
		close(process->output);
	process->output = -1;
}

void process_how(const struct process *process, char *text, size_t size)
{
	if (WIFSIGNALED(process->status))
		snprintf(text, size, "signal %d", WTERMSIG(process->status));
	else
		snprintf(text, size, "exit status %d", WEXITSTATUS(process->status));
}

static enum process_end follow(struct process *process, double seconds,
			       const volatile sig_atomic_t *interrupted,
			       process_take *take, void *context)
{
	enum { READ = 50 }; /* ms, how often signals and the deadline are looked at */
	double end = clock_seconds() + seconds;
	char bytes[65536];

	for (;;) {
		bool ended = process_ended(process);
		size_t n = process_read(process, bytes, sizeof(bytes), ended ? 0 : READ);

		if (n && !take(context, bytes, n))
			return PROCESS_REFUSED;
		if (interrupted && *interrupted)
			return PROCESS_INTERRUPTED;
		if (ended && !n)
			return PROCESS_ENDED;
		if (clock_seconds() >= end)
			return PROCESS_LATE;
	}
}

enum process_end process_follow(struct process *process, double seconds,
				const volatile sig_atomic_t *interrupted,
				process_take *take, void *context)
{
	enum process_end end = follow(process, seconds, interrupted, take, context);

	process_stop(process);
	return end;
}
