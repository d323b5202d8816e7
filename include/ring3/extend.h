/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file extend.h
 * Adding to a machine's kernel: system calls, device nodes, descriptors, files of /sys and /proc,
 * each served by functions of the embedder's.
 *
 * The functions run on the machine's thread inside of r3_run(), in the context of the task that
 * calls. They answer with a result or a negative errno, must not call r3_run() or load programs,
 * and reach the caller's memory by the copies below alone. What they keep is their own: a snapshot
 * does not bring it back.
 */
#ifndef RING3_EXTEND_H
#define RING3_EXTEND_H

#include "ring3/ring3.h"

#ifdef __cplusplus
extern "C" {
#endif

/* --- the task that calls --- */

/** Who calls. */
struct r3_caller {
	int tid;	     /**< task */
	int pid;	     /**< process */
	uint32_t uid;	     /**< effective user */
	uint32_t gid;	     /**< effective group */
	int is_i386;	     /**< the call came by the i386 table */
	size_t kernel_stack; /**< bytes of a task's kernel stack */
};

/**
 * Who calls; inside of a function of the embedder's only.
 * @param m the machine
 * @param caller filled
 * @return 0; -ESRCH: nobody calls now
 */
int r3_caller(const struct r3_machine *m, struct r3_caller *caller);

/**
 * Copy from the caller's memory.
 * @param m the machine
 * @param to where to
 * @param from address in the caller's address space
 * @param n bytes
 * @return bytes that could not be copied: 0 if all could; n when nobody calls
 */
size_t r3_copy_from_user(const struct r3_machine *m, void *to, uint64_t from, size_t n);

/**
 * Copy to the caller's memory.
 * @param m the machine
 * @param to address in the caller's address space
 * @param from what
 * @param n bytes
 * @return bytes that could not be copied: 0 if all could; n when nobody calls
 */
size_t r3_copy_to_user(const struct r3_machine *m, uint64_t to, const void *from, size_t n);

/**
 * Copy a string from the caller's memory.
 * @param m the machine
 * @param to where to
 * @param from address in the caller's address space
 * @param size room there
 * @return length without the NUL; size: there was no NUL among so many bytes; -EFAULT
 */
int64_t r3_string_from_user(const struct r3_machine *m, char *to, uint64_t from, size_t size);

/* --- system calls --- */

#define R3_I386 1u   /**< the i386 table */
#define R3_X86_64 2u /**< the x86-64 table */

/** A system call to be added, or to stand in the place of another. */
struct r3_new_call {
	const char *name; /**< as tracers show it; of a call to be replaced, its Linux name */
	/** Free in all tables named, below 1024; with replace: not looked at. */
	unsigned number;
	unsigned abis;	/**< R3_I386, R3_X86_64 or both */
	unsigned nargs; /**< 0 to 6, for tracers; with replace: not looked at */
	int replace;	/**< not 0: serve the call that has this name */
	/** The routine: arguments as in the registers, of i386 zero-extended. */
	int64_t (*fn)(void *ctx, const uint64_t args[6]);
	void *ctx; /**< for fn */
};

/**
 * Add a system call to the machine, or replace one; for the machine's life.
 * @param m the machine
 * @param call which; copied, and the name, too
 * @return 0; -EEXIST: a number is taken, or replaced already; -ENOENT: no such call to be replaced;
 *	-EINVAL; -ENOMEM
 */
int r3_add_call(struct r3_machine *m, const struct r3_new_call *call);

/**
 * Call the routine whose place fn has taken; from fn only. It may sleep: meanwhile other tasks run,
 * and may come to fn themselves.
 * @param m the machine
 * @param args what it gets
 * @return its result
 */
int64_t r3_call_original(struct r3_machine *m, const uint64_t args[6]);

/* --- files that are served --- */

/**
 * How a file is served; any function may be NULL. handle is what open() made of this open file,
 * NULL without it. A read or write that answers -EAGAIN sleeps until r3_ready(), unless the file is
 * O_NONBLOCK.
 */
struct r3_file_ops {
	/** It is opened, with flags as of open(2). 0, or a negative errno. NULL: always allowed. */
	int (*open)(void *ctx, unsigned flags, void **handle);
	/** Its last descriptor or mapping goes. */
	void (*release)(void *ctx, void *handle);
	/** Up to n bytes (64 KiB at most) into buf: how many, 0 at the end. NULL: -EINVAL. */
	int64_t (*read)(void *ctx, void *handle, void *buf, size_t n, uint64_t offset);
	/** Take up to n bytes: how many. NULL: -EINVAL. */
	int64_t (*write)(void *ctx, void *handle, const void *buf, size_t n, uint64_t offset);
	/** arg is a number, or an address of the caller's. NULL: -ENOTTY. */
	int64_t (*ioctl)(void *ctx, void *handle, unsigned cmd, uint64_t arg);
	/** POLLIN, POLLOUT ... as poll(2) has them, as far as true now. NULL: always both. */
	unsigned (*poll)(void *ctx, void *handle);
};

/** A file that is served. The machine's; until its end, or a descriptor's last close. */
struct r3_object;

/**
 * Add a character device with a node in /dev.
 * @param m the machine
 * @param name of the node: /dev/name
 * @param mode permission bits of it, as 0666; it is root's
 * @param memory bytes that programs may map, and r3_device_memory() reaches; 0: it cannot be mapped
 * @param ops how it is served; copied
 * @param ctx for ops
 * @param device set; may be NULL
 * @return 0; -EEXIST: there is such a node; -EINVAL; -ENOMEM; -EBUSY as r3_add_file()
 */
int r3_add_device(struct r3_machine *m, const char *name, unsigned mode, uint64_t memory,
		  const struct r3_file_ops *ops, void *ctx, struct r3_object **device);

/**
 * Read or change a device's memory, in a function of the embedder's or outside of r3_run().
 * @param m the machine
 * @param device of r3_add_device()
 * @param offset in it
 * @param buf bytes to be written, or place for those read
 * @param n how many
 * @param write not 0: change it
 * @return bytes, fewer than n at its end; -ENXIO: beyond it, or there is none
 */
int64_t r3_device_memory(struct r3_machine *m, struct r3_object *device, uint64_t offset, void *buf,
			 size_t n, int write);

/**
 * Give the calling task a descriptor that is served; in a function of the embedder's only.
 * @param m the machine
 * @param name as /proc shows it: anon_inode:[name]
 * @param ops how it is served; copied
 * @param ctx for ops
 * @param flags O_RDONLY, O_WRONLY or O_RDWR, O_NONBLOCK, O_CLOEXEC
 * @param object set, valid until release(); may be NULL
 * @return the descriptor; -EMFILE, -ENOMEM, -ESRCH: nobody calls
 */
int r3_new_descriptor(struct r3_machine *m, const char *name, const struct r3_file_ops *ops,
		      void *ctx, unsigned flags, struct r3_object **object);

/**
 * Tell those who wait for a served file that it has changed: they look again.
 * @param m the machine
 * @param object the file
 * @param events what may be true now, as poll(2) has it; 0: anything
 * @return 0; -EINVAL
 */
int r3_ready(struct r3_machine *m, struct r3_object *object, unsigned events);

/**
 * Add a file of /sys, which is mounted with the first, or directly of /proc.
 * @param m the machine
 * @param guest its path: /sys/... with as many directories as wanted, or /proc/name
 * @param mode permission bits, as 0444; it is root's
 * @param ops how it is served; ioctl is not used. Copied
 * @param ctx for ops
 * @param object set; may be NULL
 * @return 0; -EEXIST; -EINVAL: another path; -ENOTDIR; -ENOMEM; -EBUSY as r3_add_file()
 */
int r3_add_kernel_file(struct r3_machine *m, const char *guest, unsigned mode,
		       const struct r3_file_ops *ops, void *ctx, struct r3_object **object);

/* --- a filesystem that is served --- */

/** What there is at a path. */
struct r3_attributes {
	uint32_t mode; /**< S_IFREG or S_IFDIR, and permission bits */
	uint32_t uid;  /**< owner */
	uint32_t gid;  /**< group */
	uint64_t size; /**< bytes of a file */
};

/**
 * How a filesystem is served; any function but attributes() may be NULL. Paths are relative to its
 * root, which is "" and always there: "dir/file". Each answers 0 (or bytes), or a negative errno.
 */
struct r3_fs_ops {
	/** What there is at path: -ENOENT, nothing. Asked for at each lookup. */
	int (*attributes)(void *ctx, const char *path, struct r3_attributes *attributes);
	/** The name of the index-th entry of a directory; -ENOENT: there are no more. */
	int (*list)(void *ctx, const char *path, unsigned index, char name[256]);
	/** Up to n bytes (64 KiB at most) of a file: how many, 0 at its end. */
	int64_t (*read)(void *ctx, const char *path, void *buf, size_t n, uint64_t offset);
	/** Take up to n bytes: how many. */
	int64_t (*write)(void *ctx, const char *path, const void *buf, size_t n, uint64_t offset);
	/** A new file or directory; mode says which. NULL: -EPERM. */
	int (*make)(void *ctx, const char *path, uint32_t mode);
	/** A file or directory goes; -ENOTEMPTY. NULL: -EPERM. */
	int (*remove)(void *ctx, const char *path);
	/** A file gets another size. NULL: -EPERM. */
	int (*resize)(void *ctx, const char *path, uint64_t size);
};

/**
 * Mount a filesystem that is served. Its files cannot be mapped, nor executed.
 * @param m the machine
 * @param guest absolute path; what is missing of it is made
 * @param flags R3_WRITABLE, or 0: read-only
 * @param ops how it is served; copied
 * @param ctx for ops
 * @return 0; -EINVAL; -ENOMEM; -EBUSY as r3_add_file()
 */
int r3_mount_served(struct r3_machine *m, const char *guest, unsigned flags,
		    const struct r3_fs_ops *ops, void *ctx);

/**
 * For read() of short texts: the part of a text that was asked for.
 * @param text the whole, NUL-terminated
 * @param buf as read() got it
 * @param n as read() got it
 * @param offset as read() got it
 * @return what read() answers
 */
int64_t r3_read_text(const char *text, void *buf, size_t n, uint64_t offset);

#ifdef __cplusplus
}
#endif

#endif
