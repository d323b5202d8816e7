/* SPDX-License-Identifier: GPL-2.0-or-later */
/* procfs: inodes, directories, links and files of text; all that the tables share. */
#include "fs/proc/internal.h"

#include <stdio.h>

#include "fs/internal.h"
#include "kernel/cred.h"
#include "kernel/ptrace.h"
#include "kernel/slab.h"
#include "mm/mm.h"

/* --- inodes --- */

/* Below 2^32, because an i386 program's stat and readdir have no room for more. */
uint64_t proc_ino(pid_t pid, unsigned dir, unsigned index)
{
	uint32_t h;

	if (!pid)
		return 0xf0000000u + dir * 64 + index;
	h = ((uint32_t)pid * 0x9e3779b1u) ^ ((dir << 24 | index) * 0x85ebca6bu);
	return 0x1000u + (h & 0x7fffffffu);
}

struct task *proc_task(const struct inode *inode)
{
	const struct proc_inode *pi = proc_i(inode);
	struct task *t = pi->pid ? find_task(pi->pid) : NULL;

	return t && t->start_ns == pi->start_ns ? t : NULL;
}

bool proc_may_access(const struct task *t)
{
	if (!t)
		return capable(CAP_SYS_PTRACE);
	return ptrace_may_access(t, PTRACE_MODE_READ | PTRACE_MODE_FSCREDS);
}

/* What is about a process belongs to whom it runs as; if it hides its memory, or has none, to root. */
static void set_owner(struct inode *inode, const struct task *t)
{
	bool open = (inode->mode & (S_IFMT | S_IRWXUGO)) == (S_IFDIR | 0555);

	if (t && (open || (t->mm && t->mm->dumpable == 1))) {
		inode->uid = t->cred->euid;
		inode->gid = t->cred->egid;
	} else {
		inode->uid = inode->gid = 0;
	}
}

static unsigned count_subdirs(const struct proc_dir *dir)
{
	unsigned n = 0;

	for (unsigned i = 0; i < dir->nr; i++)
		n += S_ISDIR(dir->entries[i].mode);
	return n;
}

static void set_ops(struct inode *inode, const struct proc_entry *e)
{
	if (S_ISDIR(e->mode)) {
		inode->op = &proc_dir_inode_ops;
		inode->fop = &proc_dir_ops;
		inode->nlink = 2 + count_subdirs(e->dir);
		if (e == &proc_tgid_entry || e == &proc_tid_entry || e == &proc_own_entry)
			inode->i_flags |= S_IMMUTABLE;
	} else if (S_ISLNK(e->mode)) {
		inode->op = e->path ? &proc_magic_inode_ops : &proc_link_inode_ops;
	} else {
		inode->op = &proc_file_inode_ops;
		inode->fop = e->fop ? e->fop : &proc_text_ops;
	}
}

struct inode *proc_make_inode(struct super_block *sb, const struct proc_entry *entry,
			      const struct task *t, unsigned fd, uint64_t ino)
{
	struct proc_inode *pi = kzalloc(sizeof(*pi));
	struct inode *inode = pi ? inode_alloc(sb, entry->mode) : NULL;

	if (!inode) {
		kfree(pi);
		return ERR_PTR(-ENOMEM);
	}
	pi->entry = entry;
	pi->pid = t ? t->pid : 0;
	pi->start_ns = t ? t->start_ns : 0;
	pi->fd = fd;
	inode->priv = pi;
	inode->ino = ino;
	inode->blksize = 1024;
	set_ops(inode, entry);
	set_owner(inode, t);
	return inode;
}

static void proc_destroy_inode(struct inode *inode)
{
	kfree(inode->priv);
}

const struct super_ops proc_super_ops = { .destroy_inode = proc_destroy_inode };

static int proc_getattr(const struct path *path, struct kstat *stat, __unused uint32_t mask)
{
	struct inode *inode = path->dentry->inode;
	struct task *t = proc_task(inode);

	if (t)
		set_owner(inode, t);
	generic_fillattr(inode, stat);
	if (!S_ISDIR(inode->mode))
		return 0;
	if (proc_i(inode)->pid && !t) /* it is held, and shown, longer than its task */
		stat->uid = stat->gid = 0;
	if (proc_i(inode)->entry->dir->getattr)
		return proc_i(inode)->entry->dir->getattr(inode, stat);
	return 0;
}

/* Modes are the tables'; a chmod of /proc is as good as none. */
static int proc_setattr(struct dentry *dentry, struct iattr *attr)
{
	int err;

	if (attr->valid & ATTR_MODE)
		return -EPERM;
	err = setattr_prepare(dentry, attr);
	if (err)
		return err;
	attr->valid &= ~(unsigned)ATTR_SIZE; /* O_TRUNC of a setting is no error */
	setattr_copy(dentry->inode, attr);
	return 0;
}

