#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# kbuild.sh LUOGUARD TREE BUILD NAME[:NAME...] [OPTION...]
#
# Calls luoguard cc as kbuild would, for each file. This shell is make: all
# that it starts is one run, and the next shell is another run.

set -u
lg=$1 tree=$2 build=$3 names=$4
shift 4
cd "$build" || exit 2
IFS=:
for name in $names; do
	status=0
	env sub_make_done=1 srctree="$tree" objtree=. \
		"$lg" cc "$@" -D__linux__ -Wbitwise --arch=x86 \
		-mlittle-endian -m64 \
		"-Wp,-MMD,${name%/*}/.$(basename "$name" .c).o.d" -nostdinc \
		"-I$tree/include" -D__KERNEL__ -Werror -std=gnu11 -O2 -Wall \
		-g "$tree/$name" || status=$?
done
exit "$status"
