/* psci.h - calls to the Arm Power State Coordination Interface (DEN 0022D). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef DRIVERS_PSCI_H
#define DRIVERS_PSCI_H

#include <stdbool.h>
#include <stdint.h>

/* What the function returns. Only where the tree has a PSCI node with this conduit. */
int64_t psci_call(bool use_hvc, uint64_t function, uint64_t a, uint64_t b, uint64_t c);

#endif
