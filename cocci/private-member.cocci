// SPDX-License-Identifier: GPL-2.0-or-later
///
/// What a header marks private is used by its owner alone.
///
/// __private is empty for the compiler, and "private:" a comment that
/// kernel-doc reads. Others call the owner's functions.
///
//
// Confidence: Moderate
// Copyright: (C) 2025 the authors of luoguard
// Options: --no-includes --include-headers
// Requires: 1.1.1
// Keywords: __private, ACCESS_PRIVATE, kernel-doc, live update
//
// There is no textual mend: patch mode prints the report, so that chain finds
// something to do.
//
// The marks are read from the tree's headers. Not seen: a struct that no
// declaration of the file itself tells (a->b.c, where b's type stands in a
// header), members of a typedef's struct without a tag, what a macro of the
// file does, initializers inside of others. luoguard's plugin for GCC sees all
// of them.
//

virtual report
virtual context
virtual org
virtual patch

@initialize:python@
@@
# begin file.py
# Where a file lies in its kernel tree, and what its code says. SmPL drops
# comments, and knows no directory.
import fnmatch, os, re

texts = {}

# The lines of MAINTAINERS are what makes a directory the tree, or luoguard's
# word for it.
def tree_path(name):
    path = os.path.abspath(name)
    if "LUOGUARD_TREE" in os.environ:
        return os.path.relpath(path, os.environ["LUOGUARD_TREE"])
    up = os.path.dirname(path)
    while not os.path.exists(os.path.join(up, "MAINTAINERS")):
        if up == os.path.dirname(up):
            return os.path.relpath(path)
        up = os.path.dirname(up)
    return os.path.relpath(path, up)

def text_of(name):
    if name not in texts:
        with open(name, encoding="latin-1", newline="\n") as f:
            texts[name] = f.read()
    return texts[name]

# The same without comments; their lines stay.
def code_of(name):
    blank = lambda m: (m.group(0) if m.group(0)[0] != "/"
                       else re.sub("[^\n]", " ", m.group(0)))
    return re.sub(r"/[*].*?[*]/|/{2}[^\n]*|\"(?:\\.|[^\"\\\n])*\"", blank,
                  text_of(name), flags=re.S)

# The byte of a position: spatch counts lines from 1 and columns from 0.
def offset_of(p):
    lines = text_of(p.file).split("\n")
    return sum(len(l) + 1 for l in lines[:int(p.line) - 1]) + int(p.column)

# Like the engine: a directory ends in a slash, all else is a pattern.
def lies_in(path, places):
    for place in places:
        if fnmatch.fnmatchcase(path, place + "*" * place.endswith("/")):
            return place
    return None

def like(word, patterns):
    return any(fnmatch.fnmatchcase(word, p) for p in patterns)
# end file.py
# begin private-members
MEMBERS = {
    "include/linux/liveupdate.h": {
        "owners": ["kernel/liveupdate/"],
        "only_attribute": False},
    "include/linux/kho/": {
        "owners": ["kernel/liveupdate/"],
        "only_attribute": False},
    "include/linux/kho_*.h": {
        "owners": ["kernel/liveupdate/"],
        "only_attribute": False},
    "include/linux/kexec_handover.h": {
        "owners": ["kernel/liveupdate/"],
        "only_attribute": False},
    "include/linux/pci*.h": {
        "owners": ["drivers/pci/"],
        "only_attribute": False},
    "include/linux/vfio*.h": {
        "owners": ["drivers/vfio/"],
        "only_attribute": False},
    "include/linux/iommufd.h": {
        "owners": ["drivers/iommu/iommufd/"],
        "only_attribute": False},
    "include/linux/srcu*.h": {
        "owners": ["kernel/rcu/"],
        "only_attribute": False},
    "include/linux/sched.h": {
        "owners": ["kernel/sched/", "kernel/smp.c"],
        "only_attribute": False},
    "include/linux/irq.h": {
        "owners": ["kernel/irq/"],
        "only_attribute": False},
    "include/linux/hrtimer_types.h": {
        "owners": ["kernel/time/", "include/linux/hrtimer*.h"],
        "only_attribute": False},
    "include/linux/console.h": {
        "owners": ["kernel/printk/"],
        "only_attribute": False},
    "include/linux/iio/iio.h": {
        "owners": ["drivers/iio/industrialio-*.c", "include/linux/iio/"],
        "only_attribute": False},
    "include/linux/mm_types.h": {
        "owners": ["mm/", "include/linux/mm.h"],
        "only_attribute": True},
}
# end private-members
# begin members.py
# Which members the headers mark private that policy watches: __private, or
# behind "private:" in a struct with kernel-doc. Read from their text.
import glob

