# run.mk - one platform: make -f mk/run.mk PLATFORM=virt-arm64 SET=own TESTS=… MIX=…
# SPDX-License-Identifier: BSD-2-Clause
include mk/config.mk
include platforms/$(PLATFORM)/platform.mk

override CORES := $(or $(CORES),$(PLATFORM_CORES))
IMAGE := $(BUILD)/$(SET)/$(PLATFORM_ARCH)/barelitmus.Image
# Without firmware the arguments are in the image.
BARE := $(filter reset,$(PLATFORM_ENTRY))
PLATFORM_COMMAND ?= $(PLATFORM_QEMU) -kernel $(if $(BARE),$(BUILD)/$(PLATFORM)/barelitmus.elf,$(IMAGE) -append @ARGS@)
DTB := $(if $(PLATFORM_DTS),$(BUILD)/dtb/$(PLATFORM).dtb)
LOG := $(BUILD)/log/$(PLATFORM).log
# Canaries belong to a whole suite; globs of the user's need not have them.
SUITE := $(filter @%,$(TESTS))

.PHONY: run
run: $(DTB)
	@$(if $(PLATFORM_QEMU)$(filter linux,$(PLATFORM)),,echo 'make run: nothing here plays a $(PLATFORM): "make image" builds for it' >&2; exit 2)
	@$(BUILD)/host/barelitmus run --platform $(PLATFORM) --log $(LOG) \
		$(if $(SUITE),--suite tests/$(SUITE:@%=%).suite) \
		$(if $(BARE),,\
			$(if $(PLATFORM_QEMU),--image $(IMAGE:%.Image=%.elf) \
				--dependencies $(BUILD)/$(SET)/gen/dependencies.txt) \
			--args 'tests=$(TESTS) mix=$(MIX) iters=$(ITERS) $(TSO) $(PLATFORM_ARGS) $(ARGS)') \
		-- $(PLATFORM_COMMAND)

# From the prompt, into a survey; the same again goes on where its log ends.
.PHONY: collect
collect: $(DTB)
	@$(BUILD)/host/barelitmus collect --tests '$(TESTS)' --mix '$(MIX)' --iters '$(ITERS)' \
		--args '$(TSO) $(PLATFORM_ARGS) $(ARGS)' $(SURVEY) -- $(PLATFORM_COMMAND)

# Jobs for a farm: DEVICE is its name for a board, without it QEMU plays the machine.
.PHONY: farm
farm:
	@$(BUILD)/host/barelitmus farm lava --image '$(or $(URL),file://$(abspath $(IMAGE)))' \
		--args '$(strip tests=$(TESTS) mix=$(MIX) iters=$(ITERS) \
			$(if $(DEVICE),,$(TSO) $(PLATFORM_ARGS)) $(ARGS))' \
		--shards '$(SHARDS)' --minutes '$(MINUTES)' -o $(BUILD)/farm \
		$(if $(FLASH),--flash) $(if $(DEVICE),--device-type '$(DEVICE)') \
		$(PLATFORM) $(if $(DEVICE),,-- $(PLATFORM_QEMU))

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
