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
