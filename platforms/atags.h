/* atags.h - the list that older Arm loaders pass where they have no device tree. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PLATFORMS_ATAGS_H
#define PLATFORMS_ATAGS_H

/*
 * The command line of a list at this address (readable, if on 8 bytes); "" where it has
 * none. NULL: there is no list.
 */
const char *atags_bootargs(const void *list);

#endif