trees = {}  # what the headers of each tree mark: { tag: { member: ... } }
found = {}  # those of the tree that is being looked at

# Comments become blanks, those that mark something one sign.
def with_marks(text):
    def sign(m):
        said = re.match(r"/[*][ \t]*(private|public):", m.group(0))
        return {"private": "\1", "public": "\2"}[said.group(1)] if said else " "
    return re.sub(r"/[*].*?[*]/|/{2}[^\n]*", sign, text, flags=re.S)

# What "int a, *b[3];" declares; a macro its first argument.
def declared(text):
    text = re.sub(r"\b__(?!private)\w+(\s*\([^()]*\))?", " ", text)
    call = re.search(r"\(\s*[*]\s*(?:__private\s+)?(\w+)\s*\)", text)
    if call:
        return [call.group(1)]
    macro = re.match(r"\s*[A-Z_]+\(\s*(\w+)", text)
    if macro:
        return [macro.group(1)]
    names = re.sub(r"\[[^]]*\]|:\s*\w+", " ", text).split(",")
    return [re.findall(r"\w+", n)[-1] for n in names if re.search(r"\w", n)]

# In "int *__private a, b" only @a is marked.
def attributed(text):
    if "__private" not in text.split():
        return []
    star = re.search(r"[*(]\s*__private\s+(\w+)", text)
    return [star.group(1)] if star else declared(text)

# The members in the braces that open before @at, with those of unnamed structs.
def members(code, at, documented):
    hidden, start, names = [False], at, []
    while hidden and at < len(code):
        c = code[at]
        if c in "\1\2":
            hidden[-1] = documented and c == "\1"
            start = at + 1
        elif c == "{":
            hidden.append(hidden[-1])
            start = at + 1
        elif c == "}":
            hidden.pop()
            start = at + 1
        elif c == ";":
            text = code[start:at].replace("*", " * ")
            names += declared(text) if hidden[-1] else attributed(text)
            start = at + 1
        at += 1
    return names

def read_header(path, name, section):
    text = text_of(path)
    if not re.search(r"\b__private\b|private:", text):
        return
    code = with_marks(text)
    for m in re.finditer(r"\b(?:struct|union)\s+(\w+)\s*\{", code):
        doc = (not MEMBERS[section]["only_attribute"] and
               re.search(r"/[*]{2}\s*\n\s*[*]\s*(?:struct|union)\s+" +
                         m.group(1) + r"\b", text))
        for member in members(code, m.end(), bool(doc)):
            found.setdefault(m.group(1), {})[member] = (name, section)

def read_headers(tree):
    for section in sorted(MEMBERS, key=len):
        pattern = section + "**/*.h" * section.endswith("/")
        for path in glob.glob(os.path.join(tree, pattern), recursive=True):
            read_header(path, os.path.relpath(path, tree), section)

# luoguard has read them: "TAG MEMBER HEADER SECTION", with tabs.
def read_marks(name):
    for line in open(name, encoding="latin-1"):
        tag, member, header, section = line.rstrip("\n").split("\t")
        found.setdefault(tag, {})[member] = (header, section)

# From now on, it is about the tree that @name lies in.
def look_at(name):
    global found
    path = os.path.abspath(name)
    tree = path[:len(path) - len(tree_path(name))]
    if tree not in trees:
        found = trees[tree] = {}
        if "LUOGUARD_MARKS" in os.environ:
            read_marks(os.environ["LUOGUARD_MARKS"])
        else:
            read_headers(tree)
    found = trees[tree]

def is_marked(member):
    return any(member in members for members in found.values())

