# rust.mk - the Rust variants of an image; without a usable rustc there are none.
# SPDX-License-Identifier: BSD-2-Clause

RUST_TARGET_arm64 := aarch64-unknown-none
RUST_TARGET_riscv64 := riscv64imac-unknown-none-elf
RUST_TARGET_x86_64 := x86_64-unknown-linux-gnu
RUST_TARGET := $(RUST_TARGET_$(ARCH))

# Debian's first: another may be in front of it in PATH, without the sources.
RUSTC ?= /usr/bin/rustc rustc

# The first that has a core library for the target ("RUSTC ready"), or the sources of one
# ("RUSTC FOLDER").
RUST_FOUND := $(if $(RUST_TARGET),$(shell for rustc in $(RUSTC); do \
	root=$$($$rustc --print sysroot 2>/dev/null)/lib/rustlib || continue; \
	for core in $$root/$(RUST_TARGET)/lib/libcore-*.rlib; do \
		[ ! -e $$core ] || { echo $$rustc ready; exit; }; \
	done; \
	core=$$root/src/rust/library/core; \
	[ ! -e $$core/src/lib.rs ] || { echo $$rustc $$core; exit; }; \
	done))
RUST_COMPILER := $(word 1,$(RUST_FOUND))
RUST_SOURCE := $(filter-out ready,$(word 2,$(RUST_FOUND)))

ifneq ($(RUST_FOUND),)
RUST_DIALECTS ?= rust rustlkmm
# For the log, in a recipe of specimen.mk.
RUST_NOTE = $(foreach t,$(sort $(foreach v,$(RUST_VARIANTS),$(call toolchain,$(v)))),$(call note,\
	$(t),$(RUST_COMPILER),$(RUST_FLAGS) $(RUST_FLAVOUR_$(call flavour,x.$(t)))))
RUST_VERSION := $(word 2,$(shell $(RUST_COMPILER) --version))
else
override RUST_DIALECTS :=
.PHONY: rust-absent
rust-absent:
	@echo '  no rustc with a core library, or with rust-src, for $(or $(RUST_TARGET),$(ARCH)): the Rust variants are absent'
$(IMAGE): | rust-absent
endif

# Flavours as in specimen.mk.
RUST_FLAVOURS_arm64 := lse
RUST_FLAVOUR_lse := -C target-feature=+lse

RUST_VARIANTS := $(filter $(WANTED),$(RUST_DIALECTS:%=%.rustc) \
	$(foreach f,$(RUST_FLAVOURS_$(ARCH)),$(RUST_DIALECTS:%=%.rustc-$(f))))

# --- the core library, where the target has none: once per rustc ---

RUST_OPTIMIZE := -C opt-level=2 -C panic=abort

ifneq ($(RUST_SOURCE),)
RUST_CORE := $(BASE)/rust/$(RUST_VERSION)
RUST_CORE_DONE := $(RUST_CORE)/libcompiler_builtins.rlib

# RUSTC_BOOTSTRAP: core is written in a Rust that only its own compiler may use.
$(RUST_CORE_DONE):
	$(call say,CORE,$(ARCH) Rust $(RUST_VERSION) (a minute))
	@rm -rf $(RUST_CORE) && mkdir -p $(RUST_CORE)/new
	$(Q)RUSTC_BOOTSTRAP=1 $(RUST_COMPILER) --edition \
		$(shell sed -n 's/^edition = "\(.*\)"/\1/p' $(RUST_SOURCE)/Cargo.toml) \
		--crate-name core --crate-type rlib --target $(RUST_TARGET) $(RUST_OPTIMIZE) \
		-C embed-bitcode=no -Z force-unstable-if-unmarked --cap-lints allow \
		--out-dir $(RUST_CORE) $(RUST_SOURCE)/src/lib.rs
	@# what rustc links with core; nothing in a specimen may call it
	@printf '%s\n' '#![feature(compiler_builtins, no_core)]' '#![compiler_builtins]' \
		'#![no_std]' > $(RUST_CORE)/new/compiler_builtins.rs
	$(Q)RUSTC_BOOTSTRAP=1 $(RUST_COMPILER) --crate-name compiler_builtins --crate-type rlib \
		--target $(RUST_TARGET) $(RUST_OPTIMIZE) --extern core=$(RUST_CORE)/libcore.rlib \
		--out-dir $(RUST_CORE)/new $(RUST_CORE)/new/compiler_builtins.rs
	@mv $(RUST_CORE)/new/libcompiler_builtins.rlib $@ && rm -r $(RUST_CORE)/new
endif

# --- the objects ---

# As the C: not PIC, one unit a file. Integers wrap: primitives/rust/specimen.rs.
RUST_FLAGS := $(RUST_OPTIMIZE) -C overflow-checks=off -C relocation-model=static \
	-C codegen-units=1 -C debuginfo=2

RUST_FILES := $(wildcard primitives/rust/*.rs primitives/rust/lkmm/*.rs)

# $(call rustc,<variant>,<file of bodies>,<crate>)
rustc = SPECIMEN='$(abspath $(2))' VARIANT=$(call identifier,$(1)) DIALECT=$(call dialect,$(1)) \
	TOOLCHAIN=$(call toolchain,$(1)) NEEDS=$(call needs,$(1)) \
	$(RUST_COMPILER) --edition 2021 --crate-type lib --crate-name $(3)_$(call identifier,$(1)) --emit obj \
	--target $(RUST_TARGET) $(RUST_FLAGS) $(RUST_FLAVOUR_$(call flavour,$(1))) $(RUST_CORE:%=-L %) \
	--cfg 'dialect="$(call dialect,$(1))"' -D warnings primitives/rust/specimen.rs

# $(call rust_rule,<variant>,<suffix of the object>)
define rust_rule
$(OUT)/%.threads.$(1).$(2): $(GENERATED)/%.threads.rs $(RUST_FILES) mk/rust.mk $(RUST_CORE_DONE)
	@mkdir -p $$(@D)
	$$(call say,SPECIMEN,$(ARCH) $(1) $$*)
	$$(Q)$$(call rustc,$(1),$$<,$$*) -o $$@
endef
$(foreach v,$(RUST_VARIANTS),$(eval $(call rust_rule,$(v),o)))

RUST_OBJ := $(foreach v,$(RUST_VARIANTS),$(LITMUS_GROUPS:%=$(OUT)/%.threads.$(v).o))
THREADS_OBJ += $(RUST_OBJ)

# Each primitive in a function, for the atlas. Functions that are the same must not become
# one, which only an unstable option says.
define rust_probe_rule
$(BUILD)/atlas/$(ARCH)/$(1).$(2): primitives/rust/probe.rs $(RUST_FILES) mk/rust.mk $(RUST_CORE_DONE)
	@mkdir -p $$(@D)
	$$(call say,PROBE,$(ARCH) $(1))
	$$(Q)RUSTC_BOOTSTRAP=1 $$(call rustc,$(1),$$<,probe) -Z merge-functions=disabled -o $$@
endef
$(foreach v,$(RUST_VARIANTS),$(eval $(call rust_probe_rule,$(v),o)))
RUST_PROBES := $(RUST_VARIANTS:%=$(BUILD)/atlas/$(ARCH)/%.o)
