/* Written by litmusc. */
#include "runner/specimen.h"

/* 3.MP+names: tests/golden/MP+names.litmus */
struct t_3_MP_names_P1_log {
	intptr_t while_;
	int v_stride;
	int v_group;
};

SPECIMEN_BODY SPECIMEN_NAME(t_3_MP_names_P0_body)(intptr_t *v_log, int *y)
{
	intptr_t r4 = (intptr_t)y;
	int v___v = 0;

	WRITE_ONCE(*y, 1);
	rcu_assign_pointer(*v_log, r4);
	v___v = 16;
	(void)v___v;
}

static void SPECIMEN_NAME(t_3_MP_names_P0)(const struct thread_args *args)
{
	char *v_log = args->location[1];
	char *y = args->location[0];
	const ptrdiff_t stride = args->stride;

#define STEP() \
	do { \
		SPECIMEN_NAME(t_3_MP_names_P0_body)((intptr_t *)v_log, (int *)y); \
		SPECIMEN_BOUNDARY(); \
		v_log += stride; \
		y += stride; \
	} while (0)
	for (uint32_t group = 0; group < args->groups; group++) {
		uint32_t left = args->k;
		ptrdiff_t late;

		late = args->pace(args->pacer, group);
		v_log += late & args->late[1];
		y += late & args->late[0];
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

SPECIMEN_BODY SPECIMEN_NAME(t_3_MP_names_P1_body)(intptr_t *v_log,
	struct t_3_MP_names_P1_log *log)
{
	int v_group = -7;
	intptr_t while_ = 0;
	int v_stride = 0;

	while_ = READ_ONCE(*v_log);
	v_stride = READ_ONCE(*(int *)while_);
	log->v_group = v_group;
	log->while_ = while_;
	log->v_stride = v_stride;
}

static void SPECIMEN_NAME(t_3_MP_names_P1)(const struct thread_args *args)
{
	char *v_log = args->location[1];
	struct t_3_MP_names_P1_log *log = args->log;
	const ptrdiff_t stride = args->stride;

#define STEP() \
	do { \
		SPECIMEN_NAME(t_3_MP_names_P1_body)((intptr_t *)v_log, log); \
		SPECIMEN_BOUNDARY(); \
		v_log += stride; \
		log++; \
	} while (0)
	for (uint32_t group = 0; group < args->groups; group++) {
		uint32_t left = args->k;
		ptrdiff_t late;

		late = args->pace(args->pacer, group);
		v_log += late & args->late[1];
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

static thread_fn *const SPECIMEN_NAME(t_3_MP_names_threads)[] = {
	SPECIMEN_NAME(t_3_MP_names_P0),
	SPECIMEN_NAME(t_3_MP_names_P1),
};
SPECIMEN_VARIANT(t_3_MP_names, SPECIMEN_NAME(t_3_MP_names_threads), NULL);
