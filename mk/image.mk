# image.mk - one image: make -f mk/image.mk ARCH=arm64 SET=own
# SPDX-License-Identifier: BSD-2-Clause
include mk/config.mk

OUT := $(BUILD)/$(SET)/$(ARCH)
GENERATED := $(BUILD)/$(SET)/gen
BASE := $(BUILD)/$(ARCH)
IMAGE := $(OUT)/barelitmus.Image

all: $(IMAGE)

# The printing goals need no tests.
ifeq ($(filter print-%,$(MAKECMDGOALS)),)
include $(GENERATED)/groups.mk
endif
include mk/newlib.mk
include mk/libfdt.mk

# --- what the image is made of ---

BOOT_SRC := boot/main.c boot/console.c boot/cores.c boot/end.c boot/trap.c
BOOT_arm64 := boot/arm64/entry.S boot/arm64/arch.c boot/arm64/mmu.c
BOOT_riscv64 := boot/riscv64/entry.S boot/riscv64/arch.c
PLATFORM_SRC := platforms/platform.c platforms/tree.c
RUNNER_SRC := runner/runner.c runner/session.c runner/report.c runner/crew.c runner/group.c runner/scheme.c runner/layout.c \
	runner/histogram.c runner/condition.c runner/label.c runner/settings.c runner/mix.c runner/verdict.c
DRIVER_SRC := drivers/uart.c drivers/uart8250.c drivers/pl011.c
DRIVER_arm64 := drivers/psci.c
DRIVER_riscv64 := drivers/sbi.c
LIB_SRC := lib/arena.c lib/clock.c lib/glob.c lib/newlib.c

include protocol/files.mk

SRC := $(BOOT_SRC) $(BOOT_$(ARCH)) $(PLATFORM_SRC) $(RUNNER_SRC) $(DRIVER_SRC) \
	$(DRIVER_$(ARCH)) $(PROTOCOL_SRC) $(LIB_SRC)

# --- how ---

CC := $(CROSS_COMPILE_$(ARCH))gcc
LD := $(CROSS_COMPILE_$(ARCH))ld
OBJCOPY := $(CROSS_COMPILE_$(ARCH))objcopy
READELF := $(CROSS_COMPILE_$(ARCH))readelf

COMMON := -std=gnu11 -O2 -g -ffreestanding -fno-common -fno-pic -fno-pie \
	-fno-stack-protector -fno-asynchronous-unwind-tables \
	-Wall -Wextra -Wmissing-prototypes -Wstrict-prototypes -Werror -MMD -MP

INSTRUMENT = $(COMMON) $(TARGET_gcc) $(HEADERS_gcc) -D__DYNAMIC_REENT__ -ffunction-sections -fdata-sections \
	-isystem $(LIBFDT) -I. -Ilib/arch/$(ARCH) -I$(BASE)/include

include mk/specimen.mk
include mk/rust.mk

# --- objects ---

OBJ := $(patsubst %,$(BASE)/obj/%.o,$(basename $(SRC))) $(BASE)/obj/platforms/table.o
TESTS_OBJ := $(LITMUS_GROUPS:%=$(OUT)/%.tests.o)

$(OBJ) $(TESTS_OBJ) $(THREADS_OBJ): | $(NEWLIB_DONE) $(LIBFDT_DONE)
$(OBJ): mk/image.mk mk/config.mk

$(BASE)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC,$(ARCH) $<)
	$(Q)$(CC) $(INSTRUMENT) $(CFLAGS_$*) -c -o $@ $<

$(BASE)/obj/%.o: %.S
	@mkdir -p $(@D)
	$(call say,AS,$(ARCH) $<)
	$(Q)$(CC) $(COMMON) $(TARGET_gcc) -I. -c -o $@ $<

# Runs before the MMU is on: see the file.
CFLAGS_boot/arm64/mmu := -mstrict-align -mgeneral-regs-only

$(BASE)/obj/boot/main.o: $(BASE)/include/version.h

# Rewritten only when it changes.
$(BASE)/include/version.h: FORCE
	@mkdir -p $(@D)
	@printf '#define BARELITMUS_VERSION "%s"\n' \
		"$(VERSION)$$(git describe --always --dirty 2>/dev/null | sed 's/^/-g/')" > $@.new
	@if cmp -s $@ $@.new; then rm $@.new; else mv $@.new $@; fi

PLATFORM_FILES := $(sort $(wildcard platforms/*/platform.mk platforms/*/deviations.tsv))

$(BASE)/obj/platforms/table.o: platforms/table.awk $(PLATFORM_FILES)
	@mkdir -p $(@D)
	$(call say,TABLE,$(ARCH) platforms)
	$(Q)awk -f platforms/table.awk $(PLATFORM_FILES) > $(BASE)/table.c
	$(Q)$(CC) $(INSTRUMENT) -c -o $@ $(BASE)/table.c

$(OUT)/%.tests.o: $(GENERATED)/%.tests.c mk/image.mk
	@mkdir -p $(@D)
	$(call say,CC,$(ARCH) $<)
	$(Q)$(CC) $(COMMON) $(TARGET_gcc) $(HEADERS_gcc) -I. -c -o $@ $<

include mk/probe.mk
include mk/lto.mk

# --- the image ---

$(OUT)/barelitmus.elf: $(OBJ) $(TESTS_OBJ) $(THREADS_OBJ) $(OUT)/toolchains.o linker/image.ld $(LIBFDT)/libfdt.a
	$(call say,LINK,$(ARCH) $@)
	$(Q)$(LD) -pie --no-dynamic-linker -z norelro -z noexecstack --gc-sections \
		--no-warn-rwx-segments -T linker/image.ld -Map $(OUT)/barelitmus.map -o $@ \
		$(OBJ) $(TESTS_OBJ) $(THREADS_OBJ) $(OUT)/toolchains.o $(LIBFDT)/libfdt.a $(NEWLIB)/lib/libc.a
	@# entry.S applies relative relocations alone
	@! $(READELF) -rW $@ | awk 'NF >= 4 && $$3 ~ /^R_/ && $$3 !~ /_(RELATIVE|NONE)$$/' | grep .

$(IMAGE): $(OUT)/barelitmus.elf
	$(call say,IMAGE,$(ARCH) $@)
	$(Q)$(OBJCOPY) -O binary $< $@

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
