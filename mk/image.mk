# image.mk - one image: make -f mk/image.mk ARCH=arm64 SET=own
# SPDX-License-Identifier: BSD-2-Clause
include mk/config.mk

# A platform without firmware has an image of its own: see bare.mk.
ifneq ($(BARE_PLATFORM),)
include platforms/$(BARE_PLATFORM)/platform.mk
override ARCH := $(PLATFORM_ARCH)
endif

GENERATED := $(BUILD)/$(SET)/gen
BASE := $(BUILD)/$(ARCH)
OUT := $(if $(BARE_PLATFORM),$(BUILD)/$(BARE_PLATFORM),$(BUILD)/$(SET)/$(ARCH))
OBJ_DIR := $(if $(BARE_PLATFORM),$(OUT),$(BASE))/obj
IMAGE := $(OUT)/$(if $(BARE_PLATFORM),image.hex,barelitmus.Image)
LINK_FLAGS := -pie --no-dynamic-linker

all: $(IMAGE)

# Ours has a struct _reent for each core.
LIBC_arm := newlib-packaged
GLUE_arm := lib/newlib_packaged.c
REENT_arm64 := -D__DYNAMIC_REENT__
REENT_riscv64 := -D__DYNAMIC_REENT__

# The printing goals need no tests.
ifeq ($(filter print-%,$(MAKECMDGOALS)),)
include $(GENERATED)/groups.mk
endif
include mk/$(or $(LIBC_$(ARCH)),newlib).mk
include mk/libfdt.mk

# --- what the image is made of, besides what objects.mk names ---

include runner/files.mk
include protocol/files.mk

BOOT_SRC := boot/main.c boot/console.c boot/cores.c boot/end.c boot/trap.c boot/watchdog.c \
	boot/run.c boot/prompt.c boot/line.c boot/command.c
BOOT_arm := boot/arm/entry.S boot/arm/arch.c boot/arm/mmu.c boot/arm_firmware.c
BOOT_arm64 := boot/arm64/entry.S boot/arm64/arch.c boot/arm64/mmu.c boot/arm_firmware.c
BOOT_riscv64 := boot/riscv64/entry.S boot/riscv64/core.S boot/riscv64/arch.c boot/riscv64/firmware.c
PLATFORM_SRC := platforms/platform.c platforms/tree.c platforms/region.c platforms/atags.c
DRIVER_SRC := drivers/uart.c drivers/uart_models.c drivers/uart_dividers.c drivers/imx_watchdog.c
DRIVER_arm = $(DRIVER_arm64)
DRIVER_arm64 := drivers/psci.c drivers/psci_call.c drivers/spin_table.c drivers/bcm2835_pm.c drivers/bcm2836.c
DRIVER_riscv64 := drivers/sbi.c drivers/sbi_call.c
LIB_SRC := lib/arena.c lib/clock.c lib/glob.c

ifneq ($(BARE_PLATFORM),)
include mk/bare.mk
endif

SRC := $(BOOT_SRC) $(BOOT_$(ARCH)) $(PLATFORM_SRC) $(RUNNER_SRC) $(DRIVER_SRC) \
	$(DRIVER_$(ARCH)) $(PROTOCOL_SRC) $(LIB_SRC) $(or $(GLUE_$(ARCH)),lib/newlib.c)

# Platforms whose tree is in the image.
EMBEDDED := $(if $(BARE_PLATFORM),,$(foreach p,$(shell grep -l '^PLATFORM_EMBED ' $$(grep -l '^PLATFORM_ARCH := $(ARCH)$$' platforms/*/platform.mk)),\
	$(p:platforms/%/platform.mk=%)))
EMBEDDED_OBJ := $(EMBEDDED:%=$(BASE)/obj/platforms/%.tree.o)

# --- how ---

# Bytes of an Elf32_Rel, an Elf64_Rela.
RELOCATION_SIZE := $(if $(filter arm,$(ARCH)),8,24)

# One for Linux would set a page apart for what is constant after relocation.
LDFLAGS_arm64 := -z norelro
LDFLAGS_riscv64 := -z norelro

LD := $(or $(LD_$(ARCH)),$(CROSS_COMPILE_$(ARCH))ld)
OBJCOPY := $(CROSS_COMPILE_$(ARCH))objcopy
READELF := $(CROSS_COMPILE_$(ARCH))readelf

INSTRUMENT = $(COMMON) $(TARGET_gcc) $(HEADERS_gcc) $(BARE_FLAGS) $(REENT_$(ARCH)) -ffunction-sections -fdata-sections \
	-isystem $(LIBFDT) -I. -Ilib/arch/$(ARCH) -I$(BASE)/include
LIBC_HEADERS := -isystem $(NEWLIB)/include
LIBC_DONE := $(NEWLIB_DONE) $(LIBFDT_DONE)

# 64-bit division; not that of Armv7, whose addresses are not words.
LIBGCC_arm = $(shell $(CC) $(PACKAGED_TARGET) -print-libgcc-file-name)

# Runs before the MMU is on: see the file.
CFLAGS_boot/arm/mmu := -mno-unaligned-access
CFLAGS_boot/arm64/mmu := -mstrict-align -mgeneral-regs-only

include mk/objects.mk
include mk/lto.mk

# A tree in the image is an object with one symbol.
$(EMBEDDED_OBJ): $(BASE)/obj/platforms/%.tree.o: platforms/%/platform.mk $(wildcard platforms/*/*.dts)
	@mkdir -p $(@D)
	$(call say,DTC,$(ARCH) $*)
	$(Q)dtc -q -I dts -O dtb -o $(BASE)/$*.dtb platforms/$*/$$(sed -n 's/^PLATFORM_DTS := //p' $<)
	$(Q)printf '.section .rodata\n.balign 8\n.globl %s\n%s: .incbin "%s"\n' tree_$(subst -,_,$*) \
		tree_$(subst -,_,$*) $(BASE)/$*.dtb | $(CC) $(TARGET_gcc) -x assembler -c -o $@ -

# --- the image ---

$(OUT)/barelitmus.elf: $(OBJ) $(EMBEDDED_OBJ) $(TESTS_OBJ) $(THREADS_OBJ) $(OUT)/toolchains.o linker/image.ld $(LIBFDT)/libfdt.a
	$(call say,LINK,$(ARCH) $@)
	$(Q)$(LD) $(LINK_FLAGS) $(LDFLAGS_$(ARCH)) -z noexecstack --gc-sections --defsym=relocation_size=$(RELOCATION_SIZE) \
		--no-warn-rwx-segments -T linker/image.ld -Map $(OUT)/barelitmus.map -o $@ \
		$(OBJ) $(EMBEDDED_OBJ) $(TESTS_OBJ) $(THREADS_OBJ) $(OUT)/toolchains.o $(LIBFDT)/libfdt.a $(NEWLIB)/lib/libc.a \
		$(LIBGCC_$(ARCH))
	@# entry.S applies relative relocations alone
	@! $(READELF) -rW $@ | awk 'NF >= 4 && $$3 ~ /^R_/ && $$3 !~ /_(RELATIVE|NONE)$$/' | grep .

$(OUT)/barelitmus.Image: $(OUT)/barelitmus.elf
	$(call say,IMAGE,$(ARCH) $@)
	$(Q)$(OBJCOPY) -O binary $< $@

# For tests that read an image or its objects: print-tool TOOL=nm.
.PHONY: print-tool
print-tool:
	@echo '$(CROSS_COMPILE_$(ARCH))$(TOOL)'
