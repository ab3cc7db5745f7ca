/* err.h - the error numbers of the firmware; functions return 0 or -E_x. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LIB_ERR_H
#define LIB_ERR_H

enum err {
	E_NODEV = 1, /* not there, or not mine: try the next */
	E_BADDT,     /* the device tree has it, but wrong */
	E_NOMEM,     /* no room left */
	E_RANGE,     /* a number outside its range */
	E_TIMEOUT,   /* the deadline passed */
	E_REFUSED,   /* the firmware said no */
	E_SYNTAX,    /* input that cannot be read */
};

#endif
