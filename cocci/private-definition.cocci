// SPDX-License-Identifier: GPL-2.0-or-later
///
/// A private struct is defined by its owner, once.
///
/// Where others see its members they serialize them, and the owner can never
/// change them again. A forward declaration is right.
///
//
// Confidence: High
// Copyright: (C) 2025 the authors of luoguard
// Options: --no-includes --include-headers
// Requires: 1.1.1
// Keywords: PCI, VFIO, private, opaque, live update
//
// There is no textual mend: patch mode prints the report, so that chain finds
// something to do.
//
// These are the structs that policy names private. Not seen: a definition inside
// of another struct's, a copy under another name. luoguard's plugin for GCC sees
// them.
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

@r depends on !context@
identifier tag : script:python() { is_private(tag) };
position p : script:python() { outside(p) };
@@

(
  struct tag@p { ... };
|
  union tag@p { ... };
)

@depends on context@
identifier tag : script:python() { is_private(tag) };
position p : script:python() { outside(p) };
@@

(
* struct tag@p { ... };
|
* union tag@p { ... };
)

@script:python depends on report || patch@
p << r.p;
tag << r.tag;
@@

place = owner_of(tag)
if not lies_in(tree_path(p[0].file), [place]):
    coccilib.report.print_report(p[0], "struct " + tag + ": defined outside " +
        place + " [private-definition]")

@script:python depends on org@
p << r.p;
tag << r.tag;
@@

place = owner_of(tag)
if not lies_in(tree_path(p[0].file), [place]):
    coccilib.org.print_todo(p[0], "struct " + tag + ": defined outside " +
        place + " [private-definition]")