# SmPL takes no "in" where it asks.
def has_marked(tag):
    return tag in found
# end members.py

said = set()

# May the file not use @member of struct @tag?
def foreign(p, tag, member):
    known = found.get(tag, {}).get(member)
    return known is not None and not lies_in(
        tree_path(p.file), MEMBERS[known[1]]["owners"] + [known[1]])

def tell(how, p, tag, member):
    if (p.file, p.line, tag, member) in said:
        return
    said.add((p.file, p.line, tag, member))
    how(p, "struct " + tag + ": @" + member + ", which " +
           found[tag][member][0] + " marks private [private-member]")

// The marks are those of the tree that the file lies in.
@here@
identifier x;
position p;
@@

  x@p(...) { ... }

@script:python@
p << here.p;
@@

look_at(p[0].file)

@member depends on here@
identifier tag : script:python() { has_marked(tag) };
identifier f : script:python() { is_marked(f) };
struct tag e;
position p;
@@

  e.f@p

@offset depends on here@
identifier tag : script:python() { has_marked(tag) };
identifier f : script:python() { is_marked(f) };
position p;
@@

(
  offsetof(struct tag, f@p)
|
  __builtin_offsetof(struct tag, f@p)
|
  offsetofend(struct tag, f@p)
|
  sizeof_field(struct tag, f@p)
|
  container_of(..., struct tag, f@p)
|
  container_of_const(..., struct tag, f@p)
|
  list_entry(..., struct tag, f@p)
|
  list_first_entry(..., struct tag, f@p)
|
  list_first_entry_or_null(..., struct tag, f@p)
|
  list_last_entry(..., struct tag, f@p)
)

@like depends on here@
identifier tag : script:python() { has_marked(tag) };
identifier f : script:python() { is_marked(f) };
struct tag *e;
position p;
@@

(
  container_of(..., typeof(*e), f@p)
|
  list_entry(..., typeof(*e), f@p)
|
  list_first_entry(..., typeof(*e), f@p)
|
  list_last_entry(..., typeof(*e), f@p)
|
  list_next_entry(e, f@p)
|
  list_prev_entry(e, f@p)
)

@walk depends on here@
iterator name list_for_each_entry, list_for_each_entry_reverse,
	list_for_each_entry_rcu, list_for_each_entry_continue,
	list_for_each_entry_from, list_for_each_entry_safe;
identifier tag : script:python() { has_marked(tag) };
identifier f : script:python() { is_marked(f) };
struct tag *e;
expression E, next;
statement S;
position p;
@@

(
  list_for_each_entry(e, E, f@p) S
|
  list_for_each_entry_reverse(e, E, f@p) S
|
  list_for_each_entry_rcu(e, E, f@p) S
|
  list_for_each_entry_continue(e, E, f@p) S
|
  list_for_each_entry_from(e, E, f@p) S
|
  list_for_each_entry_safe(e, next, E, f@p) S
)

@variable depends on here@
identifier tag : script:python() { has_marked(tag) };
identifier f : script:python() { is_marked(f) };
identifier x;
expression E;
position p;
@@

  struct tag x = { ..., .f@p = E, ... };

@literal depends on here@
identifier tag : script:python() { has_marked(tag) };
identifier f : script:python() { is_marked(f) };
expression E;
position p;
@@

  (struct tag){ ..., .f@p = E, ... }

@script:python@
p << member.p;
tag << member.tag;
f << member.f;
@@

cocci.include_match(foreign(p[0], tag, f))

@script:python@
p << offset.p;
tag << offset.tag;
f << offset.f;
@@

cocci.include_match(foreign(p[0], tag, f))

@script:python@
p << like.p;
tag << like.tag;
f << like.f;
@@

cocci.include_match(foreign(p[0], tag, f))

@script:python@
p << walk.p;
tag << walk.tag;
f << walk.f;
@@

cocci.include_match(foreign(p[0], tag, f))

@script:python@
p << variable.p;
tag << variable.tag;
f << variable.f;
@@

cocci.include_match(foreign(p[0], tag, f))

@script:python@
p << literal.p;
tag << literal.tag;
f << literal.f;
@@

