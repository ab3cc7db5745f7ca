/* memory.c - memory for a run: huge pages where there are any, locked where allowed. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/linux/process.h"
#include "lib/err.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define HUGE_PAGE (UINT64_C(2) << 20) /* bytes: of x86-64, and of the others with 4 KiB */
#define SIZE_MAX_BYTES (UINT64_C(4) << 30)

/* Half of what the machine has, and what no run needs more than. */
static size_t memory_size(void)
{
	uint64_t half =
		(uint64_t)sysconf(_SC_PHYS_PAGES) / 2 * (uint64_t)sysconf(_SC_PAGESIZE);

	if (half > SIZE_MAX_BYTES)
		half = SIZE_MAX_BYTES;
	return (size_t)(half & ~(HUGE_PAGE - 1));
}

/* Nothing is there until it is touched; the arena zeroes what it hands out. */
static void *map(size_t size, int flags)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
}

/* Does Linux make huge pages for those that ask? */
static bool transparent(void)
{
	char text[64] = "";
	FILE *file = fopen("/sys/kernel/mm/transparent_hugepage/enabled", "r");
	bool asked;

	if (!file)
		return false;
	asked = fgets(text, sizeof(text), file) && !strstr(text, "[never]");
	fclose(file);
	return asked;
}

/* Maps size bytes, and says of what pages they are; NULL. */
static char *map_largest(size_t size, const char **pages)
{
	void *at = map(size, MAP_HUGETLB);

	*pages = "huge, reserved ones";
	if (at != MAP_FAILED)
		return at;
	/* More than needed, to begin where a huge page does. */
	at = map(size + HUGE_PAGE, MAP_NORESERVE);
	if (at == MAP_FAILED)
		return NULL;
	at = (void *)(((uintptr_t)at + HUGE_PAGE - 1) & ~(uintptr_t)(HUGE_PAGE - 1));
	*pages = "small: no reserved huge pages, and no transparent ones";
	if (!madvise(at, size, MADV_HUGEPAGE) && transparent())
		*pages = "huge, transparent ones";
	return at;
}

int memory_init(struct arena *arena, char how[MEMORY_NOTE_MAX])
{
	size_t size = memory_size();
	const char *pages, *locked = "locked";
	char *at = map_largest(size, &pages);

	if (!at)
		return -E_NOMEM;
	/* As pages are touched, for most of them never are. */
	if (mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT))
		locked = strerror(errno);
	snprintf(how, MEMORY_NOTE_MAX, "%zu MiB at most; pages: %s; mlockall: %s",
		 size >> 20, pages, locked);
	arena->next = (uintptr_t)at;
	arena->end = (uintptr_t)at + size;
	return 0;
}
