/* page.c - a page of HTML that needs no other file: its frame and its look. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/page.h"
#include "host/barelitmus/page_files.h"

void page_begin(FILE *out, const char *title, const char *style)
{
	fprintf(out,
		"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, "
		"initial-scale=1\">\n"
		"<meta name=\"color-scheme\" content=\"light dark\">\n"
		"<title>%s</title>\n<style>\n%s%s</style>\n</head>\n<body>\n<h1>%s</h1>"
		"\n",
		title, page_css, style, title);
}

void page_end(FILE *out, const char *script)
{
	if (script)
		fprintf(out, "<script>\n%s</script>\n", script);
	fputs("</body>\n</html>\n", out);
}

void page_text(FILE *out, const char *text)
{
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '&')
			fputs("&amp;", out);
		else if (c == '<')
			fputs("&lt;", out);
		else if (c == '>')
			fputs("&gt;", out);
		else if (c == '"')
			fputs("&quot;", out);
		else if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7f)
			fputc('?', out);
		else
			fputc(c, out);
	}
}

void page_open_table(FILE *out, const char *label, const char *attributes)
{
	fprintf(out,
		"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">"
		"<table%s>\n",
		label, attributes);
}

void page_close_table(FILE *out)
{
	fputs("</tbody></table></div>\n", out);
}
