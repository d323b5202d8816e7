/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files that functions of the embedder's serve: device nodes, descriptors without a name, files of
 * /sys and /proc. What is read and written goes through a buffer of the kernel's, so that they need
 * not know of guest memory; a function that answers -EAGAIN is called again after ext_ready(),
 * unless the file is O_NONBLOCK.
 */
#include "kernel/ext.h"

#include <stdio.h>
#include <string.h>

#include "fs/internal.h"
#include "fs/proc/internal.h"
#include "fs/tmpfs/tmpfs.h"
#include "kernel/slab.h"
#include "mm/internal.h"

#define MAX_TRANSFER (64ul << 10) /* of one call of read or write */
#define SYSFS_MAGIC 0x62656572

struct ext_object {
	struct list_head node; /* ext_state.objects; empty: of a descriptor or /sys */
	struct ext_file_ops ops;
	void *ctx;
	struct wait_queue_head wait;
	unsigned long seq;     /* calls of ext_ready() */
	uint32_t rdev;	       /* of a device, else 0 */
	struct file *memory;   /* of a device, or NULL */
	uint64_t memory_size;
	struct proc_entry proc; /* of a file of /proc */
	char name[64];
};

/* f->priv */
struct ext_open {
	struct ext_object *object;
	void *handle;
	bool owns; /* the object ends with the file */
};

static struct ext_object *make_object(const char *name, const struct ext_file_ops *ops, void *ctx)
{
	struct ext_object *o = kzalloc(sizeof(*o));

	if (!o)
		return NULL;
	list_init(&o->node);
	init_waitqueue_head(&o->wait);
	o->ops = *ops;
	o->ctx = ctx;
	memcpy(o->name, name, strnlen(name, sizeof(o->name) - 1));
	return o;
}

static void free_object(struct ext_object *o)
{
	list_del(&o->node);
	if (o->memory)
		file_put(o->memory);
	kfree(o);
}

void ext_objects_exit(struct ext_state *ext)
{
	while (!list_empty(&ext->objects))
		free_object(list_first_entry(&ext->objects, struct ext_object, node));
}

void ext_ready(struct ext_object *o, unsigned events)
{
	o->seq++;
	__wake_up(&o->wait, events, 0);
}

/* --- files --- */

static struct ext_open *open_of(const struct file *f)
{
	return f->priv;
}

static int open_object(struct ext_object *o, struct file *f)
{
	struct ext_open *e = kzalloc(sizeof(*e));
	int err = 0;

	if (!e)
		return -ENOMEM;
	e->object = o;
	if (o->ops.open)
		err = o->ops.open(o->ctx, f->flags, &e->handle);
	if (err) {
		kfree(e);
		return err < 0 ? err : -EIO;
	}
	f->priv = e;
	return 0;
}

static void ext_release(struct file *f)
{
	struct ext_open *e = open_of(f);
	struct ext_object *o = e->object;

	if (o->ops.release)
		o->ops.release(o->ctx, e->handle);
	if (e->owns)
		free_object(o);
	kfree(e);
}

/* What a function answered, if that can be: no more than asked for. */
static int64_t checked(int64_t r, size_t n)
{
	return r > (int64_t)n ? -EIO : r;
}

static int wait_for_change(struct ext_object *o, unsigned long seq)
{
	return wait_event_interruptible(&o->wait, o->seq != seq);
}

static int64_t read_some(struct file *f, void *buf, size_t n, loff_t pos, bool nonblock)
{
	struct ext_open *e = open_of(f);
	struct ext_object *o = e->object;

	for (;;) {
		unsigned long seq = o->seq;
		int64_t got = checked(o->ops.read(o->ctx, e->handle, buf, n, (uint64_t)pos), n);
		int err;

		if (got != -EAGAIN || nonblock)
			return got;
		err = wait_for_change(o, seq);
		if (err)
			return err;
	}
}

