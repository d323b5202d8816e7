/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The root of /proc: what there is about the machine, and a directory for each process. */
#include "fs/proc/internal.h"

#include <stdio.h>

#include "kernel/ext.h"
#include "kernel/pid.h"

#define FIRST_EXTENSION 0x1000 /* positions of what the embedder added */
#define FIRST_PROCESS 0x10000 /* positions of processes in the listing: this plus the number */

static void self_text(char *buf, size_t size)
{
	snprintf(buf, size, "%d", current->tgid);
}

static void thread_self_text(char *buf, size_t size)
{
	snprintf(buf, size, "%d/task/%d", current->tgid, current->pid);
}

static void mounts_text(char *buf, size_t size)
{
	snprintf(buf, size, "self/mounts");
}

static void net_text(char *buf, size_t size)
{
	snprintf(buf, size, "self/net");
}

#define LINK (S_IFLNK | S_IRWXUGO)
#define TEXT(name, function) { name, S_IFREG | 0444, .show = function, .fop = &proc_machine_ops }
#define DIR_RX (S_IFDIR | 0555)

static const struct proc_dir tty_driver_dir = { .id = 37 }, tty_ldisc_dir = { .id = 38 };

static const struct proc_entry tty_entries[] = {
	{ "driver", S_IFDIR | 0500, .dir = &tty_driver_dir },
	TEXT("drivers", proc_tty_drivers_show),
	{ "ldisc", DIR_RX, .dir = &tty_ldisc_dir },
	TEXT("ldiscs", proc_tty_ldiscs_show),
};

static const struct proc_dir tty_dir = {
	.id = 36, .entries = tty_entries, .nr = ARRAY_SIZE(tty_entries),
};

static const struct proc_entry root_entries[] = {
	{ "self", LINK, .text = self_text },
	{ "thread-self", LINK, .text = thread_self_text },
	TEXT("cmdline", proc_kernel_cmdline_show),
	TEXT("cpuinfo", proc_cpuinfo_show),
	TEXT("devices", proc_devices_show),
	TEXT("filesystems", proc_filesystems_show),
	TEXT("loadavg", proc_loadavg_show),
	TEXT("meminfo", proc_meminfo_show),
	{ "mounts", LINK, .text = mounts_text },
	{ "net", LINK, .text = net_text },
	TEXT("stat", proc_system_stat_show),
	TEXT("swaps", proc_swaps_show),
	{ "sys", DIR_RX, .dir = &proc_sys_dir },
	{ "tty", DIR_RX, .dir = &tty_dir },
	TEXT("uptime", proc_uptime_show),
	TEXT("version", proc_version_show),
	TEXT("vmstat", proc_vmstat_show),
};

#define DIR_PROCESS 1
#define OWN_NR 1 /* of ring3's process */

static uint64_t process_ino(pid_t pid)
{
	return proc_ino(pid, 0, DIR_PROCESS);
}

/* Any thread's number leads to a directory; only processes are listed, as in Linux. */
static struct inode *lookup_process(struct inode *dir, const char *name)
{
	const struct task *t;
	unsigned pid;

	if (!proc_parse_name(name, &pid))
		return ext_proc_lookup(dir, name);
	if (pid == OWN_NR && kernel->own_pid)
		return proc_make_inode(dir->sb, &proc_own_entry, NULL, 0, process_ino(OWN_NR));
	t = find_task((pid_t)pid);
	if (!t)
		return ERR_PTR(-ENOENT);
	return proc_make_inode(dir->sb, &proc_tgid_entry, t, 0, process_ino(t->pid));
}

/* The process with the lowest number >= pid; NULL: none. */
static const struct task *next_process(pid_t pid)
{
	const struct task *t = next_task_from(pid);

	while (t && t->pid != t->tgid)
		t = next_task_from(t->pid + 1);
	return t;
}

static int iterate_processes(__unused struct inode *dir, struct dir_context *ctx)
{
	const struct task *t;
	char name[12];
	int len;

	if (ctx->pos < FIRST_PROCESS) {
		if (!ext_proc_iterate(ctx, FIRST_EXTENSION))
			return 0;
		ctx->pos = FIRST_PROCESS;
	}
	if (ctx->pos <= FIRST_PROCESS + OWN_NR && kernel->own_pid) {
		ctx->pos = FIRST_PROCESS + OWN_NR;
		if (!ctx->emit(ctx, "1", 1, ctx->pos + 1, process_ino(OWN_NR), DT_DIR))
			return 0;
		ctx->pos++;
	}
	while (ctx->pos <= INT32_MAX &&
	       (t = next_process((pid_t)(ctx->pos - FIRST_PROCESS)))) {
		len = snprintf(name, sizeof(name), "%d", t->pid);
		ctx->pos = FIRST_PROCESS + t->pid;
		if (!ctx->emit(ctx, name, (unsigned)len, ctx->pos + 1, process_ino(t->pid), DT_DIR))
			return 0;
		ctx->pos++;
	}
	return 0;
}

/* find(1) and others believe that a directory has nlink - 2 directories below it. */
static int root_getattr(__unused const struct inode *dir, struct kstat *stat)
{
	const struct task *t = NULL;

	stat->nlink += kernel->own_pid != NULL;
	while ((t = next_process(t ? t->pid + 1 : 1)))
		stat->nlink++;
	return 0;
}

static const struct proc_dir root_dir = {
	.id = 0,
	.entries = root_entries,
	.nr = ARRAY_SIZE(root_entries),
	.lookup = lookup_process,
	.iterate = iterate_processes,
	.getattr = root_getattr,
};

const struct proc_entry proc_root = { "/", DIR_RX, .dir = &root_dir };

/* mount -t proc */
static struct super_block *proc_mount(__unused const char *options)
{
	return proc_create();
}

const struct fs_type proc_type = { .name = "proc", .nodev = true, .mount = proc_mount };

struct super_block *proc_create(void)
{
	struct super_block *sb = sb_alloc(&proc_type, &proc_super_ops);
	struct inode *root;

	if (!sb)
		return ERR_PTR(-ENOMEM);
	sb->magic = PROC_SUPER_MAGIC;
	sb->blocksize = 1024;
	root = proc_make_inode(sb, &proc_root, NULL, 0, PROC_ROOT_INO);
	sb->root = IS_ERR(root) ? NULL : d_make_root(root);
	if (!sb->root) {
		sb_put(sb);
		return ERR_PTR(-ENOMEM);
	}
	return sb;
}
