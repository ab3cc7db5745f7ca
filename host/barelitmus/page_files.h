/* page_files.h - what pages are made of that is no C: texts, each with a NUL behind it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_PAGE_FILES_H
#define HOST_BARELITMUS_PAGE_FILES_H

extern const char page_css[];   /* of all pages */
extern const char atlas_css[];  /* of the atlas alone */
extern const char report_css[]; /* of the report alone */
extern const char report_js[];

#endif
