/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * /proc/1, where that is ring3 itself: no task, so it has tables of its own. They say what Linux
 * says of a thread of its kernel: it is root's, it sleeps, it has neither memory nor files.
 */
#include "fs/proc/internal.h"

#include "fs/internal.h"
#include "kernel/cred.h"
#include "kernel/pid.h"
#include "kernel/rlimit.h"
#include "kernel/signal.h"

#define NAME "ring3"
#define NR 1
#define NONE "0000000000000000" /* of a set of 64 */
#define ALL_CAPS ((2ull << CAP_LAST_CAP) - 1)

/* --- links --- */

static int no_path(__unused struct task *t, __unused unsigned fd, __unused struct path *path)
{
	return -ENOENT;
}

static int root_path(__unused struct task *t, __unused unsigned fd, struct path *path)
{
	fs_root_path(path);
	return 0;
}

/* --- files --- */

static int empty_show(__unused struct seq_buf *s, __unused struct task *t)
{
	return 0;
}

static int no_memory_show(__unused struct seq_buf *s, __unused struct task *t)
{
	return -ESRCH;
}

static int no_memory_open(__unused struct inode *inode, __unused struct file *f)
{
	return -ESRCH;
}

static const struct file_ops no_memory_ops = { .open = no_memory_open };

static int refuse_store(__unused struct task *t, __unused char *text, __unused size_t n)
{
	return -EINVAL;
}

static int comm_show(struct seq_buf *s, __unused struct task *t)
{
	seq_puts(s, NAME "\n");
	return 0;
}

static int zero_show(struct seq_buf *s, __unused struct task *t)
{
	seq_puts(s, "0\n");
	return 0;
}

static int wchan_show(struct seq_buf *s, __unused struct task *t)
{
	seq_puts(s, "0");
	return 0;
}

static int personality_show(struct seq_buf *s, __unused struct task *t)
{
	seq_puts(s, "00000000\n");
	return 0;
}

/* kthreadd's, but for the number of its group and session. */
static int stat_show(struct seq_buf *s, __unused struct task *t)
{
	seq_printf(s, "%d (" NAME ") S 0 %d %d 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 0 0 0 %llu "
		   "0 0 0 0 0 0 0 2147483647 0 %d 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n",
		   NR, NR, NR, (unsigned long long)RLIM_INFINITY,
		   proc_may_access(NULL));
	return 0;
}

/* Orphans, and the program. */
static int children_show(struct seq_buf *s, __unused struct task *t)
{
	const struct task *child;

	list_for_each_entry(child, &kernel->tasks, task_node)
		if (!child->parent && child->pid == child->tgid)
			seq_printf(s, "%d ", child->pid);
	return 0;
}

static int statm_show(struct seq_buf *s, __unused struct task *t)
{
	seq_puts(s, "0 0 0 0 0 0 0\n");
	return 0;
}

static int limits_show(struct seq_buf *s, __unused struct task *t)
{
	struct rlimit64 rlim[RLIM_NLIMITS];

	rlimit_init(rlim);
	proc_show_limits(s, rlim);
	return 0;
}

static int status_show(struct seq_buf *s, __unused struct task *t)
{
	struct rlimit64 rlim[RLIM_NLIMITS];
	const unsigned long long caps = ALL_CAPS;

	rlimit_init(rlim);
	seq_printf(s, "Name:\t" NAME "\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t%d\nNgid:\t0\n"
		   "Pid:\t%d\nPPid:\t0\nTracerPid:\t0\n", NR, NR);
	seq_puts(s, "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nFDSize:\t64\nGroups:\t \n");
	seq_printf(s, "NStgid:\t%d\nNSpid:\t%d\nNSpgid:\t%d\nNSsid:\t%d\nKthread:\t1\nThreads:\t1\n",
		   NR, NR, NR, NR);
	seq_printf(s, "SigQ:\t%u/%llu\n", sigpending_of_user(0),
		   (unsigned long long)rlim[RLIMIT_SIGPENDING].cur);
	seq_puts(s, "SigPnd:\t" NONE "\nShdPnd:\t" NONE "\nSigBlk:\t" NONE "\n"
		    "SigIgn:\tffffffffffffffff\nSigCgt:\t" NONE "\nCapInh:\t" NONE "\n");
	seq_printf(s, "CapPrm:\t%016llx\nCapEff:\t%016llx\nCapBnd:\t%016llx\nCapAmb:\t" NONE "\n",
		   caps, caps, caps);
	proc_status_machine(s, false);
	seq_puts(s, "voluntary_ctxt_switches:\t0\nnonvoluntary_ctxt_switches:\t0\n");
	return 0;
}

