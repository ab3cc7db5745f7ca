/* Written by litmusc. */
#include "runner/specimen.h"

/* S+ctrl-else: tests/golden/S+ctrl-else.litmus */
struct S_ctrl_else_P1_log {
	int r1;
	int r0;
};

SPECIMEN_BODY SPECIMEN_NAME(S_ctrl_else_P0_body)(int *x, int *y)
{
	*(volatile int *)x = 1;
	WRITE_ONCE(*y, 1);
}

static void SPECIMEN_NAME(S_ctrl_else_P0)(const struct thread_args *args)
{
	char *x = args->location[0];
	char *y = args->location[1];
	const ptrdiff_t stride = args->stride;

#define STEP() \
	do { \
		SPECIMEN_NAME(S_ctrl_else_P0_body)((int *)x, (int *)y); \
		SPECIMEN_BOUNDARY(); \
		x += stride; \
		y += stride; \
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

SPECIMEN_BODY SPECIMEN_NAME(S_ctrl_else_P1_body)(int *x, int *y,
	struct S_ctrl_else_P1_log *log)
{
	int r0 = 0;
	int r1 = 0;

	if (READ_ONCE(*y) == 1 && !((*x & 2) ^ 4)) {
		r0 = *x;
		*x = 3;
	} else if (0) {
		barrier();
	} else {
		r1 = -(*x - (1 - 2)) << 1;
	}
	(void)READ_ONCE(*x);
	log->r0 = r0;
	log->r1 = r1;
}

static void SPECIMEN_NAME(S_ctrl_else_P1)(const struct thread_args *args)
{
	char *x = args->location[0];
	char *y = args->location[1];
	struct S_ctrl_else_P1_log *log = args->log;
	const ptrdiff_t stride = args->stride;

#define STEP() \
	do { \
		SPECIMEN_NAME(S_ctrl_else_P1_body)((int *)x, (int *)y, log); \
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

static thread_fn *const SPECIMEN_NAME(S_ctrl_else_threads)[] = {
	SPECIMEN_NAME(S_ctrl_else_P0),
	SPECIMEN_NAME(S_ctrl_else_P1),
};
SPECIMEN_VARIANT(S_ctrl_else, SPECIMEN_NAME(S_ctrl_else_threads), NULL);
