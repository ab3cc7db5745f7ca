# libfdt-src.mk - the sources of libfdt, from the Linux source package (its BSD-2-Clause part).
# SPDX-License-Identifier: BSD-2-Clause

# A folder with libfdt's sources may be given instead: LIBFDT_SRC=/path/to/libfdt
LIBFDT_SRC ?=
LIBFDT_TARBALL ?= $(firstword $(wildcard /usr/src/linux-source-*.tar.xz))
LIBFDT_UNPACKED := $(BUILD)/libfdt-src
LIBFDT_FROM := $(or $(LIBFDT_SRC),$(LIBFDT_UNPACKED))

$(LIBFDT_UNPACKED)/libfdt.h:
	$(call say,LIBFDT,from $(LIBFDT_TARBALL))
	@test -n '$(LIBFDT_TARBALL)' || { echo 'libfdt: no /usr/src/linux-source-*.tar.xz (package linux-source-6.1); LIBFDT_SRC= overrides' >&2; exit 2; }
	@rm -rf $(@D) && mkdir -p $(@D)
	$(Q)tar xf $(LIBFDT_TARBALL) -C $(@D) --strip-components=4 --wildcards '*/scripts/dtc/libfdt/*'
	@touch $@
