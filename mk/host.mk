# host.mk - the tools that run on this machine: litmusc and barelitmus.
# SPDX-License-Identifier: BSD-2-Clause
include mk/config.mk
include protocol/files.mk
include host/litmusc/files.mk
include host/barelitmus/files.mk

HOST := $(BUILD)/host
HOST_CC ?= cc
HOST_CFLAGS ?= -O2 -g
HOST_CPPFLAGS := -I. -D_POSIX_C_SOURCE=200809L -MMD -MP
HOST_WARN := -std=c11 -Wall -Wextra -Wmissing-prototypes -Wstrict-prototypes -Werror

LITMUSC := $(HOST)/litmusc
BARELITMUS := $(HOST)/barelitmus
BARELITMUS_LIBS := -lserialport -lsqlite3 -lyaml -lm

LITMUSC_OBJ := $(LITMUSC_SRC:%.c=$(HOST)/obj/%.o)
BARELITMUS_OBJ := $(BARELITMUS_SRC:%.c=$(HOST)/obj/%.o)

$(LITMUSC): $(LITMUSC_OBJ)
	$(call say,LINK,$@)
	$(Q)$(HOST_CC) $(HOST_CFLAGS) -o $@ $^ -pthread

$(BARELITMUS): $(BARELITMUS_OBJ)
	$(call say,LINK,$@)
	$(Q)$(HOST_CC) $(HOST_CFLAGS) -o $@ $^ $(BARELITMUS_LIBS)

$(HOST)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(HOST_CC) $(HOST_CPPFLAGS) $(HOST_CFLAGS) $(HOST_WARN) -c -o $@ $<

# Files that are no C but part of it.
PAGE_FILES := $(wildcard host/barelitmus/*.css host/barelitmus/*.js)
$(HOST)/obj/host/barelitmus/page_files.o: $(PAGE_FILES)

-include $(LITMUSC_OBJ:.o=.d) $(BARELITMUS_OBJ:.o=.d)
