# atlas.mk - what each compiler makes of each primitive: make atlas, make atlas-record.
# SPDX-License-Identifier: BSD-2-Clause

ATLAS := $(BUILD)/atlas
ATLAS_PAGE := $(ATLAS)/atlas.html

# Those of images, and x86-64's process where its compiler is.
ATLAS_ARCHES := $(ARCHES) $(if $(shell command -v $(CROSS_COMPILE_x86_64)gcc),x86_64)

# $(call atlas_make,<architecture, for the shell>)
atlas_make = env -u MAKEFLAGS $(MAKE) --no-print-directory SET=own ARCH=$(1) \
	-f mk/$$([ $(1) = x86_64 ] && echo process || echo image).mk

.PHONY: probes atlas atlas-now atlas-record atlas-record-now print-probes
probes: generate
	@for a in $(ATLAS_ARCHES); do $(call atlas_make,$$a) -j$(shell nproc) probes || exit 2; done

# The objects of all architectures; those of variants that are no more may lie beside them.
print-probes:
	@for a in $(ATLAS_ARCHES); do $(call atlas_make,$$a) -s print-probes; done

ATLAS_OBJ = $(shell env -u MAKEFLAGS $(MAKE) --no-print-directory -s print-probes)

atlas: deps
	@$(MAKE) --no-print-directory atlas-now

# The images have the tests whose dependencies are followed.
ATLAS_IMAGES = $(PLATFORM_ARCHES:%=--image=$(BUILD)/$(SET)/%/barelitmus.elf) \
	--dependencies=$(GENERATED)/dependencies.txt

atlas-now: probes image $(BARELITMUS)
	@$(BARELITMUS) atlas -o $(ATLAS_PAGE) $(ATLAS_IMAGES) $(ATLAS_OBJ)
	@echo 'page: $(ATLAS_PAGE)'

# What make test compares with, for the compilers that the comments name.
atlas-record: deps
	@$(MAKE) --no-print-directory atlas-record-now

atlas-record-now: probes $(BARELITMUS)
	@mkdir -p primitives/atlas
	@for a in $(ATLAS_ARCHES); do \
		{ echo "# $$a.tsv - what the compilers of Debian 12 emit: written by make atlas-record."; \
		  echo "# SPDX-License-Identifier: BSD-2-Clause"; \
		  $(BARELITMUS) atlas --format=tsv $$(printf '%s\n' $(ATLAS_OBJ) | grep "/$$a/"); \
		} > primitives/atlas/$$a.tsv.new || exit 2; \
		mv primitives/atlas/$$a.tsv.new primitives/atlas/$$a.tsv; \
	done
