#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# facts.t - luoguard facts: what it prints of a file, and each bad input.

set -u
. "$(dirname "$0")/lib.sh"
make_tree "$work/a tree"
make_build "$work/a build"
cat >"$tree/include/linux/kexec_handover.h" <<-'END'
	void *kho_alloc_preserve(unsigned long size);
	int kho_add_subtree(const char *name, void *blob, unsigned long size);
END
cat >"$tree/drivers/box/flow.c" <<-'END'
	#include <linux/kexec_handover.h>

	struct parcel {
		unsigned int weight;
	};

	static __attribute__((noinline)) int post(void *parcel)
	{
		return kho_add_subtree("parcel", parcel, 4);
	}

	int send(struct parcel *p)
	{
		p->weight = 1;
		return post(p);
	}

	unsigned int weigh(int where);
	void fill(void)
	{
		unsigned int *words = kho_alloc_preserve(8);
		int i = 0;

		words[i++] = weigh(7);
		words[i++] = weigh(8);
	}
END
cmd_file drivers/box/flow

facts() {
	run "$lg" facts --build "$build" "$@"
}

# out_fact FILTER NAME: jq's FILTER is true of one line of the output.
out_fact() {
	test "$(jq -c "select($1)" <"$work/out" | wc -l)" -eq 1
	result $? "$2"
}

facts drivers/box/box.c
status_is 0 'a file'
err_empty 'nothing is wrong'
out_fact '.fact == "unit" and .file == "drivers/box/box.c"' 'what was compiled'
out_fact '.fact == "struct" and .struct == "box_ser" and .bits == 128 and
	.evidence == ["zone"] and .line == 4 and
	.members[1] == { "member": "weight", "type": "unsigned long long",
		"offset": 64, "bits": 64,
		"file": "include/linux/kho/abi/box.h", "line": 6, "column": 20 }' \
	'a struct with its layout and evidence'
out_fact '.fact == "version" and .macro == "BOX_COMPATIBLE" and
	.value == "box-v1"' 'its version'
! test -e "$build/.luoguard"
result $? 'the build directory is left alone'

facts drivers/box/flow.c
status_is 0 'a file with a flow'
out_fact '.fact == "struct" and .struct == "parcel" and
	.evidence == ["flow"]' 'a struct that is handed over'
out_fact '.fact == "flow" and .struct == "parcel" and .direction == "out" and
	([.steps[].step] == ["seed", "pass", "typed"]) and
	([.steps[].line] == [9, 15, 12]) and .steps[1].name == "post"' \
	'its way, step by step'
out_fact '.fact == "access" and .struct == "parcel" and .member == "weight" and
	.access == "write" and .function == "send"' 'who writes it'
out_fact '.fact == "order" and .buffer == "words" and
	[.words[].word] == ["7", "8"]' 'which word is what'
facts drivers/box/box.c drivers/box/flow.c
test "$(jq -r 'select(.fact == "unit").file' <"$work/out" | wc -l)" -eq 2
result $? 'two files'

facts
says 2 'which FILE?' 'no file'
run "$lg" facts drivers/box/box.c
says 2 '--build is missing' 'no build'
facts drivers/box/none.c
says 2 'none.c: no such file' 'a file that is not there'
: >"$tree/drivers/box/unbuilt.c"
facts drivers/box/unbuilt.c
says 2 'no built object is made from it' 'a file that was not built'
echo 'struct' >"$tree/drivers/box/flow.c"
facts drivers/box/flow.c
says 2 'flow.c: no facts: ' 'a file that does not compile'
out_empty 'prints none'
done_testing
