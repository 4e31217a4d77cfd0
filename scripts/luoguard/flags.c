// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * flags.c - the compiler's flags, through an allow-list.
 *
 * luoguard parses a file again that kbuild compiled, perhaps with another
 * compiler. What changes the meaning of the text or the layout of a struct is
 * kept: macros, where headers lie, the language, the machine. All else is
 * dropped: it is noise (-W), writes files (-o, -MMD), is another program's
 * (sparse's, clang's), or runs programs (-fplugin, -wrapper, -B, -specs, and
 * @FILE, which could hold any of them). Dropping by default means that a flag
 * nobody thought of can do no harm.
 */
#include "command.h"

/* Kept, with an argument that may be joined: -DX, -D X. */
static const char *const keep_with_arg[] = {
	"-include", "-imacros", "-iquote", "-isystem", "-idirafter",
	"-D", "-U", "-I", NULL
};

/* Kept as they are, when they begin like this. */
static const char *const keep_prefix[] = {
	"-nostdinc", "-std=", "-ansi", "-O", "-m",
	"-fshort-wchar", "-fno-short-wchar", "-fshort-enums",
	"-fno-short-enums", "-funsigned-", "-fsigned-", "-fno-unsigned-",
	"-fno-signed-", "-fms-extensions", "-fplan9-extensions",
	"-fpack-struct", "-ffreestanding", "-fhosted", "-fbuiltin",
	"-fno-builtin", "-fcommon", "-fno-common", "-fgnu89-inline",
	"-fstrict-aliasing", "-fno-strict-aliasing", "-fwrapv",
	"-fno-strict-overflow", "-fPIE", "-fpie", "-fPIC", "-fpic",
	"-fno-PIE", "-fno-pie", "-fno-PIC", "-fno-pic", "-fvisibility=",
	"-fasm", "-fno-asm", "-fcf-protection", "-fstrict-flex-arrays",
	"-fmacro-prefix-map=", "-fcond-mismatch", "-flax-vector-conversions",
	NULL
};

/* Dropped together with the argument behind them. */
static const char *const drop_with_arg[] = {
	"-o", "-x", "-mllvm", "-Xclang", "-Xassembler", "-Xlinker",
	"-Xpreprocessor", "-MF", "-MT", "-MQ", "-wrapper", "-B", "-specs",
	"--specs", "-target", "--param", "-T", "-L", "-u", "-z", "-e",
	"-arch", "-aux-info", "-dumpbase", "-dumpdir", "-gcc-base-dir",
	"-multiarch-dir", "-isysroot", "--sysroot", "-iprefix", NULL
};

static bool among(const char *arg, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(arg, *list))
			return true;
	return false;
}

static bool begins(const char *arg, const char *const *list)
{
	for (; *list; list++)
		if (lg_starts(arg, *list))
			return true;
	return false;
}

/* "mm/.memfd_luo.o.d" belongs to "mm/memfd_luo.o". */
static const char *object_of_depfile(struct lg_pool *pool, const char *dep)
{
	const char *base = strrchr(dep, '/');
	size_t dir = base ? (size_t)(base + 1 - dep) : 0;
	size_t n = strlen(dep);

	if (dep[dir] != '.' || !lg_ends(dep, ".d") || n < dir + 4)
		return NULL;
	return lg_printf(pool, "%.*s%.*s", (int)dir, dep,
			 (int)(n - dir - 3), dep + dir + 1);
}

/* -Wp,-MMD,FILE, the flag that kbuild's own flags begin with. */
static const char *depfile_of(const char *arg)
{
	if (lg_starts(arg, "-Wp,-MMD,"))
		return arg + strlen("-Wp,-MMD,");
	if (lg_starts(arg, "-Wp,-MD,"))
		return arg + strlen("-Wp,-MD,");
	return NULL;
}

/* sparse calls itself __CHECKER__; GCC's headers must not think so. */
static bool wanted_macro(const char *definition)
{
	return strncmp(definition, "__CHECKER__", 11) ||
	       (definition[11] && definition[11] != '=');
}

