// SPDX-License-Identifier: GPL-2.0-or-later
///
/// Nobody but its owner looks inside a private struct.
///
/// A pointer that is only kept, passed on, compared or freed does not depend
/// on what it points to. A member, a size, a copy does: the next kernel's
/// struct is another one.
///
//
// Confidence: High
// Copyright: (C) 2025 the authors of luoguard
// Options: --recursive-includes --include-headers-for-types --include-headers
// Requires: 1.1.1
// Keywords: PCI, VFIO, private, opaque, live update
//
// There is no textual mend: patch mode prints the report, so that chain finds
// something to do.
//
// These are the structs that policy names private: members, values, sizes and
// offsets, arithmetic, embedding, literals, parameters and results by value,
// reads through a cast and calls that want a token's bytes. Not seen: other
// structs of an owner's private headers, what a macro or a typedef hides, a use
// through "__auto_type", one in a file that names none of the structs (nor has
// a member of that name), twins. luoguard's plugin for GCC sees all of them.
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
# begin owners
OWNERS = {
    "drivers/pci/": {
        "name": "the PCI core",
        "structs": ["pci_saved_state", "pci_cap_saved_data",
            "pci_cap_saved_state"],
        "friends": {
            "arch/s390/pci/pci_sysfs.c":
                ["pci_slot_attribute"],}},
}
# end owners
# begin owner.py
# Whose struct it is, and who may look at it.
def is_private(tag):
    return owner_of(tag) is not None

def owner_of(tag):
    for place, owner in OWNERS.items():
        if tag in owner["structs"]:
            return place
    return None

def may_look(name, place, tag):
    path = tree_path(name)
    return lies_in(path, [place]) is not None or any(
        lies_in(path, [f]) and like(tag, tags)
        for f, tags in OWNERS[place]["friends"].items())

# Is there any owner whose file this is not?
def outside(positions):
    return any(not lies_in(tree_path(p.file), [place])
               for p in positions for place in OWNERS)
# end owner.py

# begin bytes
BYTE_CALLS = ["memcpy", "memmove", "memcmp", "memset", "memscan", "memchr",
    "memchr_inv", "memchr_noinv", "__memcpy", "__memmove", "__memset",
    "__memcmp", "__underlying_mem*", "bcmp", "memset16", "memset32",
    "memset64", "memcpy_and_pad", "memzero_explicit", "kmemdup",
    "kmemdup_noprof", "kmemdup_array", "kmemdup_nul", "kvmemdup",
    "kvmemdup_noprof", "devm_kmemdup", "devm_kmemdup_array",
    "devm_kmemdup_const", "copy_to_user", "_copy_to_user", "__copy_to_user",
    "copy_from_user", "_copy_from_user", "__copy_from_user",
    "raw_copy_to_user", "raw_copy_from_user", "copy_to_iter", "_copy_to_iter",
    "copy_from_iter", "_copy_from_iter", "copy_to_kernel_nofault",
    "copy_from_kernel_nofault", "memcpy_toio", "memcpy_fromio",
    "__memcpy_toio", "__memcpy_fromio", "simple_read_from_buffer",
    "simple_write_to_buffer", "memory_read_from_buffer", "seq_write",
    "kernel_write", "kernel_read", "print_hex_dump", "print_hex_dump_bytes",
    "hex_dump_to_buffer", "bin2hex", "crc8", "crc16", "crc32_le", "crc32_be",
    "crc32c", "jhash", "jhash2", "xxhash", "xxh64", "xxh32", "full_name_hash",
    "sg_init_one", "sg_set_buf"]
# end bytes
def wants_bytes(function):
    return like(re.sub("^__builtin_", "", function), BYTE_CALLS)

# "*e" inside of sizeof(*e) is told as the size, "e[i].f" as the member.
said = set()

