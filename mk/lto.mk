# lto.mk - the -lto variants: C by Clang and Rust by rustc, optimised by the linker as one
# program. After objects.mk.
# SPDX-License-Identifier: BSD-2-Clause

LLD ?= ld.lld-14
LTO_C := $(if $(filter clang,$(TOOLCHAINS)),$(patsubst %,%.clang-lto,$(filter lkmm c11,$(DIALECTS))))
# Only here can Rust call C's primitives and not pay for a call: dialect rusthelper.
LTO_RUST := $(if $(RUST_DIALECTS),$(RUST_DIALECTS:%=%.rustc-lto) rusthelper.rustc-lto)
LTO_VARIANTS := $(filter $(WANTED),$(if $(and $(LTO_C),$(LTO_RUST)),$(LTO_C) $(LTO_RUST)))

# Each reads the others' bitcode only where all are of one LLVM.
llvm_of = $(or $(shell $(1) 2>/dev/null | sed -n 's/.*$(2) \([0-9][0-9]*\)\..*/\1/p'),none)
ifneq ($(LTO_VARIANTS),)
LTO_LLVM := $(call llvm_of,$(CLANG) --version,clang version) \
	$(call llvm_of,$(RUST_COMPILER) -vV,LLVM version:) $(call llvm_of,$(LLD) --version,LLD)
ifneq ($(words $(sort $(LTO_LLVM)))$(filter none,$(LTO_LLVM)),1)
LTO_VARIANTS :=
.PHONY: lto-absent
lto-absent:
	@echo '  LLVM of $(CLANG): $(word 1,$(LTO_LLVM)), of $(RUST_COMPILER): $(word 2,$(LTO_LLVM)), of $(LLD): $(word 3,$(LTO_LLVM)); the -lto variants need one, and are absent'
$(IMAGE): | lto-absent
endif
endif

# --- bitcode of each variant, and one object of all of them ---

FLAVOUR_lto := -flto
RUST_FLAVOUR_lto := -C linker-plugin-lto

# The linker learns all but the extensions of RISC-V from the bitcode.
LTO_TARGET_arm64 := -m aarch64elf
LTO_TARGET_riscv64 := -m elf64lriscv -mllvm -mattr=+m,+a,+c
LTO_TARGET_x86_64 := -m elf_x86_64
LTO_FLAGS := $(LTO_TARGET_$(ARCH)) -r --lto-O2

LTO_C_VARIANTS := $(filter %.clang-lto,$(LTO_VARIANTS))
LTO_RUST_VARIANTS := $(filter %.rustc-lto,$(LTO_VARIANTS))
$(foreach v,$(LTO_C_VARIANTS),$(eval $(call specimen_rule,$(v),bc)))
$(foreach v,$(LTO_RUST_VARIANTS),$(eval $(call rust_rule,$(v),thin)))

LTO_BITCODE := $(foreach v,$(LTO_VARIANTS),$(LITMUS_GROUPS:%=$(OUT)/%.threads.$(v).bc))
LTO_PROBES := $(LTO_VARIANTS:%=$(BUILD)/atlas/$(ARCH)/%.o)

# rustc marks its bitcode for ThinLTO, which would keep it apart from C's: it becomes like that.
$(filter %.rustc-lto.bc,$(LTO_BITCODE) $(LTO_PROBES:.o=.bc)): %.bc: %.thin
	$(Q)$(COMPILER_clang) $(TARGET_clang) -Wno-override-module -flto -O2 -Xclang -disable-llvm-passes \
		-x ir -c -o $@ $<

# What rusthelper calls.
HELPERS := $(OUT)/helpers.bc
$(HELPERS): primitives/rust/helpers.c mk/lto.mk mk/specimen.mk mk/objects.mk | $(LIBC_DONE)
	@mkdir -p $(@D)
	$(call say,HELPERS,$(ARCH) $<)
	$(Q)$(call specimen,lkmm.clang-lto) -include primitives/lkmm.h -c -o $@ $<

define lto_link
	$(call say,LTO,$(ARCH) $(@F))
	$(Q)$(LLD) $(LTO_FLAGS) -o $@ $(filter %.bc,$^)
endef

$(LTO_BITCODE): | $(LIBC_DONE)

ifneq ($(LTO_VARIANTS),)
$(LITMUS_GROUPS:%=$(OUT)/%.threads.lto.o): $(OUT)/%.threads.lto.o: \
		$(foreach v,$(LTO_VARIANTS),$(OUT)/%.threads.$(v).bc) $(HELPERS) mk/lto.mk
	$(lto_link)

THREADS_OBJ += $(LITMUS_GROUPS:%=$(OUT)/%.threads.lto.o)

# For the log, in a recipe of specimen.mk.
LTO_NOTE = $(call note,clang-lto,$(CLANG),$(call decides,clang-lto)) \
	$(call note,rustc-lto,$(RUST_COMPILER),$(RUST_FLAGS) $(RUST_FLAVOUR_lto)) \
	$(call note,lld,$(LLD),$(LTO_FLAGS))
endif

# --- each primitive in a function, by itself: what the linker makes of it ---

$(foreach v,$(LTO_C_VARIANTS),$(eval $(call probe_rule,$(v),bc)))
$(foreach v,$(LTO_RUST_VARIANTS),$(eval $(call rust_probe_rule,$(v),thin)))

$(filter %/rusthelper.rustc-lto.o,$(LTO_PROBES)): $(HELPERS)
$(LTO_PROBES): %.o: %.bc mk/lto.mk
	$(lto_link)

PROBES += $(LTO_PROBES)
probes: $(LTO_PROBES)

-include $(HELPERS:.bc=.d) $(LTO_BITCODE:.bc=.d) $(LTO_PROBES:.o=.d)
