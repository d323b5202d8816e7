/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inotify: a group of watches behind a descriptor, and the queue of what happened. Only changes
 * made inside the machine are seen, on host directories as elsewhere.
 */
#include "fs/fsnotify.h"

#include "kernel/signal.h"
#include "syscall.h"
#include "uapi/ioctl.h"

#define MAX_QUEUED 16384  /* fs.inotify.max_queued_events */
#define MAX_GROUPS 128	  /* of a user; fs.inotify.max_user_instances */
#define MAX_WATCHES 65536 /* of a user, in all groups; fs.inotify.max_user_watches */
#define ALL_BITS                                                                                   \
	(IN_ALL_EVENTS | IN_UNMOUNT | IN_Q_OVERFLOW | IN_IGNORED | IN_ONLYDIR | IN_DONT_FOLLOW |   \
	 IN_EXCL_UNLINK | IN_MASK_CREATE | IN_MASK_ADD | IN_ISDIR | IN_ONESHOT)
#define KEPT_BITS (IN_ALL_EVENTS | IN_EXCL_UNLINK | IN_ONESHOT)

struct inotify_group {
	struct list_head of_machine; /* fs_state.inotify_groups */
	uint32_t uid;		     /* of whom it counts for: its maker's */
	struct list_head marks;	 /* fsnotify_mark.of_group, youngest first */
	struct list_head events; /* struct queued */
	unsigned nr_marks, nr_events;
	bool overflown; /* IN_Q_OVERFLOW is in the queue */
	int last_wd;
	bool wrapped; /* numbers may be taken */
	struct wait_queue_head wait;
	struct list_head fasync;
};

struct queued {
	struct list_head node;
	struct linux_inotify_event event; /* len: of the name as it is read */
	char name[];			  /* event.len bytes */
};

/* --- the queue --- */

static bool same(const struct queued *q, const struct linux_inotify_event *event, const char *name)
{
	return q->event.wd == event->wd && q->event.mask == event->mask &&
	       q->event.len == event->len && (!event->len || !strcmp(q->name, name));
}

static uint32_t padded_len(const char *name)
{
	return name ? (uint32_t)align_up(strlen(name) + 1, sizeof(struct linux_inotify_event)) : 0;
}

static void enqueue(struct inotify_group *g, struct queued *q)
{
	list_add_tail(&q->node, &g->events);
	g->nr_events++;
	wake_up_poll(&g->wait, EPOLLIN | EPOLLRDNORM);
	kill_fasync(&g->fasync, POLL_IN);
}

static void queue_event(struct inotify_group *g, int wd, uint32_t mask, const char *name,
			uint32_t cookie)
{
	struct linux_inotify_event event = { wd, mask, cookie, padded_len(name) };
	struct queued *q;

	if (!list_empty(&g->events) &&
	    same(list_last_entry(&g->events, struct queued, node), &event, name))
		return; /* the reader knows already */
	if (g->nr_events >= MAX_QUEUED) {
		if (g->overflown)
			return;
		event = (struct linux_inotify_event){ -1, IN_Q_OVERFLOW, 0, 0 };
	}
	q = kzalloc(sizeof(*q) + event.len);
	if (!q)
		return;
	q->event = event;
	if (event.len)
		strcpy(q->name, name);
	g->overflown |= event.mask == IN_Q_OVERFLOW;
	enqueue(g, q);
}

static void drop_event(struct inotify_group *g, struct queued *q)
{
	if (q->event.mask == IN_Q_OVERFLOW)
		g->overflown = false;
	list_del(&q->node);
	g->nr_events--;
	kfree(q);
}

/* --- watches --- */

void inotify_event(struct fsnotify_mark *mark, uint32_t mask, const char *name, uint32_t cookie)
{
	queue_event(mark->group, mark->wd, mask, name, cookie);
	if (mark->mask & IN_ONESHOT)
		inotify_destroy_mark(mark);
}

static void free_mark(struct fsnotify_mark *mark)
{
	list_del(&mark->of_inode);
	list_del(&mark->of_group);
	mark->group->nr_marks--;
	fs_state()->nr_marks--;
	inode_put(mark->inode);
	kfree(mark);
}

void inotify_destroy_mark(struct fsnotify_mark *mark)
{
	queue_event(mark->group, mark->wd, IN_IGNORED, NULL, 0);
	free_mark(mark);
}

static struct fsnotify_mark *find_mark(const struct inotify_group *g, const struct inode *inode)
{
	struct fsnotify_mark *mark;

