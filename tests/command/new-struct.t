#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# new-struct.t - luoguard review: where a new struct is written and read.

# shellcheck disable=SC2317 # functions are called by name
# shellcheck source=tests/command/repo.sh
. "$(dirname "$0")/repo.sh"

crate=$abi/crate.h
code=drivers/box/crate.c

# new: a right ABI header with a struct that is new
new() {
	header crate 'unsigned char size' 'unsigned int load' \
		'unsigned char name[8]' | sed 's/@[^:]*\]:/@name: a number/' \
		>$crate
	sed -i 's/ \* .*name\[8\]$/ * @name: a number/' $crate
	echo ".. kernel-doc:: $crate" >>Documentation/box.rst
}

# writer, reader: what a driver does with it
writer() {
	cat <<'END'

void crate_save(struct crate_ser *ser, unsigned int load);
void crate_save(struct crate_ser *ser, unsigned int load)
{
	if (ser->load == load)
		return;
	/* ser->name = 1 */
	ser->load = load;
	ser -> size++;
}
END
}

reader() {
	cat <<'END'

unsigned int crate_restore(const void *data);
unsigned int crate_restore(const void *data)
{
	const struct crate_ser *ser = data;
	unsigned int size = sizeof(struct crate_ser);

	return size == 13 ? ser->load : 0;
}
END
}

# code_with FUNCTION...: the driver
code_with() {
	echo '// SPDX-License-Identifier: GPL-2.0' >$code
	echo "#include <linux/kho/abi/crate.h>" >>$code
	for function; do
		$function >>$code
	done
}

repo "$work/a tree"
commit base
git tag base

# ------------------------------------------------------------- what is staged

new
git add -A
review --rules=abi-drift
out_has 'nothing that writes or reads it was found: no C file changes' \
	"a header alone"
out_has "byte 5   unsigned char name[8]" "... how long an array is"
sed -i 's/name\[8\]/name[2][4]/' $crate
git add -A
review --rules=abi-drift
out_has "byte 5   unsigned char name[8]" "... of two dimensions"
new

code_with writer reader
git add -A
review --rules=abi-drift
out_has "written in crate_save() ($code:10); read in crate_save() ($code:7), crate_restore() ($code:20)" \
	"a driver, by its text"

code_with reader
git add -A
review --rules=abi-drift
out_has "read in crate_restore() ($code:10); nothing that writes it was found: 1 C file that changes was looked at as text, by the names of variables, and no other" \
	"what is not written"

fill() {
	cat <<'END'

void crate_fill(struct crate_ser *one, struct crate_ser *two,
		struct crate_ser *three);
void crate_fill(struct crate_ser *one, struct crate_ser *two,
		struct crate_ser *three)
{
	memcpy(one->name, "crate", 5);
}

void crate_copy(struct crate_ser *to)
{
	struct crate_ser from = { .size = 1 };

	*to = from;
}

void crate_clear(struct crate_ser *which)
{
	memset(which, 0, sizeof(*which));
}

unsigned int crate_other(struct other *o)
{
	struct crate_ser *ser = 0;

	return o->ser->load * 2 == o->load;
}

void crate_a(struct crate_ser *s) { s->load = 1; }
void crate_b(struct crate_ser *s) { s->load |= 1; }
END
}
code_with fill
git add -A
review --rules=abi-drift
out_has "written in crate_fill() ($code:9), crate_copy() ($code:14), crate_clear() ($code:21), crate_a() ($code:31) and 1 more; nothing that reads it was found" \
	"other ways to write"
review --rules=abi-drift --format=json
out_empty "not for machines"

