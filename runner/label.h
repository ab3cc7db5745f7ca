/* label.h - what can have an outcome: SC, TSO, or only something weaker. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_LABEL_H
#define RUNNER_LABEL_H

#include <stdint.h>

#include "protocol/log.h"
#include "runner/test.h"

/* Of an outcome that the test's filter lets through. LOG_UNLABELLED: it is not known. */
enum log_label label_of(const struct test *test, const int64_t *values);

#endif