	list_for_each_entry(mark, &inode->marks, of_inode)
		if (mark->group == g)
			return mark;
	return NULL;
}

static struct fsnotify_mark *find_wd(const struct inotify_group *g, int wd)
{
	struct fsnotify_mark *mark;

	list_for_each_entry(mark, &g->marks, of_group)
		if (mark->wd == wd)
			return mark;
	return NULL;
}

static int update_mark(struct fsnotify_mark *mark, uint32_t mask)
{
	if (mask & IN_MASK_CREATE)
		return -EEXIST;
	if (mask & IN_MASK_ADD)
		mark->mask |= mask & KEPT_BITS;
	else
		mark->mask = mask & KEPT_BITS;
	return mark->wd;
}

/* Numbers go up; they are given again only after all have been. */
static int next_wd(struct inotify_group *g)
{
	do {
		g->wrapped |= g->last_wd == INT32_MAX;
		g->last_wd = g->last_wd == INT32_MAX ? 1 : g->last_wd + 1;
	} while (g->wrapped && find_wd(g, g->last_wd));
	return g->last_wd;
}

struct usage {
	unsigned groups, marks;
};

static struct usage usage_of(uint32_t uid)
{
	const struct inotify_group *g;
	struct usage usage = { 0 };

	list_for_each_entry(g, &fs_state()->inotify_groups, of_machine) {
		if (g->uid == uid) {
			usage.groups++;
			usage.marks += g->nr_marks;
		}
	}
	return usage;
}

static int new_mark(struct inotify_group *g, struct inode *inode, uint32_t mask)
{
	struct fsnotify_mark *mark;

	if (usage_of(g->uid).marks >= MAX_WATCHES)
		return -ENOSPC;
	mark = kzalloc(sizeof(*mark));
	if (!mark)
		return -ENOMEM;
	mark->wd = next_wd(g);
	mark->mask = mask & KEPT_BITS;
	mark->group = g;
	mark->inode = inode;
	inode_get(inode);
	list_add(&mark->of_group, &g->marks);
	list_add_tail(&mark->of_inode, &inode->marks);
	g->nr_marks++;
	fs_state()->nr_marks++;
	return mark->wd;
}

/* --- the file --- */

static size_t event_size(const struct queued *q)
{
	return sizeof(q->event) + q->event.len;
}

/* Events that fit, whole. 0: the queue is empty; -EINVAL: the first one has no room. */
static int64_t read_events(struct inotify_group *g, struct iov_iter *to)
{
	int64_t done = 0;

	while (!list_empty(&g->events)) {
		struct queued *q = list_first_entry(&g->events, struct queued, node);
		size_t n = event_size(q);
		bool copied;

		if (n > to->count)
			return done ? done : -EINVAL;
		copied = copy_to_iter(&q->event, sizeof(q->event), to) == sizeof(q->event) &&
			 copy_to_iter(q->name, q->event.len, to) == q->event.len;
		drop_event(g, q); /* it is lost if it could not be told */
		if (!copied)
			return -EFAULT;
		done += (int64_t)n;
	}
	return done;
}

/* May sleep. */
static int64_t inotify_read(struct file *f, struct iov_iter *to, __unused loff_t *pos)
{
	struct inotify_group *g = f->priv;
	int64_t n;
	int err;

	for (;;) {
		n = read_events(g, to);
		if (n)
			return n;
		if ((f->flags & O_NONBLOCK) || (to->rwf & RWF_NOWAIT))
			return -EAGAIN;
		err = wait_event_interruptible(&g->wait, !list_empty(&g->events));
		if (err)
			return err;
	}
}

static unsigned inotify_poll(struct file *f, struct poll_table *pt)
{
	struct inotify_group *g = f->priv;

	poll_wait(f, &g->wait, pt);
	return list_empty(&g->events) ? 0 : EPOLLIN | EPOLLRDNORM;
}

static long inotify_ioctl(struct file *f, unsigned cmd, uint64_t arg)
{
	const struct inotify_group *g = f->priv;
	const struct queued *q;
	int n = 0;

	if (cmd != FIONREAD)
		return -ENOIOCTLCMD;
	list_for_each_entry(q, &g->events, node)
		n += (int)event_size(q);
	return put_user(n, arg);
}

static int inotify_fasync(struct file *f, fd_t fd, bool on)
{
	struct inotify_group *g = f->priv;

	return fasync_helper(f, fd, on, &g->fasync);
}

