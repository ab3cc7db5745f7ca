/* Written by litmusc. */
#include "runner/specimen.h"

/* golden/LB+intptr: tests/golden/LB+intptr.litmus */
struct t_golden_LB_intptr_P0_log {
	intptr_t r1;
};

struct t_golden_LB_intptr_P1_log {
	intptr_t r1;
};

SPECIMEN_BODY SPECIMEN_NAME(t_golden_LB_intptr_P0_body)(intptr_t *x0, intptr_t *x1,
	struct t_golden_LB_intptr_P0_log *log)
{
	intptr_t r3 = (intptr_t)x0;
	intptr_t r1 = (intptr_t)rcu_dereference(*(intptr_t **)x1);
	intptr_t r2 = READ_ONCE(*(intptr_t *)r1);

	smp_store_release(x0, r3);
	log->r1 = r1;
	(void)r2;
}

static void SPECIMEN_NAME(t_golden_LB_intptr_P0)(const struct thread_args *args)
{
	char *x0 = args->location[4];
	char *x1 = args->location[0];
	struct t_golden_LB_intptr_P0_log *log = args->log;
	const ptrdiff_t stride = args->stride;

#define STEP() \
	do { \
		SPECIMEN_NAME(t_golden_LB_intptr_P0_body)((intptr_t *)x0, (intptr_t *)x1, log); \
		SPECIMEN_BOUNDARY(); \
		x0 += stride; \
		x1 += stride; \
		log++; \
	} while (0)
	for (uint32_t group = 0; group < args->groups; group++) {
		uint32_t left = args->k;
		ptrdiff_t late;

		late = args->pace(args->pacer, group);
		x0 += late & args->late[4];
		x1 += late & args->late[0];
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

SPECIMEN_BODY SPECIMEN_NAME(t_golden_LB_intptr_P1_body)(intptr_t *x0, intptr_t *x1,
	struct t_golden_LB_intptr_P1_log *log)
{
	intptr_t r4 = 0;
	intptr_t r1 = READ_ONCE(*x0);

	r4 = r1 != r4;
	if (r4) {
		WRITE_ONCE(*x1, (r1 ^ r1) + 1);
	}
	log->r1 = r1;
}

static void SPECIMEN_NAME(t_golden_LB_intptr_P1)(const struct thread_args *args)
{
	char *x0 = args->location[4];
	char *x1 = args->location[0];
	struct t_golden_LB_intptr_P1_log *log = args->log;
	const ptrdiff_t stride = args->stride;

#define STEP() \
	do { \
		SPECIMEN_NAME(t_golden_LB_intptr_P1_body)((intptr_t *)x0, (intptr_t *)x1, log); \
		SPECIMEN_BOUNDARY(); \
		x0 += stride; \
		x1 += stride; \
		log++; \
	} while (0)
	for (uint32_t group = 0; group < args->groups; group++) {
		uint32_t left = args->k;
		ptrdiff_t late;

		late = args->pace(args->pacer, group);
		x0 += late & args->late[4];
		x1 += late & args->late[0];
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

static thread_fn *const SPECIMEN_NAME(t_golden_LB_intptr_threads)[] = {
	SPECIMEN_NAME(t_golden_LB_intptr_P0),
	SPECIMEN_NAME(t_golden_LB_intptr_P1),
};
SPECIMEN_VARIANT(t_golden_LB_intptr, SPECIMEN_NAME(t_golden_LB_intptr_threads), NULL);
