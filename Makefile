# barelitmus - litmus tests on bare metal. "make help" tells what there is.
# SPDX-License-Identifier: BSD-2-Clause

PLATFORMS := $(patsubst platforms/%/platform.mk,%,$(wildcard platforms/*/platform.mk))
DEFAULTS := virt-riscv64 virt-arm64 linux
# Those without firmware have an image each.
BARE := $(patsubst platforms/%/platform.mk,%,$(shell grep -l '^PLATFORM_ENTRY := reset' platforms/*/platform.mk))
# Those that a package is made for, by the board's name.
BOARDS := $(shell sed -n 's/^BOARD := //p' platforms/*/platform.mk)
ARCHES := riscv64 arm64 arm
SUITES := smoke lkmm full

# --- what the user may set ---
# PLATFORM=raspi3b     one platform, or several; DEFAULTS by default
# TESTS='SB*,MP*'      globs over test ids, @suite; MIX=lkmm,c11,lkmm:c11
# CORES=4 ITERS=1M     ARGS='scheme=batch layout=same …': more words of the bootargs
# MACHINE=virtualization=on  more words for QEMU's -M, where it is an Arm machine
# BOARD=rockpro64      what "make board" makes a package for; AUTO= for one with a prompt
# DIALECTS='lkmm c11' TOOLCHAINS='gcc clang'  what images hold; CPU= core model in QEMU
# CLANG= RUSTC= LLD=   other compilers than Debian's, and the linker of -lto
# CONTROLS=3           how many mutants of a test an image has, for ARGS=controls=on
# LITMUS='a.litmus d/' your own tests instead of ours; KEEP_GOING=1 leaves out bad ones
# PLATFORM=linux: LINUX_ARCH=arm64 LINUX_RUN='qemu-aarch64 -L …', SANITIZE=address,undefined
# VERDICTS=file        what a model says of the tests, for those that do not say it
PLATFORM ?= $(DEFAULTS)
LITMUS ?=
TESTS ?= $(if $(LITMUS),*,@smoke)
MIX ?= lkmm,c11,lkmm:c11
ITERS ?= 1M
CORES ?=
ARGS ?=
KEEP_GOING ?=
VERDICTS ?=
BOARD ?=

# Our own tests, or those of LITMUS=: each set has its own generated files and images.
SET := $(if $(LITMUS),user,own)

# All processors, unless -j says otherwise.
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(shell nproc) --output-sync=line
endif

.PHONY: help list deps run image board test check clean
.DEFAULT_GOAL := help

help:
	@echo 'make run      build, boot PLATFORM= in QEMU, run tests, print a table'
	@echo '              PLATFORM= TESTS= MIX= CORES= ITERS= ARGS= LITMUS= KEEP_GOING=1 VERDICTS='
	@echo 'make collect  the same from its prompt, into SURVEY=build/survey-PLATFORM.db: one PLATFORM='
	@echo 'make farm     jobs for a farm of boards, a share of the tests each: SHARDS=4 URL= DEVICE= FLASH=1 MINUTES='
	@echo 'make image    only build the images: $(BUILD)/own/<arch>/barelitmus.Image'
	@echo 'make test     all tests of barelitmus itself; make check: the fast part'
	@echo 'make bench    compare schemes and platforms: ROUNDS=5 PLATFORM= SCHEMES= LITMUS7=path'
	@echo 'make noise    how long cores are kept from their work: PLATFORM= NOISE=1s (up to 30s)'
	@echo 'make atlas    what each compiler made of each primitive: a table, and $(BUILD)/atlas/atlas.html'
	@echo 'make board    what goes on a board'"'"'s card, and how: BOARD=rockpro64 TESTS= MIX= ITERS= ARGS= AUTO= LITMUS='
	@echo 'make list     platforms, boards, tests, suites and variants, one per line'
	@echo 'make asm      the compiled tests as assembly for herd7: $(BUILD)/own/<arch>/asm/; MIX='
	@echo 'make deps     install the Debian packages of ci/packages.txt'
	@echo 'make clean    remove $(BUILD)/'
	@echo 'Examples: make run PLATFORM=linux                 this machine, as a process'
	@echo '          make run PLATFORM=virt-arm64 TESTS="SB*" MIX=lkmm,volatile ITERS=10M'
	@echo '          make LITMUS="my.litmus more/" run'

list:
	@printf 'platform %s\n' $(PLATFORMS)
	@printf 'board %s\n' $(sort $(BOARDS))
	@printf 'test %s\n' $(basename $(notdir $(sort $(wildcard tests/litmus/*.litmus))))
	@printf 'suite @%s\n' $(SUITES)
	@$(MAKE) --no-print-directory -s -f mk/image.mk ARCH=arm64 SET=$(SET) print-variants

deps:
	@ci/deps

include mk/host.mk
include mk/generate.mk

# --- running ---

run: deps
	@for p in $(PLATFORM); do case ' $(PLATFORMS) ' in *" $$p "*) ;; *) \
		echo "make run: found PLATFORM=$$p, expected some of: $(PLATFORMS)" >&2; exit 2 ;; \
	esac; done
	@$(MAKE) --no-print-directory run-now

# How fast schemes are, and how much they see: all platforms and schemes in one run.
ROUNDS ?= 5
LITMUS7 ?=
LITMUS7_TEST := tests/bench/$(shell uname -m)/SB.litmus
.PHONY: bench bench-now
bench: deps
	@$(MAKE) --no-print-directory bench-now

bench-now: image $(BARELITMUS)
	@mkdir -p $(BUILD)/log/bench
	@$(BARELITMUS) bench --out $(BUILD)/bench.tsv --logs $(BUILD)/log/bench \
		--rounds $(ROUNDS) $(if $(SCHEMES),--schemes '$(SCHEMES)') --args '$(ARGS)' \
		$(if $(LITMUS7),--litmus7 '$(LITMUS7)' --litmus7-test $(LITMUS7_TEST)) \
		$(foreach p,$(PLATFORM),-- $(p) $(shell $(MAKE) --no-print-directory -s \
			-f mk/run.mk PLATFORM=$(p) SET=$(SET) CORES=$(CORES) print-command))

# What keeps the cores from their work; a test goes with it.
NOISE ?= 1s
.PHONY: noise
noise:
	@$(MAKE) --no-print-directory run TESTS=SB+poonceonces MIX=lkmm ITERS=100k ARGS='noise=$(NOISE)'

# All platforms run, whatever comes out of one; the worst result is ours.
.PHONY: run-now
run-now: image $(BARELITMUS)
	@mkdir -p $(BUILD)/log
	@worst=0; for p in $(PLATFORM); do \
		$(MAKE) --no-print-directory -f mk/run.mk PLATFORM=$$p SET=$(SET) \
			TESTS='$(TESTS)' MIX='$(MIX)' ITERS='$(ITERS)' CORES='$(CORES)' \
			ARGS='$(ARGS)'; \
		rc=$$?; [ $$rc -le $$worst ] || worst=$$rc; \
	done; exit $$worst

# From the prompt of a board that QEMU plays, into a survey.
SURVEY ?= $(BUILD)/survey-$(PLATFORM).db
.PHONY: collect collect-now
collect: deps
	@$(MAKE) --no-print-directory collect-now

collect-now: image $(BARELITMUS)
	@$(MAKE) --no-print-directory -f mk/run.mk collect PLATFORM='$(PLATFORM)' SET=$(SET) \
		TESTS='$(TESTS)' MIX='$(MIX)' ITERS='$(ITERS)' CORES='$(CORES)' \
		ARGS='$(ARGS)' SURVEY='$(SURVEY)'

# Jobs for a farm of boards, docs/farm.md; they need an image, which this does not build.
SHARDS ?= 1
MINUTES ?= 10
.PHONY: farm
farm: $(BARELITMUS)
	@for p in $(PLATFORM); do \
		$(MAKE) --no-print-directory -f mk/run.mk farm PLATFORM=$$p SET=$(SET) \
			TESTS='$(TESTS)' MIX='$(MIX)' ITERS='$(ITERS)' CORES='$(CORES)' \
			ARGS='$(ARGS)' URL='$(URL)' DEVICE='$(DEVICE)' FLASH='$(FLASH)' \
			SHARDS='$(SHARDS)' MINUTES='$(MINUTES)' || exit 2; \
	done

# --- building ---

# bare-image-%: an image of its own; the platforms of an architecture share theirs.
SHARING = $(filter-out $(BARE),$(filter $(PLATFORMS),$(PLATFORM)))
PLATFORM_ARCHES = $(sort $(foreach p,$(SHARING),\
	$(shell sed -n 's/^PLATFORM_ARCH := //p' platforms/$(p)/platform.mk)))

image: $(if $(SHARING),generate) $(patsubst %,bare-image-%,$(filter $(BARE),$(PLATFORM)))
	@for a in $(PLATFORM_ARCHES); do \
		$(MAKE) --no-print-directory -f mk/image.mk ARCH=$$a SET=$(SET) || exit 2; \
	done
	$(if $(filter linux,$(PLATFORM)),\
		@$(MAKE) --no-print-directory -f mk/process.mk ARCH=$(LINUX_ARCH) SET=$(SET))

# The tests that TESTS names among ours; those of LITMUS are all in. A shape (SB) stands
# for its tests without order.
bare_test = $(or $(if $(filter @%,$(1)),$(wildcard $(shell sed -n \
	's,^\([^\#[:blank:]][^[:blank:]]*\).*,tests/litmus/\1.litmus,p' tests/$(1:@%=%).suite))),\
	$(wildcard tests/litmus/$(1).litmus),$(wildcard tests/litmus/$(1)+poonceonces*.litmus),\
	$(error TESTS: '$(1)' is no test, shape or suite))
BARE_TESTS = $(or $(LITMUS),$(sort $(foreach w,$(subst $(comma), ,$(TESTS)),$(call bare_test,$(w)))))
# A simulator cannot do what is usual elsewhere: platform.mk says how much it can.
BARE_ITERS = $(if $(filter file,$(origin ITERS)),$(shell sed -n 's/^PLATFORM_ITERS := //p' platforms/$*/platform.mk),$(ITERS))

