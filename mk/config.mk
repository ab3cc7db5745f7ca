# config.mk - what every makefile here shares: folders, compilers, flags.
# SPDX-License-Identifier: BSD-2-Clause

BUILD := build
VERSION := 0.1
DIALECTS ?= lkmm c11 c11sc builtin volatile plain
TOOLCHAINS ?= gcc clang
CLANG ?= clang-14

# Short lines while building; V=1 shows the commands.
V ?=
Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-9s%s\n' $(1) '$(2)')

CROSS_COMPILE_arm64 ?= aarch64-linux-gnu-
CROSS_COMPILE_riscv64 ?= riscv64-linux-gnu-

# What decides about instructions: the same for newlib, instrument and specimen.
TARGET_arm64 := -mno-outline-atomics
TARGET_riscv64 := -march=rv64imac_zicsr_zifencei -mabi=lp64 -mcmodel=medany
