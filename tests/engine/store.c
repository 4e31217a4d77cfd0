// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * store.c - records there and back, claims among processes, runs that ended,
 * and directories that cannot be written.
 */
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "facts.h"

static char dir[] = "/tmp/luoguard-store-XXXXXX";
static struct lg_pool pool;

static const char *in_dir(const char *name)
{
	return lg_printf(&pool, "%s/%s", dir, name);
}

static struct lg_finding *add_finding(struct lg_findings *fs)
{
	struct lg_finding *f = lg_findings_add(fs);
	struct lg_note note = { { "b.h", 2, 1, 0 }, "because" };
	struct lg_insert insert = { { "a.h", 3, 2, 0 },
				    "/**\n * struct \"foo\"\n */\n" };
	struct lg_replace replace = { { "a.h", 4, 9, 0 }, 12, "u32" };

	f->rule = "abi-doc";
	f->severity = LG_WARNING;
	f->loc.file = "a.h";
	f->loc.line = 3;
	f->message = "no kernel-doc";
	f->tag = "foo";
	lg_finding_set_fingerprint(f);
	lg_vec_push(&f->notes, note);
	lg_vec_push(&f->inserts, insert);
	lg_vec_push(&f->replaces, replace);
	f->mends = true;
	return f;
}

static int write_record(const char *path)
{
	static struct lg_exception e;
	struct lg_findings fs;
	struct lg_coverage cov;
	int ret;

	memset(&fs, 0, sizeof(fs));
	memset(&cov, 0, sizeof(cov));
	e.label = "l";
	e.reason = "r";
	e.policy_file = "p.ini";
	e.line = 7;
	add_finding(&fs);
	add_finding(&fs)->accepted = &e;
	fs.v.v[1]->loc.line = 4;
	fs.v.v[1]->left = "why";
	lg_vec_push(&cov.structs, "a.h\tfoo");
	lg_vec_push(&cov.files, "a.h");
	lg_vec_push(&cov.not_checked, "c.c: \xff is not C");
	cov.engine = "gcc 12.2";
	ret = lg_record_write(path, "mm/a.o", "mm/a.c", &fs, &cov);
	lg_findings_free(&fs);
	lg_vec_free(&cov.structs);
	lg_vec_free(&cov.files);
	lg_vec_free(&cov.not_checked);
	return ret;
}

struct read {
	struct lg_findings fs;
	struct lg_coverage cov;
	char *unit, *source, *error;
	int ret;
};

static void read_record(struct read *r, const char *path)
{
	memset(r, 0, sizeof(*r));
	r->ret = lg_record_read(path, &r->fs, &r->cov, &r->unit, &r->source,
				&r->error);
}

static void read_done(struct read *r)
{
	lg_findings_free(&r->fs);
	lg_vec_free(&r->cov.structs);
	lg_vec_free(&r->cov.files);
	lg_vec_free(&r->cov.not_checked);
	free(r->unit);
	free(r->source);
	free(r->error);
}

static void there_and_back(void)
{
	const char *path = in_dir("a.json");
	const struct lg_finding *f, *g;
	struct read r;

	tap(write_record(path) == 0, "a record is written");
	read_record(&r, path);
	tap(r.ret == 0 && r.fs.v.n == 2, "and read");
	tap_string(r.unit, "mm/a.o", "unit");
	tap_string(r.source, "mm/a.c", "source");
	tap_string(r.cov.engine, "gcc 12.2", "engine");
	tap(r.cov.structs.n == 1 && r.cov.files.n == 1 &&
	    r.cov.not_checked.n == 1, "coverage");
	if (r.ret || r.fs.v.n != 2) {
		read_done(&r);
		return;
	}
	tap_string(r.cov.structs.v[0], "a.h\tfoo", "file and tag");
	tap_string(r.cov.not_checked.v[0], "c.c: \\xff is not C", "escaped");
	f = r.fs.v.v[0];
	g = r.fs.v.v[1];
	tap(f->severity == LG_WARNING && f->loc.line == 3 && !f->loc.column &&
	    !f->member && !strcmp(f->tag, "foo"), "a finding");
	tap(f->notes.n == 1 && f->notes.v[0].loc.line == 2, "its note");
	tap_string(f->inserts.v[0].text, "/**\n * struct \"foo\"\n */\n",
		   "its insert, line by line");
	tap(f->mends && f->replaces.n == 1 && f->replaces.v[0].bytes == 12 &&
	    f->replaces.v[0].loc.column == 9 &&
	    !strcmp(f->replaces.v[0].text, "u32"), "its replacement");
	tap(!f->left && g->left && !strcmp(g->left, "why"),
	    "why it is left");
	tap(!f->accepted && g->accepted && g->accepted->line == 7 &&
	    !strcmp(g->accepted->label, "l"), "what policy said");
	read_done(&r);
}

