# config.mk - what every makefile here shares: folders, compilers, flags.
# SPDX-License-Identifier: BSD-2-Clause

BUILD := build
VERSION := 0.2
DIALECTS ?= lkmm c11 c11sc builtin volatile plain
TOOLCHAINS ?= gcc clang
CLANG ?= clang-14
CONTROLS ?= 3

# x86 is TSO, and an emulator reorders no more than the machine it runs on.
TSO := $(if $(filter x86_64,$(shell uname -m)),tso=1)

comma := ,
space := $(subst ,, )

# A board runs once by itself; AUTO= makes it ask at a prompt.
AUTO ?= auto

# Short lines while building; V=1 shows the commands.
V ?=
Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-9s%s\n' $(1) '$(2)')

CROSS_COMPILE_arm ?= arm-none-eabi-
CROSS_COMPILE_arm64 ?= aarch64-linux-gnu-
CROSS_COMPILE_riscv64 ?= riscv64-linux-gnu-
CROSS_COMPILE_x86_64 ?= x86_64-linux-gnu-

# What decides about instructions: the same for newlib, instrument and specimen.
# On arm addresses are words that the image can relocate, not halves of MOVW and MOVT.
TARGET_arm := -march=armv7-a -marm -mfloat-abi=soft -mword-relocations
TARGET_arm64 := -mno-outline-atomics
TARGET_riscv64 := -march=rv64imac_zicsr_zifencei -mabi=lp64 -mcmodel=medany
TARGET_x86_64 := -fcf-protection=none

# Platform linux: whose process, what starts it if not this machine, and what checks the
# instrument while it runs (address,undefined or thread).
LINUX_ARCH ?= $(subst aarch64,arm64,$(shell uname -m))
LINUX_RUN ?=
SANITIZE ?=
comma := ,
SANITIZED := $(if $(SANITIZE),-$(subst $(comma),-,$(SANITIZE)))
