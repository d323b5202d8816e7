/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which host descriptors hostfs holds. An inode has up to three: O_PATH, for reading, for writing.
 * Those that no open file uses are a cache, bounded and given up in order of age; the inode finds
 * its way again by its name in its directory, and only if what it finds there is still itself.
 */
#include "fs/hostfs/internal.h"

#include "kernel/sched.h"

static unsigned count_fds(const struct hostfs_inode *hi)
{
	return (hi->path_fd >= 0) + (hi->read_fd >= 0) + (hi->write_fd >= 0);
}

static void close_one(int *fd)
{
	host_close(*fd);
	*fd = -1;
}

static bool in_use(const struct hostfs_inode *hi)
{
	return hi->pins || hi->nameless || hi->readers || hi->writers;
}

/*
 * Around every change of an inode's descriptors or of their use: off the list, and back on it as
 * the most recent if they could be closed. nr_fds counts those on the list.
 */
static void touch_begin(struct hostfs_inode *hi)
{
	if (!list_empty(&hi->lru)) {
		list_del(&hi->lru);
		hostfs_s(hi->inode->sb)->nr_fds -= count_fds(hi);
	}
}

static void touch_end(struct hostfs_inode *hi)
{
	struct hostfs_sb *hs = hostfs_s(hi->inode->sb);

	if (in_use(hi) || !count_fds(hi))
		return;
	list_add_tail(&hi->lru, &hs->lru);
	hs->nr_fds += count_fds(hi);
}

void hostfs_close_fds(struct hostfs_inode *hi)
{
	touch_begin(hi);
	close_one(&hi->path_fd);
	close_one(&hi->read_fd);
	close_one(&hi->write_fd);
}

void hostfs_shrink_fds(struct hostfs_sb *hs, unsigned leave)
{
	while (hs->nr_fds > leave && !list_empty(&hs->lru))
		hostfs_close_fds(list_first_entry(&hs->lru, struct hostfs_inode, lru));
}

void hostfs_pin(struct hostfs_inode *hi)
{
	touch_begin(hi);
	hi->pins++;
}

void hostfs_unpin(struct hostfs_inode *hi)
{
	hi->pins--;
	touch_end(hi);
}

void hostfs_set_nameless(struct hostfs_inode *hi, bool nameless)
{
	touch_begin(hi);
	hi->nameless = nameless;
	touch_end(hi);
}

/*
 * A descriptor for writing is not kept for the next time: it would keep the host from executing
 * the file. But a reader may be using it.
 */
void hostfs_count_opens(struct hostfs_inode *hi, int readers, int writers)
{
	touch_begin(hi);
	hi->readers += readers;
	hi->writers += writers;
	if (writers < 0 && !hi->writers && !hi->nameless && !(hi->readers && hi->read_fd < 0))
		close_one(&hi->write_fd);
	touch_end(hi);
}

/* The host is out of descriptors: give back what is not in use. Worth another try? */
static bool make_room(struct hostfs_sb *hs, long err)
{
	if ((err != -EMFILE && err != -ENFILE) || !hs->nr_fds)
		return false;
	hostfs_shrink_fds(hs, hs->nr_fds / 2);
	return true;
}

/* What the guest is told: the machine has no descriptors left, which is not the process's fault. */
static int fd_error(long err)
{
	return err == -EMFILE ? -ENFILE : (int)err;
}

/* Open the O_PATH descriptor of an inode whose directory's is open. */
static int open_by_name(struct hostfs_inode *hi)
{
	struct hostfs_sb *hs = hostfs_s(hi->inode->sb);
	struct hostfs_inode *dir;
	struct host_stat st;
	int fd, err;

	if (!hi->parent)
		return -ESTALE;
	dir = hostfs_i(hi->parent);
	hostfs_pin(dir);
	do {
		fd = host_open_path(dir->path_fd, hi->name);
	} while (fd < 0 && make_room(hs, fd));
	hostfs_unpin(dir);
	if (fd < 0)
		return fd == -ENOENT ? -ESTALE : fd_error(fd);
	err = host_stat(fd, &st);
	if (!err && !hostfs_same(hi, &st))
		err = -ESTALE;
	if (err) {
		host_close(fd);
		return err;
	}
	touch_begin(hi);
	hi->path_fd = fd;
	touch_end(hi);
	if (hs->nr_fds > HOSTFS_MAX_FDS)
		hostfs_shrink_fds(hs, HOSTFS_MAX_FDS);
	return 0;
}

