/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the other parts of the kernel see of sockets. */
#ifndef NET_NET_H
#define NET_NET_H

struct file;
struct kernel;
struct seq_buf;
struct task;

int net_init(struct kernel *k); /* 0 or -ENOMEM */
void net_exit(struct kernel *k); /* after the last file is closed */

int proc_unix_show(struct seq_buf *s, struct task *t); /* /proc/net/unix */

#endif
