/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A machine's physical memory: one private anonymous host mapping, reserved whole and touched
 * lazily, cut into 4 KiB frames with a reference count each. Page tables live in frames of it.
 */
#ifndef EMU_MEM_H
#define EMU_MEM_H

#include "lib/types.h"

/* Software state of one frame; all zero when it was never used. */
struct frame {
	uint32_t refs;	/* 0: free, and then next is the free list */
	uint32_t flags; /* FRAME_* */
	union {
		pfn_t next;
		uint32_t mapcount; /* present page-table entries that point here; kept by pte_set */
		uint32_t entries;  /* of a page table: those that are not 0 */
	};
	uint32_t engine; /* the engine's own; of a page table: pfn of its root */
};

#define FRAME_CODE 0x1	/* translated code of this frame may exist in the engine */
#define FRAME_PINNED 0x2 /* the engine's or kernel's own: never freed by reference count */
#define FRAME_FORGOTTEN 0x4 /* engine: its code is gone already, the flags go with the next flush */

/* The engine that runs on this memory: told by mem and pgtable what its caches must forget. */
struct mem_listener {
	/* Some entry below root lost something. Queued: before the next user instruction there. */
	void (*flush)(void *ctx, paddr_t root);
	void (*forget_space)(void *ctx, paddr_t root); /* the tables are given back */
	void (*forget_code)(void *ctx, pfn_t); /* at once: the frame's bytes are about to change */
	void *ctx;
};

/* A page table of the last level, and of what addresses: found in a walk not long ago. */
struct leaf_table {
	uint64_t key; /* 0: none */
	uint64_t *entries;
};
#define NR_LEAF_TABLES 8

struct machine_mem {
	uint8_t *base; /* 2 MiB aligned */
	uint64_t size; /* bytes, a multiple of 2 MiB */
	struct frame *frames;
	pfn_t nr_frames;
	pfn_t fresh;	 /* first frame never used: those are zero already */
	pfn_t free_head;   /* list of freed frames (dirty contents) */
	pfn_t zeroed_head; /* the same of freed page tables, which are empty */
	pfn_t used, peak;
	unsigned long fail_nth; /* injected: the nth frame_alloc from now on fails; 0: none */
	struct mem_listener listener;
	struct leaf_table leaf[NR_LEAF_TABLES]; /* pgtable.c's, for those who look up one after another */
};

/* What follows the frames on the host, and is none: for an engine's tables. */
#define MEM_BEHIND (2ul << 20)

/* NULL if the host refuses. size is rounded up to 2 MiB. */
struct machine_mem *mem_create(uint64_t size);
void mem_destroy(struct machine_mem *mem);

/* The frames and their table, for whoever keeps a copy of them; behind them all is zero. */
void mem_ranges(const struct machine_mem *mem, struct used_range range[2]);

#define FRAME_ZERO 0x1 /* the caller needs zeroes */

/* A frame with one reference, or 0 when memory is out. Never sleeps. */
pfn_t frame_alloc(struct machine_mem *mem, unsigned how);
/* Two that follow each other, with a reference each: the first. 0: there are none, for once. */
pfn_t frame_alloc_pair(struct machine_mem *mem);
void frame_free(struct machine_mem *mem, pfn_t pfn); /* whose last reference went */
/* The only reference of a frame that is all zero, and holds no code. */
void frame_put_zeroed(struct machine_mem *mem, pfn_t pfn);

static inline void frame_get(struct machine_mem *mem, pfn_t pfn)
{
	mem->frames[pfn].refs++;
}

/* Dropping the last reference frees it; its translated code is forgotten when it is reused. */
static inline void frame_put(struct machine_mem *mem, pfn_t pfn)
{
	struct frame *frame = &mem->frames[pfn];

	invariant(pfn && pfn < mem->fresh && frame->refs);
	if (--frame->refs == 0 && !(frame->flags & FRAME_PINNED))
		frame_free(mem, pfn);
}

static inline void *frame_data(struct machine_mem *mem, pfn_t pfn)
{
	return mem->base + ((uint64_t)pfn << PAGE_SHIFT);
}

/*
 * The one place for the invariant "translated code is keyed by physical page": whoever changes the
 * bytes of a frame through frame_data() calls this first.
 */
static inline void frame_will_change(struct machine_mem *mem, pfn_t pfn)
{
	if (unlikely(mem->frames[pfn].flags & FRAME_CODE) && mem->listener.forget_code)
		mem->listener.forget_code(mem->listener.ctx, pfn);
}

/* Some entry of root's tables lost a right: before the next user instruction, look again. */
static inline void mem_flush(struct machine_mem *mem, paddr_t root)
{
	if (mem->listener.flush)
		mem->listener.flush(mem->listener.ctx, root);
}

#endif