/*
 * From the nearest directory that has its descriptor down to the inode. A loop and no recursion:
 * the guest can nest directories deeper than a kernel stack is.
 */
int hostfs_path_fd(struct inode *inode)
{
	struct hostfs_inode *hi = hostfs_i(inode), *top;
	int err;

	while (hi->path_fd < 0) {
		for (top = hi; top->parent && hostfs_i(top->parent)->path_fd < 0;)
			top = hostfs_i(top->parent);
		err = open_by_name(top);
		if (err)
			return err;
	}
	touch_begin(hi);
	touch_end(hi);
	return hi->path_fd;
}

int hostfs_any_fd(struct inode *inode)
{
	struct hostfs_inode *hi = hostfs_i(inode);

	if (hi->path_fd >= 0)
		return hi->path_fd;
	if (hi->read_fd >= 0)
		return hi->read_fd;
	return hi->write_fd >= 0 ? hi->write_fd : hostfs_path_fd(inode);
}

struct reopen {
	int self_fds, fd;
	unsigned flags;
};

static long reopen_blocking(void *arg)
{
	const struct reopen *r = arg;

	return host_reopen(r->self_fds, r->fd, r->flags);
}

/* May sleep, if somebody on the host holds a lease. */
int hostfs_open_private(struct inode *inode, unsigned flags)
{
	struct hostfs_inode *hi = hostfs_i(inode);
	struct hostfs_sb *hs = hostfs_s(inode->sb);
	struct reopen r = { hs->self_fds, hostfs_path_fd(inode), flags };
	long fd;

	if (r.fd < 0)
		return r.fd;
	hostfs_pin(hi);
	do {
		fd = host_reopen(r.self_fds, r.fd, flags | O_NONBLOCK);
	} while (make_room(hs, fd));
	if (fd == -EAGAIN)
		fd = host_call_long(reopen_blocking, &r);
	hostfs_unpin(hi);
	return fd_error(fd);
}

/* A read-only mount should leave no trace on the host; only the owner may ask for that. */
static int open_for_reading(struct inode *inode)
{
	int fd = -EPERM;

	if (!hostfs_s(inode->sb)->writable)
		fd = hostfs_open_private(inode, O_RDONLY | O_NOATIME);
	return fd == -EPERM ? hostfs_open_private(inode, O_RDONLY) : fd;
}

int hostfs_read_fd(struct inode *inode)
{
	struct hostfs_inode *hi = hostfs_i(inode);
	int fd;

	if (hi->read_fd >= 0)
		return hi->read_fd;
	if (hi->write_fd >= 0 && hi->write_fd_reads)
		return hi->write_fd;
	fd = open_for_reading(inode);
	if (fd < 0)
		return fd;
	if (hi->read_fd >= 0) { /* another task was here while we slept */
		host_close(fd);
		return hi->read_fd;
	}
	touch_begin(hi);
	hi->read_fd = fd;
	touch_end(hi);
	return fd;
}

int hostfs_write_fd(struct inode *inode)
{
	struct hostfs_inode *hi = hostfs_i(inode);
	bool reads = true;
	int fd;

	if (hi->write_fd >= 0)
		return hi->write_fd;
	if (!hostfs_s(inode->sb)->writable)
		return -EROFS;
	fd = hostfs_open_private(inode, O_RDWR);
	if (fd == -EACCES) {
		reads = false;
		fd = hostfs_open_private(inode, O_WRONLY);
	}
	if (fd < 0)
		return fd;
	if (hi->write_fd >= 0) {
		host_close(fd);
		return hi->write_fd;
	}
	touch_begin(hi);
	hi->write_fd = fd;
	hi->write_fd_reads = reads;
	touch_end(hi);
	return fd;
}

void hostfs_adopt_write_fd(struct hostfs_inode *hi, int fd)
{
	touch_begin(hi);
	close_one(&hi->write_fd);
	hi->write_fd = fd;
	hi->write_fd_reads = true;
	touch_end(hi);
}
