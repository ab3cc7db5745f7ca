# objects.mk - what an image and a process share: the instrument, the tests, how both compile.
# SPDX-License-Identifier: BSD-2-Clause
#
# Before it: ARCH, BASE (what an architecture has once), OBJ_DIR (the instrument), OUT (the tests), IMAGE, SRC,
# INSTRUMENT (flags), LIBC_HEADERS, LIBC_DONE (what has to be there first), and EMBEDDED
# (platforms whose tree is in it), if any.

CC := $(CROSS_COMPILE_$(ARCH))gcc

# Its uint32_t is a long, which %u takes all the same; the others check what is printed.
WARN_arm := -Wno-format
WARN := -Wall -Wextra -Wmissing-prototypes -Wstrict-prototypes -Werror $(WARN_$(ARCH)) -MMD -MP
COMMON := -std=gnu11 -O2 -g -ffreestanding -fno-common -fno-pic -fno-pie \
	-fno-stack-protector -fno-asynchronous-unwind-tables $(WARN)

include mk/specimen.mk
include mk/rust.mk

OBJ := $(patsubst %,$(OBJ_DIR)/%.o,$(basename $(SRC))) $(OBJ_DIR)/platforms/table.o $(BARE_OBJ)
TESTS_OBJ := $(LITMUS_GROUPS:%=$(OUT)/%.tests.o) $(CONTROL_GROUPS:%=$(OUT)/%.tests.o)

$(OBJ) $(TESTS_OBJ) $(THREADS_OBJ): | $(LIBC_DONE)
$(OBJ): mk/objects.mk mk/config.mk

$(OBJ_DIR)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC,$(ARCH) $<)
	$(Q)$(CC) $(INSTRUMENT) $(CFLAGS_$*) -c -o $@ $<

$(OBJ_DIR)/%.o: %.S
	@mkdir -p $(@D)
	$(call say,AS,$(ARCH) $<)
	$(Q)$(CC) $(COMMON) $(TARGET_gcc) $(BARE_FLAGS) -I. $(CFLAGS_$*) -c -o $@ $<

$(OBJ_DIR)/boot/main.o $(OBJ_DIR)/boot/linux/main.o: $(BASE)/include/version.h

# Rewritten only when it changes.
$(BASE)/include/version.h: FORCE
	@mkdir -p $(@D)
	@printf '#define BARELITMUS_VERSION "%s"\n' \
		"$(VERSION)$$(git describe --always --dirty 2>/dev/null | sed 's/^/-g/')" > $@.new
	@if cmp -s $@ $@.new; then rm $@.new; else mv $@.new $@; fi

PLATFORM_FILES := $(sort $(wildcard platforms/*/platform.mk platforms/*/deviations.tsv platforms/*/qemu.tsv))

$(OBJ_DIR)/platforms/table.o: platforms/table.awk $(PLATFORM_FILES)
	@mkdir -p $(@D)
	$(call say,TABLE,$(ARCH) platforms)
	$(Q)awk -v ARCH=$(ARCH) -v EMBEDDED="$(EMBEDDED)" -f platforms/table.awk $(PLATFORM_FILES) > $(@:.o=.c)
	$(Q)$(CC) $(INSTRUMENT) -c -o $@ $(@:.o=.c)

$(OUT)/%.tests.o: $(GENERATED)/%.tests.c mk/objects.mk
	@mkdir -p $(@D)
	$(call say,CC,$(ARCH) $<)
	$(Q)$(CC) $(COMMON) $(TARGET_gcc) $(HEADERS_gcc) -I. -c -o $@ $<

include mk/probe.mk

# For tests that compile a file of their own: mk/test.mk.
.PHONY: print-variants print-specimen print-instrument
print-variants:
	@printf 'variant %s\n' $(VARIANTS) $(RUST_VARIANTS) $(LTO_VARIANTS)
print-specimen:
	@echo '$(filter-out -MMD -MP,$(call specimen,$(or $(VARIANT),lkmm.gcc)))'
print-instrument:
	@echo '$(CC) $(filter-out -MMD -MP,$(INSTRUMENT))'

.PHONY: all FORCE
FORCE:

-include $(OBJ:.o=.d) $(TESTS_OBJ:.o=.d) $(THREADS_OBJ:.o=.d)