/* GCC opens @FILE wherever it stands: also behind a flag that wants an
 * argument, and joined to one, for cc1 gets the two apart. */
static bool opens_file(const char *arg)
{
	for (const char *const *f = keep_with_arg; *f; f++)
		if (lg_starts(arg, *f) && arg[strlen(*f)] == '@')
			return true;
	return false;
}

/* The same for the source file: cc1 gets its last name as an argument. */
static bool is_file(const char *arg)
{
	const char *base = strrchr(arg, '/');

	return *arg != '-' && *(base ? base + 1 : arg) != '@';
}

/* Keeps argv[i] if it may be kept; returns how many arguments it took. */
static size_t take(struct flags *flags, char *const *argv, size_t argc,
		   size_t i)
{
	const char *arg = argv[i];

	if (among(arg, drop_with_arg)) {
		if (!strcmp(arg, "-o") && i + 1 < argc)
			flags->object = argv[i + 1];
		return 2;
	}
	if (among(arg, keep_with_arg)) {
		if (i + 1 < argc && *argv[i + 1] != '@' &&
		    (strcmp(arg, "-D") || wanted_macro(argv[i + 1]))) {
			lg_vec_push(&flags->keep, arg);
			lg_vec_push(&flags->keep, argv[i + 1]);
		}
		return 2;
	}
	if ((lg_starts(arg, "-D") && !wanted_macro(arg + 2)) ||
	    opens_file(arg))
		return 1;
	if (begins(arg, keep_with_arg) || begins(arg, keep_prefix))
		lg_vec_push(&flags->keep, arg);
	else if (is_file(arg))
		flags->file = arg;
	return 1;
}

void flags_translate(struct lg_pool *pool, char *const *argv, size_t argc,
		     struct flags *flags)
{
	size_t first = 0;

	memset(flags, 0, sizeof(*flags));
	/* What stands before kbuild's own flags is meant for sparse. */
	for (size_t i = 0; i < argc; i++) {
		const char *dep = depfile_of(argv[i]);

		if (dep) {
			flags->depfile = dep;
			first = i + 1;
			break;
		}
	}
	for (size_t i = first; i < argc; i += take(flags, argv, argc, i))
		;
	for (size_t i = 0; i < flags->keep.n; i++)
		if (lg_starts(flags->keep.v[i], "-D__KERNEL__") ||
		    !strcmp(flags->keep.v[i], "__KERNEL__"))
			flags->kernel = true;
	if (!flags->object && flags->depfile)
		flags->object = object_of_depfile(pool, flags->depfile);
}

static bool drop_flag(struct flags *flags, const char *flag)
{
	size_t kept = 0, n = flags->keep.n;
	bool open = lg_ends(flag, "=");

	for (size_t i = 0; i < n; i++) {
		const char *f = flags->keep.v[i];

		if (strcmp(f, flag) && !(open && lg_starts(f, flag)))
			flags->keep.v[kept++] = f;
	}
	flags->keep.n = kept;
	return kept < n;
}

/*
 * GCC names a flag that it does not know, or whose value it does not know,
 * before it reads any source:
 *
 *	gcc: error: unrecognized command-line option '-mfoo'; did you mean ...
 *	cc1: error: bad value ('foo') for '-mtune=' switch
 */
bool flags_drop_unknown(struct lg_pool *pool, struct flags *flags,
			const char *text)
{
	bool dropped = false;

	for (const char *line = text; *line;) {
		size_t n = strcspn(line, "\n");
		char *one = lg_strndup(pool, line, n);
		char *error = strstr(one, ": error: ");
		char *flag, *end;

		line += n + (line[n] == '\n');
		/* An error with a place in a file is about the source. */
		if (!error || memchr(one, ':', (size_t)(error - one)))
			continue;
		flag = strstr(error, "'-");
		end = flag ? strchr(flag + 1, '\'') : NULL;
		if (!end)
			continue;
		*end = '\0';
		dropped |= drop_flag(flags, flag + 1);
	}
	return dropped;
}
