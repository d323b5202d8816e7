/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Additions to the kernel: the embedder's functions, given to abi/linux/kernel/ext.h. */
#include "ring3/extend.h"

#include <string.h>

#include "api/machine.h"
#include "kernel/cred.h"
#include "kernel/ext.h"
#include "kernel/stack.h"
#include "syscall.h"
#include "uaccess.h"

/* --- the task that calls --- */

static bool calls(const struct r3_machine *m)
{
	return machine_ok(m) && current && kernel == m->kernel;
}

int r3_caller(const struct r3_machine *m, struct r3_caller *caller)
{
	if (!caller)
		return -EINVAL;
	if (!calls(m))
		return -ESRCH;
	*caller = (struct r3_caller){ .tid = current->pid,
				      .pid = current->tgid,
				      .uid = current->cred->euid,
				      .gid = current->cred->egid,
				      .is_i386 = !current->abi->is_64bit,
				      .kernel_stack = KSTACK_SIZE };
	return 0;
}

size_t r3_copy_from_user(const struct r3_machine *m, void *to, uint64_t from, size_t n)
{
	return calls(m) && to ? copy_from_user(to, from, n) : n;
}

size_t r3_copy_to_user(const struct r3_machine *m, uint64_t to, const void *from, size_t n)
{
	return calls(m) && from ? copy_to_user(to, from, n) : n;
}

int64_t r3_string_from_user(const struct r3_machine *m, char *to, uint64_t from, size_t size)
{
	return calls(m) && to ? strncpy_from_user(to, from, size) : -EFAULT;
}

/* --- system calls --- */

/* The number that a table has for a name; EXT_CALLS: none. */
static unsigned number_of(bool is_64bit, const char *name)
{
	const struct sys_entry *table = is_64bit ? sys_call_table : ia32_sys_call_table;
	unsigned nr = 0;

	while (nr < NR_SYSCALLS && (!table[nr].name || strcmp(table[nr].name, name)))
		nr++;
	return nr < NR_SYSCALLS ? nr : EXT_CALLS;
}

static int add_to(bool is_64bit, const struct r3_new_call *c)
{
	unsigned nr = c->replace ? number_of(is_64bit, c->name) : c->number;

	if (c->replace && nr == EXT_CALLS)
		return -ENOENT;
	return ext_add_call(is_64bit, nr, c->name, c->nargs, c->replace, c->fn, c->ctx);
}

static int add_call(const struct r3_new_call *c)
{
	int err = c->abis & R3_X86_64 ? add_to(true, c) : 0;

	return !err && c->abis & R3_I386 ? add_to(false, c) : err;
}

int r3_add_call(struct r3_machine *m, const struct r3_new_call *call)
{
	struct kernel *before;
	int err;

	if (!machine_ok(m))
		return machine_bad();
	if (!call || !call->name || !call->fn || !call->abis || call->abis & ~(R3_I386 | R3_X86_64))
		return machine_fail(m, -EINVAL, "a call needs a name, a function and a table");
	before = kernel_enter(m->kernel);
	err = add_call(call);
	kernel_enter(before);
	return err ? machine_fail(m, err, "cannot add the call %s: %s", call->name, strerror(-err)) :
		     0;
}

int64_t r3_call_original(struct r3_machine *m, const uint64_t args[6])
{
	return calls(m) && args ? ext_call_original(args) : -ENOSYS;
}

/* --- files --- */

_Static_assert(sizeof(struct ext_file_ops) == sizeof(struct r3_file_ops), "copied member by member");

static struct ext_file_ops ops_of(const struct r3_file_ops *o)
{
	return (struct ext_file_ops){ o->open, o->release, o->read, o->write, o->ioctl, o->poll };
}

struct add {
	const char *name;
	unsigned mode;
	uint64_t memory;
	struct ext_file_ops ops;
	void *ctx;
	struct ext_object *(*make)(const struct add *a);
	struct ext_object *made;
};

static int do_add(void *arg)
{
	struct add *a = arg;

	a->made = a->make(a);
	return IS_ERR(a->made) ? PTR_ERR(a->made) : 0;
}

static int add(struct r3_machine *m, struct add *a, const struct r3_file_ops *ops,
	       struct r3_object **object)
{
	int err;

	if (!machine_ok(m))
		return machine_bad();
	if (!a->name || !*a->name || !ops || a->mode & ~0777u)
		return machine_fail(m, -EINVAL, "a file needs a name, a mode and operations");
	a->ops = ops_of(ops);
	err = machine_call(m, do_add, a);
	if (err)
		return machine_fail(m, err, "cannot add %s: %s", a->name, strerror(-err));
	if (object)
		*object = (struct r3_object *)a->made;
	return 0;
}

