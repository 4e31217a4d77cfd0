// SPDX-License-Identifier: GPL-2.0-or-later
///
/// A serialized struct belongs in an ABI header.
///
/// A struct whose bytes cross a kexec is an ABI between two kernels. Among the
/// ABI headers every reviewer sees that a change of it needs a new version. A
/// struct counts as serialized when the file hands it to KHO or LUO or takes it
/// back from there, and by its name (*_ser), where the file uses KHO or LUO.
///
//
// Confidence: High
// Copyright: (C) 2025 the authors of luoguard
// Options: --no-includes --include-headers
// Requires: 1.1.1
// Keywords: KHO, LUO, live update, kexec, serialization
//
// There is no textual mend: patch mode prints the report, so that chain finds
// something to do.
//
// SmPL sees one file at a time, and of flows the simplest: a pointer to the
// struct, in one function, in a call that policy lists. Not seen: a *_ser struct
// of a header that does not use KHO or LUO itself, a pointer that goes through a
// helper, a void * or another struct, a struct of another file, one that is
// serialized because another one holds it, a definition that declares a variable
// as well. luoguard's plugin for GCC sees all of them.

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
# begin zones
ZONES = ["include/linux/kho/abi/"]
# end zones
# begin other-abis
OTHER_ABIS = ["include/uapi/", "arch/*/include/uapi/",
    "include/uapi/linux/vfio_zdev.h"]
# end other-abis
# begin kho
SER_NAMES = ["*_ser", "*_ser_t", "*_ser_v[0-9]", "*_ser_v[0-9][0-9]"]
KHO_HEADERS = ["linux/kexec_handover.h", "linux/kho_*.h",
    "linux/liveupdate.h", "linux/kho/abi/*.h", "asm/kexec_handover.h",
    "asm-generic/kexec_handover.h", "uapi/linux/liveupdate.h"]
KHO_SYMBOLS = ["kho_*", "luo_*", "liveupdate_*", "KHOSER_*",
    "DECLARE_KHOSER_PTR"]
# end kho
# begin serialized.py
# Is what is defined at this position serialized, and how is it known? The
# path is evidence; a name is, where the file uses KHO or LUO.
users = {}

def uses_kho(name):
    if name not in users:
        code = code_of(name)
        headers = re.findall(r"^[ \t]*#[ \t]*include[ \t]*[<\"]([^>\"]+)",
                             code, re.M)
        words = set(re.findall(r"[A-Za-z_]\w*",
                               re.sub(r"\"(?:\\.|[^\"\\\n])*\"", "", code)))
        users[name] = (any(like(h, KHO_HEADERS) for h in headers) or
                       any(like(w, KHO_SYMBOLS) for w in words))
    return users[name]

def in_zone(name):
    return lies_in(tree_path(name), ZONES) is not None

def tag_at(p):
    return re.match(r"\w*", text_of(p.file)[offset_of(p):]).group(0)

# As C writes it: a typedef stands behind its struct, not behind the word.
def name_at(p):
    before = re.search(r"\b(struct|union)\b[^{};]*$",
                       code_of(p.file)[:offset_of(p)])
    return (before.group(1) + " " if before else "") + tag_at(p)

# By its name, and outside the zones.
def by_name(p):
    return (like(tag_at(p), SER_NAMES) and uses_kho(p.file) and
            not in_zone(p.file) and
            not lies_in(tree_path(p.file), OTHER_ABIS))

def serialized(positions):
    return any(in_zone(p.file) or by_name(p) for p in positions)
# end serialized.py
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

def flow_of(p):
    return flows.get(p.file, {}).get(tag_at(p))

def stray(positions):
    return any(by_name(p) or
               flow_of(p) and not in_zone(p.file) and
               not lies_in(tree_path(p.file), OTHER_ABIS)
               for p in positions)

def tell(how, p):
    why = told(*flow_of(p)) if flow_of(p) else "serialized"
    how(p, name_at(p) + ": " + why + ", not in an ABI header [abi-location]")

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

@r depends on !context@
identifier s;
type T;
position p : script:python() { stray(p) };
@@

(
  struct s@p { ... };
|
  union s@p { ... };
|
  typedef struct { ... } T@p;
|
  typedef union { ... } T@p;
)

@depends on context@
identifier s;
type T;
position p : script:python() { stray(p) };
@@

(
* struct s@p { ... };
|
* union s@p { ... };
|
* typedef struct { ... } T@p;
|
* typedef union { ... } T@p;
)

@script:python depends on report || patch@
p << r.p;
@@

tell(coccilib.report.print_report, p[0])

@script:python depends on org@
p << r.p;
@@

tell(coccilib.org.print_todo, p[0])
