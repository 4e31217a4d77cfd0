#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# spatch.t - luoguard check without a build: the files that Coccinelle is asked
# about, each rule's finding, near misses, no Coccinelle, and hostile files.

set -u
. "$(dirname "$0")/lib.sh"
make_tree "$work/a tree"
LUOGUARD_GCC=/bin/true	# no ABI header is looked at here
export LUOGUARD_GCC
rm -r "$tree/include/linux/kho/abi/box.h" "$tree/drivers/box/box.c" \
	"$tree/drivers/lid/lid.c"
mkdir -p "$tree/drivers/pci" "$tree/drivers/vfio" "$tree/lib"
: >"$tree/include/linux/kexec_handover.h"

check() {
	run "$lg" check --tree "$tree" "$@"
}

# c NAME: a C file from standard input
c() { cat >"$tree/drivers/$1"; }

# fake_spatch VERSION-TEXT [COMMANDS]: a spatch of that kind in $work/bin
fake_spatch() {
	mkdir -p "$work/bin"
	# shellcheck disable=SC2016
	printf '#!/bin/sh\ncase $1 in\n--version) echo "%s";;\n*) %s;;\nesac\n' \
		"$1" "${2:-exit 0}" >"$work/bin/spatch"
	chmod +x "$work/bin/spatch"
}

c pci/pci.h <<'END'
struct pci_saved_state { unsigned int config_space[16]; };
END
cat >"$tree/include/linux/pci.h" <<'END'
#ifndef PCI_H
#define PCI_H
struct pci_dev;
struct pci_saved_state;
struct pci_saved_state *pci_store_saved_state(struct pci_dev *dev);
#endif
END
cat >"$tree/include/linux/vfio.h" <<'END'
#include <linux/pci.h>

struct vfio_dev {
	struct pci_dev *pdev;
#ifdef CONFIG_VFIO
	int users;	/* of it */
#endif
	struct pci_saved_state *token;
};
struct __packed vfio_file { struct vfio_dev *dev; };
END
c vfio/token.c <<'END'
#include <linux/vfio.h>

struct pci_saved_state;

/* pci_saved_state */
void load(struct pci_dev *dev, struct pci_saved_state *state);
void keep(struct vfio_dev *vdev)
{
	vdev->token = pci_store_saved_state(vdev->pdev);
	if (vdev->token)
		load(vdev->pdev, vdev->token);
	kfree(vdev->token);
}
END
c vfio/peek.c <<'END'
#include <linux/vfio.h>

struct holder {
	struct pci_saved_state state;
};

unsigned int peek(struct vfio_file *file)
{
	return file->dev->token->config_space[0];
}

unsigned long size(struct vfio_dev *vdev)
{
	return sizeof(*vdev->token);
}

void copy(struct pci_saved_state *to, struct vfio_dev *vdev)
{
	*to = *vdev->token;
}

struct pci_saved_state *next(struct vfio_dev *vdev)
{
	return vdev->token + 1;
}

unsigned long where(void)
{
	return offsetof(struct pci_saved_state, config_space);
}

void bytes(void *to, struct vfio_dev *vdev)
{
	memcpy(to, vdev->token, 4);
}

unsigned int word(struct vfio_dev *vdev)
{
	return *(unsigned int *)vdev->token;
}
END
c vfio/copy.c <<'END'
struct pci_saved_state {
	unsigned int words[16];
};
END
c box/box.c <<'END'
#include <linux/kexec_handover.h>

enum lid { OPEN };

struct box_ser {
	unsigned int lid;
	u64 weight;
	void *owner;
	struct { unsigned long inner; } in;
};

/**
 * struct full_ser - right but for its place
 * @a: a
 */
struct full_ser {
	u64 a;
} __packed;

typedef struct {
	enum lid lid;
} lid_ser_t;
END
# A touchscreen's, a variable, a use: none of them is a contract.
c box/near.c <<'END'
struct tsc_ser { void *port; };
END
c box/near2.c <<'END'
#include <linux/kexec_handover.h>

