# table.awk - writes the C table of platforms from their folders.
# SPDX-License-Identifier: BSD-2-Clause
#
# In: platforms/*/platform.mk and platforms/*/deviations.tsv, as arguments. A line
# "PLATFORM_COMPATIBLE := x" of the former names the root node, "PLATFORM_EMBED := kind" says
# what cores its tree is for, if it is in the image (-v EMBEDDED='platform ...'); each line
# of the latter has test glob, mix glob, source and reason, tab-separated.
BEGIN {
	FS = "\t"
	print "/* Made by platforms/table.awk; do not edit. */"
	print "#include \"platforms/platform.h\"\n\n#include <stddef.h>\n"
}

function quote(text) {
	gsub(/[\\"]/, "\\\\&", text)
	return "\"" text "\""
}

function is_embedded(name) {
	return index(" " EMBEDDED " ", " " name " ")
}

FNR == 1 {
	parts = split(FILENAME, path, "/")
	name = path[parts - 1]
}

/^PLATFORM_COMPATIBLE *:= */ {
	sub(/^[^=]*= */, "")
	compatible[name] = $0
	next
}

/^PLATFORM_EMBED *:= */ {
	sub(/^[^=]*= */, "")
	kind[name] = $0
	next
}

/^#/ || /^$/ || path[parts] != "deviations.tsv" { next }

NF != 4 {
	print FILENAME ":" FNR ": found " NF " columns, expected 4" > "/dev/stderr"
	failed = 1
	exit 1
}

{
	rows[name] = rows[name] "\t{" quote($1) ", " quote($2) ", " quote($3) "},\n"
}

END {
	if (failed)
		exit 1
	for (name in compatible) {
		symbol = name
		gsub(/[^A-Za-z0-9]/, "_", symbol)
		print "static const struct deviation deviations_" symbol "[] = {"
		printf "%s\t{NULL, NULL, NULL},\n};\n\n", rows[name]
		if (is_embedded(name))
			print "extern const char tree_" symbol "[];\n"
	}
	print "const struct platform platforms[] = {"
	for (name in compatible) {
		symbol = name
		gsub(/[^A-Za-z0-9]/, "_", symbol)
		tree = is_embedded(name) ? "tree_" symbol ", " kind[name] : "NULL, 0"
		print "\t{" quote(compatible[name]) ", " quote(name) ", deviations_" symbol ", " tree "},"
	}
	print "\t{NULL, NULL, NULL, NULL, 0},\n};"
}
