/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A radix tree, six bits a level, as high as the largest index needs. */
#include "mm/pagetree.h"

#include "kernel/slab.h"
#include "uapi/errno.h"

#define BITS 6
#define SLOTS (1u << BITS)

struct page_node {
	unsigned level; /* 0: entries, else children */
	unsigned count; /* slots in use; a node without any is not kept */
	union {
		struct page_node *child[SLOTS];
		uint64_t entry[SLOTS];
	};
};

static unsigned slot_of(uint64_t index, unsigned level)
{
	return index >> (BITS * level) & (SLOTS - 1);
}

static bool covers(const struct page_node *n, uint64_t index)
{
	return !(index >> (BITS * (n->level + 1)));
}

uint64_t pagetree_get(const void *root, uint64_t index)
{
	const struct page_node *n = root;

	if (!n || !covers(n, index))
		return 0;
	while (n->level) {
		n = n->child[slot_of(index, n->level)];
		if (!n)
			return 0;
	}
	return n->entry[slot_of(index, 0)];
}

static struct page_node *node_alloc(unsigned level)
{
	struct page_node *n = kzalloc(sizeof(*n));

	if (n)
		n->level = level;
	return n;
}

/* Sets below *link, making nodes on the way and dropping those that end up empty. */
static int set_below(struct page_node **link, unsigned level, uint64_t index, uint64_t entry)
{
	unsigned slot = slot_of(index, level);
	struct page_node *n = *link;
	int err = 0;

	if (!n) {
		n = *link = node_alloc(level);
		if (!n)
			return -ENOMEM;
	}
	if (level) {
		bool had = n->child[slot];

		err = set_below(&n->child[slot], level - 1, index, entry);
		n->count += (n->child[slot] != NULL) - had;
	} else {
		n->count += (entry != 0) - (n->entry[slot] != 0);
		n->entry[slot] = entry;
	}
	if (!n->count) {
		*link = NULL;
		kfree(n);
	}
	return err;
}

int pagetree_set(void **root, uint64_t index, uint64_t entry)
{
	struct page_node *n = *root;
	int err;

	if (!entry && !pagetree_get(n, index))
		return 0;
	while (n && !covers(n, index)) {
		struct page_node *up = node_alloc(n->level + 1);

		if (!up)
			return -ENOMEM;
		up->child[0] = n;
		up->count = 1;
		*root = n = up;
	}
	if (!n) { /* as high as the first index asks for */
		unsigned level = 0;

		while (index >> (BITS * (level + 1)))
			level++;
		err = set_below(&n, level, index, entry);
	} else {
		err = set_below(&n, n->level, index, entry);
	}
	*root = n;
	return err;
}

static uint64_t next_below(const struct page_node *n, uint64_t base, uint64_t *index)
{
	unsigned shift = BITS * n->level;
	unsigned slot = *index > base ? (*index - base) >> shift : 0;

	for (; slot < SLOTS; slot++) {
		uint64_t here = base + ((uint64_t)slot << shift), entry;

		if (!n->level) {
			if (!n->entry[slot])
				continue;
			*index = here;
			return n->entry[slot];
		}
		entry = n->child[slot] ? next_below(n->child[slot], here, index) : 0;
		if (entry)
			return entry;
	}
	return 0;
}

uint64_t pagetree_next(const void *root, uint64_t *index)
{
	const struct page_node *n = root;

	return n && covers(n, *index) ? next_below(n, 0, index) : 0;
}
