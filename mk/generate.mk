# generate.mk - litmus tests to C, for the set of tests that SET names.
# SPDX-License-Identifier: BSD-2-Clause

GENERATED := $(BUILD)/$(SET)/gen

# litmusc writes only what changed, so it may run every time.
.PHONY: generate
generate: $(LITMUSC)
	$(call say,LITMUSC,$(or $(LITMUS),tests/litmus))
	@mkdir -p $(GENERATED)
	$(Q)$(LITMUSC) $(if $(KEEP_GOING),--keep-going) \
		--controls $(CONTROLS) \
		$(if $(VERDICTS),--verdicts '$(VERDICTS)') \
		$(if $(LITMUS),,$(foreach s,$(SUITES),--suite $(s)=tests/$(s).suite)) \
		-o $(GENERATED) $(or $(LITMUS),tests/litmus)
