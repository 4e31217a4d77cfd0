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