bare-image-%:
	@$(MAKE) --no-print-directory generate SET=$* LITMUS='$(BARE_TESTS)'
	@$(MAKE) --no-print-directory -f mk/image.mk BARE_PLATFORM=$* SET=$* \
		TESTS='$(if $(LITMUS),$(TESTS),*)' MIX='$(MIX)' ITERS='$(BARE_ITERS)' \
		CORES='$(CORES)' ARGS='$(ARGS)'

# --- boards ---

BOARD_FOLDER = $(patsubst platforms/%/platform.mk,%,$(shell grep -lx 'BOARD := $(BOARD)' platforms/*/platform.mk))

board: deps
	@case ' $(BOARDS) ' in *' $(or $(BOARD),none) '*) ;; *) \
		echo "make board: found BOARD=$(BOARD), expected one of: $(sort $(BOARDS))" >&2; exit 2 ;; \
	esac
	@$(MAKE) --no-print-directory board-now

.PHONY: board-now boards-doc print-boards-doc print-boards
board-now:
	@$(MAKE) --no-print-directory image PLATFORM=$(BOARD_FOLDER)
	@$(MAKE) --no-print-directory -f mk/board.mk BOARD=$(BOARD) SET=$(SET) \
		TESTS='$(TESTS)' MIX='$(MIX)' ITERS='$(ITERS)' CORES='$(CORES)' ARGS='$(ARGS)' AUTO='$(AUTO)'

# Writes the tables of docs/boards.md anew, from the folders of the machines.
DESCRIBE = awk -f platforms/describe.awk $(sort $(wildcard platforms/*/platform.mk)) \
	$(sort $(wildcard platforms/*/model.txt platforms/*/README.txt)) docs/boards.md
boards-doc:
	@mkdir -p $(BUILD)
	@$(DESCRIBE) > $(BUILD)/boards.md
	@cp $(BUILD)/boards.md docs/boards.md

print-boards-doc:
	@$(DESCRIBE)

print-boards:
	@echo $(BOARDS)

clean:
	rm -rf $(BUILD)

include mk/atlas.mk
include mk/asm.mk
include mk/test.mk
