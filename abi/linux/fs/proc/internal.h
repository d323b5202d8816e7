/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * procfs is tables. A directory is an array of entries, plus functions for names that come and go
 * (processes, descriptors); an entry says what it is and how its contents are made. Text is made
 * whole when it is read from the beginning, so that a reader sees one moment.
 */
#ifndef FS_PROC_INTERNAL_H
#define FS_PROC_INTERNAL_H

#include "fs/fs.h"
#include "kernel/task.h"

#define PROC_SUPER_MAGIC 0x9fa0
#define PROC_ROOT_INO 1

struct proc_dir;
struct rlimit64;

struct proc_entry {
	const char *name;
	uint32_t mode; /* S_IFMT | permissions */
	/* directories */
	const struct proc_dir *dir;
	/* regular files: text, of a task below its directory, else NULL; 0 or -errno */
	int (*show)(struct seq_buf *s, struct task *t);
	int (*store)(struct task *t, char *text, size_t n); /* NUL-terminated; 0 or -errno */
	bool secret;		    /* for the process itself and those who may trace it */
	bool at_open;		    /* of the memory that the process had then: none after execve */
	bool needs_mm, needs_fs;    /* not of who has ended: -ESRCH, -EINVAL */
	const struct file_ops *fop; /* NULL: proc_text_ops */
	/* symlinks: a text, or a magic one: the object itself, referenced */
	void (*text)(char *buf, size_t size);
	int (*path)(struct task *t, unsigned fd, struct path *path);
	int (*show_fd)(struct seq_buf *s, struct task *t, unsigned fd); /* instead of show */
};

struct proc_dir {
	unsigned id; /* for inode numbers */
	const struct proc_entry *entries;
	unsigned nr;
	/* What is not in the table. NULL: nothing. The inode or ERR_PTR; -ENOENT. */
	struct inode *(*lookup)(struct inode *dir, const char *name);
	/* Emits from ctx->pos on, which starts at 2 + nr. */
	int (*iterate)(struct inode *dir, struct dir_context *ctx);
	/* For stat: entries that come and go are counted. NULL: nothing to add. 0, -ENOENT. */
	int (*getattr)(const struct inode *dir, struct kstat *stat);
	bool private; /* open to the process's own threads, whatever the modes say */
	bool secret;  /* and this to those only who may trace it */
};

struct proc_inode {
	const struct proc_entry *entry;
	pid_t pid;	   /* of the task that it is about; 0: none */
	uint64_t start_ns; /* of that task: its number may be used again */
	unsigned fd;	   /* below fd and fdinfo */
};

static inline struct proc_inode *proc_i(const struct inode *inode)
{
	return inode->priv;
}

/* root.c */
extern const struct proc_entry proc_root;
extern const struct super_ops proc_super_ops;
/* inode.c */
struct inode *proc_make_inode(struct super_block *sb, const struct proc_entry *entry,
			      const struct task *t, unsigned fd, uint64_t ino);
uint64_t proc_ino(pid_t pid, unsigned dir, unsigned index);
/* The task that the inode is about; NULL: gone. */
struct task *proc_task(const struct inode *inode);
/* May current look into t? NULL: into process 1, when that is ring3. */
bool proc_may_access(const struct task *t);
extern const struct inode_ops proc_dir_inode_ops, proc_file_inode_ops, proc_link_inode_ops,
	proc_magic_inode_ops;
extern const struct file_ops proc_dir_ops, proc_text_ops, proc_mounts_ops, proc_machine_ops,
	proc_setting_ops;
extern const struct file_ops proc_value_ops;   /* as text, and pwrite goes, too */
extern const struct file_ops proc_command_ops; /* what is only written */
/* A number of decimal digits without leading zeroes, as names of processes and descriptors are. */
bool proc_parse_name(const char *name, unsigned *value);
/* For whole-number settings: blanks around it are allowed. 0, -EINVAL. */
int proc_parse_int(const char *text, int64_t *value);
/* The same for what Linux reads in any base, by its prefix: 0, -EINVAL, -ERANGE. */
int proc_parse_uint(const char *text, unsigned *value);

/* base.c: what there is about a process */
extern const struct proc_dir proc_tgid_dir, proc_tid_dir, proc_task_dir;
extern const struct proc_dir proc_net_dir;
extern const struct proc_entry proc_tgid_entry, proc_tid_entry;
int proc_id_map_show(struct seq_buf *s, struct task *t);
int proc_setgroups_show(struct seq_buf *s, struct task *t);
/* own.c: /proc/1, when that is ring3 */
extern const struct proc_entry proc_own_entry;
/* fd.c */
extern const struct proc_dir proc_fd_dir, proc_fdinfo_dir;
/* sysctl.c, sysctl_random.c */
extern const struct proc_dir proc_sys_dir;
/* array.c */
int proc_tgid_stat_show(struct seq_buf *s, struct task *t);
int proc_tid_stat_show(struct seq_buf *s, struct task *t);
int proc_status_show(struct seq_buf *s, struct task *t);
int proc_limits_show(struct seq_buf *s, struct task *t);
void proc_show_limits(struct seq_buf *s, const struct rlimit64 *rlim); /* RLIM_NLIMITS of them */
void proc_status_machine(struct seq_buf *s, bool no_new_privs);
/* task_mmu.c */
int proc_maps_show(struct seq_buf *s, struct task *t);
int proc_smaps_show(struct seq_buf *s, struct task *t);
int proc_smaps_rollup_show(struct seq_buf *s, struct task *t);
/* ns.c */
extern const struct proc_dir proc_ns_dir;
int proc_coredump_filter_show(struct seq_buf *s, struct task *t);
int proc_coredump_filter_store(struct task *t, char *text, size_t n);
int proc_clear_refs_store(struct task *t, char *text, size_t n);
int proc_statm_show(struct seq_buf *s, struct task *t);
void proc_status_mm(struct seq_buf *s, const struct mm *mm);
/* mem.c: a process's memory as files */
extern const struct file_ops proc_mem_ops, proc_pagemap_ops;
int proc_cmdline_show(struct seq_buf *s, struct task *t);
int proc_environ_show(struct seq_buf *s, struct task *t);
int proc_auxv_show(struct seq_buf *s, struct task *t);
/* mounts.c */
int proc_mounts_show(struct seq_buf *s, struct task *t);
int proc_mountinfo_show(struct seq_buf *s, struct task *t);
/* system.c */
int proc_cpuinfo_show(struct seq_buf *s, struct task *t);
int proc_meminfo_show(struct seq_buf *s, struct task *t);
int proc_vmstat_show(struct seq_buf *s, struct task *t);
int proc_uptime_show(struct seq_buf *s, struct task *t);
int proc_version_show(struct seq_buf *s, struct task *t);
int proc_system_stat_show(struct seq_buf *s, struct task *t);
int proc_loadavg_show(struct seq_buf *s, struct task *t);
int proc_filesystems_show(struct seq_buf *s, struct task *t);
int proc_devices_show(struct seq_buf *s, struct task *t);
int proc_tty_drivers_show(struct seq_buf *s, struct task *t);
int proc_tty_ldiscs_show(struct seq_buf *s, struct task *t);
int proc_swaps_show(struct seq_buf *s, struct task *t);
int proc_kernel_cmdline_show(struct seq_buf *s, struct task *t);

#endif
