/* Written by litmusc. */
#include "runner/specimen.h"

/* SB+onces: tests/golden/SB+onces.litmus */
struct SB_onces_P0_log {
	int r0;
};

struct SB_onces_P1_log {
	int r0;
};

SPECIMEN_BODY SPECIMEN_NAME(SB_onces_P0_body)(int *x, int *y,
	struct SB_onces_P0_log *log)
{
	int r0 = 0;

	WRITE_ONCE(*x, 1);
	r0 = READ_ONCE(*y);
	log->r0 = r0;
}

static void SPECIMEN_NAME(SB_onces_P0)(const struct thread_args *args)
{
	char *x = args->location[0];
	char *y = args->location[1];
	struct SB_onces_P0_log *log = args->log;
	const ptrdiff_t stride = args->stride;

#define STEP() \
	do { \
		SPECIMEN_NAME(SB_onces_P0_body)((int *)x, (int *)y, log); \
		SPECIMEN_BOUNDARY(); \
		x += stride; \
		y += stride; \
		log++; \
	} while (0)
	for (uint32_t group = 0; group < args->groups; group++) {
		uint32_t left = args->k;
		ptrdiff_t late;

		late = args->pace(args->pacer, group);
		x += late & args->late[0];
		y += late & args->late[1];
		for (; left >= 4; left -= 4) {
			STEP();
			STEP();
			STEP();
			STEP();
		}
		for (; left; left--)
			STEP();
	}
#undef STEP
}

SPECIMEN_BODY SPECIMEN_NAME(SB_onces_P1_body)(int *x, int *y,
	struct SB_onces_P1_log *log)
{
	int r0 = 0;

	WRITE_ONCE(*y, 1);
	r0 = READ_ONCE(*x);
	log->r0 = r0;
}

static void SPECIMEN_NAME(SB_onces_P1)(const struct thread_args *args)
{
	char *x = args->location[0];
	char *y = args->location[1];
	struct SB_onces_P1_log *log = args->log;
	const ptrdiff_t stride = args->stride;

#define STEP() \
	do { \
		SPECIMEN_NAME(SB_onces_P1_body)((int *)x, (int *)y, log); \
		SPECIMEN_BOUNDARY(); \
		x += stride; \
		y += stride; \
		log++; \
	} while (0)
	for (uint32_t group = 0; group < args->groups; group++) {
		uint32_t left = args->k;
		ptrdiff_t late;

		late = args->pace(args->pacer, group);
		x += late & args->late[0];
		y += late & args->late[1];
		for (; left >= 4; left -= 4) {
			STEP();
			STEP();
			STEP();
			STEP();
		}
		for (; left; left--)
			STEP();
	}
#undef STEP
}

static thread_fn *const SPECIMEN_NAME(SB_onces_threads)[] = {
	SPECIMEN_NAME(SB_onces_P0),
	SPECIMEN_NAME(SB_onces_P1),
};

SPECIMEN_BODY SPECIMEN_NAME(SB_onces_P0_perpetual_body)(int *x, int *y,
	struct SB_onces_P0_log *log, int base)
{
	int r0 = 0;

	WRITE_ONCE(*x, base + 1);
	r0 = READ_ONCE(*y);
	log->r0 = r0;
}

static void SPECIMEN_NAME(SB_onces_P0_perpetual)(const struct thread_args *args)
{
	char *x = args->location[0];
	char *y = args->location[1];
	struct SB_onces_P0_log *log = args->log;
	int base = 0;

#define STEP() \
	do { \
		SPECIMEN_NAME(SB_onces_P0_perpetual_body)((int *)x, (int *)y, log, base); \
		SPECIMEN_BOUNDARY(); \
		base += 1; \
		log++; \
	} while (0)
	for (uint32_t left = args->groups; left; left--) {
		STEP();
		STEP();
		STEP();
		STEP();
		STEP();
		STEP();
		STEP();
		STEP();
	}
#undef STEP
}

SPECIMEN_BODY SPECIMEN_NAME(SB_onces_P1_perpetual_body)(int *x, int *y,
	struct SB_onces_P1_log *log, int base)
{
	int r0 = 0;

	WRITE_ONCE(*y, base + 1);
	r0 = READ_ONCE(*x);
	log->r0 = r0;
}

static void SPECIMEN_NAME(SB_onces_P1_perpetual)(const struct thread_args *args)
{
	char *x = args->location[0];
	char *y = args->location[1];
	struct SB_onces_P1_log *log = args->log;
	int base = 0;

#define STEP() \
	do { \
		SPECIMEN_NAME(SB_onces_P1_perpetual_body)((int *)x, (int *)y, log, base); \
		SPECIMEN_BOUNDARY(); \
		base += 1; \
		log++; \
	} while (0)
	for (uint32_t left = args->groups; left; left--) {
		STEP();
		STEP();
		STEP();
		STEP();
		STEP();
		STEP();
		STEP();
		STEP();
	}
#undef STEP
}

static thread_fn *const SPECIMEN_NAME(SB_onces_perpetual_threads)[] = {
	SPECIMEN_NAME(SB_onces_P0_perpetual),
	SPECIMEN_NAME(SB_onces_P1_perpetual),
};
SPECIMEN_VARIANT(SB_onces, SPECIMEN_NAME(SB_onces_threads), SPECIMEN_NAME(SB_onces_perpetual_threads));
