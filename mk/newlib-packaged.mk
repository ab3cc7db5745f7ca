# newlib-packaged.mk - the C library that came with the compiler: arm, the GNU Arm Embedded Toolchain.
# SPDX-License-Identifier: BSD-2-Clause

# Of its many builds only those for older cores can be moved: their addresses are words.
PACKAGED_TARGET := -march=armv5te -marm -mfloat-abi=soft

NEWLIB := $(BASE)/newlib
NEWLIB_DONE := $(NEWLIB)/done

$(NEWLIB_DONE): mk/newlib-packaged.mk
	$(call say,NEWLIB,$(ARCH) packaged)
	@rm -rf $(NEWLIB) && mkdir -p $(NEWLIB)/lib
	$(Q)headers=$$(echo '#include <newlib.h>' | $(CC) -E - | \
		sed -n 's/^# 1 "\(.*\)\/newlib.h".*/\1/p') && test -n "$$headers" && \
		cp -r $$headers $(NEWLIB)/include
	$(Q)cp $$($(CC) $(PACKAGED_TARGET) -print-file-name=libc.a) $(NEWLIB)/lib/
	@# its stdatomic.h does not know _Atomic types; the compiler's own does
	@rm $(NEWLIB)/include/stdatomic.h
	@touch $@