int open(struct box_ser *ser);
int shut(struct box_ser *ser)
{
	struct box_ser copy = { .lid = 1 }, *the_ser;

	kho_is_enabled(ser);
	return open(the_ser = &copy);
}
END

# ------------------------------------------------------------ no Coccinelle

fake_spatch 'spatch version 1.0.8 compiled with OCaml version 4.11.1'
PATH=$work/bin:$PATH check
says 2 '6 files not checked, spatch 1.0.8 is too old, 1.1.1 is the oldest' \
	'spatch is too old'
out_empty 'and is not asked'
PATH=$work/bin:$PATH check drivers/vfio/peek.c
says 2 'drivers/vfio/peek.c: not checked: spatch 1.0.8 is too old' \
	'a file asked for by name'
PATH=$work/bin:$PATH check drivers/box/near2.c drivers/vfio/peek.c
says 2 '1 file not checked, ' 'what text can decide needs none'
fake_spatch 'spatch version 1.1.1 compiled with OCaml version 4.13.1'
PATH=$work/bin:$PATH check drivers/vfio/peek.c
says 2 'spatch 1.1.1 was built without Python' 'spatch without Python'
fake_spatch 'Hello'
PATH=$work/bin:$PATH check drivers/vfio/peek.c
says 2 'spatch does not say its version' 'something else of that name'
rm "$work/bin/spatch"
PATH=$work/bin check drivers/vfio/peek.c
says 2 'not checked: spatch (Coccinelle) is not installed' 'no spatch'
python='Python scripting support: yes'
# shellcheck disable=SC2016
fake_spatch "spatch version 1.3 $python" 'kill -KILL $$'
PATH=$work/bin:$PATH check drivers/vfio/peek.c
says 2 'peek.c: not checked: spatch was stopped after 60 seconds or by a limit' \
	'one that is killed'
fake_spatch "spatch version 1.3 $python" 'echo EXN: Not_found in f'
PATH=$work/bin:$PATH check drivers/vfio/peek.c
says 2 'peek.c: not checked: EXN: Not_found in f' 'one that gives up a function'
fake_spatch "spatch version 1.3 $python"
PATH=$work/bin:$PATH check drivers/vfio/peek.c
says 2 'spatch does not say what it could parse' 'one that says nothing'
# shellcheck disable=SC2016
fake_spatch "spatch version 1.3 $python" \
	'test $1 != --python || exit 3; echo nb good'
PATH=$work/bin:$PATH check drivers/vfio/peek.c
says 0 'text and spatch 1.3 (1 other file' 'one that the system'"'"'s Python does not suit'
mkdir "$work/tmp"
fake_spatch "spatch version 1.3 $python" \
	"echo \$\$ >>'$work/pids'; exec sleep 60"
PATH=$work/bin:$PATH TMPDIR=$work/tmp "$lg" check --tree "$tree" \
	>"$work/out" 2>"$work/err" &
pid=$!
for _ in 1 2 3 4 5 6 7 8 9 10; do
	test -s "$work/pids" && break
	sleep 0.2
done
kill -TERM $pid
status=0
wait $pid 2>/dev/null || status=$?
status_is 143 'a signal ends it'
alive=0
while read -r child; do
	! kill -0 "$child" 2>/dev/null || alive=1
done <"$work/pids"
result $alive 'and its children'
ls -R "$work/tmp" >>"$work/err"
test -z "$(ls "$work/tmp")"
result $? 'and removes the temporary files'

if ! spatch --version >/dev/null 2>&1; then
	echo '# spatch is not installed (scripts/install-deps)' >&2
	done_testing
fi

# --------------------------------------------------------------- its findings

check
status_is 1 'C files: findings'
sed -n 's/^drivers.*\[\([a-z-]*\)\]$/\1/p' "$work/out" | sort | uniq -c |
	tr -s ' ' >"$work/rules"
printf ' %s\n' '2 abi-doc' '3 abi-location' '2 abi-packed' '4 abi-type' \
	'3 abi-version' '1 private-definition' '8 private-use' | cmp -s - "$work/rules"
