#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# narrow.t - what of a C file is given to spatch for private-use: functions that
# have nothing to do with a private struct lose their bodies, and no finding is
# lost with them.

set -u
. "$(dirname "$0")/lib.sh"
make_tree "$work/tree"
LUOGUARD_GCC=/bin/true	# no ABI header is looked at here
export LUOGUARD_GCC
if ! command -v spatch >/dev/null; then
	echo "1..0 # SKIP no spatch"
	exit 0
fi
rm -r "$tree/include/linux/kho/abi/box.h" "$tree/drivers/box/box.c" \
	"$tree/drivers/lid/lid.c"
mkdir -p "$tree/drivers/vfio"
cat >"$tree/include/linux/pci.h" <<'END'
struct pci_dev;
struct pci_saved_state;
struct pci_saved_state *pci_store_saved_state(struct pci_dev *dev);
__must_check
struct pci_saved_state *pci_next_saved_state(struct pci_dev *dev);
END
cat >"$tree/include/linux/vfio.h" <<'END'
#include <linux/pci.h>
struct vfio_dev {
	struct pci_dev *pdev;
	struct pci_saved_state *token, *spare;
	struct pci_saved_state *(*get)(struct vfio_dev *vdev, int nr);
	struct pci_saved_state *kept __aligned(8);
	int users;
};
END
# A line that has to be found says so; an idle one may not reach spatch.
cat >"$tree/drivers/vfio/names.c" <<'END'
#include <linux/vfio.h>

static struct pci_saved_state *first, *second;
struct keeper { struct pci_saved_state *mine; };
struct outer { struct keeper in; };

static int idle_before(struct vfio_dev *vdev)
{
	if (vdev->users > 3) {	/* with a " in it */
		return '}';	/* idle */
	}
	return vdev->users;	/* idle */
}

int by_member(struct vfio_dev *vdev)
{
	return vdev->token->size;	/* found */
}

int by_other_member(struct vfio_dev *vdev)
{
	return vdev->spare->size;	/* found */
}

int by_aligned_member(struct vfio_dev *vdev)
{
	return vdev->kept->size;	/* found */
}

int by_callback(struct vfio_dev *vdev)
{
	return vdev->get(vdev, 1)->size;	/* found */
}

int by_global(void)
{
	return second->size;	/* found */
}

int by_function(struct vfio_dev *vdev)
{
	return pci_store_saved_state(vdev->pdev)->size;	/* found */
}

int by_annotated_function(struct vfio_dev *vdev)
{
	return pci_next_saved_state(vdev->pdev)->size;	/* found */
}

int by_chain(struct outer *o)
{
	return o->in.mine->size;	/* found */
}

int by_parameter(struct pci_saved_state *s)
{
	return s->size;	/* found */
}

int by_cast(void *p)
{
	return ((struct pci_saved_state *)p)->size;	/* found */
}

int idle_after(struct vfio_dev *vdev)
{
	return vdev->users + 1;	/* idle */
}

#ifdef CONFIG_A
int under_a(struct vfio_dev *vdev)
{
#else
int under_b(struct vfio_dev *vdev)
{
#endif
	return vdev->token->size;	/* maybe */
}
END
mkdir "$work/bin"
cat >"$work/bin/spatch" <<END
#!/bin/sh
for file; do :; done
case "\$*" in
*private-use.cocci*/names.c) cp "\$file" "$work/given.c" ;;
esac
exec $(command -v spatch) "\$@"
END
chmod +x "$work/bin/spatch"

names=$tree/drivers/vfio/names.c
PATH=$work/bin:$PATH
run "$lg" check --tree "$tree" --format=json
status_is 1 "something is found"
grep -n '/\* found \*/' "$names" | cut -d: -f1 >"$work/want"
sed -n 's/.*"line": *\([0-9]*\).*"rule": *"private-use".*/\1/p
	s/.*"rule": *"private-use".*"line": *\([0-9]*\).*/\1/p' "$work/out" |
	sort -n >"$work/found"
grep -vxF -f "$work/found" "$work/want" >"$work/lost"
test -s "$work/want" && ! test -s "$work/lost"
result $? "each use is found: none of $(wc -l <"$work/want") is lost"
sed 's/^/# lost: line /' "$work/lost"

test "$(wc -l <"$work/given.c")" -eq "$(wc -l <"$names")"
result $? "the lines of what spatch is given are the file's"
grep -n '/\* found \*/' "$names" | while IFS= read -r line; do
	grep -n '' "$work/given.c" | grep -qxF -e "$line" || exit 1
done
result $? "functions that matter are as they were"
grep -q idle_before "$work/given.c" && ! grep -q '/\* idle' "$work/given.c"
result $? "those that do not have no body"
done_testing
