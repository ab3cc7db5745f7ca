/* Written by litmusc. */
#include "runner/specimen.h"

/* SB+rcu: tests/golden/SB+rcu.litmus */
struct SB_rcu_P0_log {
	int r0;
};

struct SB_rcu_P1_log {
	int r0;
};

SPECIMEN_BODY SPECIMEN_NAME(SB_rcu_P0_body)(int *x, int *y, struct SB_rcu_P0_log *log)
{
	int r0 = 0;
	int r1 = 0;

	rcu_read_lock();
	r0 = atomic_try_cmpxchg(x, &r1, 1);
	r0 = READ_ONCE(*y);
	rcu_read_unlock();
	log->r0 = r0;
}

static void SPECIMEN_NAME(SB_rcu_P0)(const struct thread_args *args)
{
	char *x = args->location[0];
	char *y = args->location[1];
	struct SB_rcu_P0_log *log = args->log;
	const ptrdiff_t stride = args->stride;
	const struct rcu rcu = {args->rcu, TEST_RCU_APART, 0, 2};

#define STEP() \
	do { \
		rcu_online(&rcu); \
		SPECIMEN_NAME(SB_rcu_P0_body)((int *)x, (int *)y, log); \
		rcu_offline(&rcu); \
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
		for (; left; left--)
			STEP();
	}
#undef STEP
}

SPECIMEN_BODY SPECIMEN_NAME(SB_rcu_P1_body)(int *x, int *y, struct SB_rcu_P1_log *log,
	const struct rcu *rcu)
{
	int r0 = 0;

	WRITE_ONCE(*y, 1);
	synchronize_rcu();
	r0 = atomic_read(x);
	log->r0 = r0;
}

static void SPECIMEN_NAME(SB_rcu_P1)(const struct thread_args *args)
{
	char *x = args->location[0];
	char *y = args->location[1];
	struct SB_rcu_P1_log *log = args->log;
	const ptrdiff_t stride = args->stride;
	const struct rcu rcu = {args->rcu, TEST_RCU_APART, 1, 2};

#define STEP() \
	do { \
		SPECIMEN_NAME(SB_rcu_P1_body)((int *)x, (int *)y, log, &rcu); \
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
		for (; left; left--)
			STEP();
	}
#undef STEP
}

static thread_fn *const SPECIMEN_NAME(SB_rcu_threads)[] = {
	SPECIMEN_NAME(SB_rcu_P0),
	SPECIMEN_NAME(SB_rcu_P1),
};
SPECIMEN_VARIANT(SB_rcu, SPECIMEN_NAME(SB_rcu_threads), NULL);
