# libfdt.mk - the device tree library, from the Linux source package (BSD-2-Clause part).
# SPDX-License-Identifier: BSD-2-Clause

# A folder with libfdt's sources may be given instead: LIBFDT_SRC=/path/to/libfdt
LIBFDT_SRC ?=
LIBFDT_TARBALL ?= $(firstword $(wildcard /usr/src/linux-source-*.tar.xz))

LIBFDT := $(BASE)/libfdt
LIBFDT_DONE := $(LIBFDT)/libfdt.a
LIBFDT_UNPACKED := $(BUILD)/libfdt-src
LIBFDT_FROM := $(or $(LIBFDT_SRC),$(LIBFDT_UNPACKED))
LIBFDT_FILES := fdt.c fdt_ro.c fdt_addresses.c

$(LIBFDT_UNPACKED)/libfdt.h:
	$(call say,LIBFDT,from $(LIBFDT_TARBALL))
	@test -n '$(LIBFDT_TARBALL)' || { echo 'libfdt: no /usr/src/linux-source-*.tar.xz (package linux-source-6.1); LIBFDT_SRC= overrides' >&2; exit 2; }
	@rm -rf $(@D) && mkdir -p $(@D)
	$(Q)tar xf $(LIBFDT_TARBALL) -C $(@D) --strip-components=4 --wildcards '*/scripts/dtc/libfdt/*'
	@touch $@

$(LIBFDT_DONE): $(LIBFDT_FROM)/libfdt.h mk/libfdt.mk | $(NEWLIB_DONE)
	$(call say,CC,$(ARCH) libfdt)
	@mkdir -p $(LIBFDT) && rm -f $@
	$(Q)cp $(LIBFDT_FROM)/*.h $(LIBFDT)/
	$(Q)for f in $(LIBFDT_FILES); do \
		$(CC) $(filter-out -Werror -W%,$(COMMON)) -w $(FREESTANDING) -ffunction-sections \
			-I$(LIBFDT) -c -o $(LIBFDT)/$${f%.c}.o $(LIBFDT_FROM)/$$f || exit 2; \
	done
	$(Q)$(CROSS_COMPILE_$(ARCH))ar rcs $@ $(LIBFDT_FILES:%.c=$(LIBFDT)/%.o)
