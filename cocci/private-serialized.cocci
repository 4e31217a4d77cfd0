// SPDX-License-Identifier: GPL-2.0-or-later
///
/// What is private to an owner is not handed to the next kernel.
///
/// Once the bytes of a private struct cross a kexec, its owner can never change
/// it again: the next kernel reads them as its own struct of that name. Copying
/// it into a buffer that is handed over is the same thing.
///
//
// Confidence: High
// Copyright: (C) 2025 the authors of luoguard
// Options: --no-includes --include-headers
// Requires: 1.1.1
// Keywords: KHO, LUO, live update, kexec, pci_saved_state
//
// There is no textual mend: patch mode prints the report, so that chain finds
// something to do.
//
// These are the structs that policy names private, and of flows the simplest: a
// pointer to one, in one function, in a call that policy lists, or bytes of it
// copied into memory that such a call gives or takes. Not seen: a pointer that
// goes through a helper, a void * or another struct. luoguard's plugin for GCC
// sees all of them, and the other structs of an owner's private headers.

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
# begin flows
HANDS = ["kho_alloc_preserve:return", "kho_add_subtree:2",
    "kho_preserve_folio:1", "kho_preserve_pages:1", "kho_preserve_vmalloc:1",
    "kho_block_set_it_reserve_entry:return", "KHOSER_STORE_PTR"]
TAKES = ["kho_retrieve_subtree:*2", "kho_restore_folio:1",
    "kho_restore_folio:return", "kho_restore_pages:1",
    "kho_restore_pages:return", "kho_restore_vmalloc:return",
    "kho_restore_free:1", "kho_block_set_it_read_entry:return",
    "kho_block_set_it_prev:return", "kho_block_set_restore:2",
    "KHOSER_LOAD_PTR", "kho_populate:1", "kho_populate:3"]
FLOW_MEMBERS = ["liveupdate_file_op_args.serialized_data",
    "liveupdate_flb_op_args.data"]
PAGES = ["page", "folio", "ptdesc", "slab", "zpdesc"]
# end flows
# begin flow.py
# What policy calls a way into KHO or out of it: "f:2" f()'s second argument,
# "f:*2" what that points to, "f:return", and "F" alone a macro.
def way_of(fn, at):
    macro = [fn] * (not at.startswith("*"))
    for way in [fn + ":" + at] + macro:
        if way in HANDS + TAKES:
            return way
    return None

# "const struct foo" is foo.
def tag_of(type):
    words = [w for w in type.split() if w not in ("const", "volatile")]
    return words[-1] if words else ""

def member_of(type, member):
    way = tag_of(type) + "." + member
    return way if way in FLOW_MEMBERS else None

flows = {}    # file: { tag: (way, back, line, column) }

# The first way of a struct, over into KHO when there is one.
def flow(p, type, way, back=None):
    tag = tag_of(type)
    if not way or tag in PAGES:
        return
    if back is None:
        back = way in TAKES
    known = flows.setdefault(p.file, {})
    if tag not in known or known[tag][1] and not back:
        known[tag] = (way, back, int(p.line), int(p.column))

# "f:2 hands it over at 31:5"
def told(way, back, line, column):
    return way + (" takes it back" if back else " hands it over") + \
        " at " + str(line) + ":" + str(column + 1)
# end flow.py

def copies(function):
    return like(function, ["*memcpy*", "*memmove*"])

found = {}    # where each was found: { (file, line, column): (tag, words) }

# Every flow of a private struct is told, where it is.
def flow(p, type, way, back=None):
    tag = tag_of(type)
    if way and is_private(tag):
        back = way in TAKES if back is None else back
        found.setdefault((p.file, p.line, p.column), (tag, told(
            way, back, int(p.line), int(p.column))))

def any_found(positions):
    return any((p.file, p.line, p.column) in found for p in positions)

said = set()

def tell(how, p):
    at = (p.file, p.line, p.column)
    if at not in said:
        said.add(at)
        how(p, "struct " + found[at][0] + ": " + found[at][1] +
            " [private-serialized]")

// begin flow.smpl
// A pointer to a T that gets into KHO or comes from there, in one function.
@argument@
// begin flow-arguments
identifier fn = {kho_add_subtree, kho_preserve_folio, kho_preserve_pages,
    kho_preserve_vmalloc, KHOSER_STORE_PTR, kho_restore_folio,
    kho_restore_pages, kho_restore_free, kho_block_set_restore,
    KHOSER_LOAD_PTR, kho_populate};
// end flow-arguments
expression list[n] before;
type T;
T *e;
position p;
@@

  fn@p(before, e, ...)

@argument_cast@
// begin flow-arguments
identifier fn = {kho_add_subtree, kho_preserve_folio, kho_preserve_pages,
    kho_preserve_vmalloc, KHOSER_STORE_PTR, kho_restore_folio,
    kho_restore_pages, kho_restore_free, kho_block_set_restore,
    KHOSER_LOAD_PTR, kho_populate};
// end flow-arguments
expression list[n] before;
type T, U;
T *e;
position p;
@@

  fn@p(before, (U)e, ...)

@argument_array@
// begin flow-arguments
identifier fn = {kho_add_subtree, kho_preserve_folio, kho_preserve_pages,
    kho_preserve_vmalloc, KHOSER_STORE_PTR, kho_restore_folio,
    kho_restore_pages, kho_restore_free, kho_block_set_restore,
    KHOSER_LOAD_PTR, kho_populate};
