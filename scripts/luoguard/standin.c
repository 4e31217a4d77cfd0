// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * standin.c - what a build would have generated, for a tree that never saw one.
 *
 * Headers of a kernel include the architecture's own and generated ones. The
 * architecture's are in the tree, for x86 and for arm64; those that kbuild
 * wraps ("asm/x.h" is asm-generic's) are made here, and what else is generated
 * is empty, made when GCC asks for it. The options of Kconfig that an
 * architecture always selects are read from its Kconfig; the values below are
 * what a common 64-bit configuration has.
 *
 * The GCC at hand is one machine's. It parses the other's headers as well: the
 * two agree on the sizes and alignments of C's types, and __aarch64__ and its
 * like are -D. What it cannot take are function bodies (capabilities that an
 * awk script numbers, registers of the other machine): no struct depends on
 * them, so errors that all lie there, outside of every ABI header, are no
 * reason to give up. Any other error is.
 */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "noconfig.h"

#define WORD "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
#define MAX_CAPABILITIES 1000	/* arm64 has some 120 */
#define MAX_SELECTED 1000	/* an architecture selects some 300 options */

static const char *const common_flags[] = {
	"-D__KERNEL__", "-std=gnu11", "-fms-extensions", "-funsigned-char",
	"-fshort-wchar", "-fno-strict-aliasing", "-O2",
	"-DCONFIG_64BIT=1", "-DCONFIG_MMU=1", "-DCONFIG_SMP=1",
	"-DCONFIG_NR_CPUS=64", "-DCONFIG_NODES_SHIFT=6", "-DCONFIG_HZ=250",
	"-DCONFIG_TREE_RCU=1", "-DCONFIG_TREE_SRCU=1", "-DCONFIG_MODULES=1",
	"-DCONFIG_PHYS_ADDR_T_64BIT=1", "-DCONFIG_ARCH_DMA_ADDR_T_64BIT=1",
	"-DCONFIG_SPARSEMEM=1", "-DCONFIG_SPARSEMEM_VMEMMAP=1",
	"-DCONFIG_SPARSEMEM_EXTREME=1", "-DCONFIG_QUEUED_SPINLOCKS=1",
	"-DCONFIG_QUEUED_RWLOCKS=1", "-DCONFIG_BLOCK=1", "-DCONFIG_NET=1",
	"-DCONFIG_INET=1", "-DCONFIG_PCI=1", "-DCONFIG_PCI_MSI=1",
	"-DCONFIG_IOMMU_API=1", "-DCONFIG_IRQ_DOMAIN=1",
	"-DCONFIG_IRQ_DOMAIN_HIERARCHY=1", "-DCONFIG_GENERIC_MSI_IRQ=1",
	"-DCONFIG_MAX_SKB_FRAGS=17",
	"-DCONFIG_KEXEC_HANDOVER=1", "-DCONFIG_LIVEUPDATE=1",
	/* generated/bounds.h and its like */
	"-DMAX_NR_ZONES=4", "-DNR_PAGEFLAGS=24", "-DNR_CPUS_BITS=6",
	"-DSPINLOCK_SIZE=4", "-DRQ_nr_pinned=0", NULL
};

static const char *const x86_flags[] = {
	"-DCONFIG_X86=1", "-DCONFIG_X86_64=1", "-DCONFIG_PGTABLE_LEVELS=5",
	"-DCONFIG_X86_L1_CACHE_SHIFT=6", "-DCONFIG_X86_INTERNODE_CACHE_SHIFT=6",
	"-DCONFIG_X86_LOCAL_APIC=1", "-DCONFIG_X86_IO_APIC=1",
	"-U__aarch64__", "-D__x86_64__=1", NULL
};

static const char *const arm64_flags[] = {
	"-DCONFIG_ARM64=1", "-DCONFIG_PGTABLE_LEVELS=4",
	"-DCONFIG_ARM64_VA_BITS=48", "-DCONFIG_ARM64_PA_BITS=48",
	"-DCONFIG_ARM64_CONT_PTE_SHIFT=4", "-DCONFIG_ARM64_CONT_PMD_SHIFT=4",
	"-DARM64_NCAPS=128", "-U__x86_64__", "-U__x86_64", "-U__amd64__",
	"-U__amd64", "-U__SSE__", "-U__SSE2__", "-D__aarch64__=1",
	"-D__AARCH64EL__=1", NULL
};

static const struct {
	const char *machine, *arch, *page;
	unsigned int shift;
	const char *const *flags;
} machines[VARIANTS] = {
	{ "arm64", "arm64", "4K", 12, arm64_flags },
	{ "arm64", "arm64", "16K", 14, arm64_flags },
	{ "arm64", "arm64", "64K", 16, arm64_flags },
	{ "x86-64", "x86", "4K", 12, x86_flags },
};

static void put(struct lg_pool *pool, const char *path, const char *text)
{
	FILE *out;

	directories_make(pool, path);
	out = fopen(path, "we");
	if (!out || fputs(text, out) < 0 || fclose(out))
		lg_die("cannot write %s: %s", path, strerror(errno));
}

/* asm/x.h for each header of asm-generic that the architecture has not. */
static void wrap(struct lg_pool *pool, const char *tree, const char *generic,
		 const char *own, const char *to)
{
	char *root = lg_printf(pool, "%s/%s", tree, generic);
	FTS *fts = path_exists(root) ? tree_walk(root) : NULL;
	FTSENT *e;

	while (fts && (e = fts_read(fts))) {
		if (e->fts_level > 1 && e->fts_info == FTS_D)
			fts_set(fts, e, FTS_SKIP);
		/* a name goes into an #include */
		if (e->fts_info != FTS_F || !lg_ends(e->fts_name, ".h") ||
		    strpbrk(e->fts_name, "<>\"\\\n") ||
		    path_exists(lg_printf(pool, "%s/%s/asm/%s", tree, own,
					  e->fts_name)))
			continue;
		put(pool, lg_printf(pool, "%s/asm/%s", to, e->fts_name),
		    lg_printf(pool, "#include <asm-generic/%s>\n",
			      e->fts_name));
	}
	if (fts)
		fts_close(fts);
}

/* "\tselect FOO" of "config X86" and "config X86_64": without an "if", it is
 * in every configuration. */
static void selected(struct lg_pool *pool, const char *tree,
		     struct variant *v)
{
	char *path = lg_printf(pool, "%s/arch/%s/Kconfig", tree, v->arch);
	char *text = lg_read_source(pool, path, NULL);
	size_t left = MAX_SELECTED;
	bool on = false;

	while (text && *text && left) {
		size_t n = strcspn(text, "\n"), word;
		char *line = lg_strndup(pool, text, n);

		text += n + (text[n] == '\n');
		if (*line && !strchr(" \t#", *line))
			on = !strcmp(line, "config X86") ||
			     !strcmp(line, "config X86_64") ||
			     !strcmp(line, "config ARM64");
		if (!on || !lg_starts(line, "\tselect "))
			continue;
		line += strlen("\tselect ");
		word = strspn(line, WORD);
		if (!word || word > 100 ||
		    line[word + strspn(line + word, " \t")])
			continue;
		left--;
		lg_vec_push(&v->keep, lg_printf(pool, "-DCONFIG_%.*s=1",
						(int)word, line));
	}
}

/* arm64's capabilities, which an awk script numbers: the names decide nothing
 * about a layout, but GCC looks for a better spelling of each one missing. */
static void number_capabilities(struct lg_pool *pool, const char *tree,
				const char *to)
{
	char *path = lg_printf(pool, "%s/arch/arm64/tools/cpucaps", tree);
	char *text = lg_read_source(pool, path, NULL);
	LG_VEC(char) out = { NULL, 0, 0 };
	unsigned int number = 0;

	while (text && *text && number < MAX_CAPABILITIES) {
		size_t n = strcspn(text, "\n");
		size_t word = strspn(text, WORD);

		if (word && word == n && word < 100)
			for (const char *c = lg_printf(pool, "#define ARM64_"
					"%.*s %u\n", (int)n, text, number++);
			     *c; c++)
				lg_vec_push(&out, *c);
		text += n + (text[n] == '\n');
	}
	lg_vec_push(&out, '\0');
	if (number)
		put(pool, lg_printf(pool, "%s/asm/cpucap-defs.h", to), out.v);
	lg_vec_free(&out);
}

static void include(struct lg_pool *pool, struct variant *v,
		    const char *tree, const char *header)
{
	char *path = lg_printf(pool, "%s/include/linux/%s", tree, header);

	if (!path_exists(path))
		return;
	lg_vec_push(&v->keep, "-include");
	lg_vec_push(&v->keep, path);
}

/* kbuild's order. The empty header comes first: GCC would take a precompiled
 * one (x.h.gch) in the place of the first that it includes. */
static void search_path(struct lg_pool *pool, const char *tree,
			struct variant *v)
{
	lg_vec_push(&v->keep, "-nostdinc");
	lg_vec_push(&v->keep, lg_printf(pool, "-I%s/arch/%s/include", tree,
					v->arch));
	lg_vec_push(&v->keep, lg_printf(pool, "-I%s", v->dir));
	lg_vec_push(&v->keep, lg_printf(pool, "-I%s/include", tree));
	lg_vec_push(&v->keep, lg_printf(pool, "-I%s/arch/%s/include/uapi",
					tree, v->arch));
	lg_vec_push(&v->keep, lg_printf(pool, "-I%s/uapi", v->dir));
	lg_vec_push(&v->keep, lg_printf(pool, "-I%s/include/uapi", tree));
	lg_vec_push(&v->keep, "-include");
	lg_vec_push(&v->keep, lg_printf(pool, "%s/first.h", v->dir));
	include(pool, v, tree, "kconfig.h");
	include(pool, v, tree, "compiler_types.h");
}

static void make_one(struct lg_pool *pool, const char *tree, const char *temp,
		     struct variant *v, const char *const *flags)
{
	char *own = lg_printf(pool, "arch/%s/include", v->arch);

	v->dir = lg_printf(pool, "%s/%s", temp, v->arch);
	if (!path_exists(v->dir)) {	/* shared by the page sizes */
		put(pool, lg_printf(pool, "%s/first.h", v->dir), "");
		put(pool, lg_printf(pool, "%s/generated/autoconf.h", v->dir),
		    "");
		wrap(pool, tree, "include/asm-generic", own, v->dir);
		wrap(pool, tree, "include/uapi/asm-generic",
		     lg_printf(pool, "%s/uapi", own),
		     lg_printf(pool, "%s/uapi", v->dir));
		if (!strcmp(v->arch, "arm64"))
			number_capabilities(pool, tree, v->dir);
	}
	search_path(pool, tree, v);
	for (size_t i = 0; common_flags[i]; i++)
		lg_vec_push(&v->keep, common_flags[i]);
	for (size_t i = 0; flags[i]; i++)
		lg_vec_push(&v->keep, flags[i]);
	lg_vec_push(&v->keep, lg_printf(pool, "-DCONFIG_PAGE_SHIFT=%u",
					v->page_shift));
	selected(pool, tree, v);
}

void standin_make(struct lg_pool *pool, const char *tree, const char *temp,
		  struct variant *v)
{
	for (size_t i = 0; i < VARIANTS; i++) {
		memset(&v[i], 0, sizeof(v[i]));
		v[i].machine = machines[i].machine;
		v[i].arch = machines[i].arch;
		v[i].page = machines[i].page;
		v[i].page_shift = machines[i].shift;
		make_one(pool, tree, temp, &v[i], machines[i].flags);
	}
}

/* Only what a build generates, and no way out of our own directory. */
static bool generated(const char *name)
{
	if (!lg_starts(name, "generated/") && !lg_starts(name, "asm/"))
		return false;
	return lg_ends(name, ".h") && strlen(name) < 200 &&
	       !strstr(name, "..") &&
	       !name[strspn(name, "abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./")];
}

/* False: no build would generate it. */
static bool make_empty(struct lg_pool *pool, const struct variant *v,
		       const char *name)
{
	char *path = lg_printf(pool, "%s/%s", v->dir, name);

	if (!generated(name))
		return false;
	/* another job may have made it since */
	if (!path_exists(path))
		put(pool, path, "");
	return true;
}

void standin_generate(struct lg_pool *pool, const struct variant *v,
		      const char *name)
{
	for (size_t i = 0; i < VARIANTS; i++)
		make_empty(pool, &v[i], name);
}

bool standin_missing(struct lg_pool *pool, const struct variant *v,
		     const char *said)
{
	const char *at = strstr(said, ": fatal error: ");
	const char *end;

	at = at ? at + strlen(": fatal error: ") : NULL;
	end = at ? strstr(at, ": No such file or directory") : NULL;
	if (!end)
		return false;
	return make_empty(pool, v, lg_strndup(pool, at, (size_t)(end - at)));
}

/* The path in front of the first ":LINE:" of a message. */
static const char *place(struct lg_pool *pool, const char *line)
{
	for (const char *c = line; (c = strchr(c, ':')); c++)
		if (c[1] >= '0' && c[1] <= '9')
			return lg_strndup(pool, line, (size_t)(c - line));
	return NULL;
}

const char *standin_harm(struct lg_pool *pool, const struct lg_policy *policy,
			 const char *tree, const char *said)
{
	bool in_function = false, any = false;

	while (*said) {
		size_t n = strcspn(said, "\n");
		char *line = lg_strndup(pool, said, n);
		bool error = strstr(line, "error: ");
		const char *file;

		said += n + (said[n] == '\n');
		if (!error && strstr(line, ": In function '"))
			in_function = true;
		else if (!error && lg_ends(line, ": At top level:"))
			in_function = false;
		if (!error)
			continue;
		file = place(pool, line);
		if (!in_function || !file || strstr(line, "fatal error: ") ||
		    lg_policy_zone(policy, lg_path_in_tree(pool, tree, tree,
							   file)))
			return gcc_first_error(pool, line);
		any = true;
	}
	return any ? NULL : gcc_first_error(pool, said);
}
