/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of fs/dev share: the character devices by what serves them. */
#ifndef FS_DEV_INTERNAL_H
#define FS_DEV_INTERNAL_H

#include "fs/fs.h"
#include "host/event.h"
#include "host/stream.h"

#define MEM_MAJOR 1

/* mem.c */
extern const struct file_ops null_ops, zero_ops, full_ops;
int nowait_open(struct inode *inode, struct file *f);
/* random.c */
extern const struct file_ops random_ops, urandom_ops;

/*
 * hostio.c: an inherited host descriptor with tasks that wait for it. The embedding object is the
 * terminal (fs/tty/console.c) or the inode (stream.c).
 */
struct hostio {
	struct host_stream host;
	struct wait_queue_head wait;
	struct host_watch watch;
	struct list_head *fasync; /* who wants SIGIO when there is input; NULL: nobody can */
};
int hostio_init(struct hostio *io, int host_fd);
void hostio_destroy(struct hostio *io);
/*
 * Until the host has one of the events (EPOLL*), at most ns of machine time (NO_TIMEOUT). 1, 0 when
 * time ran out, -ERESTARTSYS. May sleep.
 */
int hostio_wait(struct hostio *io, unsigned events, int64_t ns);
void hostio_watch_async(struct hostio *io); /* there may be somebody in fasync now */
unsigned hostio_poll(struct hostio *io, struct file *f, struct poll_table *pt);
/* One read or write of what is possible now; -EAGAIN: nothing is. Advances the iterator. */
int64_t hostio_read_now(struct hostio *io, struct iov_iter *to);
int64_t hostio_write_now(struct hostio *io, struct iov_iter *from);
/* read(2) and write(2) as of a pipe. May sleep, unless nonblock. */
int64_t hostio_read(struct hostio *io, struct iov_iter *to, bool nonblock);
int64_t hostio_write(struct hostio *io, struct iov_iter *from, bool nonblock);
static inline bool file_nonblock(const struct file *f, const struct iov_iter *i)
{
	return (f->flags & O_NONBLOCK) || (i->rwf & RWF_NOWAIT);
}

#endif