static loff_t inotify_llseek(struct file *f, __unused loff_t offset, __unused int whence)
{
	return f->pos;
}

static void group_free(struct inotify_group *g)
{
	list_del(&g->of_machine);
	kfree(g);
}

static void inotify_release(struct file *f)
{
	struct inotify_group *g = f->priv;

	while (!list_empty(&g->marks))
		free_mark(list_first_entry(&g->marks, struct fsnotify_mark, of_group));
	while (!list_empty(&g->events))
		drop_event(g, list_first_entry(&g->events, struct queued, node));
	group_free(g);
}

static void inotify_show_fdinfo(struct file *f, struct seq_buf *out)
{
	const struct inotify_group *g = f->priv;
	const struct fsnotify_mark *mark;

	list_for_each_entry(mark, &g->marks, of_group)
		seq_printf(out, "inotify wd:%x ino:%llx sdev:%x mask:%x ignored_mask:0 \n",
			   mark->wd, (unsigned long long)mark->inode->ino, mark->inode->sb->dev,
			   mark->mask & IN_ALL_EVENTS);
}

static const struct file_ops inotify_ops = {
	.read = inotify_read,
	.llseek = inotify_llseek,
	.poll = inotify_poll,
	.ioctl = inotify_ioctl,
	.fasync = inotify_fasync,
	.release = inotify_release,
	.show_fdinfo = inotify_show_fdinfo,
};

/* --- the calls --- */

static struct inotify_group *group_alloc(void)
{
	struct inotify_group *g = kzalloc(sizeof(*g));

	if (!g)
		return NULL;
	list_init(&g->marks);
	list_init(&g->events);
	list_init(&g->fasync);
	init_waitqueue_head(&g->wait);
	g->uid = current->cred->euid;
	list_add(&g->of_machine, &fs_state()->inotify_groups);
	return g;
}

static long do_inotify_init(unsigned flags)
{
	struct inotify_group *g;
	int fd;

	if (flags & ~(unsigned)(IN_CLOEXEC | IN_NONBLOCK))
		return -EINVAL;
	if (usage_of(current->cred->euid).groups >= MAX_GROUPS)
		return -EMFILE;
	g = group_alloc();
	if (!g)
		return -ENOMEM;
	fd = anon_fd("inotify", &inotify_ops, g, O_RDONLY | flags);
	if (fd < 0)
		group_free(g);
	return fd;
}

SYSCALL_DEFINE0(inotify_init)
{
	return do_inotify_init(0);
}

SYSCALL_DEFINE1(inotify_init1, inotify_flags_t, flags)
{
	return do_inotify_init(flags);
}

static int watch_path(struct inotify_group *g, uaddr_t upath, uint32_t mask)
{
	unsigned lookup = (mask & IN_DONT_FOLLOW ? 0 : LOOKUP_FOLLOW) |
			  (mask & IN_ONLYDIR ? LOOKUP_DIRECTORY : 0);
	struct fsnotify_mark *mark;
	struct path path;
	int ret = user_path_at(AT_FDCWD, upath, lookup, &path);

	if (ret)
		return ret;
	ret = inode_permission(path.dentry->inode, MAY_READ);
	if (!ret) {
		mark = find_mark(g, path.dentry->inode);
		ret = mark ? update_mark(mark, mask) : new_mark(g, path.dentry->inode, mask);
	}
	path_put(&path);
	return ret;
}

SYSCALL_DEFINE3(inotify_add_watch, fd_t, fd, upath_t, pathname, inotify_mask_t, mask)
{
	if ((mask & ~ALL_BITS) || !(mask & ALL_BITS))
		return -EINVAL;
	auto_file *f = file_get(fd);
	if (!f)
		return -EBADF;
	if ((mask & IN_MASK_ADD) && (mask & IN_MASK_CREATE))
		return -EINVAL;
	return f->op == &inotify_ops ? watch_path(f->priv, pathname, mask) : -EINVAL;
}

SYSCALL_DEFINE2(inotify_rm_watch, fd_t, fd, int_t, wd)
{
	auto_file *f = file_get(fd);
	struct fsnotify_mark *mark;

	if (!f)
		return -EBADF;
	mark = f->op == &inotify_ops ? find_wd(f->priv, wd) : NULL;
	if (!mark)
		return -EINVAL;
	inotify_destroy_mark(mark);
	return 0;
}
