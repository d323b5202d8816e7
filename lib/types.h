/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Scalars that must not mix. A guest address is a number: it cannot be dereferenced or given to
 * memcpy by mistake, because it is no pointer.
 */
#ifndef LIB_TYPES_H
#define LIB_TYPES_H

#include "lib/compiler.h"

typedef uint64_t uaddr_t; /* virtual address in a guest's address space */
typedef uint64_t paddr_t; /* physical address in the machine's memory */
typedef uint32_t pfn_t;	  /* number of a 4 KiB frame of it; 0 is never handed out: "none" */

#define PAGE_SHIFT 12
#define PAGE_SIZE (1ul << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))

_Static_assert(sizeof(long) == 8 && sizeof(void *) == 8, "ring3 needs an LP64 host");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "ring3 needs a little-endian host");

/* A reservation of the host's address space, of which the first bytes are in use. */
struct used_range {
	void *start;
	size_t used, size;
};

#endif
