#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# sarif.t - every report in SARIF is valid against OASIS's schema, and holds
# what a code host shows: rules with help, places, mends that fit.
#
# The schema is what scripts/fetch-sarif-schema brings (.ci/run does it before),
# python3-jsonschema is the judge. Without them the tests that ask it are
# skipped.

# repo.sh has the tests keep nothing there
schema=${XDG_CACHE_HOME:-$HOME/.cache}/luoguard/sarif-2.1.0.json
# shellcheck source=tests/command/repo.sh
. "$(dirname "$0")/repo.sh"

# Debian's, whatever else is called so.
python=/usr/bin/python3
why=
test -e "$schema" || why='no schema here (scripts/fetch-sarif-schema)'
$python -c 'import jsonschema' 2>/dev/null ||
	why='no python3-jsonschema (scripts/install-deps --all)'

cat >"$work/validate" <<'END'
import json, sys, jsonschema
schema, report = (json.load(open(f)) for f in sys.argv[1:])
Validator = jsonschema.validators.validator_for(schema)
Validator.check_schema(schema)
errors = list(Validator(schema).iter_errors(report))
for e in errors:
    print("/".join(map(str, e.absolute_path)), e.message[:300])
sys.exit(bool(errors))
END

# valid NAME: what was printed last is a SARIF report
valid() {
	if test -n "$why"; then
		tests=$((tests + 1))
		echo "ok $tests - # SKIP $1: $why"
		return
	fi
	$python "$work/validate" "$schema" "$work/out" >"$work/verdict" 2>&1
	set -- $? "$1"
	sed 's/^/# /' "$work/verdict" >&2
	result "$1" "$2"
}

# holds FILTER NAME: jq says so of what was printed last
holds() {
	jq -e "$1" "$work/out" >/dev/null 2>&1
	result $? "$2"
}

repo "$work/a tree"
commit base
git tag base

# What is invalid is told: else the rest would prove nothing.
run "$lg" check --tree . --format=sarif
valid 'a tree with nothing to say'
holds '.runs[0].results == []' 'it has no results'
if test -z "$why"; then
	jq '.runs[0].results = [{ "level": "bad" }]' "$work/out" >"$work/bad"
	! $python "$work/validate" "$schema" "$work/bad" >"$work/verdict"
	result $? 'a report that is wrong is found to be'
fi

# A header with something to mend: prose behind wide characters, a type.
cat >"$abi/lid.h" <<'END'
/* SPDX-License-Identifier: GPL-2.0 */
#define LID_COMPATIBLE "lid-v2"

/* € 𝄞 */ struct lid_ser {
	unsigned int open; /* € 𝄞 */ };
END
git add -A
run "$lg" check --tree . --format=sarif
status_is 1 'a tree with findings'
valid 'it is valid'
holds '[.runs[0].results[].ruleId] | (index("abi-packed") and
	index("abi-type") and index("abi-doc"))' 'its findings'
# shellcheck disable=SC2016 # jq's own variables
holds '.runs[0] as $r | $r.results | all(.ruleIndex as $i |
	$r.tool.driver.rules[$i].id == .ruleId)' 'each knows its rule'
holds '.runs[0].tool.driver.rules | length > 20 and
	all(.help.text | contains("Wrong:") and contains("Right:"))' \
	'each rule has its help'
holds '[.runs[0].results[] | .partialFingerprints["luoguard/v1"]] |
	length > 2 and all(test("^[0-9a-f]{16}$"))' 'each has a fingerprint'
holds '[.runs[0].results[] | select(.fixes) | .fixes[].artifactChanges[]] |
	length > 0 and all(.replacements | length > 0)' \
	'a mend has something to replace'
holds '.runs[0].results[] | select(.ruleId == "abi-packed") |
	.locations[0].physicalLocation.region |
	.startLine == 4 and .startColumn == 19' \
	'a column counts UTF-16 code units'

