/* newlib.c - what newlib asks of the machine: per-core state, locks, no files, no heap. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "lib/core.h"
#include "lib/panic.h"
#include "lib/spinlock.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/lock.h>
#include <sys/stat.h>

/* newlib keeps errno and its buffers in a struct _reent; each core has its own. */
struct _reent *__getreent(void)
{
	return &((struct core *)cpu_local())->reent;
}

/* The image allocates from its arena alone; a call that needs the heap fails cleanly. */
void *_sbrk_r(struct _reent *reent, ptrdiff_t increment);
void *_sbrk_r(struct _reent *reent, ptrdiff_t increment)
{
	(void)increment;
	reent->_errno = ENOMEM;
	return (void *)-1;
}

/* newlib's own assertions and abort() end here. */
void abort(void)
{
	panic("abort() called by the C library", 0);
}

/* newlib's one lock type: recursive, by core. */
struct __lock {
	struct spinlock spin;
	struct core *owner;
	unsigned depth;
};

struct __lock __lock___malloc_recursive_mutex;
struct __lock __lock___sinit_recursive_mutex;
struct __lock __lock___sfp_recursive_mutex;
struct __lock __lock___env_recursive_mutex;
struct __lock __lock___atexit_recursive_mutex;
struct __lock __lock___at_quick_exit_mutex;
struct __lock __lock___tz_mutex;
struct __lock __lock___dd_hash_mutex;
struct __lock __lock___arc4random_mutex;

/* True: the calling core has it now, once more. */
static bool lock_try_take(_LOCK_T lock)
{
	struct core *self = cpu_local();

	if (__atomic_load_n(&lock->owner, __ATOMIC_RELAXED) != self) {
		if (!spinlock_try(&lock->spin))
			return false;
		__atomic_store_n(&lock->owner, self, __ATOMIC_RELAXED);
	}
	lock->depth++;
	return true;
}

void __retarget_lock_acquire_recursive(_LOCK_T lock)
{
	while (!lock_try_take(lock))
		cpu_relax();
}

void __retarget_lock_release_recursive(_LOCK_T lock)
{
	if (--lock->depth)
		return;
	__atomic_store_n(&lock->owner, NULL, __ATOMIC_RELAXED);
	spinlock_release(&lock->spin);
}

int __retarget_lock_try_acquire_recursive(_LOCK_T lock)
{
	return lock_try_take(lock);
}

/* The plain locks are the same: nobody relies on their blocking their own holder. */
void __retarget_lock_acquire(_LOCK_T lock)
{
	__retarget_lock_acquire_recursive(lock);
}

void __retarget_lock_release(_LOCK_T lock)
{
	__retarget_lock_release_recursive(lock);
}

int __retarget_lock_try_acquire(_LOCK_T lock)
{
	return lock_try_take(lock);
}

/* Locks of files: there are none, so newlib gets one that all would share. */
static struct __lock file_lock;

void __retarget_lock_init(_LOCK_T *lock)
{
	*lock = &file_lock;
}

void __retarget_lock_init_recursive(_LOCK_T *lock)
{
	*lock = &file_lock;
}

void __retarget_lock_close(_LOCK_T lock)
{
	(void)lock;
}

void __retarget_lock_close_recursive(_LOCK_T lock)
{
	(void)lock;
}
