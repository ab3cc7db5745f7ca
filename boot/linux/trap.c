/* trap.c - a signal that nobody expects: one record, then the end. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/linux/process.h"
#include "lib/err.h"
#include "lib/spinlock.h"
#include "runner/runner.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum { STACK_SIZE = 65536 }; /* bytes: the record needs the C library's printf */

static const struct {
	int signal;
	const char *name;
} causes[] = {
	{SIGSEGV, "SIGSEGV"}, {SIGBUS, "SIGBUS"},   {SIGILL, "SIGILL"},
	{SIGFPE, "SIGFPE"},   {SIGTRAP, "SIGTRAP"},
};

enum { CAUSES = sizeof(causes) / sizeof(causes[0]) };

/* The first core that traps reports; others would only write into its lines. */
static struct spinlock reporting;

static void on_trap(int signal, siginfo_t *info, void *context)
{
	const char *cause = "unknown";

	while (!spinlock_try(&reporting))
		pause();
	for (unsigned i = 0; i < CAUSES; i++)
		if (causes[i].signal == signal)
			cause = causes[i].name;
	log_trap(output_log(), cores_self(), cause, arch_pc(context),
		 (uintptr_t)info->si_addr, runner_current());
	output_end(1);
}

void trap_init(void)
{
	struct sigaction action = {
		.sa_sigaction = on_trap,
		.sa_flags = SA_SIGINFO | SA_ONSTACK,
	};

	sigemptyset(&action.sa_mask);
	for (unsigned i = 0; i < CAUSES; i++)
		sigaction(causes[i].signal, &action, NULL);
}

int trap_stack(void)
{
	size_t size = STACK_SIZE + (size_t)sysconf(_SC_MINSIGSTKSZ);
	const stack_t stack = {.ss_sp = malloc(size), .ss_size = size};

	/* It is the thread's to its end. */
	return stack.ss_sp && !sigaltstack(&stack, NULL) ? 0 : -E_NOMEM;
}
