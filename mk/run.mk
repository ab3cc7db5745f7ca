# run.mk - one platform: make -f mk/run.mk PLATFORM=virt-arm64 SET=own TESTS=… MIX=…
# SPDX-License-Identifier: BSD-2-Clause
include mk/config.mk
include platforms/$(PLATFORM)/platform.mk

override CORES := $(or $(CORES),$(PLATFORM_CORES))
IMAGE := $(BUILD)/$(SET)/$(PLATFORM_ARCH)/barelitmus.Image
PLATFORM_COMMAND ?= $(PLATFORM_QEMU) -kernel $(IMAGE) -append @ARGS@
DTB := $(if $(PLATFORM_DTS),$(BUILD)/dtb/$(PLATFORM).dtb)
LOG := $(BUILD)/log/$(PLATFORM).log
# x86 is TSO, and an emulator reorders no more than the machine it runs on.
TSO := $(if $(filter x86_64,$(shell uname -m)),tso=1)
# Canaries belong to a whole suite; globs of the user's need not have them.
SUITE := $(filter @%,$(TESTS))

.PHONY: run
run: $(DTB)
	@$(BUILD)/host/barelitmus run --platform $(PLATFORM) --log $(LOG) \
		$(if $(SUITE),--suite tests/$(SUITE:@%=%).suite) \
		$(if $(PLATFORM_QEMU),--image $(IMAGE:%.Image=%.elf) \
			--dependencies $(BUILD)/$(SET)/gen/dependencies.txt) \
		--args 'tests=$(TESTS) mix=$(MIX) iters=$(ITERS) $(TSO) $(PLATFORM_ARGS) $(ARGS)' \
		-- $(PLATFORM_COMMAND)

# For barelitmus bench, that starts several machines. Of bootargs the last one wins.
.PHONY: print-command
print-command: $(DTB)
	@echo '$(PLATFORM_COMMAND) $(PLATFORM_ARGS)'

# A machine whose firmware passes no tree gets ours.
$(DTB): platforms/$(PLATFORM)/$(PLATFORM_DTS)
	@mkdir -p $(@D)
	@dtc -q -I dts -O dtb -o $@ $<

# For tests that start the machine in their own way.
.PHONY: print-qemu
print-qemu: $(DTB)
	@echo '$(PLATFORM_QEMU)'
