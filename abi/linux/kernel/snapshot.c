/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Taking and restoring a whole machine: the bytes of its reservations, put back at the same
 * addresses by the host's copy-on-write (host/image.c). The rest of this file is what lies outside
 * of them: stacks, code translated by the engine, the clock, the host's descriptors.
 */
#include "kernel/snapshot.h"

#include <string.h>

#include "fs/fs.h"
#include "host/event.h"
#include "host/file.h"
#include "host/image.h"
#include "host/journal.h"
#include "host/reserve.h"
#include "kernel/clock.h"
#include "kernel/stack.h"
#include "kernel/task.h"

#define MAX_POSITIONS 8 /* host files among descriptors 0 to 2, and copies of those */

#define MAX_GAPS 16	/* of free memory, that are left out */

struct snapshot {
	struct host_image *image;
	struct host_journal *journal;
	const uint8_t *frames; /* the bytes of frames [0, fresh) */
	pfn_t fresh;
	uint8_t *keep; /* by frame: its translated code stays; of nr_frames bytes, touched lazily */
	struct clock_reading clock;
	struct {
		int fd;
		int64_t offset;
	} position[MAX_POSITIONS];
	unsigned nr_positions;
	uint8_t *stacks; /* what sleeping tasks have on theirs, in the order of tasks */
	size_t stacks_size;
};

/* --- what stands in the way --- */

static int note_position(struct snapshot *s, int fd)
{
	for (unsigned i = 0; i < s->nr_positions; i++)
		if (s->position[i].fd == fd)
			return 0;
	if (s->nr_positions == MAX_POSITIONS)
		return -EBUSY;
	s->position[s->nr_positions].fd = fd;
	s->position[s->nr_positions++].offset = host_position(fd);
	return 0;
}

static int check_files(struct snapshot *s, struct files_struct *files, const char **why)
{
	for (int fd = files_next(files, 0); fd >= 0; fd = files_next(files, (unsigned)fd + 1)) {
		struct file *f = files_lookup(files, (unsigned)fd, NULL);
		int host_fd = -1, err;

		*why = host_stream_state(f, &host_fd);
		file_put(f);
		err = *why ? -EBUSY : host_fd < 0 ? 0 : note_position(s, host_fd);
		if (err)
			return err;
	}
	return 0;
}

static int check(struct kernel *k, struct snapshot *s, const char **why)
{
	struct task *t;
	int err;

	*why = "the machine is running";
	if (current || k->in_engine)
		return -EBUSY;
	*why = "a terminal of the host's is open";
	for (unsigned i = 0; i < ARRAY_SIZE(k->ttys); i++)
		if (k->ttys[i])
			return -EBUSY;
	*why = "a call to the host is under way";
	if (host_events_pending(k->events))
		return -EBUSY;
	list_for_each_entry(t, &k->tasks, task_node) {
		err = t->files ? check_files(s, t->files, why) : 0;
		if (err)
			return err;
	}
	*why = NULL;
	return 0;
}

/* --- stacks --- */

static size_t stack_used(const struct task *t)
{
	return t->in_kernel ? kstack_used(t->kstack) : 0;
}

static bool save_stacks(struct kernel *k, struct snapshot *s)
{
	struct task *t;
	uint8_t *at;

	list_for_each_entry(t, &k->tasks, task_node)
		s->stacks_size += stack_used(t);
	if (!s->stacks_size)
		return true;
	at = s->stacks = host_reserve(s->stacks_size, PAGE_SIZE);
	if (!at)
		return false;
	list_for_each_entry(t, &k->tasks, task_node) {
		if (!stack_used(t))
			continue;
		kstack_save(t->kstack, at);
		at += stack_used(t);
	}
	return true;
}

static void restore_stacks(struct kernel *k, const struct snapshot *s)
{
	const uint8_t *at = s->stacks;
	struct task *t;

	list_for_each_entry(t, &k->tasks, task_node) {
		if (!stack_used(t))
			continue;
		kstack_load(t->kstack, at);
		at += stack_used(t);
	}
}

/* --- code that the engine has translated --- */

/* Of frames that will be as they are now it stays; what is behind the image will be zeroes. */
static void sort_code(struct kernel *k, struct snapshot *s)
{
	const struct frame *frames = k->mem->frames;

	memset(s->keep, 0, s->fresh);
	for (pfn_t pfn = 1; pfn < k->mem->fresh; pfn++) {
		if ((frames[pfn].flags & (FRAME_CODE | FRAME_FORGOTTEN)) != FRAME_CODE)
			continue;
		if (pfn < s->fresh && !memcmp(frame_data(k->mem, pfn),
					      s->frames + ((size_t)pfn << PAGE_SHIFT), PAGE_SIZE))
			s->keep[pfn] = 1;
		else
			k->cpu_ops->forget_code(k->cpu, pfn);
	}
}

