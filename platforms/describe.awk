# describe.awk - writes the tables of docs/boards.md from the folders of the machines.
# SPDX-License-Identifier: BSD-2-Clause
#
# In, in this order: platforms/*/platform.mk, model.txt and README.txt there, docs/boards.md. A folder's model.txt
# says what was run of QEMU's model, its README.txt what sources say of the board: fields
# "Name: text" that may go on in indented lines. Out: the page, with what stands between
# "<!-- table: ... -->" and "<!-- end -->" made anew.
function value(line) {
	sub(/^[^=]*= */, "", line)
	return line
}

FNR == 1 {
	split(FILENAME, path, "/")
	folder = path[2]
	file = path[3]
	page = path[1] == "docs"
}

page && /^<!-- end -->$/ { table = "" }
page && table == "" { print }
page && /^<!-- table: / {
	table = $3
	if (table == "run")
		print_run()
	else if (table == "boards")
		print_boards()
	else if (table == "weak")
		print_weak()
}
page { next }

/^BOARD :=/ { board[folder] = value($0) }
/^BOARD_BAUD :=/ { baud[folder] = value($0) }
/^PLATFORM_QEMU /{ played[folder] = 1 }

file ~ /\.mk$/ { next }

FNR == 1 { folders[file, ++count[file]] = folder }

/^[A-Z][a-z]+:/ {
	key = $1
	sub(/^[^:]*: */, "")
	gsub(/@BAUD@/, baud[folder])
	text[file, folder, key] = $0
	next
}

/^ / {
	sub(/^ */, "")
	text[file, folder, key] = text[file, folder, key] " " $0
}

function field(name) {
	return text[file, folder, name ":"]
}

function print_run() {
	file = "model.txt"
	print "| `PLATFORM=` | cores, how they start | entered | console | ends by | also run |\n|---|---|---|---|---|---|"
	for (i = 1; i <= count[file]; i++) {
		folder = folders[file, i]
		print "| `" folder "` | " field("Cores") " | " field("Entered") " | " field("Console") \
			" | " field("Ends") " | " field("Also") " |"
	}
}

function print_boards() {
	file = "README.txt"
	print "| `BOARD=` | board | cores, how they start | console | loader | note | model, above |\n|---|---|---|---|---|---|---|"
	for (i = 1; i <= count[file]; i++) {
		folder = folders[file, i]
		if (folder in board)
			print "| `" board[folder] "` | " field("Board") " | " field("Cores") " | " field("Console") " | " \
				field("Loader") " | " field("Note") " | " (folder in played ? "`" folder "`" : "") " |"
	}
}

function print_weak() {
	file = "README.txt"
	print "| board | what was published |\n|---|---|"
	for (i = 1; i <= count[file]; i++) {
		folder = folders[file, i]
		if (folder in board)
			print "| " field("Board") " | " field("Weak") " |"
	}
}
