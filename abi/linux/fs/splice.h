/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Moving data inside the kernel, for splice.c and sendfile.c. */
#ifndef FS_SPLICE_H
#define FS_SPLICE_H

#include "fs/pipe.h"

#define SPLICE_F_NONBLOCK 2
#define SPLICE_CHUNK (PIPE_DEF_SLOTS * PAGE_SIZE) /* what is on its way at once */
#define MAX_RW_COUNT ((size_t)(INT32_MAX & PAGE_MASK))

/* The range is one that a file can have: 0 or -EINVAL. */
int rw_verify_area(loff_t pos, size_t count);

bool can_splice_read(const struct file *f);
bool can_splice_write(const struct file *f);

/* The file's own read and write with a buffer of ours. May sleep. */
int64_t file_read_kernel(struct file *f, void *buf, size_t n, loff_t *pos);
int64_t file_write_kernel(struct file *f, const void *buf, size_t n, loff_t *pos);

/* As much as the pipe has room for now, once it has any. Advances *pos. May sleep. */
int64_t splice_file_to_pipe(struct file *in, struct pipe *p, loff_t *pos, size_t len,
			    bool nonblock);

#endif