/* Record @text is refused, and what it would have added is taken back. */
static void damage(const char *text, const char *want)
{
	const char *path = in_dir("damaged.json");
	struct read r;

	lg_write_file(path, text, strlen(text));
	read_record(&r, path);
	tap(r.ret == -1 && r.fs.v.n == 0 && r.cov.structs.n == 0, want);
	tap_string(r.error, lg_printf(&pool, "%s:%s", path, want),
		   "says where");
	read_done(&r);
}

static char *with(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);

	if (!at)
		lg_die("no %s in the record", from);
	return lg_printf(&pool, "%.*s%s%s", (int)(at - text), text, to,
			 at + strlen(from));
}

static void damages(void)
{
	char *text = lg_read_file(&pool, in_dir("a.json"), NULL);
	char *last = lg_strdup(&pool, text);
	struct read r;

	damage("", "1: damaged record: it is empty");
	damage("{}\n", "1: damaged record: no format");
	damage("[1]\n", "1: damaged record: not a JSON object");
	damage("garbage\n", "1: damaged record: not a JSON object");
	damage(with(text, "\"format\":1", "\"format\":2"),
	       "1: damaged record: format 2 is not this luoguard's");
	damage(with(text, "\"unit\":\"mm/a.o\"", "\"unit\":null"),
	       "1: damaged record: no unit, source or engine");
	damage(with(text, "\"unit\":\"mm/a.o\"", "\"unit\":\"mm\\u0000a.o\""),
	       "1: damaged record: no unit, source or engine");
	damage(with(text, "\"files\":[\"a.h\"]", "\"files\":[1]"),
	       "1: damaged record: no coverage");
	damage(with(text, "\"severity\":\"warning\"", "\"severity\":\"bad\""),
	       "2: damaged record: not a finding");
	damage(with(text, "\"line\":3", "\"line\":-3"),
	       "2: damaged record: not a finding");
	damage(with(text, "\"fingerprint\":\"", "\"fingerprint\":\"x"),
	       "2: damaged record: not a finding");
	damage(with(text, "abi-doc\"", "abi-\\u0000doc\""),
	       "2: damaged record: not a finding");
	damage(with(text, "\"notes\":[{", "\"notes\":[null,{"),
	       "2: damaged record: not a finding");
	damage(with(text, "}\n{", "} x\n{"),
	       "1: damaged record: not a JSON object");
	last[strlen(last) - 1] = '\0';
	damage(last, "3: damaged record: the line does not end");
	*strrchr(last, '\n') = '\0';
	damage(lg_printf(&pool, "%s\n", last),
	       "2: damaged record: 2 findings promised, 1 there");
	read_record(&r, in_dir("missing.json"));
	tap_string(r.error, lg_printf(&pool, "%s: No such file or directory",
				      in_dir("missing.json")), "missing");
	read_done(&r);
}

/* Runs @work in a child that kbuild "started". The store asks /proc, which
 * tells the environment a process began with: so the child is this program,
 * executed anew. */
static int spawn(const char *self, const char *work, const char *made)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		if (made)
			setenv("sub_make_done", made, 1);
		else
			unsetenv("sub_make_done");
		execl(self, self, work, dir, (char *)NULL);
		_exit(99);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* In the child: claims "k" and "l"; 0 + 1 for k + 2 for l. */
static int child_claims(void)
{
	struct lg_store *store = lg_store_open(dir);
	int got;

	if (!store)
		return 98;
	got = lg_store_claim(store, "k") + 2 * lg_store_claim(store, "l");
	if (store->error)
		got = 97;
	lg_store_close(store);
	return got;
}

/* In the child: a make of its own, that starts two compiles. */
static int child_makes(const char *self)
{
	int first = spawn(self, "claim", "1");
	int second = spawn(self, "claim", "1");

	return first == 3 && second == 0 ? 0 : 1;
}

