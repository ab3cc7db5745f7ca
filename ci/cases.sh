# cases.sh - what the scripts that boot machines share: cases and their TAP lines. Sourced.
# SPDX-License-Identifier: BSD-2-Clause
#
# A case is a command, the exit status it must have, and a pattern its output must match.
# The script that sources this sets suite, a word for the lines, and out, a folder.
# A failing make always ends with 2; "status 1" in what run-now prints is barelitmus's own.
mkdir -p "$out"
n=0 failed=0

# run_make ARGUMENTS ...: "make run" without looking for packages again
run_make() {
	make --no-print-directory run-now "$@"
}

# check NAME STATUS PATTERN COMMAND ...
check() {
	name=$1 status=$2 pattern=$3
	shift 3
	n=$((n + 1)) rc=0
	"$@" > "$out/$n.txt" 2>&1 || rc=$?
	if [ "$rc" = "$status" ] && grep -q -e "$pattern" "$out/$n.txt"; then
		echo "ok $n - $suite $name"
	else
		echo "not ok $n - $suite $name"
		echo "# exit status $rc, expected $status; output must match: $pattern"
		tail -n 15 "$out/$n.txt" | sed 's/^/# /'
		failed=$((failed + 1))
	fi
}

# skip NAME WHY
skip() {
	n=$((n + 1))
	echo "ok $n - $suite $1 # SKIP $2"
}

# qemu PLATFORM CORES: the command that make run starts, without kernel and arguments
qemu() {
	make --no-print-directory -s -f mk/run.mk "PLATFORM=$1" "CORES=$2" print-qemu
}

# machine PLATFORM COMMAND ...: follows a machine to its end, then shows its log
machine() {
	platform=$1 rc=0
	shift
	build/host/barelitmus run --platform "$platform" --log "build/log/$platform.log" \
		-- "$@" || rc=$?
	cat "build/log/$platform.log"
	return $rc
}

# finish: the last line, and the exit status
finish() {
	echo "$((n - failed)) passed, $failed failed"
	[ "$failed" = 0 ]
}
