/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An alarm for code that runs without asking: a thread, started with the first alarm, that calls
 * ring(arg) when the host's monotonic clock reaches the earliest time set.
 */
#ifndef HOST_TICKER_H
#define HOST_TICKER_H

#include <stdint.h>

struct ticker;

struct ticker *ticker_create(void (*ring)(void *arg), void *arg); /* NULL: no memory */
void ticker_destroy(struct ticker *t);
/* Ring at host_ns or before; one ring answers all times set so far. Cheap when not the earliest. */
void ticker_set(struct ticker *t, uint64_t host_ns);

#endif