def tell(how, p, tag, what):
    place, line = owner_of(tag), (p.file, p.line, tag)
    if may_look(p.file, place, tag):
        return
    if (line, what) in said:
        return
    if what == "by value" and (line, "its size") in said:
        return
    if what == "pointer arithmetic" and any(
            l == line and ("@" in w or "bytes" in w) for l, w in said):
        return
    said.add((line, what))
    how(p, "struct " + tag + ": " + what + ", private to " +
           OWNERS[place]["name"] + " [private-use]")

// Headers are read for their types, which takes its time: only for files that
// name such a struct, or a member called like one.
// begin gate
@named@
@@

(
  struct pci_saved_state
|
  struct pci_cap_saved_data
|
  struct pci_cap_saved_state
)

@held@
expression E;
@@

(
  E->pci_saved_state
|
  E->pci_cap_saved_data
|
  E->pci_cap_saved_state
|
  E.pci_saved_state
|
  E.pci_cap_saved_data
|
  E.pci_cap_saved_state
)
// end gate

@member depends on !context && (named || held)@
identifier tag : script:python() { is_private(tag) };
identifier f;
struct tag e;
position p : script:python() { outside(p) };
@@

  e.f@p

@value depends on !context && (named || held)@
identifier tag : script:python() { is_private(tag) };
struct tag *e;
position p : script:python() { outside(p) };
@@

  *e@p

@size depends on !context && (named || held)@
identifier tag : script:python() { is_private(tag) };
struct tag v;
position p : script:python() { outside(p) };
@@

(
  sizeof@p(struct tag)
|
  sizeof@p(v)
|
  __alignof__@p(struct tag)
)

@offset depends on !context && (named || held)@
identifier tag : script:python() { is_private(tag) };
identifier f;
position p : script:python() { outside(p) };
@@

(
  offsetof@p(struct tag, f)
|
  __builtin_offsetof@p(struct tag, f)
|
  offsetofend@p(struct tag, f)
|
  sizeof_field@p(struct tag, f)
|
  typeof_member@p(struct tag, f)
|
  struct_size_t@p(struct tag, f, ...)
|
  container_of@p(..., struct tag, f)
|
  container_of_const@p(..., struct tag, f)
|
  list_entry@p(..., struct tag, f)
|
  list_first_entry@p(..., struct tag, f)
|
  list_last_entry@p(..., struct tag, f)
|
  list_first_entry_or_null@p(..., struct tag, f)
|
  hlist_entry@p(..., struct tag, f)
|
  rb_entry@p(..., struct tag, f)
)

@calculated depends on !context && (named || held)@
identifier tag : script:python() { is_private(tag) };
struct tag *e;
expression E;
position p : script:python() { outside(p) };
@@

(
  e@p + E
|
  e@p - E
|
  e@p[E]
|
  e@p += E
|
  e@p -= E
|
  e@p++
|
  e@p--
|
  ++e@p
|
  --e@p
)

@literal depends on !context && (named || held)@
identifier tag : script:python() { is_private(tag) };
initializer list I;
position p : script:python() { outside(p) };
@@

  (struct tag@p){ I }

@variable depends on !context && (named || held)@
identifier tag : script:python() { is_private(tag) };
identifier x;
position p : script:python() { outside(p) };
@@

(
  struct tag x@p;
|
  struct tag x@p = ...;
|
  struct tag x@p[...];
|
  struct tag x@p[...] = ...;
)

@embedded depends on !context && (named || held)@
identifier tag : script:python() { is_private(tag) };
identifier x, o;
position p : script:python() { outside(p) };
@@

(
  struct o {
    ...
    struct tag x@p;
    ...
  };
|
  struct o {
    ...
    struct tag x@p[...];
    ...
  };
|
  union o {
    ...
    struct tag x@p;
    ...
  };
)

@cast depends on !context && (named || held)@
identifier tag : script:python() { is_private(tag) };
struct tag *e;
type T != void;
identifier f;
expression E;
position p : script:python() { outside(p) };
@@

