# process.mk - one Linux process: make -f mk/process.mk ARCH=x86_64 SET=own [SANITIZE=…]
# SPDX-License-Identifier: BSD-2-Clause
include mk/config.mk

# The C library of riscv64 passes floating point in registers, so all has to say it does;
# nothing here has any.
override TARGET_riscv64 := -march=rv64imafdc_zicsr_zifencei -mabi=lp64d -mcmodel=medany
override TARGET_clang_riscv64 := -march=rv64imafdc -mabi=lp64d -mcmodel=medany
override RUST_TARGET_riscv64 := riscv64gc-unknown-none-elf

# The specimens are the same whatever is sanitized; they never are.
OUT := $(BUILD)/$(SET)/linux-$(ARCH)
GENERATED := $(BUILD)/$(SET)/gen
BASE := $(BUILD)/linux-$(ARCH)$(SANITIZED)
OBJ_DIR := $(BASE)/obj
IMAGE := $(OUT)/barelitmus$(SANITIZED)

all: $(IMAGE)

# The printing goals need no tests.
ifeq ($(filter print-%,$(MAKECMDGOALS)),)
include $(GENERATED)/groups.mk
endif

# --- what the process is made of, besides what objects.mk names ---

include runner/files.mk
include protocol/files.mk

SRC := $(addprefix boot/linux/,main.c clock.c cores.c memory.c output.c trap.c words.c $(ARCH).c) \
	$(RUNNER_SRC) $(PROTOCOL_SRC) lib/arena.c lib/clock.c lib/glob.c

# --- how ---

SANITIZE_FLAGS := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer)

# Not PIE, as images: a specimen is the same code wherever it runs.
INSTRUMENT = -std=gnu11 -O2 -g -fno-common -fno-pic -fno-pie -pthread -D_GNU_SOURCE $(WARN) \
	$(TARGET_gcc) $(SANITIZE_FLAGS) -I. -Ilib/arch/$(ARCH) -I$(BASE)/include
LIBC_HEADERS :=
LIBC_DONE :=

include mk/objects.mk
include mk/lto.mk

# --- the process ---

$(IMAGE): $(OBJ) $(TESTS_OBJ) $(THREADS_OBJ) $(OUT)/toolchains.o
	$(call say,LINK,$(ARCH) $@)
	$(Q)$(CC) -no-pie -pthread -z noexecstack $(SANITIZE_FLAGS) -o $@ $^
