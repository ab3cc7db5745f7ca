/* Written by litmusc. */
#include "runner/specimen.h"

/* SB+xchg+filter: tests/golden/SB+xchg+filter.litmus */
struct SB_xchg_filter_P0_log {
	int r0;
	int r1;
};

struct SB_xchg_filter_P1_log {
	int r0;
	int r1;
};

SPECIMEN_BODY SPECIMEN_NAME(SB_xchg_filter_P0_body)(int *x, int *y,
	struct SB_xchg_filter_P0_log *log)
{
	int r0 = xchg(x, 2);
	int r1 = cmpxchg_acquire(y, 0, r0 + 40);

	smp_store_mb(*x, cmpxchg(x, 2, 3));
	(void)xchg_relaxed(x, 4);
	log->r0 = r0;
	log->r1 = r1;
}

static void SPECIMEN_NAME(SB_xchg_filter_P0)(const struct thread_args *args)
{
	char *x = args->location[0];
	char *y = args->location[1];
	struct SB_xchg_filter_P0_log *log = args->log;
	const ptrdiff_t stride = args->stride;

#define STEP() \
	do { \
		SPECIMEN_NAME(SB_xchg_filter_P0_body)((int *)x, (int *)y, log); \
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
		for (; left >= 2; left -= 2) {
			STEP();
			STEP();
		}
		for (; left; left--)
			STEP();
	}
#undef STEP
}

SPECIMEN_BODY SPECIMEN_NAME(SB_xchg_filter_P1_body)(int *x, int *y,
	struct SB_xchg_filter_P1_log *log)
{
	int r0 = smp_load_acquire(&*x);

	smp_rmb();
	smp_wmb();
	int r1 = READ_ONCE(*y);
	smp_mb();
	log->r0 = r0;
	log->r1 = r1;
}

static void SPECIMEN_NAME(SB_xchg_filter_P1)(const struct thread_args *args)
{
	char *x = args->location[0];
	char *y = args->location[1];
	struct SB_xchg_filter_P1_log *log = args->log;
	const ptrdiff_t stride = args->stride;

#define STEP() \
	do { \
		SPECIMEN_NAME(SB_xchg_filter_P1_body)((int *)x, (int *)y, log); \
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
		for (; left >= 2; left -= 2) {
			STEP();
			STEP();
		}
		for (; left; left--)
			STEP();
	}
#undef STEP
}

static thread_fn *const SPECIMEN_NAME(SB_xchg_filter_threads)[] = {
	SPECIMEN_NAME(SB_xchg_filter_P0),
	SPECIMEN_NAME(SB_xchg_filter_P1),
};
SPECIMEN_VARIANT(SB_xchg_filter, SPECIMEN_NAME(SB_xchg_filter_threads), NULL);
