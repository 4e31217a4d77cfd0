# SPDX-License-Identifier: GPL-2.0-or-later
#
# One Makefile, not recursive. `make help` lists what it can do.
#
# PLUGIN_GCC is the GCC that the plugin is built for (and that `luoguard cc`
# runs); its headers come with Debian's gcc-N-plugin-dev.

PLUGIN_GCC ?= gcc
PLUGIN_GXX ?= $(subst gcc,g++,$(PLUGIN_GCC))
BUILD      ?= build
PREFIX     ?= /usr/local
KDIR       ?=
# CI sets WERROR=-Werror.
WERROR     ?=

MAKEFLAGS += -rR --no-print-directory
CC  := gcc
GXX := g++

pkgs       := json-c inih
PKG_CFLAGS := $(shell pkg-config --cflags $(pkgs) 2>/dev/null)
PKG_LIBS   := $(shell pkg-config --libs $(pkgs) 2>/dev/null)
PLUGIN_DIR := $(shell $(PLUGIN_GCC) -print-file-name=plugin 2>/dev/null)
GCC_FULL   := $(shell $(PLUGIN_GCC) -dumpfullversion 2>/dev/null)

WARN    := -Wall -Wextra -Wmissing-prototypes -Wstrict-prototypes -Wvla \
	   -Wno-missing-field-initializers $(WERROR)
CFLAGS  ?= -O2 -g
LG_CFLAGS := -std=gnu11 -fPIC -fvisibility=hidden $(CFLAGS) $(WARN) \
	   -D_GNU_SOURCE -Irules/engine -I$(BUILD)/gen $(PKG_CFLAGS)
LG_CXXFLAGS := -std=gnu++17 -fPIC -fno-rtti \
	   -fno-exceptions $(CFLAGS) -Wall -Wextra -Wno-literal-suffix \
	   -Wno-unused-parameter $(WERROR) -D_GNU_SOURCE -Irules/engine \
	   -Iplugin -I$(BUILD)/gen $(PKG_CFLAGS)

engine  := $(sort $(wildcard rules/engine/*.c))
rules   := $(sort $(wildcard rules/*.c))
command := $(sort $(wildcard scripts/luoguard/*.c))
plugin  := $(sort $(wildcard plugin/*.c))
gen     := $(BUILD)/gen/rules-table.c $(BUILD)/gen/policy-default.c

obj      = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
lib_objs     := $(call obj,$(engine) $(rules)) \
	$(patsubst $(BUILD)/gen/%.c,$(BUILD)/obj/gen/%.o,$(gen))
command_objs := $(call obj,$(command))
plugin_objs  := $(call obj,$(plugin))

.PHONY: all
all: $(BUILD)/luoguard $(BUILD)/luoguard.so

$(BUILD)/luoguard: $(command_objs) $(lib_objs)
	@echo "  LD      $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

# Nothing but the two names that GCC looks for leaves the plugin: cc1 has
# hundreds of thousands of its own. dlopen() resolves lazily what it may.
$(BUILD)/luoguard.so: $(plugin_objs) $(lib_objs) plugin/exports.map
	@echo "  LD      $@"
	@$(PLUGIN_GXX) -shared $(CFLAGS) $(LDFLAGS) -o $@ \
		-Wl,--version-script=plugin/exports.map \
		$(plugin_objs) $(lib_objs) $(PKG_LIBS)

$(BUILD)/obj/gen/%.o: $(BUILD)/gen/%.c
	@mkdir -p $(@D)
	@$(CC) $(LG_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/obj/plugin/%.o: plugin/%.c $(BUILD)/gen/config.h
	@echo "  CXX     $<"
	@mkdir -p $(@D)
	@test -e "$(PLUGIN_DIR)/include/gcc-plugin.h" || { \
		echo "$(PLUGIN_GCC)'s plugin headers are missing:" \
		     "run scripts/install-deps" >&2; exit 2; }
	@$(PLUGIN_GXX) -x c++ $(LG_CXXFLAGS) -isystem $(PLUGIN_DIR)/include \
		-MMD -MP -c -o $@ $<

$(BUILD)/obj/%.o: %.c $(BUILD)/gen/config.h
	@echo "  CC      $<"
	@mkdir -p $(@D)
	@$(CC) $(LG_CFLAGS) -MMD -MP -c -o $@ $<

# The rules, by the names of their files: no list to edit.
$(BUILD)/gen/rules-table.c: $(rules) Makefile
	@mkdir -p $(@D)
	@{ echo '#include "luoguard.h"'; \
	   for r in $(subst -,_,$(notdir $(rules:.c=))); do \
		echo "extern const struct lg_rule lg_rule_$$r;"; done; \
	   echo 'const struct lg_rule *const lg_rules[] = {'; \
	   for r in $(subst -,_,$(notdir $(rules:.c=))); do \
		echo "	&lg_rule_$$r,"; done; \
	   echo '	NULL'; echo '};'; } > $@

$(BUILD)/gen/policy-default.c: rules/policy.ini
	@mkdir -p $(@D)
	@{ echo 'extern const char lg_policy_default_text[];'; \
	   echo 'const char lg_policy_default_text[] ='; \
	   sed -e 's/[\\"]/\\&/g' -e 's/.*/"&\\n"/' $<; echo ';'; } > $@

# Rewritten only when something changed, so that it can be a prerequisite.
$(BUILD)/gen/config.h: FORCE
	@mkdir -p $(@D)
	@{ echo '/* Made by the Makefile. */'; \
	   echo '#define LG_PLUGIN_GCC "$(PLUGIN_GCC)"'; \
	   echo '#define LG_PLUGIN_GCC_VERSION "$(GCC_FULL)"'; } > $@.new
	@if cmp -s $@.new $@; then rm -f $@.new; else mv $@.new $@; fi

.PHONY: FORCE
FORCE:

# ------------------------------------------------------------------- tests

ASAN   := -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	  -fno-omit-frame-pointer -O1 -g
unit   := $(sort $(wildcard tests/engine/*.c))
unit_bins := $(patsubst tests/engine/%.c,$(BUILD)/tests/%,$(unit))
asan_objs := $(patsubst %.c,$(BUILD)/asan/%.o,$(engine) $(rules) \
	$(patsubst $(BUILD)/%,%,$(gen)))

$(BUILD)/asan/gen/%.o: $(BUILD)/gen/%.c
	@mkdir -p $(@D)
	@$(CC) $(LG_CFLAGS) $(ASAN) -MMD -MP -c -o $@ $<

$(BUILD)/asan/%.o: %.c $(BUILD)/gen/config.h
	@mkdir -p $(@D)
	@$(CC) $(LG_CFLAGS) $(ASAN) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: tests/engine/%.c $(asan_objs)
	@echo "  CC      $<"
	@mkdir -p $(@D)
	@$(CC) $(LG_CFLAGS) $(ASAN) -Itests/engine -MMD -MP -o $@ $< \
		$(asan_objs) $(PKG_LIBS)

.SECONDARY: $(asan_objs)

.PHONY: check unit
unit: $(unit_bins)

check: all unit
	@BUILD=$(abspath $(BUILD)) prove -j2 --timer -r tests/

.PHONY: clean help
clean:
	rm -rf $(BUILD)

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

## make            build/luoguard and build/luoguard.so
## make check      the tests; no kernel tree needed
## make clean      removes build/
## make help       this

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