# what a pointer is given to, and what pointers walk over
pointers() {
	cat <<'END'

int crate_hand(struct crate_ser *ser)
{
	return keep(&ser->load) && keep((char *)&ser->name);
}

void crate_walk(struct crate_ser *to, unsigned int n)
{
	while (n--)
		*to++ = (struct crate_ser){ .load = n };
}

void crate_one(struct crate_ser *to, struct crate_ser *array)
{
	if (!to)
		return;
	else *to = array[1];
}

void crate_array(struct crate_ser *array, int i)
{
	struct crate_ser *one = &array[i];

	array[i] = (struct crate_ser){ 0 };
}
void crate_paren(struct crate_ser *p) { (*p).load = 1; }
END
}
code_with pointers
git add -A
review --rules=abi-drift
out_has "written in crate_walk() ($code:12), crate_one() ($code:19), crate_array() ($code:26), crate_paren() ($code:28); read in crate_one() ($code:19); a member's address is taken in crate_hand() ($code:6)" \
	"addresses, and writing through a pointer"

looks() {
	cat <<'END'

unsigned int crate_mask(struct crate_ser *ser, char *to, unsigned int mask)
{
	memcpy(to, &ser->name, 8);
	return mask & ser->load;
}

unsigned int crate_both(struct crate_ser *ser, int a)
{
	return a &&ser->load;
}

struct crate_ser crate_get(struct crate_ser *ser)
{
	return *ser++;
}
END
}
code_with looks
git add -A
review --rules=abi-drift
out_has "  read in crate_mask() ($code:6), crate_both() ($code:12), crate_get() ($code:17); nothing that writes it was found" \
	"no address: operators, and what is copied from"

hands() {
	cat <<'END'

int crate_hand(struct crate_ser *ser)
{
	return keep(&ser->load);
}
END
}
code_with hands
git add -A
review --rules=abi-drift
out_has "  a member's address is taken in crate_hand() ($code:6); nothing else that writes or reads it was found: 1 C file" \
	"an address alone"

# ----------------------------------------------------------------- a series

git reset -q --hard base
new
git add -A
commit "an ABI header"
code_with writer
git add -A
commit "a driver that writes"
code_with reader writer
git add -A
commit "it reads, too"
mkdir "$work/p"
git format-patch -q -o "$work/p" base
git reset -q --hard base
run "$lg" review --rules=abi-drift "$work"/p/*.patch
out_has "struct crate_ser, which came with 1/3: written in crate_save() ($code:19); read in crate_restore() ($code:10), crate_save() ($code:16)" \
	"a series: as it is in the end"
test "$(grep -c 'written in' "$work/out")" -eq 1
result $? "... once"
run "$lg" review --rules=abi-drift "$work"/p/0001*.patch
out_has 'nothing that writes or reads it was found: no C file changes' \
	"a patch alone"
run "$lg" review --rules=abi-drift --format=sarif "$work"/p/*.patch
! grep -q 'crate_save' "$work/out"
result $? "... not for machines"

# -------------------------------------------------------------- with a build

build=$work/a_build
cmd_file drivers/box/crate
sed -i "s|abi/box.h|abi/crate.h|" "$build/drivers/box/.crate.o.cmd"
echo 'CONFIG_BOX=y' >"$build/.config"
echo "include $tree/Makefile" >"$build/Makefile"
run "$lg" review --build "$build" --rules=abi-drift "$work"/p/*.patch
out_has "struct crate_ser, which came with 1/3: written in crate_save() ($code:19); read in crate_restore() ($code:10), crate_save() ($code:16)" \
	"compiled: the same"
macros() {
	cat <<'END'

#define put(s, to)	((s)->load = (to))
#define get(s)		((s)->load)
void crate_put(struct crate_ser *to, unsigned int load);
void crate_put(struct crate_ser *to, unsigned int load)
{
	put(to, load);
}
#ifdef CONFIG_NEVER
unsigned int crate_get(struct crate_ser *to)
{
	return to->load;
}
#endif
END
}
new
code_with macros
git add -A
review --build "$build" --rules=abi-drift
out_has "written in crate_put() ($code:9); nothing that reads it was found: 1 C file that changes was looked at, and no other" \
	"... and what only a compiler sees"

done_testing
