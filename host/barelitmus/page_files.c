/* page_files.c - what pages are made of that is no C, taken in when this is compiled. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/page_files.h"

#define FILE_TEXT(symbol, path)                                                          \
	__asm__(".pushsection .rodata\n.globl " #symbol "\n" #symbol ": .incbin \"" path \
		"\"\n.byte 0\n.popsection")

FILE_TEXT(page_css, "host/barelitmus/page.css");
FILE_TEXT(atlas_css, "host/barelitmus/atlas.css");
FILE_TEXT(report_css, "host/barelitmus/report.css");
FILE_TEXT(report_js, "host/barelitmus/report.js");
