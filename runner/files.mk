# files.mk - the sources of the runner.
# SPDX-License-Identifier: BSD-2-Clause

RUNNER_SRC := runner/runner.c runner/session.c runner/report.c runner/crew.c runner/clocks.c runner/measure.c runner/noise.c runner/gaps.c \
	runner/group.c runner/scheme.c runner/layout.c runner/histogram.c runner/condition.c \
	runner/label.c runner/settings.c runner/mix.c runner/verdict.c
