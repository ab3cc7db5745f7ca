# fill.awk - puts values into a template: @NAME@ becomes the environment's NAME.
# SPDX-License-Identifier: BSD-2-Clause
{
	line = ""
	while (match($0, /@[A-Z]+@/)) {
		name = substr($0, RSTART + 1, RLENGTH - 2)
		if (!(name in ENVIRON) || ENVIRON[name] == "") {
			print FILENAME ":" FNR ": found @" name "@, which this board has no value for" > "/dev/stderr"
			exit 1
		}
		line = line substr($0, 1, RSTART - 1) ENVIRON[name]
		$0 = substr($0, RSTART + RLENGTH)
	}
	print line $0
}
