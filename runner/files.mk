# files.mk - the sources of the runner.
# SPDX-License-Identifier: BSD-2-Clause

RUNNER_SRC := runner/runner.c runner/controls.c runner/session.c runner/report.c runner/crew.c runner/gaps.c runner/noise.c runner/measure.c runner/clocks.c \
	runner/group.c runner/turns.c runner/perpetual.c runner/flags.c runner/scheme.c runner/tuning.c runner/tuner.c runner/sample.c runner/search.c runner/memo.c \
	runner/placement.c runner/ownership.c runner/timebase.c runner/layout.c runner/histogram.c runner/condition.c \
	runner/label.c runner/settings.c runner/mix.c runner/verdict.c
