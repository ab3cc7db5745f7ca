/* depend.h - the dependencies between the accesses of a test's threads. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_DEPEND_H
#define LITMUSC_DEPEND_H

#include "host/litmusc/litmus.h"
#include "host/litmusc/text.h"

/*
 * A line for each: "id<tab>thread<tab>kind<tab>from<tab>to". What a load of location from
 * returns decides the address (addr) of an access to location to, the value (data) that a
 * store to it gets, or whether a store to it happens (ctrl). As written: r & 0 depends on r.
 */
void depend_list(struct text *out, const struct litmus *litmus);

#endif
