/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an embedder adds to the kernel: system calls, and objects that are served by functions of
 * its own: device nodes, descriptors, files of /sys and /proc. The functions run in the context of
 * the task that calls, on its kernel stack; they must not sleep themselves.
 */
#ifndef KERNEL_EXT_H
#define KERNEL_EXT_H

#include "kernel/sched.h"
#include "syscall.h"

struct dentry;
struct ext_object;
struct inode;
struct dir_context;
struct super_block;

/* --- calls (kernel/ext.c) --- */

#define EXT_CALLS 1024 /* numbers are below it */

struct ext_call {
	struct sys_entry entry; /* the row that stands for the table's */
	struct syscall sys;
	const struct syscall *original; /* NULL: the number was free */
	long (*fn)(void *ctx, const uint64_t args[6]);
	void *ctx;
	char name[32];
};

struct ext_state {
	struct ext_call *calls[2][EXT_CALLS]; /* by is_64bit and number */
	struct list_head objects;	      /* devices, and files of /proc */
	unsigned next_minor;
	struct super_block *sysfs; /* NULL: not mounted; the mount has the reference */
};

struct ext_state *ext_state(void); /* made when there is none; NULL: no memory */
void ext_exit(struct kernel *k);

/* 0; -EINVAL: no such number; -EEXIST: it is taken, and replace is false; -ENOENT: nothing to replace. */
int ext_add_call(bool is_64bit, unsigned nr, const char *name, unsigned nargs, bool replace,
		 long (*fn)(void *ctx, const uint64_t args[6]), void *ctx);
/* The row of a number as this machine has it; NULL: beyond all. */
const struct sys_entry *sys_entry_of(bool is_64bit, unsigned nr);
/* What would have been called: from a replaced call's fn. -ENOSYS: nothing. May sleep. */
long ext_call_original(const uint64_t args[6]);

/* --- objects (fs/ext.c) --- */

/* As in ring3/extend.h. An absent one: read, write -EINVAL; ioctl -ENOTTY; poll always ready. */
struct ext_file_ops {
	int (*open)(void *ctx, unsigned flags, void **handle);
	void (*release)(void *ctx, void *handle);
	int64_t (*read)(void *ctx, void *handle, void *buf, size_t n, uint64_t offset);
	int64_t (*write)(void *ctx, void *handle, const void *buf, size_t n, uint64_t offset);
	int64_t (*ioctl)(void *ctx, void *handle, unsigned cmd, uint64_t arg);
	unsigned (*poll)(void *ctx, void *handle);
};

/* /dev/name, with so many bytes of memory to be mapped. The object, or ERR_PTR. */
struct ext_object *ext_add_device(const char *name, uint32_t mode, uint64_t memory,
				  const struct ext_file_ops *ops, void *ctx);
/* A file below /sys or directly below /proc, by its absolute name. The object, or ERR_PTR. */
struct ext_object *ext_add_sysfs(const char *name, uint32_t mode, const struct ext_file_ops *ops,
				 void *ctx);
struct ext_object *ext_add_proc(const char *name, uint32_t mode, const struct ext_file_ops *ops,
				void *ctx);
/* A descriptor of current's, "anon_inode:name"; flags as of open. *object lives as long as it. */
int ext_descriptor(const char *name, const struct ext_file_ops *ops, void *ctx, unsigned flags,
		   struct ext_object **object);
/* Something may be read or written now (EPOLL*; 0: anything): whoever waits looks again. */
void ext_ready(struct ext_object *object, unsigned events);
/* Bytes of a device's memory; fewer than n at its end. */
int64_t ext_memory(struct ext_object *object, uint64_t offset, void *buf, size_t n, bool write);

/* --- a filesystem (fs/extfs.c): as in ring3/extend.h --- */

struct ext_attributes {
	uint32_t mode, uid, gid;
	uint64_t size;
};

struct ext_fs_ops {
	int (*attributes)(void *ctx, const char *path, struct ext_attributes *a);
	int (*list)(void *ctx, const char *path, unsigned index, char name[256]);
	int64_t (*read)(void *ctx, const char *path, void *buf, size_t n, uint64_t offset);
	int64_t (*write)(void *ctx, const char *path, const void *buf, size_t n, uint64_t offset);
	int (*make)(void *ctx, const char *path, uint32_t mode);
	int (*remove)(void *ctx, const char *path);
	int (*resize)(void *ctx, const char *path, uint64_t size);
};

/* 0 or -errno. */
int ext_mount(const char *at, bool writable, const struct ext_fs_ops *ops, void *ctx);

/* For fs/dev and fs/proc: what serves such a device number; extensions' names in /proc. */
#define EXT_MAJOR 240 /* as for local use */
extern const struct file_ops ext_device_ops;
struct inode *ext_proc_lookup(struct inode *dir, const char *name); /* ERR_PTR(-ENOENT) */
/* Emits those from ctx->pos - first on; false: it is full. */
bool ext_proc_iterate(struct dir_context *ctx, uint64_t first);
void ext_objects_exit(struct ext_state *ext);

#endif
