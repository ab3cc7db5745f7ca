/* boot.h - what the parts of boot owe each other. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BOOT_BOOT_H
#define BOOT_BOOT_H

#define BOOT_STACK_SIZE 32768 /* bytes, of every core */
#define TRAP_STACK_SIZE 8192  /* bytes: the trap record needs the C library's printf */

#ifndef __ASSEMBLER__
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drivers/firmware.h"
#include "drivers/uart.h"
#include "lib/arena.h"
#include "lib/core.h"
#include "platforms/platform.h"
#include "protocol/kept.h"
#include "protocol/log.h"
#include "runner/machine.h"
#include "runner/settings.h"

/* entry.S, on its own stack, with caches and translation on: the one core that boots … */
_Noreturn void boot_main(uint64_t id, const void *passed);

/* … and every core that is started later. */
_Noreturn void boot_core(struct core *core);

/* The run or the prompt, once all cores are there: by core 0. */
_Noreturn void boot_conduct(void);

/* What boot_main() found out, for the runs that follow. */
struct boot_found {
	const void *tree;
	const struct platform *platform;
	uint64_t clock_hz;
	const char *
		bootargs; /* the words that the loader left for us; "" if they are wrong */
	struct settings settings; /* of the bootargs */
	struct arena arena;
	bool troubled; /* a core or the console is missing: no run has an rc of 0 */
};

extern struct boot_found boot_found;

/* The first instruction of a released core: it finds itself in boot_cores by its id. */
void core_start(void);

/*
 * The cores that are wanted, NULL last; the boot core is the first where it is one of them.
 * entry.S looks there.
 */
extern struct core **boot_cores;

/* entry.S gives the boot core this one before any C runs. */
extern struct core boot_core_state;

/* --- what each architecture provides (boot/<arch>/arch.c) --- */

extern const char arch_name[];

/* The tree names the clock on RISC-V; Arm's counter knows it. -E_NODEV, -E_BADDT. */
int arch_clock_hz(const void *tree, uint64_t *hz);

/* What ends the machine, and whether PSCI may be called; no tree, no promises. */
void arch_firmware(const void *tree, struct firmware *fw);

/* How a core with this enable-method ("" where it has none) is started; NULL: no way. */
const struct core_ops *arch_core_ops(const struct firmware *fw, const char *method);

/* The id under which the tree lists the calling core, from what entry.S passed. */
uint64_t arch_core_id(uint64_t id);

/* What sort of core this is; of the calling core. */
uint64_t arch_core_kind(void);

/* What this core has of enum core_feature. */
uint32_t arch_core_features(void);

/* What the two below map at once, bytes: free memory is used in multiples of it. */
extern const uint64_t arch_map_unit;

/* Makes physical memory usable: normal cacheable, or a device's registers. -E_NOMEM. */
int arch_map_memory(uintptr_t base, size_t size);
int arch_map_device(uintptr_t base, size_t size);

/* The console of last resort; false where the architecture has none. */
bool arch_fallback_console(struct uart *uart);

/* "load access fault", from the number that the trap left. */
const char *arch_trap_cause(uint64_t cause);

/* Waits for ever, quietly. */
_Noreturn void arch_park(void);

/* --- boot/console.c: the log and where it goes --- */

/*
 * Finds the console. *why: what is wrong with the one of the tree, so that this is the
 * firmware's or just any, for the log; or NULL. False: there is none, nothing can be said.
 */
bool console_init(const void *tree, const char **why);

/* A trap at this address: if that is the console, the firmware's takes its place, or none. */
void console_lost(uint64_t address);

struct log *console_log(void);

/* What the log says is kept there as well; NULL: nowhere. */
void console_keep(struct kept *kept);

/* Past the log, between runs: bytes as they are, but each LF as CR LF. */
void console_write(void *ctx, const char *bytes, size_t n);

/* Can anything be typed there? And the next byte that was; -1: there is none now. */
bool console_hears(void);
int console_read(void);

/* The device itself, for its speed. */
const struct uart *console_uart(void);

/* --- boot/cores.c: the cores and their firmware --- */

/*
 * Lists the cores of the tree that the settings want, the calling one first if it is among
 * them. 0, -E_NODEV, -E_BADDT, -E_NOMEM.
 */
int cores_init(const void *tree, const struct firmware *fw, uint64_t boot_id,
	       const struct settings *settings, struct arena *arena);

/* Has core 0 conduct the run in place of the boot core, which is not wanted. */
_Noreturn void cores_hand_over(void);

/* How many are usable, and core i of them; i < cores_count(). */
unsigned cores_count(void);
struct core *cores_get(unsigned i);

/*
 * Starts all and waits for each; those that do not come are struck off the list and
 * named in the log. Returns how many were.
 */
unsigned cores_start_all(void);

/* Can all but core 0 be stopped, to be woken later? */
bool cores_can_stop(void);

/* Wakes core i if it is stopped: 0, -E_REFUSED or -E_TIMEOUT. Core 0 only. */
int cores_wake(unsigned i);

/* --- boot/run.c: the log of a run; core 0 --- */

/* Begins a log; args: its settings as words. Those get a seed if they have none. */
void run_announce(struct settings *settings, const char *args);

/* The rest of it but for its end; returns the rc for that. */
int run_tests(const struct settings *settings, const char *args);

/* What such settings make of the machine. */
struct machine run_machine(const struct settings *settings);

/* Lets idle cores be stopped where others need their processors. */
void run_let_idle(const struct settings *settings);

/* --- boot/prompt.c: lines that are typed (protocol/README.md) --- */

/* Does what they ask for, for ever; core 0. */
_Noreturn void prompt_serve(void);

/* While they make a run: has somebody typed ^C? Core 0. */
bool prompt_interrupted(void);

/* --- boot/watchdog.c --- */

/* Finds watchdogs that a loader may have left running; once, boot core. */
void watchdogs_init(const void *tree);

/* Gives them their time anew; far more often than every 60 s. Core 0. */
void watchdogs_service(void);

/* --- boot/trap.c --- */

/* entry.S, on the trap stack: prints the record and ends the machine. Any core. */
_Noreturn void trap_report(uint64_t cause, uint64_t pc, uint64_t address);

/* --- boot/end.c --- */

enum end_action { END_OFF, END_REBOOT, END_PARK };

/* How the machine is to end from now on. */
void end_init(const struct firmware *fw);
void end_set(enum end_action action);

/* Ends it; returns where nothing here can do that. failed: what a simulator is told. */
void end_machine(enum end_action wanted, bool failed);

/* The last line of the log, then the end. Any core. */
_Noreturn void end_run(int rc);
#endif

#endif