/* --- directories --- */

static const struct proc_dir *dir_of(const struct inode *inode)
{
	return proc_i(inode)->entry->dir;
}

static struct inode *lookup_table(struct inode *dir, const char *name)
{
	const struct proc_dir *d = dir_of(dir);
	struct task *t = proc_task(dir);
	pid_t pid = proc_i(dir)->pid;

	for (unsigned i = 0; i < d->nr; i++)
		if (!strcmp(d->entries[i].name, name))
			return proc_make_inode(dir->sb, &d->entries[i], t, 0,
					       proc_ino(pid, d->id, i));
	return ERR_PTR(-ENOENT);
}

static int proc_lookup(struct inode *dir, struct dentry *dentry)
{
	const struct proc_dir *d = dir_of(dir);
	struct inode *inode;

	if (proc_i(dir)->pid && !proc_task(dir))
		return -ENOENT;
	inode = lookup_table(dir, dentry->name);
	if (inode == ERR_PTR(-ENOENT) && d->lookup)
		inode = d->lookup(dir, dentry->name);
	if (IS_ERR(inode))
		return PTR_ERR(inode); /* no negative entries: making a name here is ENOENT, too */
	d_add(dentry, inode);
	return 0;
}

/* Descriptors change behind a name that stays: those are always looked up anew. */
static bool proc_revalidate(struct inode *dir, struct dentry *dentry)
{
	const struct proc_dir *d = dir_of(dir);
	struct task *t;

	if (d == &proc_fd_dir || d == &proc_fdinfo_dir)
		return false;
	if (!proc_i(dentry->inode)->pid)
		return true;
	t = proc_task(dentry->inode);
	if (t)
		set_owner(dentry->inode, t);
	return t;
}

static int proc_permission(struct inode *inode, int mask)
{
	const struct proc_dir *d = S_ISDIR(inode->mode) ? dir_of(inode) : NULL;
	struct task *t = proc_task(inode);

	if (!t && (proc_i(inode)->entry == &proc_tgid_entry || d == &proc_task_dir))
		return -ESRCH;
	if (d && d->private && t && t->signal == current->signal)
		return 0; /* one's own, even after having become somebody else */
	if (d && d->secret && (!t || !proc_may_access(t)))
		return t ? -EACCES : -ESRCH;
	return generic_permission(inode, mask);
}

static int emit_table(struct inode *dir, const struct proc_dir *d, struct dir_context *ctx)
{
	for (; (uint64_t)ctx->pos - 2 < d->nr; ctx->pos++) {
		unsigned i = (unsigned)(ctx->pos - 2);
		const struct proc_entry *e = &d->entries[i];

		if (!ctx->emit(ctx, e->name, (unsigned)strlen(e->name), ctx->pos + 1,
			       proc_ino(proc_i(dir)->pid, d->id, i), MODE_TO_DT(e->mode)))
			return -1;
	}
	return 0;
}

static int proc_iterate(struct file *f, struct dir_context *ctx)
{
	struct inode *dir = f->inode;
	const struct proc_dir *d = dir_of(dir);

	if (proc_i(dir)->pid && !proc_task(dir))
		return -ENOENT;
	if (ctx->pos == 0) {
		if (!ctx->emit(ctx, ".", 1, 1, dir->ino, DT_DIR))
			return 0;
		ctx->pos = 1;
	}
	if (ctx->pos == 1) {
		if (!ctx->emit(ctx, "..", 2, 2, f->path.dentry->parent->inode->ino, DT_DIR))
			return 0;
		ctx->pos = 2;
	}
	if (emit_table(dir, d, ctx))
		return 0;
	return d->iterate ? d->iterate(dir, ctx) : 0;
}

const struct inode_ops proc_dir_inode_ops = {
	.lookup = proc_lookup,
	.revalidate = proc_revalidate,
	.permission = proc_permission,
	.getattr = proc_getattr,
	.setattr = proc_setattr,
};

const struct file_ops proc_dir_ops = {
	.read = generic_read_dir,
	.iterate = proc_iterate,
	.llseek = generic_file_llseek,
};

/* --- links --- */

static int proc_get_link(struct inode *inode, char *buf, size_t size)
{
	const struct task *t = proc_task(inode);

	if (proc_i(inode)->pid && (!t || !proc_may_access(t)))
		return -EACCES;
	proc_i(inode)->entry->text(buf, size);
	return (int)strlen(buf);
}

