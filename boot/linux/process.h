/* process.h - what the parts of the Linux process owe each other. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BOOT_LINUX_PROCESS_H
#define BOOT_LINUX_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <ucontext.h>

#include "lib/arena.h"
#include "protocol/log.h"

/* --- what each architecture provides (boot/linux/<arch>.c) --- */

extern const char arch_name[];

/* What sort of core the caller is on, as boot/<arch>/arch.c has it; 0 where unknown. */
uint64_t arch_core_kind(void);

/* What the cores have of enum core_feature. */
uint32_t arch_core_features(void);

/* The address of the instruction that a signal interrupted. */
uint64_t arch_pc(const ucontext_t *context);

/* --- boot/linux/output.c: the log, on standard output, and the end --- */

struct log *output_log(void);

/* The last line of the log, then the end of the process. Any core, a signal handler too. */
_Noreturn void output_end(int rc);

/* --- boot/linux/words.c: the command line --- */

enum words_sched { WORDS_AUTO, WORDS_FIFO, WORDS_OTHER };

/*
 * Joins the arguments into args, at most size - 1 bytes, without those that are the
 * process's own: sched=. Returns what is wrong and what was expected, or NULL. A later
 * word wins.
 */
const char *words_join(char *args, size_t size, char **arguments,
		       enum words_sched *sched);

/* --- boot/linux/clock.c --- */

/* Ticks of cpu_clock() in a second, measured for 50 ms; 0: it does not move. */
uint64_t clock_measure(void);

/* --- boot/linux/memory.c --- */

enum { MEMORY_NOTE_MAX = 200 }; /* bytes of a sentence for the log */

/* Memory for a run; how gets what sort of pages, and whether they are locked. -E_NOMEM. */
int memory_init(struct arena *arena, char how[MEMORY_NOTE_MAX]);

/* --- boot/linux/cores.c: a pinned thread for each core --- */

/*
 * Lists the processors that the process may use. wanted cores, or 0: one for each. Where
 * there are more cores than processors, some share one. -E_NODEV: there is no list.
 */
int cores_init(unsigned wanted);

/* How many cores, on how many processors. */
unsigned cores_count(void);
unsigned cores_processors(void);

/* The processor of core i, as Linux numbers it, and what sort it is; i < cores_count(). */
unsigned cores_processor(unsigned i);
uint64_t cores_kind(unsigned i);

/* The core that calls. */
unsigned cores_self(void);

/*
 * Chooses the scheduling of all cores, before they start; says it in how. False: what was
 * asked for is not to be had.
 */
bool cores_schedule(enum words_sched sched, char how[MEMORY_NOTE_MAX]);

/* Starts the threads and waits for them; the calling one becomes core 0. 0 or -E_x. */
int cores_start_all(void);

/* Wakes core i if it sleeps; 0. Core 0 only. */
int cores_wake(unsigned i);

/* --- boot/linux/trap.c --- */

/* The signals that a wild access raises become a record of the log. Once. */
void trap_init(void);

/* A stack for them; each thread. 0 or -E_NOMEM. */
int trap_stack(void);

#endif
