/* deviation.h - a known deviation of a platform from the model, with its source. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LIB_DEVIATION_H
#define LIB_DEVIATION_H

/* A line of deviations.tsv or qemu.tsv of a platform; a table ends with test == NULL. */
struct deviation {
	const char *test;   /* glob over test ids */
	const char *mix;    /* glob over mixes */
	const char *source; /* where it is documented */
};

#endif