// end flow-arguments
expression list[n] before;
type T;
T[] e;
position p;
@@

  fn@p(before, e, ...)

@result@
// begin flow-results
identifier fn = {kho_alloc_preserve, kho_block_set_it_reserve_entry,
    KHOSER_STORE_PTR, kho_restore_folio, kho_restore_pages,
    kho_restore_vmalloc, kho_block_set_it_read_entry, kho_block_set_it_prev,
    KHOSER_LOAD_PTR};
// end flow-results
type T, U;
T *e;
position p;
@@

(
  e = fn@p(...)
|
  e = (U)fn@p(...)
)

@output exists@
// begin flow-outputs
identifier fn = {kho_retrieve_subtree};
// end flow-outputs
// begin flow-pointers
identifier to = {phys_to_virt, __phys_to_virt, __va, page_to_virt,
    page_address, lowmem_page_address, folio_address, pfn_to_kaddr,
    pfn_to_virt, early_memremap, memremap, kmap, kmap_local_page,
    kmap_local_folio};
// end flow-pointers
expression list[n] before;
expression A, B;
type T, U;
T *e;
position p;
@@

  fn@p(before, &A, ...)
  ... when != A = B
(
  e = to(A)
|
  e = (U)to(A)
)

@member_out@
// begin flow-members
identifier m = {serialized_data, data};
// end flow-members
// begin flow-addresses
identifier to = {virt_to_phys, __virt_to_phys, __virt_to_phys_nodebug,
    __phys_addr, __phys_addr_nodebug, __phys_addr_symbol, __pa, __pa_nodebug,
    __pa_symbol, virt_to_page, virt_to_folio, virt_to_head_page, virt_to_pfn,
    vmalloc_to_page, vmalloc_to_pfn};
// end flow-addresses
type H, T;
H *a;
T *e;
position p;
@@

  a->m = to@p(e)

@member_in@
// begin flow-members
identifier m = {serialized_data, data};
// end flow-members
// begin flow-pointers
identifier to = {phys_to_virt, __phys_to_virt, __va, page_to_virt,
    page_address, lowmem_page_address, folio_address, pfn_to_kaddr,
    pfn_to_virt, early_memremap, memremap, kmap, kmap_local_page,
    kmap_local_folio};
// end flow-pointers
type H, T, U;
H *a;
T *e;
position p;
@@

(
  e = to@p(a->m)
|
  e = (U)to@p(a->m)
)

@script:python@
p << argument.p;
fn << argument.fn;
n << argument.n;
T << argument.T;
@@

flow(p[0], T, way_of(fn, str(int(n) + 1)))

@script:python@
p << argument_cast.p;
fn << argument_cast.fn;
n << argument_cast.n;
T << argument_cast.T;
@@

flow(p[0], T, way_of(fn, str(int(n) + 1)))

@script:python@
p << argument_array.p;
fn << argument_array.fn;
n << argument_array.n;
T << argument_array.T;
@@

flow(p[0], T, way_of(fn, str(int(n) + 1)))

@script:python@
p << result.p;
fn << result.fn;
T << result.T;
@@

flow(p[0], T, way_of(fn, "return"))

@script:python@
p << output.p;
fn << output.fn;
n << output.n;
T << output.T;
@@

flow(p[0], T, way_of(fn, "*" + str(int(n) + 1)))

@script:python@
p << member_out.p;
m << member_out.m;
H << member_out.H;
T << member_out.T;
@@

flow(p[0], T, member_of(H, m), False)

@script:python@
p << member_in.p;
m << member_in.m;
H << member_in.H;
T << member_in.T;
@@

flow(p[0], T, member_of(H, m), True)
// end flow.smpl

// Its bytes.
@copied exists@
// begin flow-results
identifier fn = {kho_alloc_preserve, kho_block_set_it_reserve_entry,
    KHOSER_STORE_PTR, kho_restore_folio, kho_restore_pages,
    kho_restore_vmalloc, kho_block_set_it_read_entry, kho_block_set_it_prev,
    KHOSER_LOAD_PTR};
// end flow-results
identifier copy : script:python() { copies(copy) };
expression A, B;
type T;
T *e;
position p;
@@

  A = fn@p(...)
  ... when != A = B
  copy(A, e, ...)

@gathered exists@
// begin flow-arguments
identifier fn = {kho_add_subtree, kho_preserve_folio, kho_preserve_pages,
    kho_preserve_vmalloc, KHOSER_STORE_PTR, kho_restore_folio,
    kho_restore_pages, kho_restore_free, kho_block_set_restore,
    KHOSER_LOAD_PTR, kho_populate};
// end flow-arguments
identifier copy : script:python() { copies(copy) };
expression list[n] before;
expression A, B;
type T;
T *e;
position p;
@@

  copy(A, e, ...)
  ... when != A = B
  fn@p(before, A, ...)

@script:python@
p << copied.p;
fn << copied.fn;
T << copied.T;
@@

flow(p[0], T, way_of(fn, "return"))

@script:python@
p << gathered.p;
fn << gathered.fn;
n << gathered.n;
T << gathered.T;
@@

flow(p[0], T, way_of(fn, str(int(n) + 1)))

@at@
identifier fn;
position p : script:python() { any_found(p) };
@@

  fn@p(...)

@depends on context@
identifier fn;
position at.p;
@@

* fn@p(...)

@script:python depends on report || patch@
p << at.p;
@@

tell(coccilib.report.print_report, p[0])

@script:python depends on org@
p << at.p;
@@

tell(coccilib.org.print_todo, p[0])
