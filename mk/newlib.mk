# newlib.mk - the C library, from Debian's newlib-source, once per architecture.
# SPDX-License-Identifier: BSD-2-Clause

NEWLIB_SRC ?= $(firstword $(wildcard /usr/src/newlib/newlib-*.tar.xz))
NEWLIB_TARGET_arm64 := aarch64-none-elf
NEWLIB_TARGET_riscv64 := riscv64-none-elf
NEWLIB_TARGET := $(NEWLIB_TARGET_$(ARCH))

NEWLIB := $(BASE)/newlib/$(NEWLIB_TARGET)
NEWLIB_DONE := $(BASE)/newlib/done
NEWLIB_LOG := $(BASE)/newlib.log

# One struct _reent a core, our own locks, C99 formats without floating point.
NEWLIB_OPTIONS := --disable-multilib --disable-libgloss --disable-newlib-supplied-syscalls \
	--enable-newlib-reent-small --enable-newlib-nano-malloc \
	--enable-newlib-retargetable-locking --enable-newlib-global-atexit \
	--disable-newlib-wide-orient --disable-nls --enable-newlib-io-c99-formats \
	--enable-newlib-io-long-long --disable-newlib-io-float

NEWLIB_CFLAGS := -O2 -g0 -ffreestanding -fno-pic -fno-pie -ffunction-sections \
	-fdata-sections -fno-stack-protector -fno-asynchronous-unwind-tables \
	-D__DYNAMIC_REENT__ -DREENTRANT_SYSCALLS_PROVIDED -w $(TARGET_$(ARCH))

NEWLIB_TOOLS = $(foreach t,AS AR RANLIB NM LD,\
	$(t)_FOR_TARGET=$(CROSS_COMPILE_$(ARCH))$(shell echo $(t) | tr A-Z a-z)) \
	CC_FOR_TARGET=$(CROSS_COMPILE_$(ARCH))gcc

$(NEWLIB_DONE): mk/newlib.mk
	$(call say,NEWLIB,$(ARCH) (a minute or two; log: $(NEWLIB_LOG)))
	@rm -rf $(BASE)/newlib $(BASE)/newlib-build && mkdir -p $(BASE)/newlib-build/src $(BASE)/newlib-build/obj
	@test -n '$(NEWLIB_SRC)' || { echo 'newlib: no /usr/src/newlib/newlib-*.tar.xz (package newlib-source); NEWLIB_SRC= overrides' >&2; exit 2; }
	$(Q)tar xf $(NEWLIB_SRC) -C $(BASE)/newlib-build/src --strip-components=1
	$(Q)( cd $(BASE)/newlib-build/obj && \
		../src/configure --target=$(NEWLIB_TARGET) --prefix=$(abspath $(BASE))/newlib \
			$(NEWLIB_OPTIONS) $(NEWLIB_TOOLS) CFLAGS_FOR_TARGET='$(NEWLIB_CFLAGS)' && \
		env -u MAKEFLAGS -u MFLAGS $(MAKE) -j$$(nproc) all-target-newlib && \
		env -u MAKEFLAGS -u MFLAGS $(MAKE) install-target-newlib \
	) > $(NEWLIB_LOG) 2>&1 || { tail -20 $(NEWLIB_LOG); exit 2; }
	@# its stdatomic.h does not know _Atomic types; the compiler's own does
	@rm $(NEWLIB)/include/stdatomic.h
	@rm -rf $(BASE)/newlib-build && touch $@
