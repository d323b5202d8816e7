/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls that the host is never asked to make. */
#include <string.h>
#include <sys/mount.h>

#include "kit/linux.h"

#define ALL_PROCESSES (-1)
#define PID_LIMIT 4194304

/* Of the host as a whole, when made by root. */
static const char *const roots[] = {
	"acct", "adjtimex", "bpf", "clock_adjtime", "clock_adjtime64", "clock_settime",
	"clock_settime64", "delete_module", "finit_module", "init_module", "ioperm", "iopl",
	"kexec_file_load", "kexec_load", "quotactl", "quotactl_fd", "reboot", "setpriority",
	"settimeofday", "stime", "swapoff", "swapon", "sync", "syslog", "vhangup", "vm86",
	"vm86old",
};

/* Likewise, unless the task has namespaces of its own. */
static const char *const of_namespaces[] = {
	"mount", "mount_setattr", "move_mount", "pivot_root", "setdomainname", "sethostname",
	"umount", "umount2",
};

/* Which argument says who gets a signal, and which one the signal is; kill first. */
static const struct {
	const char *name;
	unsigned who, sig;
} signals[] = {
	{ "kill", 0, 1 }, { "tkill", 0, 1 }, { "tgkill", 0, 2 }, { "rt_sigqueueinfo", 0, 1 },
	{ "rt_tgsigqueueinfo", 0, 2 },
};

static bool is_ours(const struct kit *k, int32_t pid)
{
	if (!pid || pid >= PID_LIMIT || pid < -PID_LIMIT)
		return true;
	for (const struct r3_task *t = k->tasks; t; t = t->next)
		if (t->tid == pid || t->pid == pid || t->pid == -pid)
			return true;
	return false;
}

static const char *refuses_signal(const struct kit *k, const struct kit_call *call)
{
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++) {
		int32_t who = (int32_t)call->args[signals[i].who];

		if (strcmp(call->name, signals[i].name))
			continue;
		if (who == ALL_PROCESSES && !i) /* kill; to the others it is no task */
			return "all processes of the host would get the signal";
		if (k->is_root && call->args[signals[i].sig] && !is_ours(k, who))
			return "root would send a signal to a process of the host";
	}
	return NULL;
}

static bool is_among(const char *name, const char *const names[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

/* A filesystem's own options are the same in all namespaces. */
static bool is_remount(const struct kit_call *call)
{
	return !strcmp(call->name, "mount") && call->args[3] & MS_REMOUNT &&
	       !(call->args[3] & MS_BIND);
}

const char *linux_refuses(const struct r3_task *t, const struct kit_call *call)
{
	const struct linux_task *part = t->part;

	if (t->kit->is_root) {
		if (is_among(call->name, roots, sizeof(roots) / sizeof(*roots)) || is_remount(call))
			return "root would change the host";
		if (!part->is_isolated && is_among(call->name, of_namespaces,
						   sizeof(of_namespaces) / sizeof(*of_namespaces)))
			return "root would change the host, which has no namespaces for it";
	}
	return refuses_signal(t->kit, call);
}
