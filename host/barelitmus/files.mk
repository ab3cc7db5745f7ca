# files.mk - the sources of barelitmus.
# SPDX-License-Identifier: BSD-2-Clause
BARELITMUS_SRC := \
	host/barelitmus/canary.c \
	host/barelitmus/clock.c \
	host/barelitmus/format.c \
	host/barelitmus/main.c \
	host/barelitmus/matrix.c \
	host/barelitmus/memory.c \
	host/barelitmus/process.c \
	host/barelitmus/progress.c \
	host/barelitmus/results.c \
	host/barelitmus/run.c \
	host/barelitmus/table.c \
	$(PROTOCOL_SRC) \
	$(PROTOCOL_HOST_SRC) \
	lib/glob.c