/* The object itself: its name, if it has one, may lead elsewhere by now. */
static int proc_get_link_path(struct inode *inode, struct path *path)
{
	const struct proc_inode *pi = proc_i(inode);
	struct task *t = proc_task(inode);

	if (pi->pid && !t)
		return -ENOENT;
	return proc_may_access(t) ? pi->entry->path(t, pi->fd, path) : -EACCES;
}

static int proc_magic_text(struct inode *inode, char *buf, size_t size)
{
	struct path path;
	size_t len;
	char *p;
	int err = proc_get_link_path(inode, &path);

	if (err)
		return err;
	p = d_path(&path, buf, size);
	path_put(&path);
	if (IS_ERR(p))
		return PTR_ERR(p);
	len = strlen(p);
	memmove(buf, p, len + 1);
	return (int)len;
}

const struct inode_ops proc_link_inode_ops = {
	.get_link = proc_get_link,
	.getattr = proc_getattr,
	.setattr = proc_setattr,
};

const struct inode_ops proc_magic_inode_ops = {
	.get_link = proc_magic_text,
	.get_link_path = proc_get_link_path,
	.getattr = proc_getattr,
	.setattr = proc_setattr,
};

/* --- text --- */

struct proc_text {
	struct seq_buf buf;
	struct mm *mm; /* with at_open: whose it is; only compared */
	bool made;
};

static int text_open(struct inode *inode, struct file *f)
{
	const struct proc_entry *e = proc_i(inode)->entry;
	struct task *t = proc_task(inode);
	struct proc_text *text;

	if (proc_i(inode)->pid && !t)
		return -ENOENT;
	if (e->needs_mm && !t->mm)
		return -ESRCH;
	if (e->needs_fs && !t->fs)
		return -EINVAL;
	if (e->secret && !proc_may_access(t))
		return -EACCES;
	text = kzalloc(sizeof(*text));
	if (!text)
		return -ENOMEM;
	if (e->at_open && t->mm) {
		mm_grab(t->mm);
		text->mm = t->mm;
	}
	f->priv = text;
	return 0;
}

static void text_release(struct file *f)
{
	struct proc_text *text = f->priv;

	seq_free(&text->buf);
	if (text->mm)
		mm_drop(text->mm);
	kfree(text);
}

static int make_text(struct file *f)
{
	const struct proc_inode *pi = proc_i(f->inode);
	struct task *t = proc_task(f->inode);
	struct proc_text *text = f->priv;
	int err;

	if (pi->pid && !t)
		return -ESRCH;
	text->buf.len = 0;
	if (pi->entry->at_open && t->mm != text->mm) { /* who is it now, and for whom to see? */
		text->made = true;
		return 0;
	}
	err = pi->entry->show_fd ? pi->entry->show_fd(&text->buf, t, pi->fd) :
				   pi->entry->show(&text->buf, t);
	if (!err && text->buf.failed) {
		seq_free(&text->buf);
		text->buf = (struct seq_buf){ 0 };
		err = -ENOMEM;
	}
	text->made = !err;
	return err;
}

static int64_t text_read(struct file *f, struct iov_iter *to, loff_t *pos)
{
	struct proc_text *text = f->priv;
	size_t want, n;
	int err;

	if (!text->made || *pos == 0) {
		err = make_text(f);
		if (err)
			return err;
	}
	if ((uint64_t)*pos >= text->buf.len || !to->count)
		return 0;
	want = min(to->count, text->buf.len - (size_t)*pos);
	n = copy_to_iter(text->buf.data + *pos, want, to);
	*pos += (loff_t)n;
	return n ? (int64_t)n : -EFAULT;
}

/* Settings are words: what is longer than a page is none. */
static int64_t store_text(struct file *f, struct iov_iter *from)
{
	const struct proc_inode *pi = proc_i(f->inode);
	struct task *t = proc_task(f->inode);
	size_t n = from->count;
	char *text;
	int err;

	if (pi->pid && !t)
		return -ESRCH;
	if (n >= PAGE_SIZE)
		return -EINVAL;
	text = kmalloc(n + 1);
	if (!text)
		return -ENOMEM;
	err = copy_from_iter(text, n, from) == n ? 0 : -EFAULT;
	text[n] = '\0';
	if (!err)
		err = pi->entry->store(t, text, n);
	kfree(text);
	return err ? err : (int64_t)n;
}

/* A write does not move: the next read is from the beginning. There is no place to pwrite to. */
static int64_t text_write(struct file *f, struct iov_iter *from, loff_t *pos)
{
	if (pos != &f->pos)
		return -ESPIPE;
	return proc_i(f->inode)->entry->store ? store_text(f, from) : -EINVAL;
}

/* The same where Linux does not take it from a seq_file: any place will do. */
static int64_t value_write(struct file *f, struct iov_iter *from, __unused loff_t *pos)
{
	return store_text(f, from);
}

