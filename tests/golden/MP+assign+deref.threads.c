/* Written by litmusc. */
#include "runner/specimen.h"

/* MP+assign+deref: tests/golden/MP+assign+deref.litmus */
struct MP_assign_deref_P1_log {
	int *r0;
	int r1;
};

SPECIMEN_BODY SPECIMEN_NAME(MP_assign_deref_P0_body)(int *x, int **p)
{
	WRITE_ONCE(*x, 1);
	rcu_assign_pointer(*p, x);
}

static void SPECIMEN_NAME(MP_assign_deref_P0)(const struct thread_args *args)
{
	char *x = args->location[2];
	char *p = args->location[0];
	const ptrdiff_t stride = args->stride;

#define STEP() \
	do { \
		SPECIMEN_NAME(MP_assign_deref_P0_body)((int *)x, (int **)p); \
		SPECIMEN_BOUNDARY(); \
		x += stride; \
		p += stride; \
	} while (0)
	for (uint32_t group = 0; group < args->groups; group++) {
		uint32_t left = args->k;
		ptrdiff_t late;

		late = args->pace(args->pacer, group);
		x += late & args->late[2];
		p += late & args->late[0];
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

SPECIMEN_BODY SPECIMEN_NAME(MP_assign_deref_P1_body)(int **p,
	struct MP_assign_deref_P1_log *log)
{
	int *r0 = (int *)0;
	int r1 = 0;

	r0 = rcu_dereference(*p);
	r1 = READ_ONCE(*r0);
	log->r0 = r0;
	log->r1 = r1;
}

static void SPECIMEN_NAME(MP_assign_deref_P1)(const struct thread_args *args)
{
	char *p = args->location[0];
	struct MP_assign_deref_P1_log *log = args->log;
	const ptrdiff_t stride = args->stride;

#define STEP() \
	do { \
		SPECIMEN_NAME(MP_assign_deref_P1_body)((int **)p, log); \
		SPECIMEN_BOUNDARY(); \
		p += stride; \
		log++; \
	} while (0)
	for (uint32_t group = 0; group < args->groups; group++) {
		uint32_t left = args->k;
		ptrdiff_t late;

		late = args->pace(args->pacer, group);
		p += late & args->late[0];
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

static thread_fn *const SPECIMEN_NAME(MP_assign_deref_threads)[] = {
	SPECIMEN_NAME(MP_assign_deref_P0),
	SPECIMEN_NAME(MP_assign_deref_P1),
};
SPECIMEN_VARIANT(MP_assign_deref, SPECIMEN_NAME(MP_assign_deref_threads), NULL);
