# bare.mk - the image of one machine without firmware: make -f mk/image.mk BARE_PLATFORM=openc910
# SPDX-License-Identifier: BSD-2-Clause
#
# Part of image.mk. Such an image is linked for one address, carries its device tree and
# its arguments, and holds just the tests and variants that it is built for: a simulator
# has no time for more.

override CORES := $(or $(CORES),$(PLATFORM_CORES))
HERE := platforms/$(BARE_PLATFORM)

# --- what differs from an image that firmware starts ---

BOOT_riscv64 := boot/riscv64/reset.S boot/riscv64/core.S boot/riscv64/arch.c boot/riscv64/bare.c
DRIVER_riscv64 := drivers/bare.c
BARE_FLAGS := -DBOOT_BARE $(if $(PLATFORM_CLOCK),-DCPU_CLOCK='"$(PLATFORM_CLOCK)"')

PLATFORM_SRC := platforms/platform.c platforms/region.c platforms/atags.c platforms/frozen.c
BARE_OBJ := $(OUT)/frozen-tree.o

CFLAGS_boot/riscv64/reset := $(if $(wildcard $(HERE)/first.S),-DPLATFORM_FIRST='"$(HERE)/first.S"')

LINK_FLAGS := -no-pie --defsym=LINK_BASE=$(PLATFORM_LINK)

# --- the variants that the mixes name, and no others ---

MIX_WORDS := $(sort $(subst :, ,$(subst /, ,$(subst $(comma), ,$(MIX)))))
WANTED := $(if $(filter all,$(MIX_WORDS)),%,$(foreach w,$(MIX_WORDS),\
	$(if $(findstring .,$(w)),$(w),$(w).$(if $(filter rust%,$(w)),rustc,gcc))))

# --- arguments, in the tree ---

ARGUMENTS := $(if $(filter-out *,$(TESTS)),tests=$(TESTS)) mix=$(MIX) iters=$(ITERS) cores=$(CORES) brief=1 \
	$(if $(PLATFORM_QEMU),host=$(shell nproc) $(TSO)) $(ARGS) auto

$(OUT)/platform.dts: $(HERE)/platform.dts FORCE
	@mkdir -p $(@D)
	@{ cat $<; printf '/ { chosen { bootargs = "%s"; }; };\n' '$(ARGUMENTS)'; } > $@.new
	@if cmp -s $@ $@.new; then rm $@.new; else mv $@.new $@; fi

$(OUT)/platform.dtb: $(OUT)/platform.dts
	$(call say,DTC,$@)
	$(Q)dtc -q -I dts -O dtb -o $@ $<

# tree.c reads it here; the image gets the answers.
FREEZE := $(BUILD)/host/freeze
FREEZE_SRC := platforms/freeze.c platforms/tree.c platforms/region.c $(DRIVER_SRC)

$(FREEZE): $(FREEZE_SRC) $(LIBFDT_FROM)/libfdt.h
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(or $(HOST_CC),cc) -O1 -w -ffunction-sections -Wl,--gc-sections -I. -Ilib/arch/host -I$(LIBFDT_FROM) -o $@ $(FREEZE_SRC) \
		$(LIBFDT_FILES:%=$(LIBFDT_FROM)/%)

$(OUT)/frozen-tree.c: $(OUT)/platform.dtb $(FREEZE)
	$(Q)$(FREEZE) $< > $@.new && mv $@.new $@

$(OUT)/frozen-tree.o: $(OUT)/frozen-tree.c
	$(Q)$(CC) $(INSTRUMENT) -c -o $@ $<

# --- files for loaders: the ELF file is for QEMU ---

$(OUT)/image.hex: $(OUT)/barelitmus.elf
	$(call say,HEX,$@)
	$(Q)$(OBJCOPY) -O verilog $< $@
