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
