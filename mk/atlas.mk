# atlas.mk - what each compiler makes of each primitive: make atlas, make atlas-record.
# SPDX-License-Identifier: BSD-2-Clause

ATLAS := $(BUILD)/atlas
ATLAS_PAGE := $(ATLAS)/atlas.html

image_make = env -u MAKEFLAGS $(MAKE) --no-print-directory -f mk/image.mk SET=own ARCH=$(1)

.PHONY: probes atlas atlas-now atlas-record atlas-record-now print-probes
probes: generate
	@for a in $(ARCHES); do $(call image_make,$$a) -j$(shell nproc) probes || exit 2; done

# The objects of all architectures; those of variants that are no more may lie beside them.
print-probes:
	@for a in $(ARCHES); do $(call image_make,$$a) -s print-probes; done

ATLAS_OBJ = $(shell env -u MAKEFLAGS $(MAKE) --no-print-directory -s print-probes)

atlas: deps
	@$(MAKE) --no-print-directory atlas-now

atlas-now: probes $(BARELITMUS)
	@$(BARELITMUS) atlas -o $(ATLAS_PAGE) $(ATLAS_OBJ)
	@echo 'page: $(ATLAS_PAGE)'

# What make test compares with, for the compilers that the comments name.
atlas-record: deps
	@$(MAKE) --no-print-directory atlas-record-now

atlas-record-now: probes $(BARELITMUS)
	@mkdir -p primitives/atlas
	@for a in $(ARCHES); do \
		{ echo "# $$a.tsv - what the compilers of Debian 12 emit: written by make atlas-record."; \
		  echo "# SPDX-License-Identifier: BSD-2-Clause"; \
		  $(BARELITMUS) atlas --format=tsv $$(printf '%s\n' $(ATLAS_OBJ) | grep "/$$a/"); \
		} > primitives/atlas/$$a.tsv.new || exit 2; \
		mv primitives/atlas/$$a.tsv.new primitives/atlas/$$a.tsv; \
	done
