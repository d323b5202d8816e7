/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /proc/PID and /proc/PID/task/TID: the tables of what there is about a process and a thread. */
#include "fs/proc/internal.h"

#include <stdio.h>

#include "kernel/cred.h"
#include "kernel/pid.h"
#include "kernel/sched.h"
#include "kernel/signal.h"
#include "net/net.h"

/* --- links --- */

static int exe_path(struct task *t, __unused unsigned fd, struct path *path)
{
	if (!t->mm || !t->mm->exe_file)
		return -ENOENT;
	*path = t->mm->exe_file->path;
	path_get(path);
	return 0;
}

static int cwd_path(struct task *t, __unused unsigned fd, struct path *path)
{
	if (!t->fs)
		return -ENOENT;
	*path = t->fs->pwd;
	path_get(path);
	return 0;
}

static int root_path(struct task *t, __unused unsigned fd, struct path *path)
{
	if (!t->fs)
		return -ENOENT;
	*path = t->fs->root;
	path_get(path);
	return 0;
}

/* --- small files --- */

static int comm_show(struct seq_buf *s, struct task *t)
{
	seq_printf(s, "%s\n", t->comm);
	return 0;
}

/* A process may name its own threads only. */
static int comm_store(struct task *t, char *text, size_t n)
{
	if (t->signal != current->signal)
		return -EINVAL;
	if (n >= TASK_COMM_LEN)
		text[TASK_COMM_LEN - 1] = '\0';
	set_task_comm(t, text);
	return 0;
}

static int personality_show(struct seq_buf *s, struct task *t)
{
	seq_printf(s, "%08x\n", t->personality);
	return 0;
}

static int wchan_show(struct seq_buf *s, struct task *t)
{
	const char *where = proc_may_access(t) ? task_wchan(t) : NULL;

	seq_puts(s, where ? where : "0");
	return 0;
}

/* Of this thread, in the order of their making. */
static int children_show(struct seq_buf *s, struct task *t)
{
	const struct task *child;

	list_for_each_entry(child, &t->children, sibling)
		seq_printf(s, "%d ", child->pid);
	return 0;
}

static int oom_score_show(struct seq_buf *s, struct task *t)
{
	int64_t points = oom_badness(t), total = kernel->mem->nr_frames;

	if (points == INT64_MIN)
		points = 0;
	else
		points = (1000 + points * 1000 / total) * 2 / 3;
	seq_printf(s, "%lli\n", (long long)max(points, (int64_t)0));
	return 0;
}

static int oom_score_adj_show(struct seq_buf *s, struct task *t)
{
	seq_printf(s, "%d\n", t->signal->oom_score_adj);
	return 0;
}

static int oom_score_adj_store(struct task *t, char *text, __unused size_t n)
{
	int64_t value;

	if (proc_parse_int(text, &value) || value < OOM_SCORE_ADJ_MIN ||
	    value > OOM_SCORE_ADJ_MAX)
		return -EINVAL;
	if (value < t->signal->oom_score_adj && !capable(CAP_SYS_RESOURCE))
		return -EACCES;
	t->signal->oom_score_adj = (int)value;
	return 0;
}

/* Others' is for who may set their priority, too. */
static int timerslack_show(struct seq_buf *s, struct task *t)
{
	if (t != current && !capable(CAP_SYS_NICE))
		return -EPERM;
	seq_printf(s, "%llu\n", (unsigned long long)t->timer_slack_ns);
	return 0;
}

static int timerslack_store(struct task *t, char *text, __unused size_t n)
{
	int64_t ns;

	if (proc_parse_int(text, &ns) || ns < 0)
		return -EINVAL;
	if (t != current && !capable(CAP_SYS_NICE))
		return -EPERM;
	t->timer_slack_ns = ns ? (uint64_t)ns : TIMER_SLACK_DEFAULT;
	return 0;
}

/* One user namespace, in which every number stands for itself. */
int proc_id_map_show(struct seq_buf *s, __unused struct task *t)
{
	seq_printf(s, "%10u %10u %10u\n", 0, 0, UINT32_MAX);
	return 0;
}

int proc_setgroups_show(struct seq_buf *s, __unused struct task *t)
{
	seq_puts(s, "allow\n");
	return 0;
}

/* --- the tables --- */

#define LINK (S_IFLNK | S_IRWXUGO)
#define REG (S_IFREG)
#define DIR_RX (S_IFDIR | 0555)
#define DIR_PRIVATE (S_IFDIR | 0500)

/* What the network looks like from there; there is one. */
static const struct proc_entry net_entries[] = {
	{ "unix", REG | 0444, .show = proc_unix_show },
};

const struct proc_dir proc_net_dir = {
	.id = 30, .entries = net_entries, .nr = ARRAY_SIZE(net_entries),
};

