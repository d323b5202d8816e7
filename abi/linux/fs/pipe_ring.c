/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ring of slots of a pipe: allocation, growing and shrinking. */
#include "fs/pipe.h"

#include "kernel/cred.h"
#include "kernel/slab.h"

struct pipe *pipe_alloc(void)
{
	struct pipe *p = kzalloc(sizeof(*p));

	if (!p)
		return NULL;
	p->slots = kcalloc(PIPE_DEF_SLOTS, sizeof(*p->slots));
	if (!p->slots) {
		kfree(p);
		return NULL;
	}
	p->nr_slots = PIPE_DEF_SLOTS;
	init_waitqueue_head(&p->rd_wait);
	init_waitqueue_head(&p->wr_wait);
	list_init(&p->rd_fasync);
	list_init(&p->wr_fasync);
	return p;
}

void pipe_free(struct pipe *p)
{
	while (!pipe_empty(p))
		pipe_pop(p);
	for (unsigned i = 0; i < ARRAY_SIZE(p->spare); i++)
		kfree(p->spare[i]);
	kfree(p->slots);
	kfree(p);
}

static char *page_get(struct pipe *p)
{
	char *page;

	for (unsigned i = 0; i < ARRAY_SIZE(p->spare); i++) {
		page = p->spare[i];
		if (page) {
			p->spare[i] = NULL;
			return page;
		}
	}
	return kmalloc(PAGE_SIZE);
}

static void page_put(struct pipe *p, char *page)
{
	for (unsigned i = 0; i < ARRAY_SIZE(p->spare); i++)
		if (!p->spare[i]) {
			p->spare[i] = page;
			return;
		}
	kfree(page);
}

struct pipe_slot *pipe_push(struct pipe *p, unsigned flags)
{
	struct pipe_slot *slot = pipe_slot(p, p->head);
	char *page = page_get(p);

	if (!page)
		return NULL;
	*slot = (struct pipe_slot){ .page = page, .flags = flags };
	p->head++;
	return slot;
}

void pipe_unpush(struct pipe *p)
{
	struct pipe_slot *slot = pipe_slot(p, --p->head);

	page_put(p, slot->page);
	slot->page = NULL;
}

void pipe_pop(struct pipe *p)
{
	struct pipe_slot *slot = pipe_slot(p, p->tail);

	page_put(p, slot->page);
	slot->page = NULL;
	p->tail++;
}

size_t pipe_bytes(const struct pipe *p)
{
	size_t n = 0;

	for (unsigned i = p->tail; i != p->head; i++)
		n += pipe_slot(p, i)->len;
	return n;
}

/* Slots for so many bytes, a power of two of them; 0: too large. */
static unsigned slots_for(uint64_t bytes)
{
	unsigned slots = 1;

	if (bytes > 1u << 31)
		return 0;
	while (slots * PAGE_SIZE < bytes)
		slots *= 2;
	return slots;
}

static int resize(struct pipe *p, unsigned nr)
{
	struct pipe_slot *slots = kcalloc(nr, sizeof(*slots));
	unsigned used = pipe_used(p);

	if (!slots)
		return -ENOMEM;
	for (unsigned i = 0; i < used; i++)
		slots[i] = *pipe_slot(p, p->tail + i);
	kfree(p->slots);
	p->slots = slots;
	p->nr_slots = nr;
	p->tail = 0;
	p->head = used;
	return 0;
}

long pipe_set_size(struct pipe *p, uint64_t bytes)
{
	unsigned nr = slots_for(bytes);
	bool grows = nr > p->nr_slots;
	int err;

	if (!nr)
		return -EINVAL;
	if (grows && nr * PAGE_SIZE > PIPE_MAX_SIZE && !capable(CAP_SYS_RESOURCE))
		return -EPERM;
	if (nr < pipe_used(p) + p->held)
		return -EBUSY;
	err = resize(p, nr);
	if (err)
		return err;
	if (grows)
		pipe_wake_writers(p);
	return nr * PAGE_SIZE;
}