/* The engine's marks are not the machine's: they say what is translated now. */
static void mark_code(struct kernel *k, const struct snapshot *s)
{
	for (pfn_t pfn = 1; pfn < s->fresh; pfn++) {
		struct frame *f = &k->mem->frames[pfn];
		uint32_t flags = f->flags & ~(FRAME_CODE | FRAME_FORGOTTEN);

		if (s->keep[pfn])
			flags |= FRAME_CODE;
		if (f->flags != flags)
			f->flags = flags;
	}
}

/* --- the whole --- */

static void free_snapshot(struct kernel *k, struct snapshot *s)
{
	host_journal_destroy(s->journal);
	host_image_destroy(s->image);
	if (s->stacks)
		host_release(s->stacks, s->stacks_size);
	if (s->keep)
		host_release(s->keep, k->mem->nr_frames);
	host_release(s, sizeof(*s));
}

static bool take_image(struct kernel *k, struct snapshot *s)
{
	struct used_range range[4], gap[MAX_GAPS];
	unsigned nr_gaps = arena_gaps(k->arena, gap, MAX_GAPS);
	size_t bytes = 0;

	mem_ranges(k->mem, range);
	arena_ranges(k->arena, range + 2);
	for (unsigned i = 0; i < ARRAY_SIZE(range); i++)
		bytes += range[i].used;
	s->image = host_image_create(bytes);
	if (!s->image)
		return false;
	s->fresh = k->mem->fresh;
	s->frames = host_image_add(s->image, &range[0], NULL, 0);
	for (unsigned i = 1; i < ARRAY_SIZE(range) - 1; i++)
		if (!host_image_add(s->image, &range[i], NULL, 0))
			return false;
	return s->frames && host_image_add(s->image, &range[3], gap, nr_gaps);
}

/* Registers go where a task's are kept, and nothing waits to be flushed or forgotten. */
static void settle_cpu(struct kernel *k)
{
	struct task *owner = k->cpu_owner;

	if (!owner)
		return;
	k->cpu_ops->save(k->cpu, owner->cpu_state);
	owner->cpu_state_valid = true;
	k->cpu_owner = NULL;
}

static int take(struct kernel *k, struct snapshot *s)
{
	hostfs_unwatch_all();
	settle_cpu(k);
	machine_clock_read(&s->clock);
	s->keep = host_reserve(k->mem->nr_frames, PAGE_SIZE);
	s->journal = host_journal_create();
	if (!s->keep || !s->journal || !save_stacks(k, s))
		return -ENOMEM;
	k->snapshot = s; /* in the image, too */
	if (take_image(k, s))
		return 0;
	k->snapshot = NULL;
	return -ENOMEM;
}

int snapshot_take(struct kernel *k, const char **why)
{
	struct kernel *before = kernel_enter(k);
	struct snapshot *s = host_reserve(sizeof(*s), PAGE_SIZE);
	int err = s ? check(k, s, why) : -ENOMEM;

	if (!err) {
		snapshot_drop(k);
		*why = "not enough host memory";
		err = take(k, s);
	}
	if (err && s)
		free_snapshot(k, s);
	kernel_enter(before);
	return err;
}

int snapshot_restore(struct kernel *k)
{
	struct snapshot *s = k->snapshot;
	struct kernel *before;
	bool ok;

	if (!s)
		return -ENOENT;
	if (current || k->in_engine)
		return -EBUSY;
	before = kernel_enter(k);
	ok = host_events_reset(k->events) && host_journal_undo(s->journal);
	if (ok) {
		kstack_pool_clean(k);
		sort_code(k, s);
		host_image_restore(s->image);
		arena_restored(k->arena);
		mark_code(k, s);
		k->cpu_ops->flush(k->cpu);
		restore_stacks(k, s);
		machine_clock_back(&s->clock);
		for (unsigned i = 0; i < s->nr_positions; i++)
			host_set_position(s->position[i].fd, s->position[i].offset);
	}
	kernel_enter(before);
	return ok ? 0 : -EIO;
}

void snapshot_drop(struct kernel *k)
{
	struct snapshot *s = k->snapshot;

	if (!s)
		return;
	k->snapshot = NULL;
	free_snapshot(k, s);
}

struct host_journal *snapshot_journal(const struct kernel *k)
{
	return k && k->snapshot ? k->snapshot->journal : NULL;
}
