// SPDX-License-Identifier: GPL-2.0-or-later
///
/// A serialized struct is __packed.
///
/// Without it a compiler chooses where the members lie, and stale memory
/// crosses the kexec in the holes. Patch mode adds it.
///
//# Where members move, the layout is another one and its version has to be
//# raised; a semantic patch does not know where the holes are.
//
// Confidence: High
// Copyright: (C) 2025 the authors of luoguard
// Options: --no-includes --include-headers
// Requires: 1.1.1
// Keywords: KHO, LUO, live update, kexec, serialization, __packed
//
// Coccinelle 1.1.1 adds an attribute only when it is declared: "attribute name
// __packed". It cannot match one in front of the tag, nor __attribute__(): what
// is there already is read from the text. Not seen: a struct without a tag
// inside another that is not packed, holes, and that a static_assert pins the
// size. Patch mode leaves typedefs of a struct without a tag alone.
//
// SmPL sees one file at a time. Not seen: a *_ser struct of a header that does
// not use KHO or LUO itself, a struct that is serialized because another one
// holds it, a definition that declares a variable as well. luoguard's plugin
// for GCC sees all three.

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

# The attributes in front of the tag and behind the body. A typedef's name
# stands behind the body.
def attributes(p):
    text, at, depth = code_of(p.file), offset_of(p), 0
    front = re.search(r"[^;{}]*$", text[:at]).group(0)
    i = at
    while i < len(text) and not (text[i] == ";" and depth == 0):
        depth += {"{": 1, "}": -1}.get(text[i], 0)
        i += 1
    body = text[at:i]
    return front + (body[body.rindex("}"):] if "}" in body else body)

def unpacked(positions):
    return (serialized(positions) and
            not any(re.search(r"\b(__)?packed(__)?\b", attributes(p))
                    for p in positions))

@r depends on report || org@
identifier s;
type T;
position p : script:python() { unpacked(p) };
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
position p : script:python() { unpacked(p) };
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

@script:python depends on report@
p << r.p;
@@

coccilib.report.print_report(p[0], name_at(p[0]) + ": no __packed [abi-packed]")

@script:python depends on org@
p << r.p;
@@

coccilib.org.print_todo(p[0], name_at(p[0]) + ": no __packed [abi-packed]")

@depends on patch@
attribute name __packed;
identifier s;
position p : script:python() { unpacked(p) };
@@

(
  struct s@p { ... }
+ __packed
  ;
|
  union s@p { ... }
+ __packed
  ;
)
