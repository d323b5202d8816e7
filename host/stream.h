/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A descriptor that ring3 inherited and passes to the guest: a pipe, a terminal, a file, a socket.
 * No call here blocks (-EAGAIN instead), although the descriptor itself never gets O_NONBLOCK:
 * that would change it for everybody who shares it, the parent's terminal first.
 */
#ifndef HOST_STREAM_H
#define HOST_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "host/file.h"
#include "host/iov.h"

enum host_stream_kind {
	HOST_STREAM_FILE, /* regular: never waits, has a position that others share */
	HOST_STREAM_PIPE,
	HOST_STREAM_SOCKET,
	HOST_STREAM_TTY,
	HOST_STREAM_OTHER, /* devices, directories and what else there is */
};

struct host_stream {
	enum host_stream_kind kind;
	int fd;		/* a duplicate of the inherited descriptor */
	int io_fd;	/* what reads and writes: fd, or the same object opened once more */
	unsigned flags; /* the inherited descriptor's O_ACCMODE, O_APPEND, O_NONBLOCK ... */
	bool nonblock;	/* io_fd is O_NONBLOCK */
	bool no_nowait; /* the host has no RWF_NOWAIT for it */
	bool guard;	/* a broken pipe would raise SIGPIPE in this process: hold it back */
	struct host_stat stat;
};

/* fd stays the caller's. 0, or -EBADF, -EMFILE. */
int host_stream_init(struct host_stream *s, int fd);
void host_stream_close(struct host_stream *s);
/* Bytes, 0 at the end, -EAGAIN when nothing can be read or written at the moment, -errno. */
int64_t host_stream_read(struct host_stream *s, const struct host_iov *v, unsigned n);
int64_t host_stream_write(struct host_stream *s, const struct host_iov *v, unsigned n);
/* Bytes that a read would find (FIONREAD) or that wait to go out (TIOCOUTQ). */
int host_stream_pending(struct host_stream *s, bool output);
/* A regular file once more, with a position of its own; flags may not exceed the stream's rights. */
int host_stream_reopen(const struct host_stream *s, int self_fds, unsigned flags);

#endif
