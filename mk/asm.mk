# asm.mk - the compiled tests as litmus tests in assembly: docs/asm.md.
# SPDX-License-Identifier: BSD-2-Clause

# One folder for each architecture; tests that cannot be exported are named.
.PHONY: asm
asm: deps
	@$(MAKE) --no-print-directory asm-now

.PHONY: asm-now
asm-now: image $(BARELITMUS)
	@for a in $(PLATFORM_ARCHES); do \
		if [ $$a = arm ]; then echo "make asm: arm is left out: arm64 and riscv64 alone are exported"; continue; fi; \
		$(BARELITMUS) asm --image $(BUILD)/$(SET)/$$a/barelitmus.elf --mix '$(MIX)' \
			--dependencies $(GENERATED)/dependencies.txt \
			-o $(BUILD)/$(SET)/$$a/asm '*' || exit $$?; \
		echo "$(BUILD)/$(SET)/$$a/asm/"; \
	done