result $? 'all of them, and no near miss'
p=drivers/vfio/peek.c
out_has "$p:4:25: error: @state embeds struct pci_saved_state; it is private" \
	'private-use: embedded'
out_has "$p:9:27: error: @config_space of struct pci_saved_state is used" \
	'private-use: a member, by types of three headers'
out_has "$p:14:9: error: the size of struct pci_saved_state is taken" \
	'private-use: the size'
out_has "$p:19:" 'private-use: by value'
out_has ': error: a pointer to struct pci_saved_state is calculated with' \
	'private-use: arithmetic'
out_has "$p:29:9: error: the offset of @config_space in struct pci_saved_state" \
	'private-use: an offset'
out_has "$p:34:2: error: memcpy() is given the bytes of struct pci_saved_state" \
	'private-use: a call'
out_has "$p:39:" 'private-use: a cast'
out_has 'drivers/vfio/copy.c:1:8: error: struct pci_saved_state is private to the PCI core and defined outside drivers/pci/' \
	'private-definition'
p=drivers/box/box.c
out_has "$p:5:8: error: struct box_ser crosses a kexec and has no kernel-doc" \
	'abi-doc'
out_has "$p:5:8: error: struct box_ser is serialized but not __packed; where it has holes, a check with --build says" \
	'abi-packed, which does not know of holes'
out_has "$p:16:8: error: struct full_ser is serialized but not defined in an" \
	'abi-location'
out_has "$p:22:3: error: lid_ser_t is serialized but not defined in an" \
	'abi-location of a typedef'
out_has "$p:6:15: note: @lid of struct box_ser is unsigned int: 32 bits" \
	'abi-type'
out_has "$p:9:25: error: @in.inner of struct box_ser is unsigned long: its" \
	'abi-type of a struct inside'
out_has "$p:21:11: error: @lid of lid_ser_t is enum lid: the compiler" \
	'abi-type of a typedef'
out_has "$p:1: note: struct box_ser counts as serialized: its name ends in _ser and $p uses KHO (includes <linux/kexec_handover.h>)" \
	'and the evidence'
err_has 'text and spatch 1.' 'which engine decided'
err_has 'other files: private-include, abi-doc, abi-location, abi-packed, abi-type, abi-version-check, luo-callback, private-definition, private-member, private-serialized, private-use), without a build: ' \
	'which rules'
err_has 'what 1 file defines was not checked for abi-align, abi-bitfield, abi-compatible, abi-config, abi-doc-member, abi-nested, abi-version (where a macro may be one) (give --build DIR)' \
	'and what none could'
check --rules=abi-location --format=json drivers/box/box.c
status_is 1 '--rules: one'
out_lines 3 'a line of JSON for each finding'
out_has '"rule":"abi-location","severity":"error","file":"drivers/box/box.c","line":5,"column":8,"struct":"box_ser","member":null,' \
	'with all its keys'
err_has 'text and spatch 1' 'by spatch'
err_lacks 'was not checked' 'what was not asked for is not missed'
check --rules=abi-align drivers/box/box.c
says 2 'not checked for abi-align (give --build DIR)' 'a rule that needs a build'
cp "$tree/include/linux/vfio.h" "$work/vfio.h"
echo '#include <linux/giant.h>' >>"$tree/include/linux/vfio.h"
truncate -s 17M "$tree/include/linux/giant.h"
check --rules=private-use drivers/vfio/peek.c
says 2 'peek.c: not checked: a part of it, it includes include/linux/giant.h, which is too big to be read' \
	'a header that was not read'
out_has 'drivers/vfio/peek.c' '... and the others were'
rm "$tree/include/linux/giant.h"
mv "$work/vfio.h" "$tree/include/linux/vfio.h"
check --rules=private-use drivers/vfio/token.c
says 0 'spatch 1' 'a token is right'
check --fix drivers/box/box.c
says 1 'mended' '--fix'
out_has '+	u32 lid;' 'mends what text mends safely'
! grep -q '^+.*__packed' "$work/out"
result $? 'and leaves what needs a layout'
cat >"$work/policy.ini" <<'END'
[owner lib/]
name = the "box" people
structs = secret
END
printf 'struct secret;\nint f(struct secret *s)\n{\n\treturn s->x;\n}\n' |
	c box/secret.c
