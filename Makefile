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
# The command's alone: the plugin lives in the compiler.
own_pkgs   := libgit2
mail_pkgs  := gmime-3.0
OWN_CFLAGS := $(shell pkg-config --cflags $(own_pkgs) $(mail_pkgs) 2>/dev/null)
OWN_LIBS   := $(shell pkg-config --libs $(own_pkgs) 2>/dev/null)
MAIL_LIBS  := $(shell pkg-config --libs $(mail_pkgs) 2>/dev/null)
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
rules   := $(addsuffix .c,$(sort $(basename $(wildcard rules/*.c))))
mail    := scripts/luoguard/answer.c scripts/luoguard/mail.c
command := $(filter-out $(mail),$(sort $(wildcard scripts/luoguard/*.c)))
plugin  := $(sort $(wildcard plugin/*.c))
gen     := $(BUILD)/gen/rules-table.c $(BUILD)/gen/policy-default.c

obj      = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
lib_objs     := $(call obj,$(engine) $(rules)) \
	$(patsubst $(BUILD)/gen/%.c,$(BUILD)/obj/gen/%.o,$(gen))
command_objs := $(call obj,$(command))
mail_objs    := $(call obj,$(mail))
plugin_objs  := $(call obj,$(plugin))

.PHONY: all
all: $(BUILD)/luoguard $(BUILD)/luoguard.so $(BUILD)/luoguard-mail.so

$(BUILD)/luoguard: $(command_objs) $(lib_objs)
	@echo "  LD      $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) $(OWN_LIBS)

$(command_objs) $(mail_objs): LG_CFLAGS += $(OWN_CFLAGS)

$(BUILD)/luoguard-mail.so: $(mail_objs) $(lib_objs)
	@echo "  LD      $@"
	@$(CC) -shared -Wl,--gc-sections $(CFLAGS) $(LDFLAGS) -o $@ $^ \
		$(PKG_LIBS) $(MAIL_LIBS)

# Nothing but the two names that GCC looks for leaves the plugin: cc1 has
# hundreds of thousands of its own. dlopen() resolves lazily what it may. Of
# libstdc++ it takes operator new and delete: not worth loading the library.
$(BUILD)/luoguard.so: $(plugin_objs) $(lib_objs) plugin/exports.map
	@echo "  LD      $@"
	@$(PLUGIN_GXX) -shared $(CFLAGS) $(LDFLAGS) -o $@ \
		-static-libstdc++ -static-libgcc -Wl,--version-script=plugin/exports.map \
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

# ------------------------------------------------------------------- cocci

# The semantic patches are run from where they lie, so policy's names stand in
# them, checked in. `make cocci` writes them there again when policy, or what
# the patches share (cocci/*.py), has changed; a test fails when it has to.
semantic := $(sort $(wildcard cocci/*.cocci))
all: $(BUILD)/policy-cocci

$(BUILD)/policy-cocci: $(call obj,scripts/policy-cocci/policy-cocci.c \
		scripts/luoguard/semantic.c) $(lib_objs)
	@echo "  LD      $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

# The command runs them from beside itself.
all: $(patsubst %,$(BUILD)/%,$(semantic))

$(BUILD)/cocci/%.cocci: cocci/%.cocci
	@mkdir -p $(@D)
	@cp $< $@

.PHONY: cocci
cocci: $(BUILD)/policy-cocci
	@for c in $(semantic); do \
		$< $$c >$(BUILD)/gen/cocci.new || exit 2; \
		cmp -s $(BUILD)/gen/cocci.new $$c || { echo "  POLICY  $$c"; \
			cp $(BUILD)/gen/cocci.new $$c || exit 2; }; \
	done

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

# What a test or a demo runs is not a part of this make: kernels get none of its
# flags, nor its jobs.
PROVE   ?= prove -j2
run_env := env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u MAKEOVERRIDES \
	   BUILD=$(abspath $(BUILD)) PLUGIN_GCC=$(PLUGIN_GCC)

.PHONY: check unit check-kernel check-full bench lint
unit: $(unit_bins)

check: all unit
	@$(run_env) $(PROVE) --timer -r tests/

check-kernel: all
	@$(run_env) tests/kernel/run

check-full: all
	@$(run_env) tests/kernel/run --full

bench: all
	@$(run_env) tests/bench/hook
	@$(run_env) tests/bench/review
	@$(run_env) tests/bench/run

lint: all
	@$(run_env) prove -v tests/style.t

# ---------------------------------------------------------- demo and the rest

.PHONY: demo install new-rule clean help

# Not by prerequisites: what install-deps brings changes what `all` means.
demo:
	@PLUGIN_GCC=$(PLUGIN_GCC) scripts/install-deps
	@$(MAKE) all
	@$(run_env) scripts/demo "$(KDIR)"

install: all
	install -D -m 755 $(BUILD)/luoguard "$(DESTDIR)$(PREFIX)/bin/luoguard"
	install -D -m 755 $(BUILD)/luoguard.so \
		"$(DESTDIR)$(PREFIX)/lib/luoguard/luoguard.so"
	install -D -m 755 $(BUILD)/luoguard-mail.so \
		"$(DESTDIR)$(PREFIX)/lib/luoguard/luoguard-mail.so"
	install -D -m 644 -t "$(DESTDIR)$(PREFIX)/share/luoguard/cocci" \
		$(semantic)

new-rule:
	@scripts/new-rule $(ID)

clean:
	rm -rf $(BUILD)

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

## make                    build/luoguard and build/luoguard.so
## make demo               installs what is missing, builds, shows it at work
## make demo KDIR=path     the same on a kernel's source tree
## make check              the tests; no kernel tree needed
## make check-kernel       the tests on a real kernel, which it fetches
## make check-full         the same on a whole defconfig kernel; 90 minutes
## make bench              what the plugin costs in a build, and the hook
## make lint               the house's own rules
## make new-rule ID=id     begins a rule and its test
## make cocci              writes policy's names into cocci/*.cocci again
## make install            to PREFIX (/usr/local), below DESTDIR
## make clean              removes build/
## make help               this

-include $(shell find $(BUILD)/obj $(BUILD)/asan $(BUILD)/tests -name '*.d' -type f 2>/dev/null)
