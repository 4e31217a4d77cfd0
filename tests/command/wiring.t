#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# wiring.t - what README says of other tools: its own words are run. A tool that
# is not installed (scripts/install-deps --all) skips its tests; a server is one
# of this test's own, on the loopback address.

# shellcheck source=tests/command/repo.sh
. "$(dirname "$0")/repo.sh"

top=$(cd "$here/../.." && pwd)
python=/usr/bin/python3
HOME=$work/home
mkdir "$HOME" "$work/bin" "$work/clone" "$work/nipa"
ln -s "$lg" "$work/bin/luoguard"
PATH=$work/bin:$PATH
export HOME PATH

# said TOOL: the lines that README shows behind "**TOOL**"
said() {
	awk -v tool="**$1**" '
		index($0, tool) == 1 { on = 1; next }
		on && /^    / { shown = 1; print substr($0, 5); next }
		on && shown && NF { exit }
		on && shown { print "" }' "$top/README.md"
}

# have TOOL N: is it here? Else N tests are skipped.
have() {
	command -v "$1" >/dev/null 2>&1 && return 0
	n=$2
	while test "$n" -gt 0; do
		n=$((n - 1))
		tests=$((tests + 1))
		echo "ok $tests # SKIP $1 is not installed"
	done
	return 1
}

repo "$work/clone/a tree"
commit base
git tag base
worse lid
git commit -qam "box: a wider lid"
git format-patch -q --stdout base >"$work/mbox"
git format-patch -q -1 --stdout >"$work/patch"
git branch topic
git reset -q --hard base

# --------------------------------------------------------------------- b4, bots
eval "$(said b4 | grep '^git config')"
check=$(git config b4.prep-perpatch-check-cmd)
run sh -c "$check <\"\$1\"" sh "$work/patch"
status_is 1 'b4: a patch that makes something worse fails the check'
err_has '[abi-type]' 'b4: and is told why'
run sh -c 'cat "$1" | luoguard review -' sh "$work/mbox"
said b4 | grep -q 'b4 am -o - .* | luoguard review -$' && test "$status" = 1
result $? 'b4: what it fetched goes through a pipe'

git reset -q --hard topic
run sh -c "$(said NIPA |
	sed "s|/path/to/luoguard|$top|; s|NIPA/tests/patch|'$work/nipa'|")"
jq -e '.run == ["luoguard.sh"]' "$work/nipa/luoguard/info.json" >/dev/null
result $? 'NIPA: its description'
nipa() {
	run sh -c 'DESC_FD=9 "$1/nipa/luoguard/luoguard.sh" 9>"$1/desc"' sh "$work"
}
nipa
status_is 1 'NIPA: an error fails'
grep -q 'error: .*\[abi-type\]$' "$work/desc"
result $? 'NIPA: and is the description'
echo >>Kconfig
git commit -qam "Kconfig: a line"
nipa
status_is 0 'NIPA: nothing new is fine'
grep -q '^nothing new' "$work/desc"
result $? 'NIPA: and is said'
header lid 'unsigned char lid' >"$abi/lid.h"
git add -A
commit "lid: not in Documentation/"
nipa
status_is 250 'NIPA: a warning is one'
git reset -q --hard base

# -------------------------------------------------------------------------- lei
if have lei 2; then
	run lei import -q -F mboxrd "$work/mbox"
	run sh -c "$(said lei | sed "s|-I [^ ]*||; s|'dfn:.*'|s:lid|")"
	status_is 1 'lei: what it finds is reviewed'
	out_has 'box: a wider lid' 'lei: mail by mail'
	lei daemon-kill
fi

# -------------------------------------------------------------------- patchwork
cat >"$work/server" <<'END'
import http.server, json, sys
mbox = open(sys.argv[1], "rb").read()
log = open(sys.argv[2], "a", buffering=1)
class Server(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass
    def answer(self, code, body):
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        host = "http://127.0.0.1:%d" % self.server.server_port
        if self.path == "/api/series/7/":
            body = {"mbox": host + "/mbox", "patches": [{"id": 41}, {"id": 42}]}
            self.answer(200, json.dumps(body).encode())
        elif self.path == "/mbox":
            self.answer(200, mbox)
        else:
            self.answer(404, b"{}")
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        good = self.headers["Authorization"] == "Token secret"
        if good:
            log.write("%s %s\n" % (self.path, json.dumps(body, sort_keys=True)))
        self.answer(201 if good else 403, b"{}")
server = http.server.HTTPServer(("127.0.0.1", 0), Server)
open(sys.argv[3], "w").write(str(server.server_port))
server.timeout = 60
for _ in range(40):
    server.handle_request()
END
if have curl 8; then
	: >"$work/posted"
	mkfifo "$work/port"
	$python "$work/server" "$work/mbox" "$work/posted" "$work/port" \
		>"$work/server.log" 2>&1 &
	server=$!
	port=$(cat "$work/port")
	eval "$(said patchwork | head -n 1 |
		sed 's/PATCHWORK_TOKEN=.*/:/')" >/dev/null 2>&1
	PATCHWORK_URL=http://127.0.0.1:$port
	export PATCHWORK_URL
	run "$top/scripts/patchwork-check" 7
	says 0 'would say of patch 42: fail: 2 errors' 'patchwork: it would be said'
	out_has '[abi-type]' 'patchwork: the review is printed'
	! test -s "$work/posted"
	result $? 'patchwork: without a token nothing is posted'
	PATCHWORK_TOKEN=secret PATCHWORK_DETAILS=https://example.org/x \
		run "$top/scripts/patchwork-check" 7
	status_is 0 'patchwork: with one'
	test "$(grep -c '^/api/patches/4[12]/checks/ ' "$work/posted")" -eq 2 &&
		sed 's/^[^ ]* //' "$work/posted" | jq -es 'all(. == {
			state: "fail", context: "luoguard",
			description: "2 errors",
			target_url: "https://example.org/x" })' >/dev/null
	result $? 'patchwork: it is, to each patch'
	PATCHWORK_TOKEN=wrong run "$top/scripts/patchwork-check" 7
	says 2 'series 7: not reviewed, or not told' 'patchwork: a wrong token'
	run "$top/scripts/patchwork-check" 8
	status_is 2 'patchwork: no such series'
	run "$top/scripts/patchwork-check" ../../x
	says 2 "not a series' number" 'patchwork: not a number'
	kill "$server"
	wait "$server" 2>/dev/null