check --policy "$work/policy.ini" --rules=private-use drivers/box/secret.c
status_is 1 '--policy: an owner of its own'
out_has 'box/secret.c:4:12: error: @x of struct secret is used; it is private to the "box" people' \
	'is known to the semantic patches'
sed 's/= secret/= secr?t/' "$work/policy.ini" >"$work/pattern.ini"
check --policy "$work/pattern.ini" --rules=private-use drivers/box/secret.c
says 2 'secret.c: not checked: policy names private structs by a pattern, secr?t' \
	'and one that it cannot know'
rm "$tree/drivers/box/secret.c"

# What GCC saw, too, GCC tells.
cat >"$tree/include/linux/near.h" <<'END'
#include <linux/kexec_handover.h>
struct near_ser {
	unsigned char a;
	unsigned int b;
};
END
printf '#include <linux/near.h>\nstruct far_ser { struct near_ser near; };\n' \
	>"$tree/include/linux/kho/abi/far.h"
unset LUOGUARD_GCC
check --rules=abi-packed include
status_is 1 'a header that an ABI header includes'
out_has 'near.h:2:8: error: struct near_ser is serialized but not __packed, and has 1 hole' \
	'by the engine that knows most'
test "$(grep -c 'error: struct near_ser' "$work/out")" -eq 1
result $? 'once'
err_has '(ABI headers, each alone, x86-64 against arm64), text and spatch 1.' \
	'two engines'
LUOGUARD_GCC=/bin/true
export LUOGUARD_GCC
rm "$tree/include/linux/kho/abi/far.h"

# A tree of some files, as a hook has it.
mv "$tree/MAINTAINERS" "$work"
check --rules=private-use,abi-location drivers/vfio/peek.c drivers/box/box.c
out_has 'drivers/vfio/peek.c:9:' 'no MAINTAINERS: paths are the same'
mv "$work/MAINTAINERS" "$tree"

# ---------------------------------------------------------- what is not parsed

printf 'struct pci_saved_state;\nint f(struct pci_saved_state *s)\n{\n\tguard(x)\n\t\ty = { ) s->z;\n}\n' |
	c vfio/part.c
check --rules=private-use drivers/vfio/part.c
says 2 'drivers/vfio/part.c: not checked: a part of it, spatch cannot parse "' \
	'a function that spatch leaves out'
printf 'int g(void)\n{\n\tguard(x)\n\t\ty = { ) z;\n}\n\nint f(struct pci_saved_state *s)\n{\n\treturn 0;\n}\n' |
	c vfio/part.c
check --rules=private-use drivers/vfio/part.c
status_is 0 'one that has nothing to do with it'
{ printf 'struct pci_saved_state;\nint x = '
  head -c 200000 /dev/zero | tr '\0' '('; } | c vfio/part.c
check --rules=private-use drivers/vfio/part.c
says 2 'part.c: not checked: ' 'deep nesting'
rm "$tree/drivers/vfio/part.c"

# -------------------------------------------------------------- before a commit

repo=$work/repo
mkdir -p "$repo/drivers/vfio"
cp -r "$tree/include" "$tree/scripts" "$tree/drivers/pci" "$tree/Kbuild" \
	"$tree/Kconfig" "$tree/MAINTAINERS" "$repo"
sed '/^unsigned long size/,/^}/d' "$tree/drivers/vfio/peek.c" \
	>"$repo/drivers/vfio/peek.c"
# git ARGUMENT...: in that tree, with no one's settings
git_repo() {
	GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null \
		git -C "$repo" -c user.name=A -c user.email=a@example.org "$@" \
		>"$work/git" 2>&1
}
git_repo init && git_repo add -A && git_repo commit -m base
cp "$tree/drivers/vfio/peek.c" "$repo/drivers/vfio"
git_repo add -A
echo '#error' >"$repo/drivers/vfio/peek.c"
run "$lg" review --tree "$repo" --staged
says 1 'text and spatch 1.' 'review --staged asks it, too'
out_has 'peek.c:14:9: error: the size of struct pci_saved_state' \
	'of what is staged'
