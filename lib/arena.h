/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One reservation of fixed size for all that belongs to a machine. Small objects come from size
 * classes, larger ones from runs of pages; freeing the arena frees everything in one go, what is
 * still allocated is countable, and under AddressSanitizer freed and slack bytes are poisoned.
 */
#ifndef LIB_ARENA_H
#define LIB_ARENA_H

#include "lib/types.h"

struct arena;

/* NULL if the host refuses the reservation. size is rounded up to pages; memory is touched lazily. */
struct arena *arena_create(size_t size);
void arena_destroy(struct arena *a);

/*
 * 16-byte aligned, contents undefined; NULL when the arena is full or an injected failure is due.
 * size 0 is a valid request. free(NULL) is allowed.
 */
void *arena_alloc(struct arena *a, size_t size);
void arena_free(struct arena *a, void *p);

size_t arena_objects(const struct arena *a); /* allocated and not freed */
size_t arena_bytes(const struct arena *a);   /* in them, as rounded to their class */
size_t arena_size(const struct arena *a);    /* of the reservation */

/* The bookkeeping and the objects, for whoever keeps a copy of them; behind them all is zero. */
void arena_ranges(const struct arena *a, struct used_range range[2]);
/*
 * The larger parts of the objects' range in which nothing is, in order, at most max: their contents need
 * not be kept. How many.
 */
unsigned arena_gaps(const struct arena *a, struct used_range *gap, unsigned max);
/* The ranges were put back as they were once. */
void arena_restored(struct arena *a);

/* The nth allocation from now on fails (1: the next); 0: none. For tests. */
void arena_fail_nth(struct arena *a, unsigned long n);
unsigned long arena_fail_left(const struct arena *a); /* 0: it has failed, or none was to */

#endif
