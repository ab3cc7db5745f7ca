# probe.mk - primitives/probe.c in each variant, for the atlas: part of image.mk.
# SPDX-License-Identifier: BSD-2-Clause

# Every variant of an image, and the dialects that images leave out unless DIALECTS= asks.
PROBE_DIALECTS := c11sc builtin
PROBE_TOOLCHAINS := $(TOOLCHAINS) $(if $(filter arm64,$(ARCH)),$(TOOLCHAINS:%=%-lse))
PROBE_VARIANTS := $(VARIANTS) $(filter-out $(VARIANTS),\
	$(foreach d,$(PROBE_DIALECTS),$(PROBE_TOOLCHAINS:%=$(d).%)))

PROBES := $(PROBE_VARIANTS:%=$(BUILD)/atlas/$(ARCH)/%.o) $(RUST_PROBES)

define probe_rule
$(BUILD)/atlas/$(ARCH)/$(1).$(2): primitives/probe.c mk/probe.mk mk/specimen.mk mk/objects.mk | $(LIBC_DONE)
	@mkdir -p $$(@D)
	$$(call say,PROBE,$(ARCH) $(1))
	$$(Q)$$(call specimen,$(1)) -include primitives/$(call dialect,$(1)).h -c -o $$@ $$<
endef
$(foreach v,$(PROBE_VARIANTS),$(eval $(call probe_rule,$(v),o)))

.PHONY: probes print-probes
probes: $(PROBES)
print-probes:
	@echo $(PROBES)

-include $(PROBES:.o=.d)