cocci.include_match(foreign(p[0], tag, f))

@depends on context@
identifier member.tag, member.f;
struct tag e;
position member.p;
@@

* e.f@p

@depends on context@
identifier offset.tag, offset.f;
position offset.p;
@@

(
* offsetof(struct tag, f@p)
|
* __builtin_offsetof(struct tag, f@p)
|
* offsetofend(struct tag, f@p)
|
* sizeof_field(struct tag, f@p)
|
* container_of(..., struct tag, f@p)
|
* container_of_const(..., struct tag, f@p)
|
* list_entry(..., struct tag, f@p)
|
* list_first_entry(..., struct tag, f@p)
|
* list_first_entry_or_null(..., struct tag, f@p)
|
* list_last_entry(..., struct tag, f@p)
)

@depends on context@
identifier like.f;
expression e;
position like.p;
@@

(
* container_of(..., typeof(*e), f@p)
|
* list_entry(..., typeof(*e), f@p)
|
* list_first_entry(..., typeof(*e), f@p)
|
* list_last_entry(..., typeof(*e), f@p)
|
* list_next_entry(e, f@p)
|
* list_prev_entry(e, f@p)
)

@depends on context@
iterator name list_for_each_entry, list_for_each_entry_reverse,
	list_for_each_entry_rcu, list_for_each_entry_continue,
	list_for_each_entry_from, list_for_each_entry_safe;
identifier walk.f;
expression e, E, next;
statement S;
position walk.p;
@@

(
* list_for_each_entry(e, E, f@p) S
|
* list_for_each_entry_reverse(e, E, f@p) S
|
* list_for_each_entry_rcu(e, E, f@p) S
|
* list_for_each_entry_continue(e, E, f@p) S
|
* list_for_each_entry_from(e, E, f@p) S
|
* list_for_each_entry_safe(e, next, E, f@p) S
)

@depends on context@
identifier variable.tag, variable.f, x;
expression E;
position variable.p;
@@

* struct tag x = { ..., .f@p = E, ... };

@depends on context@
identifier literal.tag, literal.f;
expression E;
position literal.p;
@@

* (struct tag){ ..., .f@p = E, ... }

@script:python depends on report || patch@
p << member.p;
tag << member.tag;
f << member.f;
@@

tell(coccilib.report.print_report, p[0], tag, f)

@script:python depends on org@
p << member.p;
tag << member.tag;
f << member.f;
@@

tell(coccilib.org.print_todo, p[0], tag, f)

@script:python depends on report || patch@
p << offset.p;
tag << offset.tag;
f << offset.f;
@@

tell(coccilib.report.print_report, p[0], tag, f)

@script:python depends on org@
p << offset.p;
tag << offset.tag;
f << offset.f;
@@

tell(coccilib.org.print_todo, p[0], tag, f)

@script:python depends on report || patch@
p << like.p;
tag << like.tag;
f << like.f;
@@

tell(coccilib.report.print_report, p[0], tag, f)

@script:python depends on org@
p << like.p;
tag << like.tag;
f << like.f;
@@

tell(coccilib.org.print_todo, p[0], tag, f)

@script:python depends on report || patch@
p << walk.p;
tag << walk.tag;
f << walk.f;
@@

tell(coccilib.report.print_report, p[0], tag, f)

@script:python depends on org@
p << walk.p;
tag << walk.tag;
f << walk.f;
@@

tell(coccilib.org.print_todo, p[0], tag, f)

@script:python depends on report || patch@
p << variable.p;
tag << variable.tag;
f << variable.f;
@@

tell(coccilib.report.print_report, p[0], tag, f)

@script:python depends on org@
p << variable.p;
tag << variable.tag;
f << variable.f;
@@

tell(coccilib.org.print_todo, p[0], tag, f)

@script:python depends on report || patch@
p << literal.p;
tag << literal.tag;
f << literal.f;
@@

tell(coccilib.report.print_report, p[0], tag, f)

@script:python depends on org@
p << literal.p;
tag << literal.tag;
f << literal.f;
@@

tell(coccilib.org.print_todo, p[0], tag, f)
