/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /proc/PID/mem and pagemap, and what is read from a process's memory: its command line and environment. */
#include "fs/proc/internal.h"

#include "kernel/cred.h"
#include "kernel/sched.h"
#include "kernel/slab.h"

/* More than execve takes. PR_SET_MM may name anything as arguments, but we copy all of it at once. */
#define MOST_TEXT (8u << 20)

/* Bytes [start, end) of the space as far as they are mapped. */
static int copy_range(struct seq_buf *s, struct mm *mm, uaddr_t start, uaddr_t end)
{
	char *page = kmalloc(PAGE_SIZE);
	size_t n, left;

	if (!page)
		return -ENOMEM;
	end = min(end, start + MOST_TEXT);
	while (start < end && !s->failed) {
		n = min(PAGE_SIZE, (size_t)(end - start));
		left = access_remote(mm, start, page, n, false);
		seq_write(s, page, n - left);
		if (left)
			break;
		start += n;
	}
	kfree(page);
	return 0;
}

/*
 * The arguments, each with its NUL. A program that has overwritten the last one's NUL (setproctitle)
 * has made them one string, which may go on into the environment, but is no longer than a page.
 */
int proc_cmdline_show(struct seq_buf *s, struct task *t)
{
	struct mm *mm = t->mm;
	char last = 0, *nul;
	uaddr_t end;
	int err;

	if (!mm || mm->arg_start >= mm->arg_end)
		return 0;
	if (access_remote(mm, mm->arg_end - 1, &last, 1, false))
		return 0;
	if (!last)
		return copy_range(s, mm, mm->arg_start, mm->arg_end);
	end = mm->env_start == mm->arg_end ? max(mm->env_end, mm->arg_end) : mm->arg_end;
	err = copy_range(s, mm, mm->arg_start, min(end, mm->arg_start + PAGE_SIZE));
	nul = !err && s->len ? memchr(s->data, 0, s->len) : NULL;
	if (nul)
		s->len = (size_t)(nul + 1 - s->data);
	return err;
}

int proc_environ_show(struct seq_buf *s, struct task *t)
{
	struct mm *mm = t->mm;

	return mm && mm->env_start < mm->env_end ?
		       copy_range(s, mm, mm->env_start, mm->env_end) : 0;
}

/* Pairs of words of the program's own size, the terminating one included. */
int proc_auxv_show(struct seq_buf *s, struct task *t)
{
	const struct mm *mm = t->mm;
	size_t i = 0, word;

	if (!mm)
		return 0;
	word = mm->abi->long_size;
	do {
		seq_write(s, &mm->saved_auxv[i], word); /* little-endian: the low half comes first */
		seq_write(s, &mm->saved_auxv[i + 1], word);
		i += 2;
	} while (mm->saved_auxv[i - 2] && i < ARRAY_SIZE(mm->saved_auxv));
	return 0;
}

/* --- mem --- */

static int mem_open(struct inode *inode, struct file *f)
{
	struct task *t = proc_task(inode);

	if (!t || !t->mm)
		return -ESRCH;
	if (!proc_may_access(t))
		return -EACCES;
	mm_grab(t->mm); /* it is not kept in memory by this */
	f->priv = t->mm; /* the space as it is now, whatever the task executes later */
	return 0;
}

static void mem_release(struct file *f)
{
	mm_drop(f->priv);
}

/* At most a page at a time: bytes moved, -EIO where nothing is, -EFAULT of the caller's buffer. */
static int64_t mem_step(struct mm *mm, char *page, struct iov_iter *i, loff_t pos, bool write)
{
	size_t n = min(PAGE_SIZE, i->count), moved;

	if (write && copy_from_iter(page, n, i) < n)
		return -EFAULT;
	moved = n - access_process_vm(mm, (uaddr_t)pos, page, n,
				      GUP_FORCE | (write ? GUP_WRITE : 0));
	if (write)
		iov_iter_revert(i, n - moved);
	if (!moved)
		return -EIO;
	if (!write && copy_to_iter(page, moved, i) < moved)
		return -EFAULT;
	return (int64_t)moved;
}

static int64_t mem_rw(struct file *f, struct iov_iter *i, loff_t *pos, bool write)
{
	struct mm *mm = f->priv;
	int64_t done = 0, n = 0;
	char *page;

	if (!i->count)
		return 0;
	page = kmalloc(PAGE_SIZE);
	if (!page)
		return -ENOMEM;
	if (!mm_get_alive(mm)) {
		kfree(page);
		return 0;
	}
	do {
		n = mem_step(mm, page, i, *pos, write);
		if (n < 0)
			break;
		*pos += n;
		done += n;
	} while (i->count && !need_break());
	mm_put(mm);
	kfree(page);
	return n == -EFAULT || !done ? n : done;
}

static int64_t mem_read(struct file *f, struct iov_iter *to, loff_t *pos)
{
	return mem_rw(f, to, pos, false);
}

static int64_t mem_write(struct file *f, struct iov_iter *from, loff_t *pos)
{
	return mem_rw(f, from, pos, true);
}

static loff_t mem_llseek(struct file *f, loff_t offset, int whence)
{
	if (whence == SEEK_CUR)
		offset += f->pos;
	else if (whence != SEEK_SET)
		return -EINVAL;
	return f->pos = offset;
}

const struct file_ops proc_mem_ops = {
	.open = mem_open,
	.release = mem_release,
	.read = mem_read,
	.write = mem_write,
	.llseek = mem_llseek,
	.no_splice_read = true,
	.no_splice_write = true,
};

/* --- pagemap --- */

#define ENTRY sizeof(uint64_t)
#define CHUNK (PAGE_SIZE / ENTRY)

/* Who opened it may see where pages are, too. */
static bool shows_frames(const struct file *f)
{
	return f->cred->cap_effective >> CAP_SYS_ADMIN & 1;
}

static int64_t pagemap_chunks(struct file *f, struct mm *mm, struct iov_iter *to, uint64_t page,
			      uint64_t *entries)
{
	uint64_t end = mm->task_size >> PAGE_SHIFT;
	int64_t done = 0;
	size_t n;

	while (to->count && page < end) {
		n = min(min(to->count / ENTRY, (size_t)CHUNK), (size_t)(end - page));
		mm_pagemap(mm, page << PAGE_SHIFT, entries, n, shows_frames(f));
		if (copy_to_iter(entries, n * ENTRY, to) < n * ENTRY)
			return -EFAULT;
		page += n;
		done += (int64_t)(n * ENTRY);
		if (need_break())
			break;
	}
	return done;
}

static int64_t pagemap_read(struct file *f, struct iov_iter *to, loff_t *pos)
{
	struct mm *mm = f->priv;
	uint64_t *entries;
	int64_t n = -EINVAL;

	if (!mm_get_alive(mm))
		return 0;
	entries = kmalloc(PAGE_SIZE);
	if (!entries)
		n = -ENOMEM;
	else if (!((uint64_t)*pos % ENTRY) && !(to->count % ENTRY))
		n = pagemap_chunks(f, mm, to, (uint64_t)*pos / ENTRY, entries);
	kfree(entries);
	mm_put(mm);
	if (n > 0)
		*pos += n;
	return n;
}

const struct file_ops proc_pagemap_ops = {
	.open = mem_open,
	.release = mem_release,
	.read = pagemap_read,
	.llseek = mem_llseek,
	.no_splice_read = true,
};
