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
