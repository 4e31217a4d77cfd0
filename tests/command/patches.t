#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# patches.t - luoguard review of many small patches, each as a mail: what
# tests/command/sample-patches/patches says of each is found, and nothing else.

# shellcheck source=tests/command/repo.sh
. "$(dirname "$0")/repo.sh"

KTREE="$work/a tree"
repo "$KTREE"
# shellcheck source=tests/command/sample-patches/tree.sh
. "$here/sample-patches/tree.sh"
git add -A
commit base
git clone -q --bare . "$work/review.git"
: >"$work/review.git/ready"

WORK=$work
LG=$lg
here=$here/sample-patches
# shellcheck source=tests/kernel/reviewed.sh
. "$here/../../kernel/reviewed.sh"

run reviews
status_is 0 "$(tail -n 1 "$work/out")"
done_testing
