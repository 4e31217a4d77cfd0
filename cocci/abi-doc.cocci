// SPDX-License-Identifier: GPL-2.0-or-later
///
/// A serialized struct has kernel-doc.
///
/// What its bytes mean cannot be asked of the code that wrote them: that code
/// is gone when they are read. The kernel-doc is where both sides look.
///
//
// Confidence: High
// Copyright: (C) 2025 the authors of luoguard
// Options: --no-includes --include-headers
// Requires: 1.1.1
// Keywords: KHO, LUO, live update, kexec, serialization, kernel-doc
//
// Patch mode writes a skeleton with every member in order. SmPL of 1.1.1 adds a
// comment ("+ /** text */" works) but no name that it bound into one: the patch
// is made from the text, and spatch --in-place does not write it. What macros
// or #if make of the members is reported instead.
//
// SmPL drops comments: the one above the definition is read from the text. Its
// first line has to name the struct; what it says of the members is not read
// here.
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

# The byte where the line begins on which the definition does.
def start_of(p):
    code, at = code_of(p.file), offset_of(p)
    front = re.search(r"[^;{}]*$", code[:at])
    words = list(re.finditer(r"\b(typedef\s+)?(struct|union)\b",
                             front.group(0)))
    start = (front.start() + words[-1].start() if words
             else typedef_of(code, at).start())
    return code.rfind("\n", 0, start) + 1

# Is the comment right above the definition its kernel-doc?
def documented(p):
    line, code = start_of(p), code_of(p.file)
    docs = list(re.finditer(r"^/[*][*][ \t\r]*\n((?:(?![*]/).|\n)*)[*]/",
                            text_of(p.file)[:line], re.M))
    if not docs or code[docs[-1].end():line].strip():
        return False
    first = docs[-1].group(1).split("\n")[0]
    name = name_at(p)
    kind = name.split()[0] if " " in name else "(struct|union|typedef)"
    return re.match(r"[ \t]*[*][ \t]*%s[ \t]+%s\b" % (kind, tag_at(p)), first)

import difflib

# Where "typedef struct {" begins, whose name stands behind its body.
def typedef_of(code, at):
    last = None
    for m in re.finditer(r"\btypedef\s+(struct|union)\b", code[:at]):
        last = m
    return last

def undocumented(positions):
    return (serialized(positions) and
            not any(documented(p) for p in positions))

# Splits code where a mark stands outside of brackets.
def split(code, mark):
    parts, depth = [""], 0
    for c in code:
        depth += (c in "([{") - (c in ")]}")
        if c == mark and not depth:
            parts.append("")
        else:
            parts[-1] += c
    return parts

# The macros that declare a member, and the argument that is its name.
DECLARE = {"DECLARE_BITMAP": 0, "DECLARE_KHOSER_PTR": 0,
           "DECLARE_FLEX_ARRAY": 1}

class Unclear(Exception):
    pass

def without_attributes(code):
    code = re.sub(r"\b__(attribute__|aligned|counted_by\w*)\s*"
                  r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)", " ", code)
    return re.sub(r"\b__(packed|private|user|iomem|rcu|nonstring)\b", " ",
                  code).strip()

# What the declarators of one declaration declare.
def declared(code):
    names = []
    for part in split(code, ","):
        part = re.sub(r"\[.*?\]", "", part)
        function = re.search(r"\(\s*[*]\s*(\w+)\s*\)\s*\(", part)
        plain = re.match(r"^([\w\s*]*?)(\w*)\s*(:.*)?$", part.strip(), re.S)
        if function:
            names.append(function.group(1))
        elif not plain or not (names or plain.group(1).strip() or
                               plain.group(3)):
            raise Unclear
        elif names or plain.group(1).strip():
            names.append(plain.group(2))
    return [n for n in names if n]

# The members between two braces as kernel-doc names them, in order.
def members(code, prefix=""):
    names = []
    for one in split(code, ";")[:-1]:
        one = without_attributes(one)
        macro = re.match(r"(\w+)\s*\((.*)\)$", one, re.S)
        body = re.match(r"(?:(?:const|volatile)\s+)*(struct|union|enum)\b"
                        r"([^{}]*)\{(.*)\}([^{}]*)$", one, re.S)
        if macro and macro.group(1) in DECLARE:
            arguments = split(macro.group(2), ",")
            names.append(prefix + arguments[DECLARE[macro.group(1)]].strip())
        elif body:
            own = declared("int " + body.group(4)) if body.group(4) else []
            names += [prefix + n for n in own[:1]]
            if body.group(1) != "enum" and not body.group(2).strip():
                names += members(body.group(3),
                                 prefix + own[0] + "." if own else prefix)
            names += [prefix + n for n in own[1:]]
        elif one:
            names += [prefix + n for n in declared(one)]
    return names

# What stands between the braces of the definition.
def body_of(p):
    code = code_of(p.file)
    at = code.find("{", start_of(p))
    depth, end = 1, at + 1
    while depth and end < len(code):
        depth += {"{": 1, "}": -1}.get(code[end], 0)
        end += 1
    body = code[at + 1:end - 1]
    plain = re.match(r"(typedef|struct|union)\b", code[start_of(p):])
    if not plain or depth or "#" in body:
        raise Unclear
    return body

def skeleton(p):
    name = name_at(p)
    if name == tag_at(p):
        name = (typedef_of(code_of(p.file), offset_of(p)).group(1) + " " +
                name)
    try:
        names = members(body_of(p))
    except Unclear:
        return None
    wide = max([len(n) for n in names] + [0])
    lines = [" * %s - describe what it hands to the next kernel" % name]
    lines += [" * @%s:%s describe %s, its unit and its values" %
              (n, " " * (wide - len(n)), n) for n in names]
    end = "\r\n" if "\r\n" in text_of(p.file) else "\n"
    return end.join(["/**"] + lines + [" */", ""])

# Skeletons by file, and the byte that they are for.
added = {}

def mended(name):
    text = text_of(name)
    for at, doc in sorted(added.get(name, {}).items(), reverse=True):
        text = text[:at] + doc + text[at:]
    return re.findall(r"[^\n]*\n|[^\n]+$", text)

# Prints the patch, on top of what was printed for the file before. False:
# there is none.
def mend(p):
    doc, path = skeleton(p), tree_path(p.file)
    if doc is None:
        return False
    before = mended(p.file)
    added.setdefault(p.file, {})[start_of(p)] = doc
    lines = difflib.unified_diff(before, mended(p.file), "a/" + path,
                                 "b/" + path)
    patch = "".join(l if l.endswith("\n") else
                    l + "\n\\ No newline at end of file\n" for l in lines)
    os.write(1, patch.encode("latin-1"))
    return True

@r depends on !context@
identifier s;
type T;
position p : script:python() { undocumented(p) };
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
position p : script:python() { undocumented(p) };
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

coccilib.report.print_report(p[0], name_at(p[0]) + ": no kernel-doc [abi-doc]")

@script:python depends on patch@
p << r.p;
@@

if not mend(p[0]):
    coccilib.report.print_report(p[0], name_at(p[0]) +
                                 ": no kernel-doc [abi-doc]")

@script:python depends on org@
p << r.p;
@@

coccilib.org.print_todo(p[0], name_at(p[0]) + ": no kernel-doc [abi-doc]")