/* What processes and threads have in common. */
#define COMMON_ENTRIES                                                                       \
	{ "fd", DIR_PRIVATE, .dir = &proc_fd_dir },                                          \
	{ "fdinfo", DIR_RX, .dir = &proc_fdinfo_dir },                                       \
	{ "net", DIR_RX, .dir = &proc_net_dir },                                            \
	{ "environ", REG | 0400, .show = proc_environ_show, .secret = true, .needs_mm = true,   \
	  .at_open = true },                                                                 \
	{ "auxv", REG | 0400, .show = proc_auxv_show, .secret = true, .needs_mm = true },    \
	{ "status", REG | 0444, .show = proc_status_show },                                  \
	{ "personality", REG | 0400, .show = personality_show, .secret = true },             \
	{ "limits", REG | 0444, .show = proc_limits_show },                                  \
	{ "comm", REG | 0644, .show = comm_show, .store = comm_store },                      \
	{ "cmdline", REG | 0444, .show = proc_cmdline_show },                                \
	{ "statm", REG | 0444, .show = proc_statm_show },                                    \
	{ "maps", REG | 0444, .show = proc_maps_show, .secret = true, .at_open = true },      \
	{ "clear_refs", REG | 0200, .fop = &proc_command_ops,                                \
	  .store = proc_clear_refs_store },                                                  \
	{ "mem", REG | 0600, .fop = &proc_mem_ops },                                         \
	{ "pagemap", REG | 0400, .fop = &proc_pagemap_ops },                                 \
	{ "cwd", LINK, .path = cwd_path },                                                   \
	{ "root", LINK, .path = root_path },                                                 \
	{ "exe", LINK, .path = exe_path },                                                   \
	{ "mounts", REG | 0444, .show = proc_mounts_show, .fop = &proc_mounts_ops,           \
	  .needs_fs = true },                                                                \
	{ "mountinfo", REG | 0444, .show = proc_mountinfo_show, .fop = &proc_mounts_ops,     \
	  .needs_fs = true },                                                                \
	{ "smaps", REG | 0444, .show = proc_smaps_show, .secret = true, .at_open = true },    \
	{ "smaps_rollup", REG | 0444, .show = proc_smaps_rollup_show, .secret = true,        \
	  .needs_mm = true },                                                                \
	{ "ns", S_IFDIR | 0511, .dir = &proc_ns_dir },                                       \
	{ "wchan", REG | 0444, .show = wchan_show },                                         \
	{ "oom_score", REG | 0444, .show = oom_score_show },                                 \
	{ "oom_score_adj", REG | 0644, .fop = &proc_value_ops, .show = oom_score_adj_show,   \
	  .store = oom_score_adj_store },                                                    \
	{ "uid_map", REG | 0644, .show = proc_id_map_show },                                      \
	{ "gid_map", REG | 0644, .show = proc_id_map_show },                                      \
	{ "setgroups", REG | 0644, .show = proc_setgroups_show }

static const struct proc_entry tgid_entries[] = {
	{ "task", DIR_RX, .dir = &proc_task_dir },
	{ "coredump_filter", REG | 0644, .fop = &proc_value_ops,
	  .show = proc_coredump_filter_show, .store = proc_coredump_filter_store },
	{ "timerslack_ns", REG | 0666, .show = timerslack_show, .store = timerslack_store },
	{ "stat", REG | 0444, .show = proc_tgid_stat_show },
	COMMON_ENTRIES,
};

static const struct proc_entry tid_entries[] = {
	{ "children", REG | 0444, .show = children_show },
	{ "stat", REG | 0444, .show = proc_tid_stat_show },
	COMMON_ENTRIES,
};

const struct proc_dir proc_tgid_dir = {
	.id = 1, .entries = tgid_entries, .nr = ARRAY_SIZE(tgid_entries),
};

const struct proc_dir proc_tid_dir = {
	.id = 2, .entries = tid_entries, .nr = ARRAY_SIZE(tid_entries),
};

const struct proc_entry proc_tgid_entry = { "PID", DIR_RX, .dir = &proc_tgid_dir };
const struct proc_entry proc_tid_entry = { "TID", DIR_RX, .dir = &proc_tid_dir };

/* --- task/ --- */

#define TASK_DIR 3

static struct inode *lookup_thread(struct inode *dir, const char *name)
{
	const struct task *leader = proc_task(dir), *t;
	unsigned tid;

	if (!leader || !proc_parse_name(name, &tid))
		return ERR_PTR(-ENOENT);
	t = find_task((pid_t)tid);
	if (!t || t->tgid != leader->tgid)
		return ERR_PTR(-ENOENT);
	return proc_make_inode(dir->sb, &proc_tid_entry, t, 0, proc_ino(t->pid, TASK_DIR, 0));
}

static const struct task *next_thread(const struct signal_struct *s, pid_t tid)
{
	const struct task *t, *best = NULL;

	list_for_each_entry(t, &s->threads, thread_node)
		if (t->pid >= tid && (!best || t->pid < best->pid))
			best = t;
	return best;
}

static int iterate_threads(struct inode *dir, struct dir_context *ctx)
{
	const struct task *leader = proc_task(dir), *t;
	char name[12];
	int len;

	if (!leader)
		return -ENOENT;
	while (ctx->pos - 2 <= INT32_MAX &&
	       (t = next_thread(leader->signal, (pid_t)(ctx->pos - 2)))) {
		len = snprintf(name, sizeof(name), "%d", t->pid);
		ctx->pos = t->pid + 2;
		if (!ctx->emit(ctx, name, (unsigned)len, ctx->pos + 1,
			       proc_ino(t->pid, TASK_DIR, 0), DT_DIR))
			return 0;
		ctx->pos++;
	}
	return 0;
}

static int task_getattr(const struct inode *dir, struct kstat *stat)
{
	const struct task *leader = proc_task(dir);

	if (leader)
		stat->nlink += leader->signal->nr_threads;
	return 0;
}

const struct proc_dir proc_task_dir = {
	.id = TASK_DIR, .lookup = lookup_thread, .iterate = iterate_threads, .getattr = task_getattr,
};

/* --- as a pidfd --- */

struct pid *proc_process(const struct file *f)
{
	const struct proc_entry *e = f->op == &proc_dir_ops ? proc_i(f->inode)->entry : NULL;
	struct task *t;

	if (e == &proc_own_entry)
		return kernel->own_pid;
	if (e != &proc_tgid_entry)
		return ERR_PTR(-EBADF);
	t = proc_task(f->inode);
	return t ? t->thread_pid : ERR_PTR(-ESRCH);
}