/* --- the tables --- */

#define LINK (S_IFLNK | S_IRWXUGO)
#define REG (S_IFREG)
#define DIR_RX (S_IFDIR | 0555)
#define DIR_PRIVATE (S_IFDIR | 0500)

static const struct proc_dir empty_fd_dir = { .id = 40 };
static const struct proc_dir empty_fdinfo_dir = { .id = 41 };

#define COMMON_ENTRIES                                                              \
	{ "fd", DIR_PRIVATE, .dir = &empty_fd_dir },                                \
	{ "fdinfo", DIR_PRIVATE, .dir = &empty_fdinfo_dir },                        \
	{ "net", DIR_RX, .dir = &proc_net_dir },                                    \
	{ "environ", REG | 0400, .fop = &no_memory_ops },                           \
	{ "auxv", REG | 0400, .fop = &no_memory_ops },                              \
	{ "status", REG | 0444, .show = status_show },                              \
	{ "personality", REG | 0400, .show = personality_show, .secret = true },    \
	{ "limits", REG | 0444, .show = limits_show },                              \
	{ "comm", REG | 0644, .show = comm_show, .store = refuse_store },           \
	{ "cmdline", REG | 0444, .show = empty_show },                              \
	{ "stat", REG | 0444, .show = stat_show },                                  \
	{ "statm", REG | 0444, .show = statm_show },                                \
	{ "maps", REG | 0444, .show = empty_show },                                 \
	{ "mem", REG | 0600, .fop = &no_memory_ops },                               \
	{ "pagemap", REG | 0400, .fop = &no_memory_ops },                           \
	{ "cwd", LINK, .path = root_path },                                         \
	{ "root", LINK, .path = root_path },                                        \
	{ "exe", LINK, .path = no_path },                                           \
	{ "mounts", REG | 0444, .show = proc_mounts_show },                         \
	{ "mountinfo", REG | 0444, .show = proc_mountinfo_show },                   \
	{ "smaps", REG | 0444, .show = empty_show },                                \
	{ "smaps_rollup", REG | 0444, .show = no_memory_show },                     \
	{ "ns", S_IFDIR | 0511, .dir = &proc_ns_dir },                              \
	{ "wchan", REG | 0444, .show = wchan_show },                                \
	{ "oom_score", REG | 0444, .show = zero_show },                             \
	{ "oom_score_adj", REG | 0644, .show = zero_show, .store = refuse_store },  \
	{ "uid_map", REG | 0644, .show = proc_id_map_show },                        \
	{ "gid_map", REG | 0644, .show = proc_id_map_show },                        \
	{ "setgroups", REG | 0644, .show = proc_setgroups_show }

/* Its one thread. */
static const struct proc_entry tid_entries[] = {
	{ "children", REG | 0444, .show = children_show },
	COMMON_ENTRIES,
};

static const struct proc_dir tid_dir = {
	.id = 42, .entries = tid_entries, .nr = ARRAY_SIZE(tid_entries),
};

static const struct proc_entry threads[] = { { "1", DIR_RX, .dir = &tid_dir } };

static const struct proc_dir task_dir = {
	.id = 43, .entries = threads, .nr = ARRAY_SIZE(threads),
};

static const struct proc_entry tgid_entries[] = {
	{ "task", DIR_RX, .dir = &task_dir },
	COMMON_ENTRIES,
};

static const struct proc_dir tgid_dir = {
	.id = 44, .entries = tgid_entries, .nr = ARRAY_SIZE(tgid_entries),
};

const struct proc_entry proc_own_entry = { "1", DIR_RX, .dir = &tgid_dir };
