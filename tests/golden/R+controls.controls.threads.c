/* Written by litmusc. */
#include "runner/specimen.h"

/* R+controls~swap-x-y-P0: tests/golden/R+controls.litmus */
struct m10_R_controls_swap_x_y_P0_P1_log {
	int r0;
};

SPECIMEN_BODY SPECIMEN_NAME(m10_R_controls_swap_x_y_P0_P0_body)(int *x, int *y)
{
	WRITE_ONCE(*y, 1);
	smp_mb();
	WRITE_ONCE(*x, 1);
}

static void SPECIMEN_NAME(m10_R_controls_swap_x_y_P0_P0)(const struct thread_args *args)
{
	char *x = args->location[0];
	char *y = args->location[1];
	const ptrdiff_t stride = args->stride;

#define STEP() \
	do { \
		SPECIMEN_NAME(m10_R_controls_swap_x_y_P0_P0_body)((int *)x, (int *)y); \
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

SPECIMEN_BODY SPECIMEN_NAME(m10_R_controls_swap_x_y_P0_P1_body)(int *x, int *y,
	struct m10_R_controls_swap_x_y_P0_P1_log *log)
{
	int r0 = 0;

	smp_store_mb(*y, 2);
	r0 = READ_ONCE(*x);
	log->r0 = r0;
}

static void SPECIMEN_NAME(m10_R_controls_swap_x_y_P0_P1)(const struct thread_args *args)
{
	char *x = args->location[0];
	char *y = args->location[1];
	struct m10_R_controls_swap_x_y_P0_P1_log *log = args->log;
	const ptrdiff_t stride = args->stride;

#define STEP() \
	do { \
		SPECIMEN_NAME(m10_R_controls_swap_x_y_P0_P1_body)((int *)x, (int *)y, log); \
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

static thread_fn *const SPECIMEN_NAME(m10_R_controls_swap_x_y_P0_threads)[] = {
	SPECIMEN_NAME(m10_R_controls_swap_x_y_P0_P0),
	SPECIMEN_NAME(m10_R_controls_swap_x_y_P0_P1),
};
SPECIMEN_VARIANT(m10_R_controls_swap_x_y_P0, SPECIMEN_NAME(m10_R_controls_swap_x_y_P0_threads), NULL);

/* R+controls~weaken-store_mb-P1: tests/golden/R+controls.litmus */
struct m10_R_controls_weaken_store_mb_P1_P1_log {
	int r0;
};

SPECIMEN_BODY SPECIMEN_NAME(m10_R_controls_weaken_store_mb_P1_P0_body)(int *x, int *y)
{
	WRITE_ONCE(*x, 1);
	smp_mb();
	WRITE_ONCE(*y, 1);
}

static void SPECIMEN_NAME(m10_R_controls_weaken_store_mb_P1_P0)(const struct thread_args *args)
{
	char *x = args->location[0];
	char *y = args->location[1];
	const ptrdiff_t stride = args->stride;

#define STEP() \
	do { \
		SPECIMEN_NAME(m10_R_controls_weaken_store_mb_P1_P0_body)((int *)x, (int *)y); \
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

SPECIMEN_BODY SPECIMEN_NAME(m10_R_controls_weaken_store_mb_P1_P1_body)(int *x, int *y,
	struct m10_R_controls_weaken_store_mb_P1_P1_log *log)
{
	int r0 = 0;

	WRITE_ONCE(*y, 2);
	r0 = READ_ONCE(*x);
	log->r0 = r0;
}

static void SPECIMEN_NAME(m10_R_controls_weaken_store_mb_P1_P1)(const struct thread_args *args)
{
	char *x = args->location[0];
	char *y = args->location[1];
	struct m10_R_controls_weaken_store_mb_P1_P1_log *log = args->log;
	const ptrdiff_t stride = args->stride;

#define STEP() \
	do { \
		SPECIMEN_NAME(m10_R_controls_weaken_store_mb_P1_P1_body)((int *)x, (int *)y, log); \
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

static thread_fn *const SPECIMEN_NAME(m10_R_controls_weaken_store_mb_P1_threads)[] = {
	SPECIMEN_NAME(m10_R_controls_weaken_store_mb_P1_P0),
	SPECIMEN_NAME(m10_R_controls_weaken_store_mb_P1_P1),
};
SPECIMEN_VARIANT(m10_R_controls_weaken_store_mb_P1, SPECIMEN_NAME(m10_R_controls_weaken_store_mb_P1_threads), NULL);

/* R+controls~swap-y-x-P1: tests/golden/R+controls.litmus */
struct m10_R_controls_swap_y_x_P1_P1_log {
	int r0;
};

SPECIMEN_BODY SPECIMEN_NAME(m10_R_controls_swap_y_x_P1_P0_body)(int *x, int *y)
{
	WRITE_ONCE(*x, 1);
	smp_mb();
	WRITE_ONCE(*y, 1);
}

static void SPECIMEN_NAME(m10_R_controls_swap_y_x_P1_P0)(const struct thread_args *args)
{
	char *x = args->location[0];
	char *y = args->location[1];
	const ptrdiff_t stride = args->stride;

#define STEP() \
	do { \
		SPECIMEN_NAME(m10_R_controls_swap_y_x_P1_P0_body)((int *)x, (int *)y); \
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

SPECIMEN_BODY SPECIMEN_NAME(m10_R_controls_swap_y_x_P1_P1_body)(int *x, int *y,
	struct m10_R_controls_swap_y_x_P1_P1_log *log)
{
	int r0 = 0;

	r0 = READ_ONCE(*x);
	smp_store_mb(*y, 2);
	log->r0 = r0;
}

static void SPECIMEN_NAME(m10_R_controls_swap_y_x_P1_P1)(const struct thread_args *args)
{
	char *x = args->location[0];
	char *y = args->location[1];
	struct m10_R_controls_swap_y_x_P1_P1_log *log = args->log;
	const ptrdiff_t stride = args->stride;

#define STEP() \
	do { \
		SPECIMEN_NAME(m10_R_controls_swap_y_x_P1_P1_body)((int *)x, (int *)y, log); \
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

static thread_fn *const SPECIMEN_NAME(m10_R_controls_swap_y_x_P1_threads)[] = {
	SPECIMEN_NAME(m10_R_controls_swap_y_x_P1_P0),
	SPECIMEN_NAME(m10_R_controls_swap_y_x_P1_P1),
};
SPECIMEN_VARIANT(m10_R_controls_swap_y_x_P1, SPECIMEN_NAME(m10_R_controls_swap_y_x_P1_threads), NULL);

/* R+controls~drop-mb-P0: tests/golden/R+controls.litmus */
struct m10_R_controls_drop_mb_P0_P1_log {
	int r0;
};

SPECIMEN_BODY SPECIMEN_NAME(m10_R_controls_drop_mb_P0_P0_body)(int *x, int *y)
{
	WRITE_ONCE(*x, 1);
	WRITE_ONCE(*y, 1);
}

static void SPECIMEN_NAME(m10_R_controls_drop_mb_P0_P0)(const struct thread_args *args)
{
	char *x = args->location[0];
	char *y = args->location[1];
	const ptrdiff_t stride = args->stride;

#define STEP() \
	do { \
		SPECIMEN_NAME(m10_R_controls_drop_mb_P0_P0_body)((int *)x, (int *)y); \
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

SPECIMEN_BODY SPECIMEN_NAME(m10_R_controls_drop_mb_P0_P1_body)(int *x, int *y,
	struct m10_R_controls_drop_mb_P0_P1_log *log)
{
	int r0 = 0;

	smp_store_mb(*y, 2);
	r0 = READ_ONCE(*x);
	log->r0 = r0;
}

static void SPECIMEN_NAME(m10_R_controls_drop_mb_P0_P1)(const struct thread_args *args)
{
	char *x = args->location[0];
	char *y = args->location[1];
	struct m10_R_controls_drop_mb_P0_P1_log *log = args->log;
	const ptrdiff_t stride = args->stride;

#define STEP() \
	do { \
		SPECIMEN_NAME(m10_R_controls_drop_mb_P0_P1_body)((int *)x, (int *)y, log); \
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

static thread_fn *const SPECIMEN_NAME(m10_R_controls_drop_mb_P0_threads)[] = {
	SPECIMEN_NAME(m10_R_controls_drop_mb_P0_P0),
	SPECIMEN_NAME(m10_R_controls_drop_mb_P0_P1),
};
SPECIMEN_VARIANT(m10_R_controls_drop_mb_P0, SPECIMEN_NAME(m10_R_controls_drop_mb_P0_threads), NULL);