static int64_t ext_read(struct file *f, struct iov_iter *to, loff_t *pos)
{
	size_t n = min(to->count, MAX_TRANSFER), copied;
	int64_t got;
	void *buf;

	if (!open_of(f)->object->ops.read)
		return -EINVAL;
	buf = kmalloc(n);
	if (!buf)
		return -ENOMEM;
	got = read_some(f, buf, n, *pos, f->flags & O_NONBLOCK);
	if (got > 0) {
		copied = copy_to_iter(buf, (size_t)got, to);
		*pos += (loff_t)copied;
		got = copied ? (int64_t)copied : -EFAULT;
	}
	kfree(buf);
	return got;
}

static int64_t write_some(struct file *f, const void *buf, size_t n, loff_t pos)
{
	struct ext_open *e = open_of(f);
	struct ext_object *o = e->object;

	for (;;) {
		unsigned long seq = o->seq;
		int64_t put = checked(o->ops.write(o->ctx, e->handle, buf, n, (uint64_t)pos), n);
		int err;

		if (put != -EAGAIN || f->flags & O_NONBLOCK)
			return put;
		err = wait_for_change(o, seq);
		if (err)
			return err;
	}
}

static int64_t ext_write(struct file *f, struct iov_iter *from, loff_t *pos)
{
	size_t n = min(from->count, MAX_TRANSFER), copied;
	int64_t put;
	void *buf;

	if (!open_of(f)->object->ops.write)
		return -EINVAL;
	buf = kmalloc(n);
	if (!buf)
		return -ENOMEM;
	copied = copy_from_iter(buf, n, from);
	put = copied || !n ? write_some(f, buf, copied, *pos) : -EFAULT;
	if (put > 0)
		*pos += put;
	if (put >= 0 && (size_t)put < copied)
		iov_iter_revert(from, copied - (size_t)put);
	kfree(buf);
	return put;
}

static long ext_ioctl(struct file *f, unsigned cmd, uint64_t arg)
{
	struct ext_open *e = open_of(f);
	struct ext_object *o = e->object;

	return o->ops.ioctl ? o->ops.ioctl(o->ctx, e->handle, cmd, arg) : -ENOTTY;
}

static unsigned ext_poll(struct file *f, struct poll_table *pt)
{
	struct ext_open *e = open_of(f);
	struct ext_object *o = e->object;

	poll_wait(f, &o->wait, pt);
	return o->ops.poll ? o->ops.poll(o->ctx, e->handle) :
			     EPOLLIN | EPOLLRDNORM | EPOLLOUT | EPOLLWRNORM;
}

/* The device's memory is a file without a name, which is mapped in its place. */
static int ext_mmap(struct file *f, struct vma *vma)
{
	struct ext_object *o = open_of(f)->object;
	uint64_t pages = (vma->end - vma->start) >> PAGE_SHIFT;
	uint64_t have = align_up(o->memory_size, PAGE_SIZE) >> PAGE_SHIFT;

	if (!o->memory)
		return -ENODEV;
	if (vma->pgoff > have || pages > have - vma->pgoff)
		return -ENXIO;
	if (vma->file)
		file_put(vma->file);
	vma->file = file_ref(o->memory);
	vma->ops = &filemap_vm_ops;
	return 0;
}

int64_t ext_memory(struct ext_object *o, uint64_t offset, void *buf, size_t n, bool write)
{
	loff_t pos = (loff_t)offset;

	if (!o->memory || offset > o->memory_size)
		return -ENXIO;
	n = min(n, (size_t)(o->memory_size - offset));
	return write ? kernel_write(o->memory, buf, n, &pos) : kernel_read(o->memory, buf, n, pos);
}

/* --- devices --- */

static struct ext_object *find_device(uint32_t rdev)
{
	struct ext_object *o;

	if (kernel->ext)
		list_for_each_entry(o, &kernel->ext->objects, node)
			if (o->rdev == rdev)
				return o;
	return NULL;
}

static int device_open(struct inode *inode, struct file *f)
{
	struct ext_object *o = find_device(inode->rdev);

	return o ? open_object(o, f) : -ENXIO;
}

const struct file_ops ext_device_ops = {
	.read = ext_read,
	.write = ext_write,
	.llseek = generic_file_llseek,
	.poll = ext_poll,
	.ioctl = ext_ioctl,
	.mmap = ext_mmap,
	.open = device_open,
	.release = ext_release,
};

