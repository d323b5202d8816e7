/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * /proc/PID/ns: the names of the namespaces, by which programs tell whether they share one. There is
 * one of each kind, with the number that Linux's first one has, and nothing behind the links: nobody
 * may enter another.
 */
#include "fs/proc/internal.h"

#include <stdio.h>

#define NS_LINK(kind, number)                                              \
	static void kind##_text(char *buf, size_t size)                    \
	{                                                                  \
		snprintf(buf, size, #kind ":[%u]", (unsigned)(number));    \
	}

NS_LINK(ipc, 4026531839u)
NS_LINK(uts, 4026531838u)
NS_LINK(user, 4026531837u)
NS_LINK(pid, 4026531836u)
NS_LINK(cgroup, 4026531835u)
NS_LINK(time, 4026531834u)
NS_LINK(net, 4026531833u)
NS_LINK(mnt, 4026531832u)

#define LINK (S_IFLNK | S_IRWXUGO)

static const struct proc_entry entries[] = {
	{ "net", LINK, .text = net_text },
	{ "uts", LINK, .text = uts_text },
	{ "ipc", LINK, .text = ipc_text },
	{ "pid", LINK, .text = pid_text },
	{ "pid_for_children", LINK, .text = pid_text },
	{ "user", LINK, .text = user_text },
	{ "mnt", LINK, .text = mnt_text },
	{ "cgroup", LINK, .text = cgroup_text },
	{ "time", LINK, .text = time_text },
	{ "time_for_children", LINK, .text = time_text },
};

const struct proc_dir proc_ns_dir = {
	.id = 31, .entries = entries, .nr = ARRAY_SIZE(entries),
};