# Each mend of text, applied as the report says, is what --fix writes.
cat >"$work/apply" <<'END'
import json, sys
report, path = json.load(open(sys.argv[1])), sys.argv[2]
text = open(path, encoding="utf-8").read().split("\n")
edits = [(r["deletedRegion"], r["insertedContent"]["text"])
         for result in report["runs"][0]["results"]
         if result["ruleId"] in ("abi-type", "abi-packed")
         for fix in result.get("fixes", ())
         for change in fix["artifactChanges"]
         for r in change["replacements"]]
def at(line, column):
    return len(line.encode("utf-16-le")[:2 * (column - 1)].decode("utf-16-le"))
for region, new in sorted(edits, key=lambda e: (-e[0]["startLine"],
                                                -e[0]["startColumn"])):
    line = text[region["startLine"] - 1]
    a, b = at(line, region["startColumn"]), at(line, region["endColumn"])
    text[region["startLine"] - 1] = line[:a] + new + line[b:]
print("\n".join(text), end="")
END
cp "$work/out" "$work/report"
$python "$work/apply" "$work/report" "$abi/lid.h" >"$work/by-sarif"
cp "$abi/lid.h" "$work/lid.h"
"$lg" check --tree . --fix --in-place --rules=abi-type,abi-packed \
	>"$work/fix.out" 2>&1 </dev/null
cmp -s "$abi/lid.h" "$work/by-sarif" && ! cmp -s "$abi/lid.h" "$work/lid.h"
result $? 'its mends, applied, are those of --fix'
cp "$work/lid.h" "$abi/lid.h"

# A header that is laid out twice, alone and with one that includes it, beside a
# C file that Coccinelle is asked about.
jq -c '[.runs[0].results[].fixes]' "$work/report" >"$work/fixes"
printf '%s\n' '#include <linux/kho/abi/lid.h>' "#define A_COMPATIBLE \"a-v1\"" \
	>"$abi/a.h"
printf '%s\n' '#include <linux/kho/abi/lid.h>' 'struct lid_ser *lid;' \
	>drivers/box/lid.c
run "$lg" check --tree . --rules=abi-doc,abi-doc-header,abi-packed,abi-type \
	--format=sarif
valid 'headers that include each other'
jq -c '[.runs[0].results[] | select(.locations[0].physicalLocation
	.artifactLocation.uri | endswith("lid.h")) | .fixes]' "$work/out" |
	cmp -s - "$work/fixes"
result $? 'findings and mends are there once, and the same'
git clean -qfd

# What a patch brings; a place of a file that is not in the tree.
commit "lid: new"
git format-patch -q -o "$work/p" base
git reset -q --hard base
run "$lg" review --format=sarif "$work"/p/*
status_is 1 'a patch'
valid 'its report is valid'
holds '.runs[0].results | length > 2' 'it has its findings'
sed 's/^index .*/index 0123456789ab..0123456789ac 100644/; s/^@@ .*/@@ -7,3 +7,3 @@/' \
	"$work"/p/0001* >"$work/p/odd.patch"
run "$lg" review --format=sarif "$work/p/odd.patch"
status_is 2 'one that lies'
valid 'what was not checked is a valid report'
holds '.runs[0].invocations[0] | .executionSuccessful == false and
	(.toolExecutionNotifications | length > 0)' 'that says so'
run "$lg" review --staged --format=sarif
valid 'nothing staged'

# Names that need escapes.
mkdir 'include/linux/kho/abi/a b%'
cp "$work/lid.h" "include/linux/kho/abi/a b%/ü\"#?.h"
git add -A
run "$lg" review --staged --format=sarif
valid 'names that need escapes'
holds '[.runs[0].results[].locations[].physicalLocation.artifactLocation.uri] |
	index("include/linux/kho/abi/a%20b%25/%C3%BC%22%23%3F.h")' \
	'a name as a URI'
done_testing