static bool exists(const char *name)
{
	return access(in_dir(name), F_OK) == 0;
}

static void claims(const char *self)
{
	mkdir(in_dir(".luoguard"), 0777);
	mkdir(in_dir(".luoguard/runs"), 0777);
	mkdir(in_dir(".luoguard/runs/999999999-1"), 0777);
	lg_write_file(in_dir(".luoguard/runs/999999999-1/k"), "", 0);
	mkdir(in_dir(".luoguard/runs/not-a-run"), 0777);

	tap(spawn(self, "claim", NULL) == 3, "alone, everything is claimed");
	tap(spawn(self, "claim", NULL) == 3, "each time");
	tap(exists(".luoguard/runs/999999999-1"), "and no run begins");
	tap(spawn(self, "claim", "1") == 3, "the first of a run");
	tap(spawn(self, "claim", "1") == 0, "the second has nothing to say");
	tap(!exists(".luoguard/runs/999999999-1"),
	    "a run that ended is removed");
	tap(exists(".luoguard/runs/not-a-run"), "what is no run stays");
	tap(spawn(self, "make", NULL) == 0, "another make claims for itself");
	tap(spawn(self, "claim", "1") == 0, "and leaves ours alone");
	tap(exists(".luoguard/README"), "a README says what it is");
}

static void units(void)
{
	struct lg_store *store = lg_store_open(dir);
	struct lg_findings fs;
	struct lg_coverage cov;

	memset(&fs, 0, sizeof(fs));
	memset(&cov, 0, sizeof(cov));
	tap(store && lg_store_put(store, "mm/x/a.o", "mm/x/a.c", &fs,
				  &cov) == 0, "a unit");
	tap(exists(".luoguard/units/mm/x/a.o.json"), "is where its object is");
	tap(lg_store_put(store, "../../../etc/b.o", "b.c", &fs, &cov) == 0 &&
	    exists(".luoguard/units/__/__/__/etc/b.o.json"),
	    "a unit from outside stays inside");
	tap(lg_store_put(store, "/m/c.o", "c.c", &fs, &cov) == 0 &&
	    exists(".luoguard/units/m/c.o.json"), "an absolute one, too");
	lg_write_file(in_dir(".luoguard/units/file"), "", 0);
	tap(lg_store_put(store, "file/d.o", "d.c", &fs, &cov) == -1 &&
	    errno == ENOTDIR && store->error == ENOTDIR, "an error is kept");
	lg_store_close(store);
}

static void not_writable(void)
{
	struct lg_store *store = lg_store_open(in_dir("nowhere"));

	tap(!store && errno == ENOENT, "no build directory");
	lg_write_file(in_dir("plain"), "", 0);
	tap(!lg_store_open(in_dir("plain")) && errno == ENOTDIR,
	    "the build directory is a file");
	mkdir(in_dir("b"), 0777);
	lg_write_file(in_dir("b/.luoguard"), "", 0);
	tap(!lg_store_open(in_dir("b")) && errno == ENOTDIR,
	    "the store is a file");
	tap(!lg_store_open("/proc/self"), "a file system that takes nothing");
	tap(lg_store_claim(NULL, "k"), "no store: everything is printed");
}

/* A disk that is full, by a limit on the size of files. */
static void full(void)
{
	struct rlimit old, small;
	int ret, err;

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	small = old;
	small.rlim_cur = 4;
	setrlimit(RLIMIT_FSIZE, &small);
	ret = lg_write_file(in_dir("full"), "too long", 8);
	err = errno;
	setrlimit(RLIMIT_FSIZE, &old);
	tap(ret < 0 && err == EFBIG && !exists("full"),
	    "what cannot be written whole is not there");
}

int main(int argc, char **argv)
{
	if (argc > 2) {
		strcpy(dir, argv[2]);
		return strcmp(argv[1], "claim") ? child_makes(argv[0]) :
						  child_claims();
	}
	if (!mkdtemp(dir))
		lg_die("cannot make %s", dir);
	there_and_back();
	damages();
	claims(argv[0]);
	units();
	not_writable();
	full();
	if (system(lg_printf(&pool, "rm -rf %s", dir)))
		puts("# could not remove the test's directory");
	lg_pool_free(&pool);
	return tap_end();
}
