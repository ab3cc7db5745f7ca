/* page.h - a page of HTML that needs no other file: its frame and its look. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_PAGE_H
#define HOST_BARELITMUS_PAGE_H

#include <stdio.h>

/* Everything up to the heading, which is the title; style is more CSS than all pages have. */
void page_begin(FILE *out, const char *title, const char *style);

/* The end, with a script where it is not NULL. */
void page_end(FILE *out, const char *script);

/*
 * Text, safe in an element and in an attribute with quotes; a control character, which
 * HTML has no way to hold, is '?'.
 */
void page_text(FILE *out, const char *text);

/* A table that scrolls in its place; label and attributes are of the program, not of data. */
void page_open_table(FILE *out, const char *label, const char *attributes);
void page_close_table(FILE *out);

#endif
