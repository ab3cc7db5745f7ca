/* ownership.c - initial values, and in whose cache their lines are when a batch begins. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/ownership.h"
#include "runner/layout.h"

#include "cpu.h"

const char *ownership_name(enum ownership ownership)
{
	static const char *const names[CACHE_COUNT] = {
		[CACHE_AUTO] = "auto",     [CACHE_READER] = "reader",
		[CACHE_WRITER] = "writer", [CACHE_SHARED] = "shared",
		[CACHE_ABSENT] = "absent",
	};

	return names[ownership];
}

/* Gives location l of every instance its initial value. */
static void reset_location(const struct batch *batch, unsigned l)
{
	const struct test_location *location = &batch->test->locations[l];
	uint64_t target = (uint64_t)location->init - (uint64_t)VALUE_ADDRESS_BASE;
	ptrdiff_t stride = batch->args->stride;
	char *at = batch->args->location[l];

#define RESET(type, value)                                                               \
	for (uint32_t i = 0; i < batch->instances; i++, at += stride)                    \
	*(volatile type *)at = (type)(value)

	if (target < batch->test->location_count && location->width == sizeof(intptr_t))
		RESET(intptr_t, batch->args->location[target] + (ptrdiff_t)i * stride);
	else if (target < batch->test->location_count)
		RESET(int64_t,
		      (intptr_t)batch->args->location[target] + (ptrdiff_t)i * stride);
	else if (location->width == 8)
		RESET(int64_t, location->init);
	else if (location->width == 4)
		RESET(int32_t, location->init);
	else if (location->width == 2)
		RESET(int16_t, location->init);
	else
		RESET(int8_t, location->init);
#undef RESET
}

/* False: there is no instruction for that. */
static bool evict_location(const struct batch *batch, unsigned l)
{
	const char *at = batch->args->location[l];

	for (uint32_t i = 0; i < batch->instances; i++, at += batch->args->stride)
		if (!cpu_evict(at))
			return false;
	return true;
}

/* Reads what is eight times as much as the batch, or fills the cache. */
static void sweep(const struct batch *batch)
{
	size_t lines = (size_t)batch->instances * batch->test->location_count * 8;

	if (lines > OWNERSHIP_SWEEP / LAYOUT_LINE)
		lines = OWNERSHIP_SWEEP / LAYOUT_LINE;
	for (size_t i = 0; i < lines; i++)
		(void)*(const volatile char *)(batch->sweep + i * LAYOUT_LINE);
}

static unsigned resetter(const struct batch *batch, unsigned l)
{
	unsigned reader = batch->test->locations[l].reset_by;

	return batch->ownership == CACHE_WRITER ? (reader + 1) % batch->test->threads
						: reader;
}

void ownership_reset(const struct batch *batch, unsigned thread)
{
	bool absent = batch->ownership == CACHE_ABSENT, evicted = true;

	for (unsigned l = 0; l < batch->test->location_count; l++)
		if (resetter(batch, l) == thread) {
			reset_location(batch, l);
			evicted = absent && evict_location(batch, l);
		}
	if (absent && !evicted)
		sweep(batch);
}

void ownership_share(const struct batch *batch)
{
	for (unsigned l = 0; l < batch->test->location_count; l++) {
		const char *at = batch->args->location[l];

		for (uint32_t i = 0; i < batch->instances; i++, at += batch->args->stride)
			(void)*(const volatile char *)at;
	}
}