static int add_device_node(const char *name, uint32_t mode, uint32_t rdev)
{
	struct path dev;
	int err = path_lookup(AT_FDCWD, "/dev", LOOKUP_KERNEL | LOOKUP_FOLLOW, &dev);

	if (err)
		return err;
	err = -EPERM; /* a /dev of the embedder's own */
	if (dev.dentry->inode->op == &tmpfs_dir_ops)
		err = tmpfs_make_node(dev.dentry, name, S_IFCHR | mode, rdev, NULL);
	path_put(&dev);
	return err;
}

struct ext_object *ext_add_device(const char *name, uint32_t mode, uint64_t memory,
				  const struct ext_file_ops *ops, void *ctx)
{
	struct ext_state *ext = ext_state();
	struct ext_object *o = ext ? make_object(name, ops, ctx) : NULL;
	int err = 0;

	if (!o)
		return ERR_PTR(-ENOMEM);
	o->rdev = MKDEV(EXT_MAJOR, ext->next_minor);
	o->memory_size = memory;
	if (memory)
		o->memory = shmem_file_setup(name, align_up(memory, PAGE_SIZE), O_RDWR);
	if (IS_ERR(o->memory)) {
		err = PTR_ERR(o->memory);
		o->memory = NULL;
	}
	if (!err)
		err = add_device_node(name, mode, o->rdev);
	if (err) {
		free_object(o);
		return ERR_PTR(err);
	}
	ext->next_minor++;
	list_add_tail(&o->node, &ext->objects);
	return o;
}

/* --- descriptors --- */

static const struct file_ops descriptor_ops = {
	.read = ext_read,
	.write = ext_write,
	.poll = ext_poll,
	.ioctl = ext_ioctl,
	.release = ext_release,
};

int ext_descriptor(const char *name, const struct ext_file_ops *ops, void *ctx, unsigned flags,
		   struct ext_object **object)
{
	struct ext_object *o = make_object(name, ops, ctx);
	struct ext_open *e = o ? kzalloc(sizeof(*e)) : NULL;
	char text[80];
	int fd;

	if (!e) {
		kfree(o);
		return -ENOMEM;
	}
	*e = (struct ext_open){ .object = o, .owns = true };
	snprintf(text, sizeof(text), "[%s]", o->name);
	fd = anon_fd(text, &descriptor_ops, e, flags);
	if (fd < 0) {
		kfree(e);
		free_object(o);
		return fd;
	}
	*object = o;
	return fd;
}

/* --- /sys --- */

static const struct fs_type sysfs_type = { .name = "sysfs", .nodev = true, .single = true };

static int attribute_open(struct inode *inode, struct file *f)
{
	return open_object(inode->priv, f);
}

static const struct file_ops attribute_ops = {
	.read = ext_read,
	.write = ext_write,
	.llseek = generic_file_llseek,
	.poll = ext_poll,
	.open = attribute_open,
	.release = ext_release,
};

/* As in Linux it is there once, mounted at /sys; programs make nothing in it. */
static struct super_block *mount_sysfs(struct ext_state *ext)
{
	struct super_block *sb = tmpfs_create(0, 0555);
	int err;

	if (IS_ERR(sb))
		return sb;
	sb->type = &sysfs_type;
	sb->magic = SYSFS_MAGIC;
	sb->root->inode->op = &tmpfs_fixed_dir_ops;
	err = kern_mount(sb, "/sys", MS_NOSUID | MS_NODEV | MS_NOEXEC, "sysfs");
	if (err)
		return ERR_PTR(err);
	return ext->sysfs = sb;
}

/* The directory of name's last component, referenced; *last is that component. */
static int make_directories(struct dentry *root, char *name, struct dentry **dir, char **last)
{
	struct dentry *at = root, *next;
	char *slash;
	int err = 0;

	dget(at);
	while (!err && (slash = strchr(name, '/'))) {
		*slash = '\0';
		err = tmpfs_make_node(at, name, S_IFDIR | 0755, 0, &next);
		if (err && err != -EEXIST)
			break;
		dput(at);
		at = next;
		err = 0;
		if (!S_ISDIR(at->inode->mode))
			err = -ENOTDIR;
		else
			at->inode->op = &tmpfs_fixed_dir_ops;
		name = slash + 1;
	}
	*dir = at;
	*last = name;
	return err;
}

