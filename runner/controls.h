/* controls.h - mutants of a test run beside it, to tell what a zero of it is worth. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_CONTROLS_H
#define RUNNER_CONTROLS_H

#include "protocol/log.h"
#include "runner/session.h"

/*
 * Runs each control of a test briefly, prints its block, and adds it to *sensitivity. test
 * is a session before session_init(); its controls run in its mix, or in the nearest for
 * which they were compiled. Those that need a weak machine are left out on one that is
 * TSO underneath. A control that needs no reordering and shows nothing is a warning in the
 * log. Returns how many cores were lost; then nothing more can run. Core 0 only.
 */
unsigned controls_run(const struct session *test, struct log_sensitivity *sensitivity);

#endif