(
  *(T *)@p e
|
  ((T *)@p e)->f
|
  ((T *)@p e)[E]
)

@call depends on !context && (named || held)@
identifier tag : script:python() { is_private(tag) };
identifier fn : script:python() { wants_bytes(fn) };
struct tag *e;
position p : script:python() { outside(p) };
@@

  fn@p(..., e, ...)

@given depends on !context && (named || held)@
identifier tag : script:python() { is_private(tag) };
identifier fn, x;
parameter list[n] before;
type T;
position p : script:python() { outside(p) };
@@

(
  T fn(before, struct tag x@p, ...) { ... }
|
  struct tag fn@p(...) { ... }
)

@depends on context && (named || held)@
identifier tag : script:python() { is_private(tag) };
identifier f;
struct tag e;
position p : script:python() { outside(p) };
@@

* e.f@p

@depends on context && (named || held)@
identifier tag : script:python() { is_private(tag) };
struct tag *e;
position p : script:python() { outside(p) };
@@

* *e@p

@depends on context && (named || held)@
identifier tag : script:python() { is_private(tag) };
struct tag v;
position p : script:python() { outside(p) };
@@

(
* sizeof@p(struct tag)
|
* sizeof@p(v)
|
* __alignof__@p(struct tag)
)

@depends on context && (named || held)@
identifier tag : script:python() { is_private(tag) };
identifier f;
position p : script:python() { outside(p) };
@@

(
* offsetof@p(struct tag, f)
|
* __builtin_offsetof@p(struct tag, f)
|
* offsetofend@p(struct tag, f)
|
* sizeof_field@p(struct tag, f)
|
* typeof_member@p(struct tag, f)
|
* struct_size_t@p(struct tag, f, ...)
|
* container_of@p(..., struct tag, f)
|
* container_of_const@p(..., struct tag, f)
|
* list_entry@p(..., struct tag, f)
|
* list_first_entry@p(..., struct tag, f)
|
* list_last_entry@p(..., struct tag, f)
|
* list_first_entry_or_null@p(..., struct tag, f)
|
* hlist_entry@p(..., struct tag, f)
|
* rb_entry@p(..., struct tag, f)
)

@depends on context && (named || held)@
identifier tag : script:python() { is_private(tag) };
struct tag *e;
expression E;
position p : script:python() { outside(p) };
@@

(
* e@p + E
|
* e@p - E
|
* e@p[E]
|
* e@p += E
|
* e@p -= E
|
* e@p++
|
* e@p--
|
* ++e@p
|
* --e@p
)

@depends on context && (named || held)@
identifier tag : script:python() { is_private(tag) };
initializer list I;
position p : script:python() { outside(p) };
@@

* (struct tag@p){ I }

@depends on context && (named || held)@
identifier tag : script:python() { is_private(tag) };
identifier x;
position p : script:python() { outside(p) };
@@

(
* struct tag x@p;
|
* struct tag x@p = ...;
|
* struct tag x@p[...];
|
* struct tag x@p[...] = ...;
)

@depends on context && (named || held)@
identifier tag : script:python() { is_private(tag) };
identifier x, o;
position p : script:python() { outside(p) };
@@

(
  struct o {
    ...
*   struct tag x@p;
    ...
  };
|
  struct o {
    ...
*   struct tag x@p[...];
    ...
  };
|
  union o {
    ...
*   struct tag x@p;
    ...
  };
)

@depends on context && (named || held)@
identifier tag : script:python() { is_private(tag) };
struct tag *e;
type T != void;
identifier f;
expression E;
position p : script:python() { outside(p) };
@@

(
* *(T *)@p e
|
* ((T *)@p e)->f
|
* ((T *)@p e)[E]
)

@depends on context && (named || held)@
identifier tag : script:python() { is_private(tag) };
identifier fn : script:python() { wants_bytes(fn) };
struct tag *e;
position p : script:python() { outside(p) };
@@

* fn@p(..., e, ...)