fi

# --------------------------------------------------------------- GitHub, GitLab
# steps FILTER: the commands of README's YAML, in the words of python's yaml
cat >"$work/steps" <<'END'
import sys, yaml
job = yaml.safe_load(sys.stdin)
if sys.argv[1] == "github":
    steps = job["jobs"]["luoguard"]["steps"]
    print("\n".join(s["run"] for s in steps if " review " in s.get("run", "")))
    assert job[True] == "pull_request" and "uses" in steps[0]
else:
    print("\n".join(job["luoguard"]["script"]))
    assert job["luoguard"]["artifacts"]["reports"]["codequality"]
END
# jq's is a common name: the words are README's
pull_request() {
	git checkout -q --detach base
	echo >>Kconfig
	git commit -qam 'meanwhile'
	git update-ref refs/remotes/origin/main HEAD
	git merge -q --no-edit topic
}
if $python -c 'import yaml' 2>/dev/null; then
	pull_request
	mkdir -p "$work/clone/luoguard/build"
	ln -s "$lg" "$work/clone/luoguard/build/luoguard"
	said GitHub | $python "$work/steps" github >"$work/github"
	run env GITHUB_BASE_REF=main sh "$work/github"
	out_has "::error file=$abi/box.h,line=" 'GitHub: annotations'
	jq -e '.runs[0].results | length == 2' luoguard.sarif >/dev/null
	result $? 'GitHub: and the report to upload'
	run env GITHUB_BASE_REF=main sh -e "$work/github"
	status_is 1 'GitHub: an error fails the step'

	said GitLab | $python "$work/steps" gitlab >"$work/gitlab"
	run env CI_MERGE_REQUEST_DIFF_BASE_SHA=base sh -e "$work/gitlab"
	status_is 1 'GitLab: an error fails the job'
	jq -e 'length == 2 and all((.description | length > 20) and
		(.check_name | test("^abi-")) and .severity == "major" and
		(.fingerprint | test("^[0-9a-f]{16}$")) and
		.location.path == "include/linux/kho/abi/box.h" and
		.location.lines.begin > 0)' gl-code-quality-report.json >/dev/null
	result $? 'GitLab: what its widget reads'
	git clean -qfd
	git checkout -q --force topic
else
	have python3-yaml 5
fi

# ------------------------------------------------------------------ the editors
if have vim 2; then
	cat >"$work/vimrc" <<-END
	$(said vim | sed -n 's/^:set/set/p')
	edit $abi/box.h
	silent make!
	let lines = map(getqflist(), 'bufname(v:val.bufnr).":".v:val.lnum.": ".v:val.type.": ".v:val.text')
	call writefile(lines, \$OUT)
	cfirst
	call writefile([expand('%').":".line('.')], \$OUT, 'a')
	qall!
	END
	OUT=$work/quickfix run vim -es -u NONE -N -S "$work/vimrc"
	cp "$work/quickfix" "$work/out"
	grep -q "^$abi/box.h:[0-9]*: e: .*\\[abi-type\\]" "$work/out"
	result $? 'vim: findings are in the quickfix list'
	tail -n 1 "$work/out" | grep -qE "^$abi/box.h:[1-9][0-9]*\$"
	result $? 'vim: which leads to the line'
fi

if have emacs 2; then
	compile=$(said Emacs | sed -n 's/^M-x compile RET \(.*\) RET$/\1/p' |
		sed "s|drivers/foo/foo.c|$abi/box.h|")
	cat >"$work/compile.el" <<-END
	(require 'compile)
	(let ((buffer (compile "$compile")))
	  (while (get-buffer-process buffer) (accept-process-output nil 0.1))
	  (set-buffer buffer)
	  (princ (buffer-string))
	  (next-error)
	  (with-current-buffer (window-buffer)
	    (princ (format "AT %s:%d\n" (file-name-nondirectory buffer-file-name)
			   (line-number-at-pos)))))
	END
	run emacs -Q --batch -l "$work/compile.el"
	out_has '[abi-type]' 'Emacs: M-x compile shows findings'
	line=$(sed -n "s|^$abi/box.h:\\([0-9]*\\):.*\\[abi-.*|\\1|p" "$work/out" |
		head -n 1)
	out_has "AT box.h:${line:-none}" 'Emacs: and leads to the first'
fi
done_testing
