# table.awk - writes the C table of platforms from their folders.
# SPDX-License-Identifier: BSD-2-Clause
#
# In: platforms/*/platform.mk, deviations.tsv and qemu.tsv there, as arguments. A line
# "PLATFORM_COMPATIBLE := x y" of the first has names of the root node, "PLATFORM_EMBED :=
# kind" says what cores its tree is for, if it is in the image (-v EMBEDDED='platform ...');
# each line of the others has test glob, mix glob, source and reason, tab-separated. Platforms of
# another architecture than ARCH are left out: their root nodes may be called the same.
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

/^PLATFORM_ARCH *:= */ {
	sub(/^[^=]*= */, "")
	if ($0 != ARCH)
		foreign[name]
	next
}

/^PLATFORM_EMBED *:= */ {
	sub(/^[^=]*= */, "")
	kind[name] = $0
	next
}

/^#/ || /^$/ || path[parts] !~ /^(deviations|qemu).tsv$/ { next }

NF != 4 {
	print FILENAME ":" FNR ": found " NF " columns, expected 4" > "/dev/stderr"
	failed = 1
	exit 1
}

{
	list = path[parts] == "qemu.tsv" ? "qemu" : "deviations"
	rows[list, name] = rows[list, name] "\t{" quote($1) ", " quote($2) ", " quote($3) "},\n"
}

function print_list(list, name, symbol) {
	print "static const struct deviation " list "_" symbol "[] = {"
	printf "%s\t{NULL, NULL, NULL},\n};\n\n", rows[list, name]
}

END {
	if (failed)
		exit 1
	for (name in foreign)
		delete compatible[name]
	for (name in compatible) {
		symbol = name
		gsub(/[^A-Za-z0-9]/, "_", symbol)
		print_list("deviations", name, symbol)
		print_list("qemu", name, symbol)
		if (is_embedded(name))
			print "extern const char tree_" symbol "[];\n"
	}
	print "const struct platform platforms[] = {"
	for (name in compatible) {
		symbol = name
		gsub(/[^A-Za-z0-9]/, "_", symbol)
		tree = is_embedded(name) ? "tree_" symbol ", " kind[name] : "NULL, 0"
		count = split(compatible[name], names, " ")
		for (i = 1; i <= count; i++)
			print "\t{" quote(names[i]) ", " quote(name) ", deviations_" symbol ", qemu_" symbol ", " tree "},"
	}
	print "\t{NULL, NULL, NULL, NULL, NULL, 0},\n};"
}