@depends on context && (named || held)@
identifier tag : script:python() { is_private(tag) };
identifier fn, x;
parameter list[n] before;
type T;
position p : script:python() { outside(p) };
@@

(
* T fn(before, struct tag x@p, ...) { ... }
|
* struct tag fn@p(...) { ... }
)

@script:python depends on report || patch@
p << size.p;
tag << size.tag;
@@

tell(coccilib.report.print_report, p[0], tag, "its size")

@script:python depends on org@
p << size.p;
tag << size.tag;
@@

tell(coccilib.org.print_todo, p[0], tag, "its size")

@script:python depends on report || patch@
p << member.p;
tag << member.tag;
f << member.f;
@@

tell(coccilib.report.print_report, p[0], tag, "@" + f)

@script:python depends on org@
p << member.p;
tag << member.tag;
f << member.f;
@@

tell(coccilib.org.print_todo, p[0], tag, "@" + f)

@script:python depends on report || patch@
p << offset.p;
tag << offset.tag;
f << offset.f;
@@

tell(coccilib.report.print_report, p[0], tag, "offset of @" + f)

@script:python depends on org@
p << offset.p;
tag << offset.tag;
f << offset.f;
@@

tell(coccilib.org.print_todo, p[0], tag, "offset of @" + f)

@script:python depends on report || patch@
p << cast.p;
tag << cast.tag;
@@

tell(coccilib.report.print_report, p[0], tag, "its bytes, by a cast")

@script:python depends on org@
p << cast.p;
tag << cast.tag;
@@

tell(coccilib.org.print_todo, p[0], tag, "its bytes, by a cast")

@script:python depends on report || patch@
p << call.p;
tag << call.tag;
fn << call.fn;
@@

tell(coccilib.report.print_report, p[0], tag, "its bytes, by " + fn + "()")

@script:python depends on org@
p << call.p;
tag << call.tag;
fn << call.fn;
@@

tell(coccilib.org.print_todo, p[0], tag, "its bytes, by " + fn + "()")

@script:python depends on report || patch@
p << calculated.p;
tag << calculated.tag;
@@

tell(coccilib.report.print_report, p[0], tag, "pointer arithmetic")

@script:python depends on org@
p << calculated.p;
tag << calculated.tag;
@@

tell(coccilib.org.print_todo, p[0], tag, "pointer arithmetic")

@script:python depends on report || patch@
p << literal.p;
tag << literal.tag;
@@

tell(coccilib.report.print_report, p[0], tag, "by value")

@script:python depends on org@
p << literal.p;
tag << literal.tag;
@@

tell(coccilib.org.print_todo, p[0], tag, "by value")

@script:python depends on report || patch@
p << variable.p;
tag << variable.tag;
@@

tell(coccilib.report.print_report, p[0], tag, "by value")

@script:python depends on org@
p << variable.p;
tag << variable.tag;
@@

tell(coccilib.org.print_todo, p[0], tag, "by value")

@script:python depends on report || patch@
p << value.p;
tag << value.tag;
@@

tell(coccilib.report.print_report, p[0], tag, "by value")

@script:python depends on org@
p << value.p;
tag << value.tag;
@@

tell(coccilib.org.print_todo, p[0], tag, "by value")

@script:python depends on report || patch@
p << embedded.p;
tag << embedded.tag;
x << embedded.x;
@@

tell(coccilib.report.print_report, p[0], tag, "embedded as @" + x)

@script:python depends on org@
p << embedded.p;
tag << embedded.tag;
x << embedded.x;
@@

tell(coccilib.org.print_todo, p[0], tag, "embedded as @" + x)

@script:python depends on report || patch@
p << given.p;
tag << given.tag;
@@

tell(coccilib.report.print_report, p[0], tag, "by value")

@script:python depends on org@
p << given.p;
tag << given.tag;
@@

tell(coccilib.org.print_todo, p[0], tag, "by value")
