/* dependency.h - which dependencies of a test its machine code still has. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_DEPENDENCY_H
#define HOST_BARELITMUS_DEPENDENCY_H

#include "host/barelitmus/follow.h"

enum dependency_kind { DEPENDENCY_ADDRESS, DEPENDENCY_DATA, DEPENDENCY_CONTROL };
enum { DEPENDENCY_KINDS = 3, DEPENDENCY_ANY = TEST_MAX_LOCATIONS };

/*
 * By kind and the location that is loaded: the set of locations whose access depends on
 * it. DEPENDENCY_ANY is a load from an address that only runs know; an access to such an
 * address may be one to any location.
 */
struct dependencies {
	uint32_t to[DEPENDENCY_KINDS][TEST_MAX_LOCATIONS + 1];
};

/* Those of a followed body; through registers, not through memory. */
void dependencies_find(struct dependencies *out, const struct body *body);

/* Is there one of a kind? */
bool dependencies_have(const struct dependencies *dependencies, enum dependency_kind kind,
		       unsigned int from, unsigned int to);

/* One of the source. */
struct dependency_entry {
	char id[128], kind[8], from[64], to[64]; /* of the test; "addr"; locations */
	unsigned int thread;
};

struct dependency_list {
	struct dependency_entry *entries;
	size_t count, capacity;
};

/* What became of one in a thread's code. */
enum dependency_fate {
	FATE_KEPT,
	FATE_GONE,
	FATE_ADDRESS, /* it is one of another kind now */
	FATE_DATA,
	FATE_CONTROL,
	FATE_UNKNOWN, /* the code cannot be followed */
	FATE_ABSENT,  /* the test has no such thread or location, or no such variant */
};

/* "address", "data" or "control" */
const char *dependency_kind_name(const struct dependency_entry *entry);

enum dependency_fate dependency_fate(const struct dependency_entry *entry,
				     const struct test *test,
				     const struct dependencies *found);

/* "kept", "gone", "is a control dependency now"; */
const char *dependency_fate_text(enum dependency_fate fate);

/* Those of the source, as litmusc lists them; NULL with a reason in error. To be freed. */
struct dependency_list *dependency_list_read(const char *path, char error[256]);
void dependency_list_free(struct dependency_list *list);

/* Has the list dependencies of this thread of the test? */
bool dependency_list_has(const struct dependency_list *list, const struct test *test,
			 unsigned int thread);

/*
 * Calls report for each dependency of a thread in the list that the body has no more; text
 * is "the address dependency from [x] to [y] is gone".
 */
void dependency_list_compare(const struct dependency_list *list, const struct body *body,
			     void (*report)(void *context, const char *text),
			     void *context);

#endif
