/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A new thread's own segments: kernel/tls.c, arch_prctl.c. */
#ifndef KERNEL_TLS_H
#define KERNEL_TLS_H

#include "kernel/task.h"

/* The descriptor at u_info becomes t's, which does not run yet. 0, -EFAULT or -EINVAL. */
int set_thread_area_of(struct task *t, uaddr_t u_info);
/* Selectors of TLS descriptors that current has loaded, get what the descriptors say now. */
void reload_tls_segments(void);
/* The base of FS of current, a 64-bit task; value is a user's address. */
void set_fs_base(uint64_t value);

#endif