! grep -q config_space "$work/out"
result $? 'and tells what is worse'

# --------------------------------------------------------------- hostile files

rm -r "$tree/drivers/vfio" "$tree/drivers/box"
mkdir -p "$tree/drivers/vfio"
use='int f(struct pci_saved_state *s) { return s->x; }'
esc=$(printf '\033')
nl='
'
name="a b${nl}c${esc}[31m\"'\$(touch \$work.ran)\`id\`%s;,@.c"
mkdir "$tree/drivers/vfio/-d${nl}e"
echo "$use" >"$tree/drivers/vfio/-d${nl}e/$name"
printf 'int a;\0\0\n%s\n' "$use" | c vfio/nul.c
printf '%s\r\n' "$use" | c vfio/crlf.c
printf '/* \351 */ %s\n' "$use" | c vfio/latin1.c
{ echo "$use"; head -c 10000000 /dev/zero | tr '\0' 'k'; } | c vfio/long.c
{ echo "$use"; head -c 30000 /dev/zero | tr '\0' '{'; } | c vfio/braces.c
{ printf '/* '; echo "$use"; } | c vfio/comment.c
ln -s loop.c "$tree/drivers/vfio/loop.c"
ln -s .. "$tree/drivers/vfio/up"
mkfifo "$tree/drivers/vfio/pipe.h"
printf '#include "pipe.h"\n#include "up/up/up/up/etc/passwd"\n#include "self.h"\n%s\n' \
	"$use" | c vfio/self.h
for module in fnmatch os re coccilib sitecustomize; do
	echo "open('$work/ran', 'w')" | tee "$tree/$module.py" \
		>"$tree/drivers/vfio/$module.py"
done
printf '[spatch]\noptions = --in-place\n' >"$tree/.cocciconfig"
(cd "$tree" && run "$lg" check --rules=private-use; exit $status)
status=$?
says 2 '2 files not checked' 'hostile files'
test "$(grep -c '\[private-use\]' "$work/out")" -eq 7
result $? 'each is checked'
# shellcheck disable=SC2016
! LC_ALL=C grep -q "$esc" "$work/out" && ! LC_ALL=C grep -q "$esc" "$work/err"
result $? 'no escape sequence reaches the terminal'
test -z "$(find "$work" -name '*ran')"
result $? 'nothing of the tree was run'
err_has 'braces.c: not checked: a part of it, spatch cannot parse' 'or said not to be'
err_has 'text and spatch 1.' 'all of them are counted'

# a struct that everybody holds
{
	echo 'struct h0 { struct pci_saved_state *token; };'
	awk 'BEGIN {
		for (i = 1; i <= 600; i++)
			printf "struct h%d { struct h%d *next; };\n", i, i - 1
	}'
} >"$tree/include/linux/holders.h"
c vfio/held.c <<'END'
#include <linux/holders.h>

void load(struct pci_saved_state *state);
void held(struct h0 *h)
{
	load(h->token);
}
END
check drivers/vfio/held.c
says 2 "drivers/vfio/held.c: not checked: a part of it" "too many holders: said"
sed -i '/h400 {/,$d' "$tree/include/linux/holders.h"
check drivers/vfio/held.c
says 0 "1 other file" "some hundreds: no matter"

# ---------------------------------------------------------------------- install

env -u MAKEFLAGS -u MAKELEVEL make -s -C "$here/../.." BUILD="$BUILD" \
	DESTDIR="$work/dest" PREFIX=/usr install >"$work/out" 2>"$work/err"
result $? 'make install'
lg=$work/dest/usr/bin/luoguard
check --rules=private-use drivers/vfio/crlf.c
status_is 1 'the installed command finds its semantic patches'
rm -r "$work/dest/usr/share"
check --rules=private-use drivers/vfio/crlf.c
says 2 'the semantic patches are neither beside luoguard nor in' 'or says so'
done_testing
