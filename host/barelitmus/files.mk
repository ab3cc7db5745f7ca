# files.mk - the sources of barelitmus.
# SPDX-License-Identifier: BSD-2-Clause
BARELITMUS_SRC := \
	host/barelitmus/asm.c \
	host/barelitmus/asm_check.c \
	host/barelitmus/atlas.c \
	host/barelitmus/atlas_command.c \
	host/barelitmus/atlas_html.c \
	host/barelitmus/bench.c \
	host/barelitmus/bench_command.c \
	host/barelitmus/bench_numbers.c \
	host/barelitmus/c11.c \
	host/barelitmus/canary.c \
	host/barelitmus/clock.c \
	host/barelitmus/dependency.c \
	host/barelitmus/disassembly.c \
	host/barelitmus/evidence.c \
	host/barelitmus/export.c \
	host/barelitmus/file.c \
	host/barelitmus/findings.c \
	host/barelitmus/follow.c \
	host/barelitmus/format.c \
	host/barelitmus/herd.c \
	host/barelitmus/image.c \
	host/barelitmus/litmus7.c \
	host/barelitmus/main.c \
	host/barelitmus/matrix.c \
	host/barelitmus/memory.c \
	host/barelitmus/model.c \
	host/barelitmus/operation.c \
	host/barelitmus/operation_arm64.c \
	host/barelitmus/operation_riscv64.c \
	host/barelitmus/oracle.c \
	host/barelitmus/ordering.c \
	host/barelitmus/process.c \
	host/barelitmus/progress.c \
	host/barelitmus/results.c \
	host/barelitmus/run.c \
	host/barelitmus/sequence.c \
	host/barelitmus/specimens.c \
	host/barelitmus/table.c \
	host/barelitmus/unordered.c \
	host/barelitmus/x86_64.c \
	$(PROTOCOL_SRC) \
	$(PROTOCOL_HOST_SRC) \
	host/litmusc/arena.c \
	host/litmusc/inputs.c \
	lib/glob.c