static struct ext_object *make_device(const struct add *a)
{
	if (strchr(a->name, '/'))
		return ERR_PTR(-EINVAL);
	return ext_add_device(a->name, a->mode, a->memory, &a->ops, a->ctx);
}

int r3_add_device(struct r3_machine *m, const char *name, unsigned mode, uint64_t memory,
		  const struct r3_file_ops *ops, void *ctx, struct r3_object **device)
{
	struct add a = { .name = name, .mode = mode, .memory = memory, .ctx = ctx,
			 .make = make_device };

	return add(m, &a, ops, device);
}

static struct ext_object *make_kernel_file(const struct add *a)
{
	if (!strncmp(a->name, "/sys/", 5))
		return ext_add_sysfs(a->name, a->mode, &a->ops, a->ctx);
	return ext_add_proc(a->name, a->mode, &a->ops, a->ctx);
}

int r3_add_kernel_file(struct r3_machine *m, const char *guest, unsigned mode,
		       const struct r3_file_ops *ops, void *ctx, struct r3_object **object)
{
	struct add a = { .name = guest, .mode = mode, .ctx = ctx, .make = make_kernel_file };

	return add(m, &a, ops, object);
}

struct memory_call {
	struct ext_object *object;
	uint64_t offset;
	void *buf;
	size_t n;
	bool write;
	int64_t done;
};

static int do_memory(void *arg)
{
	struct memory_call *c = arg;

	c->done = ext_memory(c->object, c->offset, c->buf, c->n, c->write);
	return 0;
}

int64_t r3_device_memory(struct r3_machine *m, struct r3_object *device, uint64_t offset, void *buf,
			 size_t n, int write)
{
	struct memory_call c = { (struct ext_object *)device, offset, buf, n, write, 0 };
	int err;

	if (!machine_ok(m))
		return machine_bad();
	if (!device || (n && !buf))
		return machine_fail(m, -EINVAL, "there is no device, or no buffer");
	err = calls(m) ? do_memory(&c) : machine_call(m, do_memory, &c);
	return err ? machine_fail(m, err, "the device's memory: %s", strerror(-err)) : c.done;
}

int r3_new_descriptor(struct r3_machine *m, const char *name, const struct r3_file_ops *ops,
		      void *ctx, unsigned flags, struct r3_object **object)
{
	struct ext_file_ops copy;
	struct ext_object *made;
	int fd;

	if (!machine_ok(m))
		return machine_bad();
	if (!name || !ops)
		return machine_fail(m, -EINVAL, "a descriptor needs a name and operations");
	if (!calls(m))
		return machine_fail(m, -ESRCH, "nobody calls who could have a descriptor");
	copy = ops_of(ops);
	fd = ext_descriptor(name, &copy, ctx, flags, &made);
	if (fd >= 0 && object)
		*object = (struct r3_object *)made;
	return fd;
}

int r3_ready(struct r3_machine *m, struct r3_object *object, unsigned events)
{
	struct kernel *before;

	if (!machine_ok(m))
		return machine_bad();
	if (!object)
		return machine_fail(m, -EINVAL, "there is no object");
	before = kernel_enter(m->kernel);
	ext_ready((struct ext_object *)object, events);
	kernel_enter(before);
	return 0;
}

/* --- filesystems --- */

_Static_assert(sizeof(struct ext_fs_ops) == sizeof(struct r3_fs_ops) &&
		       sizeof(struct ext_attributes) == sizeof(struct r3_attributes),
	       "the same members");

struct mount_served {
	const char *guest;
	bool writable;
	struct ext_fs_ops ops;
	void *ctx;
};

static int do_mount_served(void *arg)
{
	const struct mount_served *c = arg;

	return ext_mount(c->guest, c->writable, &c->ops, c->ctx);
}

int r3_mount_served(struct r3_machine *m, const char *guest, unsigned flags,
		    const struct r3_fs_ops *ops, void *ctx)
{
	struct mount_served c = { .guest = guest, .writable = flags & R3_WRITABLE, .ctx = ctx };
	int err;

	if (!machine_ok(m))
		return machine_bad();
	if (!guest || guest[0] != '/' || !ops || !ops->attributes || flags & ~R3_WRITABLE)
		return machine_fail(m, -EINVAL, "a path, known flags and attributes() are needed");
	memcpy(&c.ops, ops, sizeof(c.ops));
	err = machine_call(m, do_mount_served, &c);
	return err ? machine_fail(m, err, "cannot mount at %s: %s", guest, strerror(-err)) : 0;
}

int64_t r3_read_text(const char *text, void *buf, size_t n, uint64_t offset)
{
	size_t len = text ? strlen(text) : 0;

	if (!text || !buf)
		return -EINVAL;
	if (offset >= len)
		return 0;
	n = min(n, (size_t)(len - offset));
	memcpy(buf, text + offset, n);
	return (int64_t)n;
}