/* The file's inode owns the object: it is freed with it. */
static int add_attribute(struct dentry *root, char *name, uint32_t mode, struct ext_object *o)
{
	struct dentry *dir, *d;
	char *last;
	int err = make_directories(root, name, &dir, &last);

	if (!err)
		err = tmpfs_make_node(dir, last, S_IFREG | mode, 0, &d);
	dput(dir);
	if (err == -EEXIST)
		dput(d);
	if (err)
		return err;
	d->inode->fop = &attribute_ops;
	d->inode->size = PAGE_SIZE; /* as every attribute's */
	d->inode->priv = o;
	dput(d);
	return 0;
}

struct ext_object *ext_add_sysfs(const char *name, uint32_t mode, const struct ext_file_ops *ops,
				 void *ctx)
{
	struct ext_state *ext = ext_state();
	struct super_block *sb = !ext ? NULL : ext->sysfs ? ext->sysfs : mount_sysfs(ext);
	struct ext_object *o;
	char *copy;
	int err;

	if (!sb || IS_ERR(sb))
		return ERR_PTR(sb ? PTR_ERR(sb) : -ENOMEM);
	if (strncmp(name, "/sys/", 5))
		return ERR_PTR(-EINVAL);
	o = make_object(name, ops, ctx);
	copy = kstrdup(name + 5);
	err = o && copy ? add_attribute(sb->root, copy, mode, o) : -ENOMEM;
	kfree(copy);
	if (err && o)
		free_object(o);
	return err ? ERR_PTR(err) : o;
}

/* --- /proc --- */

static int proc_open(struct inode *inode, struct file *f)
{
	return open_object(container_of(proc_i(inode)->entry, struct ext_object, proc), f);
}

static const struct file_ops proc_ext_ops = {
	.read = ext_read,
	.write = ext_write,
	.llseek = generic_file_llseek,
	.poll = ext_poll,
	.open = proc_open,
	.release = ext_release,
};

static uint64_t proc_ext_ino(uint64_t index)
{
	return 0xe0000000u + index;
}

struct inode *ext_proc_lookup(struct inode *dir, const char *name)
{
	struct ext_object *o;
	uint64_t index = 0;

	if (!kernel->ext)
		return ERR_PTR(-ENOENT);
	list_for_each_entry(o, &kernel->ext->objects, node) {
		if (o->proc.name && !strcmp(o->proc.name, name))
			return proc_make_inode(dir->sb, &o->proc, NULL, 0, proc_ext_ino(index));
		index++;
	}
	return ERR_PTR(-ENOENT);
}

bool ext_proc_iterate(struct dir_context *ctx, uint64_t first)
{
	struct ext_object *o;
	uint64_t index = 0;

	if (!kernel->ext)
		return true;
	list_for_each_entry(o, &kernel->ext->objects, node) {
		uint64_t pos = first + index++;

		if (!o->proc.name || (uint64_t)ctx->pos > pos)
			continue;
		if (!ctx->emit(ctx, o->proc.name, (unsigned)strlen(o->proc.name), (loff_t)pos + 1,
			       proc_ext_ino(index - 1), DT_REG))
			return false;
		ctx->pos = (loff_t)pos + 1;
	}
	return true;
}

struct ext_object *ext_add_proc(const char *name, uint32_t mode, const struct ext_file_ops *ops,
				void *ctx)
{
	struct ext_state *ext = ext_state();
	struct path path;
	struct ext_object *o;

	if (!ext)
		return ERR_PTR(-ENOMEM);
	if (strncmp(name, "/proc/", 6) || !name[6] || strchr(name + 6, '/') || strlen(name) > 60)
		return ERR_PTR(-EINVAL);
	if (!path_lookup(AT_FDCWD, name, LOOKUP_KERNEL, &path)) {
		path_put(&path);
		return ERR_PTR(-EEXIST);
	}
	o = make_object(name + 6, ops, ctx);
	if (!o)
		return ERR_PTR(-ENOMEM);
	o->proc = (struct proc_entry){ .name = o->name, .mode = S_IFREG | mode,
				       .fop = &proc_ext_ops };
	list_add_tail(&o->node, &ext->objects);
	return o;
}
