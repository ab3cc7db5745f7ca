# board.mk - one board's package: make -f mk/board.mk BOARD=rockpro64 SET=own TESTS=… MIX=…
# SPDX-License-Identifier: BSD-2-Clause
include mk/config.mk

# A platform's folder is a board's if it says its name.
PLATFORM := $(patsubst platforms/%/platform.mk,%,$(shell grep -lx 'BOARD := $(BOARD)' platforms/*/platform.mk))
include platforms/$(PLATFORM)/platform.mk

OUT ?= $(BUILD)/board
BOOTARGS := $(strip tests=$(TESTS) mix=$(MIX) iters=$(ITERS) $(CORES:%=cores=%) $(ARGS) $(AUTO))

# What templates may ask for.
export VERSION BOOTARGS PLATFORM
export ARCH := $(PLATFORM_ARCH)
export IMAGE := $(BOARD_IMAGE)
export BAUD := $(BOARD_BAUD)
export LOAD := $(BOARD_LOAD)
override CORES := $(or $(CORES),$(PLATFORM_CORES))
export CORES

.PHONY: package
package:
	$(call say,BOARD,$(OUT)/$(BOARD).tar.gz)
	$(Q)platforms/package $(OUT)/$(BOARD) $(BUILD)/$(SET)/$(ARCH)/barelitmus.Image \
		platforms/cards/$(BOARD_CARD) platforms/$(PLATFORM)/README.txt

# For ci/check_boards.
.PHONY: print-board
print-board:
	@echo '$(PLATFORM) $(ARCH) $(BOARD_CARD) $(BOARD_IMAGE) $(BOARD_BAUD) $(or $(BOARD_LOAD),-)'
