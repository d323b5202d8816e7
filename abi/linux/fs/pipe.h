/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A pipe: a ring of slots, each with up to a page of bytes. As in Linux capacity is counted in
 * slots, and a write that does not fit into the rest of the last one begins a new one; a program
 * that fills a pipe sees the same numbers. For pipe.c, pipe_ring.c and splice.c.
 */
#ifndef FS_PIPE_H
#define FS_PIPE_H

#include "fs/fs.h"

#define PIPE_BUF PAGE_SIZE /* writes up to here are atomic */
#define PIPE_DEF_SLOTS 16u
#define PIPE_MAX_SIZE (1u << 20) /* without CAP_SYS_RESOURCE */

struct pipe_slot {
	char *page;
	unsigned offset, len;
	unsigned flags;
};
#define PIPE_SLOT_MERGE 1  /* a later write may be appended */
#define PIPE_SLOT_PACKET 2 /* read as one, the rest is lost */

struct pipe {
	unsigned head, tail; /* run freely; slot number & (nr_slots - 1) */
	unsigned nr_slots;   /* a power of two */
	struct pipe_slot *slots;
	unsigned readers, writers; /* open files that read, that write */
	unsigned files;		   /* open files */
	unsigned r_counter, w_counter; /* opens so far: what a FIFO's open waits for */
	struct wait_queue_head rd_wait, wr_wait;
	struct list_head rd_fasync, wr_fasync; /* O_ASYNC */
	char *spare[2]; /* pages kept for the next slots */
	unsigned held;	/* free slots that splice keeps for what it is reading elsewhere */
	bool reading;	/* splice sleeps over what stands at the tail: nobody else reads */
};

static inline bool pipe_empty(const struct pipe *p)
{
	return p->head == p->tail;
}

/* Is there something for a reader to take? */
static inline bool pipe_readable(const struct pipe *p)
{
	return !pipe_empty(p) && !p->reading;
}

static inline unsigned pipe_used(const struct pipe *p)
{
	return p->head - p->tail;
}

static inline bool pipe_full(const struct pipe *p)
{
	return pipe_used(p) + p->held >= p->nr_slots;
}

static inline struct pipe_slot *pipe_slot(const struct pipe *p, unsigned n)
{
	return &p->slots[n & (p->nr_slots - 1)];
}

/* The pipe behind f, or NULL. */
static inline struct pipe *file_pipe(const struct file *f)
{
	return f->op == &fifo_ops ? f->inode->pipe : NULL;
}

/* fs/pipe_ring.c */
struct pipe *pipe_alloc(void); /* NULL: no memory */
void pipe_free(struct pipe *p);
/* A new slot, empty, at the head of a pipe that is not full. NULL: no memory. */
struct pipe_slot *pipe_push(struct pipe *p, unsigned flags);
void pipe_unpush(struct pipe *p); /* take that back, before anybody has seen it */
void pipe_pop(struct pipe *p); /* drop the one at the tail */
size_t pipe_bytes(const struct pipe *p);
long pipe_set_size(struct pipe *p, uint64_t bytes);

/* fs/pipe.c: sleep until there is something to read, or room; flags are the file's. May sleep. */
int pipe_wait_readable(struct pipe *p, bool nonblock); /* 0 also at the end of file */
int pipe_wait_writable(struct pipe *p, bool nonblock); /* -EPIPE has raised SIGPIPE */
void pipe_wake_readers(struct pipe *p);
void pipe_wake_writers(struct pipe *p);

#endif
