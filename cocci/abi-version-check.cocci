// SPDX-License-Identifier: GPL-2.0-or-later
///
/// A blob's version is compared before anything else of it is read.
///
/// What kho_retrieve_subtree() brings, nobody has looked at: the previous kernel
/// may have laid it out in another way. LUO compares the compatible strings of
/// file handlers and FLBs itself.
///
//
// Confidence: Moderate
// Copyright: (C) 2025 the authors of luoguard
// Options: --no-includes --include-headers
// Requires: 1.1.1
// Keywords: KHO, live update, kexec, kho_retrieve_subtree, compatible
//
// There is no textual mend: patch mode prints the report, so that chain finds
// something to do.
//
// Seen is the function that asks for the blob, up to where it mentions the
// version or hands the blob to somebody: whether a helper compares, or what is
// compared decides, luoguard's plugin for GCC sees. The struct is read from the
// file's text and from the ABI headers'.

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
# begin versions
VERSIONS = ["version", "abi_version", "ser_version", "layout_version",
    "format_version"]
# end versions
import glob

structs = {}    # what the ABI headers of each tree define: { tag: members }

def is_version(member):
    return like(member, VERSIONS) or "compat" in member

# Members that one may look at first; magic alone says no version.
def says_version(member):
    return is_version(member) or "magic" in member or "signature" in member

def not_version(member):
    return not says_version(member)

# { tag: [ members ] } of what the file defines.
def defined_in(name):
    code, found = code_of(name), {}
    for m in re.finditer(r"\bstruct\s+(\w+)\s*\{", code):
        depth, at = 1, m.end()
        while depth and at < len(code):
            depth += (code[at] == "{") - (code[at] == "}")
            at += 1
        found[m.group(1)] = re.findall(r"(\w+)\s*(?=\[[^]]*\]\s*;|[;:,])",
                                       code[m.end():at])
    return found

def in_zones(name):
    path = os.path.abspath(name)
    tree = path[:len(path) - len(tree_path(name))]
    if tree not in structs:
        structs[tree] = {}
        for zone in ZONES:
            for header in sorted(glob.glob(os.path.join(tree, zone, "**/*.h"),
                                           recursive=True)):
                structs[tree].update(defined_in(header))
    return structs[tree]

# The member that says the version of struct @tag; None: nobody knows one.
def version_of(p, tag):
    members = defined_in(p.file).get(tag) or in_zones(p.file).get(tag) or []
    return next((m for m in members if is_version(m)), None)

# What stands in the same statement in front of the member, and behind it.
def around(p):
    code, at = code_of(p.file), offset_of(p)
    start = max(code.rfind(c, 0, at) for c in ";{}") + 1
    return code[start:at], code[at:]

# Is @member read there, before the statement mentions a version or hands @e to
# somebody? Its size and its address are not read, and a store is none.
def is_read(p, e, member):
    before, behind = around(p)
    name = re.escape(e)
    versions = re.findall(name + r"\s*->\s*(\w+)", before)
    return (not any(says_version(v) for v in versions) and
            not re.search(r"[(,]\s*" + name + r"\s*[,)]", before) and
            not re.search(r"([^&]&|^&|\bsizeof\s*[(]?)\s*" + name +
                          r"\s*->\s*$", before) and
            not re.match(member + r"\s*=[^=]", behind))

said = set()
compared = set()    # elsewhere in the function

def is_news(p, tag):
    return (p.file, p.current_element, tag) not in said

def tell(how, p, e, tag, member):
    at = (p.file, p.current_element)
    said.add(at + (tag,))
    how(p, "struct " + tag + ": @" + member + " is read " +
        ("before" if at + (e,) in compared else "without") + " @" +
        version_of(p, tag) + ", in " + p.current_element +
        "() [abi-version-check]")

@blob exists@
// begin flow-outputs
identifier fn = {kho_retrieve_subtree};
// end flow-outputs
// begin flow-pointers
identifier to = {phys_to_virt, __phys_to_virt, __va, page_to_virt,
    page_address, lowmem_page_address, folio_address, pfn_to_kaddr,
    pfn_to_virt, early_memremap, memremap, kmap, kmap_local_page,
    kmap_local_folio};
// end flow-pointers
identifier tag, g;
identifier v : script:python() { says_version(v) };
identifier f : script:python() { not_version(f) };
expression A, B, C;
type U;
struct tag *e;
position p;
@@

  fn(..., &A, ...)
  ... when != A = B
(
  e = to(A)
|
  e = (U)to(A)
)
  ... when != e->v
      when != e = C
      when != g(..., e, ...)
  e->f@p

@script:python@
p << blob.p;
tag << blob.tag;
e << blob.e;
f << blob.f;
@@

cocci.include_match(version_of(p[0], tag) is not None and
                    is_read(p[0], e, f))

@mention@
identifier v : script:python() { is_version(v) };
identifier blob.tag;
struct tag *blob.e;
position p;
@@

  e->v@p

@script:python@
p << mention.p;
e << blob.e;
@@

compared.add((p[0].file, p[0].current_element, e))

@depends on context@
identifier blob.tag, blob.f;
struct tag *blob.e;
position blob.p;
@@

* e->f@p

@script:python depends on report || patch@
p << blob.p;
e << blob.e;
tag << blob.tag;
f << blob.f;
@@

if is_news(p[0], tag):
    tell(coccilib.report.print_report, p[0], e, tag, f)

@script:python depends on org@
p << blob.p;
e << blob.e;
tag << blob.tag;
f << blob.f;
@@

if is_news(p[0], tag):
    tell(coccilib.org.print_todo, p[0], e, tag, f)
