// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * machine.c - is the plugin's GCC one for the machine the tree is built for?
 *
 * A GCC for another machine may well parse the file, and lay structs out as
 * no kernel ever will: such a file is not checked. The tree's machine stands
 * in its -I flags (.../arch/arm64/include), GCC's in its name
 * (aarch64-linux-gnu-gcc-12), or it is the one we run on.
 */
#include <fnmatch.h>
#include <sys/utsname.h>

#include "command.h"

static const struct {
	const char *arch;	/* the kernel's name */
	const char *machine;	/* GNU's, fnmatch(3) */
} machines[] = {
	{ "x86", "x86_64" }, { "x86", "i?86" }, { "arm64", "aarch64*" },
	{ "arm", "arm*" }, { "riscv", "riscv*" }, { "s390", "s390x" },
	{ "powerpc", "powerpc*" }, { "powerpc", "ppc*" },
	{ "loongarch", "loongarch*" }, { "mips", "mips*" },
	{ "sparc", "sparc*" }, { "parisc", "hppa*" }, { "parisc", "parisc*" },
};

#define MACHINES (sizeof(machines) / sizeof(machines[0]))

/* The ARCH of the first -I .../arch/ARCH/include; NULL: none, or one that is
 * no machine (um). */
static const char *tree_arch(struct lg_pool *pool, const struct flags *flags)
{
	for (size_t i = 0; i < flags->keep.n; i++) {
		const char *f = flags->keep.v[i], *arch;

		arch = lg_starts(f, "-I") && lg_ends(f, "/include") ?
			strstr(f, "arch/") : NULL;
		if (!arch)
			continue;
		arch += strlen("arch/");
		arch = lg_strndup(pool, arch, strcspn(arch, "/"));
		for (size_t j = 0; j < MACHINES; j++)
			if (!strcmp(machines[j].arch, arch))
				return arch;
		return NULL;
	}
	return NULL;
}

/* "aarch64" of "/opt/bin/aarch64-linux-gnu-gcc-12"; else the host's. */
static const char *gcc_machine(struct lg_pool *pool)
{
	const char *gcc = plugin_gcc(), *base = strrchr(gcc, '/');
	struct utsname host;

	base = base ? base + 1 : gcc;
	if (strstr(base, "-gcc"))
		return lg_strndup(pool, base, strcspn(base, "-"));
	if (uname(&host) < 0)
		return "?";
	return lg_strdup(pool, host.machine);
}

const char *gcc_wrong_machine(struct lg_pool *pool, const struct flags *flags)
{
	const char *arch = tree_arch(pool, flags), *machine;
	bool known = false;

	if (!arch)
		return NULL;
	machine = gcc_machine(pool);
	for (size_t i = 0; i < MACHINES; i++) {
		if (fnmatch(machines[i].machine, machine, 0))
			continue;
		if (!strcmp(machines[i].arch, arch))
			return NULL;
		known = true;
	}
	if (!known)
		return NULL;
	return lg_printf(pool, "%s compiles for %s, the tree is built for %s; "
			 "build luoguard with PLUGIN_GCC set to a GCC for %s",
			 plugin_gcc(), machine, arch, arch);
}
