# Whose struct it is, and who may look at it.
def is_private(tag):
    return owner_of(tag) is not None

def owner_of(tag):
    for place, owner in OWNERS.items():
        if tag in owner["structs"]:
            return place
    return None

def may_look(name, place):
    path = tree_path(name)
    return lies_in(path, [place] + OWNERS[place]["friends"]) is not None

# Is there any owner whose structs the file may not look into?
def outside(positions):
    return any(not may_look(p.file, place)
               for p in positions for place in OWNERS)
