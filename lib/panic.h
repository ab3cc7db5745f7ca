/* panic.h - a defect of the harness itself: one record, then the machine ends failing. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LIB_PANIC_H
#define LIB_PANIC_H

/*
 * Any core may call it. The record has file, line, what and a value; it goes to the
 * console that boot found, and the machine then ends as end= says. Never returns.
 */
_Noreturn void panic_at(const char *file, int line, const char *what, long value);

#define panic(what, value) panic_at(__FILE__, __LINE__, (what), (long)(value))

#endif
