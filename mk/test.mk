# test.mk - the tests of barelitmus itself. Each step prints TAP; ci/tally adds them up.
# SPDX-License-Identifier: BSD-2-Clause
include mk/libfdt-src.mk

TEST := $(BUILD)/test
TEST_CC ?= gcc
TEST_FLAGS := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

# --- unit tests: every source once, with sanitizers, in one library ---

UNIT := test_glob test_log_crc32 test_log_write test_log_parse test_log_again \
	test_litmusc_parse test_litmusc_meaning test_litmusc_enumerate test_litmusc_mutate test_litmusc_program \
	test_litmusc_golden test_litmusc_perpetual \
	test_barelitmus_disassembly test_barelitmus_sequence test_barelitmus_x86_64 test_barelitmus_arm test_barelitmus_atlas \
	test_survey_import test_survey_export test_survey_compare test_survey_report test_report_page test_barelitmus_canary test_barelitmus_progress test_barelitmus_table test_barelitmus_talk test_collect_faults test_barelitmus_collect test_barelitmus_farm \
	test_barelitmus_run test_barelitmus_bench test_barelitmus_model test_barelitmus_asm \
	test_runner_settings test_runner_layout test_runner_histogram test_runner_condition test_runner_perpetual \
	test_runner_timebase test_runner_tuning test_runner_tuner test_runner_sample test_runner_search test_runner_memo \
	test_runner_flags test_runner_scheme test_runner_crew test_runner_clocks test_runner_measure test_runner_noise test_runner_group test_runner_turns \
	test_runner_mix test_runner_verdict test_runner_label test_tree test_linux_words test_mmu test_uart test_firmware test_atags test_boot_line test_boot_command

UNIT_SRC := $(LITMUSC_LIB_SRC) $(filter-out host/barelitmus/main.c,$(BARELITMUS_SRC)) \
	runner/crew.c runner/clocks.c runner/measure.c runner/noise.c runner/gaps.c runner/group.c runner/turns.c runner/perpetual.c runner/flags.c runner/scheme.c \
	runner/tuning.c runner/tuner.c runner/sample.c runner/search.c runner/memo.c runner/placement.c runner/ownership.c \
	runner/timebase.c runner/layout.c runner/histogram.c \
	runner/condition.c runner/label.c runner/settings.c runner/mix.c runner/verdict.c \
	lib/arena.c lib/clock.c tests/unit/panic.c boot/linux/words.c boot/line.c boot/command.c tests/board/stand_in.c \
	platforms/tree.c platforms/region.c platforms/platform.c platforms/atags.c drivers/uart.c drivers/uart_models.c drivers/uart_dividers.c \
	drivers/psci.c drivers/sbi.c drivers/spin_table.c drivers/bcm2835_pm.c drivers/bcm2836.c drivers/imx_watchdog.c boot/arm64/mmu.c
UNIT_OBJ := $(patsubst %.c,$(TEST)/obj/%.o,$(sort $(UNIT_SRC)))
UNIT_BIN := $(UNIT:%=$(TEST)/%)

# libfdt again, for this machine: what reads trees, and what makes them for a test.
UNIT_FDT := $(patsubst %,$(TEST)/fdt/%.o,fdt fdt_ro fdt_addresses fdt_sw fdt_rw fdt_wip)

$(TEST)/fdt/%.o: $(LIBFDT_FROM)/libfdt.h
	@mkdir -p $(@D)
	$(Q)$(TEST_CC) -w $(TEST_FLAGS) -I$(LIBFDT_FROM) -c -o $@ $(LIBFDT_FROM)/$*.c

$(TEST)/obj/platforms/%.o $(TEST)/obj/tests/unit/test_tree.o: TEST_FDT := -isystem $(LIBFDT_FROM)
$(TEST)/obj/platforms/tree.o $(TEST)/obj/tests/unit/test_tree.o: | $(LIBFDT_FROM)/libfdt.h

# The instrument is GNU C for the image; as a host process it gets lib/arch/host.
$(TEST)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC,test $<)
	$(Q)$(TEST_CC) -std=$(if $(filter host/% protocol/%,$<),c11,gnu11) \
		-I. -Ilib/arch/host -D_POSIX_C_SOURCE=200809L -MMD -MP \
		-Wall -Wextra -Wmissing-prototypes -Wstrict-prototypes -Werror $(TEST_FLAGS) $(TEST_FDT) -c -o $@ $<

$(TEST)/obj/host/barelitmus/page_files.o: $(PAGE_FILES)

$(TEST)/libunit.a: $(UNIT_OBJ) $(UNIT_FDT)
	$(Q)rm -f $@ && ar rcs $@ $^

$(UNIT_BIN): $(TEST)/%: $(TEST)/obj/tests/unit/%.o $(TEST)/libunit.a
	$(call say,LINK,$@)
	$(Q)$(TEST_CC) $(TEST_FLAGS) -o $@ $^ -lcmocka -lz $(BARELITMUS_LIBS) -pthread

# A board that is a process, and a bad line to it.
BOARD_BIN := $(TEST)/board $(TEST)/relay

$(BOARD_BIN): $(TEST)/%: $(TEST)/obj/tests/board/%.o $(TEST)/libunit.a
	$(call say,LINK,$@)
	$(Q)$(TEST_CC) $(TEST_FLAGS) -o $@ $^

.PHONY: unit-tests collect-soak
unit-tests: $(UNIT_BIN) $(BOARD_BIN) $(LITMUSC) $(BARELITMUS)

# 200 seeds of faults, and 200 kills: ten minutes or so.
collect-soak: $(TEST)/test_collect_faults $(BOARD_BIN)
	COLLECT_RUNS=200 $<

# A target's compiler with the flags of its specimens, from image.mk.
flags = $(shell env -u MAKEFLAGS $(MAKE) --no-print-directory -s -f mk/image.mk ARCH=$(1) SET=own print-$(2))

# --- all of it ---

# check is what a laptop does in a minute; test also boots every platform.
check: deps
	@$(MAKE) --no-print-directory check-now

test: deps
	@$(MAKE) --no-print-directory test-now

.PHONY: check-now test-now check-build
check-build: image unit-tests
	@$(MAKE) --no-print-directory probes

check-now: check-build
	+@ci/tally check

test-now: check-build
	+@ci/tally test $(DEFAULTS)

# For ci/tally, which runs the header check.
.PHONY: print-host-cc print-arm-cc print-arm64-cc print-riscv64-cc print-x86_64-cc
print-host-cc:
	@echo $(HOST_CC)
print-arm-cc:
	@echo '$(call flags,arm,instrument)'
print-arm64-cc:
	@echo '$(call flags,arm64,instrument)'
print-riscv64-cc:
	@echo '$(call flags,riscv64,instrument)'
# By clang, which is a cross compiler for it as well.
print-x86_64-cc:
	@$(MAKE) --no-print-directory -s -f mk/process.mk ARCH=x86_64 SET=own VARIANT=lkmm.clang print-specimen

-include $(UNIT_OBJ:.o=.d) $(UNIT:%=$(TEST)/obj/tests/unit/%.d) $(BOARD_BIN:$(TEST)/%=$(TEST)/obj/tests/board/%.d)
