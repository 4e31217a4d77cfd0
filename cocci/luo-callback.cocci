// SPDX-License-Identifier: GPL-2.0-or-later
///
/// LUO's callbacks are there, and do something.
///
/// Registration refuses a handler without a callback that is required, and that
/// is only seen when it runs. One that does nothing passes, and leaves behind
/// what it should have undone, restored or freed.
///
//
// Confidence: High
// Copyright: (C) 2025 the authors of luoguard
// Options: --no-includes --include-headers
// Requires: 1.1.1
// Keywords: LUO, live update, liveupdate_file_ops, liveupdate_flb_ops
//
// There is no textual mend: patch mode prints the report, so that chain finds
// something to do.
//
// Not seen: callbacks in an array or inside of another initializer, those that
// a macro sets, a function of another file, or one that only looks as if it did
// something. luoguard's plugin for GCC sees the first and the last.

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
# begin callbacks
CALLBACKS = {
    "liveupdate_file_ops": {
        "required": ["can_preserve", "preserve", "unpreserve", "retrieve",
            "finish"],
        "before": ["preserve", "freeze", "unfreeze", "unpreserve"],
        "after": ["retrieve", "can_finish", "finish"]},
    "liveupdate_flb_ops": {
        "required": ["preserve", "unpreserve", "retrieve", "finish"],
        "before": ["preserve", "unpreserve"],
        "after": ["retrieve", "finish"]},
}
# end callbacks

used = {}    # file: { function: [ (member, variable, tag, place), ... ] }

def is_callbacks(tag):
    return tag in CALLBACKS

# { member: what it is set to }; None: not all of it is in plain sight.
def members_of(elements):
    members = {}
    for e in elements:
        m = re.match(r"\s*\.\s*(\w+)\s*=\s*(.*?)\s*$", e, re.S)
        if not m:
            return None
        if m.group(2) not in ("NULL", "0"):
            members[m.group(1)] = m.group(2)
    return members

# Required ones that are missing. "= { }" is the beginning of one that is filled
# in later.
def lacking(tag, members):
    return [m for m in CALLBACKS[tag]["required"] if m not in members] \
        if members else []

def dotted(members):
    return ", ".join("." + m for m in members)

# can_preserve() and its kin answer a question: a constant may do.
def note_functions(p, tag, name, members):
    acting = CALLBACKS[tag]["before"] + CALLBACKS[tag]["after"]
    for member, value in (members or {}).items():
        fn = value.lstrip("& ")
        if like(member, acting) and member != "can_finish":
            used.setdefault(p.file, {}).setdefault(fn, []).append(
                (member, name, tag, p.line + ":" +
                 str(int(p.column) + 1)))

# One that is defined twice is a stub in some configuration.
def does_nothing(p, fn, value):
    return (fn in used.get(p.file, {}) and
            re.match(r"(- *)?(\d\w*|[A-Z][A-Z0-9_]*)$|true$|false$|$", value)
            is not None and
            len(re.findall(r"\b" + fn + r"\s*[(][^;{}]*[)]\s*[{]",
                           code_of(p.file))) == 1)

def tell_missing(how, p, tag, name, elements):
    members = members_of(elements)
    how(p, name + ": no " + dotted(lacking(tag, members)) + ", only " +
        dotted(members) + " of struct " + tag + " [luo-callback]")

def tell_idle(how, p, fn):
    for member, name, tag, at in used[p.file][fn]:
        how(p, fn + ": does nothing, ." + member + " of " + name +
            " at " + at + ", struct " + tag + " [luo-callback]")

@seen@
identifier tag : script:python() { is_callbacks(tag) };
identifier x;
initializer list I;
position p;
@@

  struct tag x@p = { I };

@script:python@
p << seen.p;
tag << seen.tag;
x << seen.x;
I << seen.I;
@@

note_functions(p[0], tag, x, members_of(I.elements))

// What is not const may be completed before it is registered.
@fixed@
identifier tag : script:python() { is_callbacks(tag) };
identifier x;
initializer list I;
position p;
@@

  const struct tag x@p = { I };

@script:python@
tag << fixed.tag;
I << fixed.I;
@@

cocci.include_match(lacking(tag, members_of(I.elements)) != [])

@idle@
identifier fn;
type T;
expression E;
position p;
@@

(
  T fn@p(...) { }
|
  T fn@p(...) { return; }
|
  T fn@p(...) { return E; }
)

@script:python@
p << idle.p;
fn << idle.fn;
E << idle.E = "";
@@

cocci.include_match(does_nothing(p[0], fn, E))

@depends on context@
identifier fixed.tag, fixed.x;
initializer list I;
position fixed.p;
@@

* const struct tag x@p = { I };

@depends on context@
identifier idle.fn;
type T;
position idle.p;
@@

* T fn@p(...) { ... }

@script:python depends on report || patch@
p << fixed.p;
tag << fixed.tag;
x << fixed.x;
I << fixed.I;
@@

tell_missing(coccilib.report.print_report, p[0], tag, x, I.elements)

@script:python depends on org@
p << fixed.p;
tag << fixed.tag;
x << fixed.x;
I << fixed.I;
@@

tell_missing(coccilib.org.print_todo, p[0], tag, x, I.elements)

@script:python depends on report || patch@
p << idle.p;
fn << idle.fn;
@@

tell_idle(coccilib.report.print_report, p[0], fn)

@script:python depends on org@
p << idle.p;
fn << idle.fn;
@@

tell_idle(coccilib.org.print_todo, p[0], fn)
