/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Frames. Frames are handed out from the bottom, so that what was never used is never touched on
 * the host; freed ones come first, because their host memory is there already. Code translated
 * from a frame is forgotten when the frame is used again, so at a machine's end none is.
 */
#include "emu/mem.h"

#include <string.h>

#include "host/reserve.h"

#define HUGE_SIZE (2ul << 20)

static size_t frames_bytes(pfn_t nr_frames)
{
	return align_up(sizeof(struct machine_mem) + nr_frames * sizeof(struct frame), PAGE_SIZE);
}

struct machine_mem *mem_create(uint64_t size)
{
	struct machine_mem *mem;
	uint64_t nr_frames;

	/* Frame numbers are 32 bits wide, and the topmost one stays free for "one too many". */
	if (!size || size > (uint64_t)(UINT32_MAX - HUGE_SIZE / PAGE_SIZE) << PAGE_SHIFT)
		return NULL;
	size = align_up(size, HUGE_SIZE);
	nr_frames = size >> PAGE_SHIFT;
	mem = host_reserve(frames_bytes(nr_frames), PAGE_SIZE);
	if (!mem)
		return NULL;
	mem->base = host_reserve(size + MEM_BEHIND, HUGE_SIZE);
	if (!mem->base) {
		host_release(mem, frames_bytes(nr_frames));
		return NULL;
	}
	/* A small program stays within the first 2 MiB and does not pay for a whole huge page. */
	if (size > HUGE_SIZE)
		host_prefer_huge(mem->base + HUGE_SIZE, size - HUGE_SIZE);
	mem->size = size;
	mem->nr_frames = nr_frames;
	mem->frames = (struct frame *)(mem + 1);
	mem->frames[0].refs = 1;
	mem->frames[0].flags = FRAME_PINNED;
	mem->fresh = 1;
	return mem;
}

void mem_destroy(struct machine_mem *mem)
{
	if (!mem)
		return;
	host_release(mem->base, mem->size + MEM_BEHIND);
	host_release(mem, frames_bytes(mem->nr_frames));
}

static bool failure_is_due(struct machine_mem *mem)
{
	return unlikely(mem->fail_nth) && --mem->fail_nth == 0;
}

static pfn_t pop(struct machine_mem *mem, pfn_t *list)
{
	pfn_t pfn = *list;

	*list = mem->frames[pfn].next;
	return pfn;
}

/* Zeroes before dirt if they are wanted; what the host has not given yet comes last. */
static pfn_t take_frame(struct machine_mem *mem, unsigned how)
{
	pfn_t pfn;

	if (mem->zeroed_head && (how & FRAME_ZERO || !mem->free_head))
		return pop(mem, &mem->zeroed_head);
	if (mem->free_head) {
		pfn = pop(mem, &mem->free_head);
		frame_will_change(mem, pfn);
		if (how & FRAME_ZERO)
			memset(frame_data(mem, pfn), 0, PAGE_SIZE);
		return pfn;
	}
	return mem->fresh < mem->nr_frames ? mem->fresh++ : 0;
}

static void begin_use(struct machine_mem *mem, pfn_t pfn)
{
	struct frame *frame = &mem->frames[pfn];

	frame->refs = 1;
	frame->mapcount = 0;
	if (++mem->used > mem->peak)
		mem->peak = mem->used;
}

pfn_t frame_alloc(struct machine_mem *mem, unsigned how)
{
	pfn_t pfn;

	if (failure_is_due(mem))
		return 0;
	pfn = take_frame(mem, how);
	if (pfn)
		begin_use(mem, pfn);
	return pfn;
}

/* Only those never used are known to lie side by side. */
pfn_t frame_alloc_pair(struct machine_mem *mem)
{
	pfn_t pfn = mem->fresh;

	if (failure_is_due(mem) || mem->nr_frames - pfn < 2)
		return 0;
	mem->fresh += 2;
	begin_use(mem, pfn);
	begin_use(mem, pfn + 1);
	return pfn;
}

static void push(struct machine_mem *mem, pfn_t *list, pfn_t pfn)
{
	mem->frames[pfn].next = *list;
	*list = pfn;
	mem->used--;
}

void frame_free(struct machine_mem *mem, pfn_t pfn)
{
	invariant(!mem->frames[pfn].mapcount);
	push(mem, &mem->free_head, pfn);
}

void frame_put_zeroed(struct machine_mem *mem, pfn_t pfn)
{
	struct frame *frame = &mem->frames[pfn];

	invariant(frame->refs == 1 && !frame->mapcount && !frame->flags);
	frame->refs = 0;
	push(mem, &mem->zeroed_head, pfn);
}

void mem_ranges(const struct machine_mem *mem, struct used_range range[2])
{
	range[0] = (struct used_range){ mem->base, (uint64_t)mem->fresh << PAGE_SHIFT, mem->size };
	range[1] = (struct used_range){ (void *)(uintptr_t)mem, frames_bytes(mem->fresh),
					frames_bytes(mem->nr_frames) };
}
