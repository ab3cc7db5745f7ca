# libfdt.mk - the device tree library of one architecture.
# SPDX-License-Identifier: BSD-2-Clause
include mk/libfdt-src.mk

LIBFDT := $(BASE)/libfdt
LIBFDT_DONE := $(LIBFDT)/libfdt.a
LIBFDT_FILES := fdt.c fdt_ro.c fdt_addresses.c

$(LIBFDT_DONE): $(LIBFDT_FROM)/libfdt.h mk/libfdt.mk | $(NEWLIB_DONE)
	$(call say,CC,$(ARCH) libfdt)
	@mkdir -p $(LIBFDT) && rm -f $@
	$(Q)cp $(LIBFDT_FROM)/*.h $(LIBFDT)/
	$(Q)for f in $(LIBFDT_FILES); do \
		$(CC) $(filter-out -Werror -W%,$(COMMON)) -w $(TARGET_gcc) $(HEADERS_gcc) -ffunction-sections \
			-I$(LIBFDT) -c -o $(LIBFDT)/$${f%.c}.o $(LIBFDT_FROM)/$$f || exit 2; \
	done
	$(Q)$(CROSS_COMPILE_$(ARCH))ar rcs $@ $(LIBFDT_FILES:%.c=$(LIBFDT)/%.o)
