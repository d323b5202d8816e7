/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A machine as it was once; docs/snapshot.md. */
#ifndef KERNEL_SNAPSHOT_H
#define KERNEL_SNAPSHOT_H

#include "kernel/kernel.h"

/*
 * Remember the machine as it is, instead of what was remembered before. Outside of kernel_run().
 * 0; -ENOMEM; -EBUSY with *why (static) saying what cannot be brought back.
 */
int snapshot_take(struct kernel *k, const char **why);
/* Bring it back. 0; -ENOENT: nothing was remembered; -EBUSY: inside of kernel_run(); -EIO: the host. */
int snapshot_restore(struct kernel *k);
/* The machine is as it is, for good. */
void snapshot_drop(struct kernel *k);

/* Which descriptors of the host were opened and closed since; NULL: nothing was remembered. */
struct host_journal;
struct host_journal *snapshot_journal(const struct kernel *k);

#endif