/* Text has no end before it is made. */
static loff_t text_llseek(struct file *f, loff_t offset, int whence)
{
	if (whence == SEEK_CUR)
		offset += f->pos;
	if (whence > SEEK_CUR || offset < 0)
		return -EINVAL;
	return f->pos = offset;
}

const struct file_ops proc_text_ops = {
	.open = text_open,
	.release = text_release,
	.read = text_read,
	.write = text_write,
	.llseek = text_llseek,
	.no_splice_read = true,
	.no_splice_write = true,
};

const struct file_ops proc_mounts_ops = {
	.open = text_open,
	.release = text_release,
	.read = text_read,
	.write = text_write,
	.llseek = text_llseek,
	.no_splice_write = true,
};

const struct file_ops proc_value_ops = {
	.open = text_open,
	.release = text_release,
	.read = text_read,
	.write = value_write,
	.llseek = text_llseek,
	.no_splice_read = true,
	.no_splice_write = true,
};

const struct file_ops proc_command_ops = {
	.open = text_open,
	.release = text_release,
	.write = value_write,
	.llseek = text_llseek,
	.no_splice_read = true,
	.no_splice_write = true,
};

/* --- the same about the machine: what is missing is an error of input and output --- */

static int64_t machine_write(__unused struct file *f, __unused struct iov_iter *from,
			     __unused loff_t *pos)
{
	return -EIO;
}

static int machine_mmap(__unused struct file *f, __unused struct vma *vma)
{
	return -EIO;
}

const struct file_ops proc_machine_ops = {
	.open = text_open,
	.release = text_release,
	.read = text_read,
	.write = machine_write,
	.mmap = machine_mmap,
	.llseek = text_llseek,
	.no_splice_write = true,
};

/* --- and below sys/: a position like a file's, and modes that bind root, too --- */

static int setting_open(struct inode *inode, struct file *f)
{
	if (((f->mode & FMODE_WRITE) && !(inode->mode & 0222)) ||
	    ((f->mode & FMODE_READ) && !(inode->mode & 0444)))
		return -EACCES;
	return text_open(inode, f);
}

static int64_t setting_write(struct file *f, struct iov_iter *from, loff_t *pos)
{
	int64_t n = proc_i(f->inode)->entry->store ? store_text(f, from) : -EINVAL;

	if (n > 0)
		*pos += n;
	return n;
}

const struct file_ops proc_setting_ops = {
	.open = setting_open,
	.release = text_release,
	.read = text_read,
	.write = setting_write,
	.llseek = generic_file_llseek,
};

const struct inode_ops proc_file_inode_ops = {
	.permission = proc_permission,
	.getattr = proc_getattr,
	.setattr = proc_setattr,
};

/* --- numbers --- */

bool proc_parse_name(const char *name, unsigned *value)
{
	unsigned n = 0;

	if (!*name || (*name == '0' && name[1]))
		return false;
	for (; *name; name++) {
		if (*name < '0' || *name > '9' || n > (UINT32_MAX >> 1) / 10 - 1)
			return false;
		n = n * 10 + (unsigned)(*name - '0');
	}
	*value = n;
	return true;
}

/* Of a digit in any base up to 16, or what is none. */
static unsigned digit(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10) : 16;
}

int proc_parse_uint(const char *text, unsigned *value)
{
	unsigned base = 10;
	uint64_t n = 0;
	bool large = false;

	text += *text == '+';
	if (*text == '0' && (text[1] | 0x20) == 'x' && digit(text[2]) < 16) {
		base = 16;
		text += 2;
	} else if (*text == '0') {
		base = 8;
	}
	if (digit(*text) >= base)
		return -EINVAL;
	for (; digit(*text) < base; text++) {
		n = n * base + digit(*text);
		large |= n > UINT32_MAX;
		n = min(n, (uint64_t)UINT32_MAX + 1);
	}
	text += *text == '\n';
	if (*text)
		return -EINVAL;
	*value = (unsigned)n;
	return large ? -ERANGE : 0;
}

int proc_parse_int(const char *text, int64_t *value)
{
	bool negative = false;
	int64_t n = 0;

	while (*text == ' ' || *text == '\t')
		text++;
	if (*text == '-' || *text == '+')
		negative = *text++ == '-';
	if (*text < '0' || *text > '9')
		return -EINVAL;
	for (; *text >= '0' && *text <= '9'; text++)
		if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, *text - '0', &n))
			return -EINVAL;
	while (*text == ' ' || *text == '\t' || *text == '\n')
		text++;
	*value = negative ? -n : n;
	return *text ? -EINVAL : 0;
}
