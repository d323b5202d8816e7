/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Locks on files, for locks.c and flock.c. */
#ifndef FS_LOCKS_H
#define FS_LOCKS_H

#include "fs/fs.h"

#define OFFSET_MAX INT64_MAX

enum lock_kind { LOCK_FLOCK, LOCK_POSIX, LOCK_OFD };

struct file_lock {
	struct list_head node; /* inode.flocks */
	enum lock_kind kind;
	void *owner; /* POSIX: a files_struct; else a file */
	int type;    /* F_RDLCK, F_WRLCK; of a request also F_UNLCK */
	pid_t pid;   /* what F_GETLK says */
	loff_t start, end; /* inclusive */
};

/*
 * The first lock that keeps the request from being granted, or NULL. For a request of F_UNLCK the
 * first of its own owner's in its range.
 */
const struct file_lock *locks_test(struct inode *inode, const struct file_lock *request);

/*
 * Until nothing is in the request's way: 0; -EAGAIN if that means waiting and wait is false;
 * -EDEADLK, -ERESTARTSYS. May sleep.
 */
int locks_wait(struct inode *inode, const struct file_lock *request, bool wait);

/* Grants a record that nothing is in the way of, or gives it up. 0 or -ENOLCK. Widens *request. */
int locks_set_record(struct inode *inode, struct file_lock *request);

/* flock(2) as a whole. May sleep. */
int locks_set_flock(struct inode *inode, const struct file_lock *request, bool wait);

#endif
