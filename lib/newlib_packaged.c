/* newlib_packaged.c - what a newlib asks of the machine that was built without locks. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "lib/core.h"
#include "lib/panic.h"

#include <errno.h>
#include <stdlib.h>

#include "cpu.h"

/*
 * Its functions share one struct _reent. What the image calls of them keeps only errno
 * there, which is found through this function: each core has its own.
 */
int *__errno(void)
{
	return &((struct core *)cpu_local())->reent._errno;
}

/* The image allocates from its arena alone; a call that needs the heap fails cleanly. */
void *_sbrk(ptrdiff_t increment);
void *_sbrk(ptrdiff_t increment)
{
	(void)increment;
	errno = ENOMEM;
	return (void *)-1;
}

/* There are no files: what its stdio would ask of them fails cleanly, too. */
int no_file(void);
int no_file(void)
{
	errno = EBADF;
	return -1;
}

#define NO_FILE(call) int call(void) __attribute__((alias("no_file")))
NO_FILE(_close);
NO_FILE(_fstat);
NO_FILE(_isatty);
NO_FILE(_lseek);
NO_FILE(_read);
NO_FILE(_write);

/* newlib's own assertions and abort() end here. */
void abort(void)
{
	panic("abort() called by the C library", 0);
}
