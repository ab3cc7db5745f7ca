/* atlas_html.h - an atlas as one page that needs nothing else. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_ATLAS_HTML_H
#define HOST_BARELITMUS_ATLAS_HTML_H

#include "host/barelitmus/fates.h"
#include "host/barelitmus/findings.h"

#include <stdio.h>

void atlas_html_begin(FILE *out);

/*
 * The findings of one architecture, then its tables; fates may be NULL, for there is no
 * image.
 */
void atlas_html_arch(const struct atlas *atlas, const struct findings *findings,
		     const struct fates *fates, FILE *out);

void atlas_html_end(FILE *out);

#endif
