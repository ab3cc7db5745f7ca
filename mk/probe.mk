# probe.mk - primitives/probe.c in each variant, for the atlas: part of image.mk.
# SPDX-License-Identifier: BSD-2-Clause

PROBES := $(VARIANTS:%=$(BUILD)/atlas/$(ARCH)/%.o)

define probe_rule
$(BUILD)/atlas/$(ARCH)/$(1).o: primitives/probe.c mk/probe.mk mk/specimen.mk mk/image.mk | $(NEWLIB_DONE)
	@mkdir -p $$(@D)
	$$(call say,PROBE,$(ARCH) $(1))
	$$(Q)$$(call specimen,$(1)) -include primitives/$(call dialect,$(1)).h -c -o $$@ $$<
endef
$(foreach v,$(VARIANTS),$(eval $(call probe_rule,$(v))))

.PHONY: probes print-probes
probes: $(PROBES)
print-probes:
	@echo $(PROBES)

-include $(PROBES:.o=.d)
