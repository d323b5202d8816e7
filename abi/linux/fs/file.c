/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Descriptor tables: an array of files and two bitmaps, grown by doubling up to RLIMIT_NOFILE.
 * A number that is reserved and not yet installed reads as a bad descriptor.
 */
#include "fs/fsnotify.h"
#include "kernel/signal.h"

#define FDS_INLINE 64u
#define NR_OPEN 1048576u /* sysctl fs.nr_open */

struct files_struct {
	unsigned refs;
	unsigned max;	/* slots; a multiple of 64 */
	unsigned first; /* no free number is below it */
	struct file **fd;
	uint64_t *open, *cloexec; /* bit per number */
	struct file *fd_inline[FDS_INLINE];
	uint64_t open_inline, cloexec_inline;
};

struct files_struct *files_create(void)
{
	struct files_struct *files = kzalloc(sizeof(*files));

	if (!files)
		return NULL;
	files->refs = 1;
	files->max = FDS_INLINE;
	files->fd = files->fd_inline;
	files->open = &files->open_inline;
	files->cloexec = &files->cloexec_inline;
	return files;
}

static bool test_bit(const uint64_t *map, unsigned n)
{
	return map[n / 64] >> (n % 64) & 1;
}

static void put_bit(uint64_t *map, unsigned n, bool on)
{
	if (on)
		map[n / 64] |= BIT(n % 64);
	else
		map[n / 64] &= ~BIT(n % 64);
}

static unsigned next_bit(const uint64_t *map, unsigned max, unsigned n, uint64_t invert)
{
	while (n < max) {
		uint64_t word = (map[n / 64] ^ invert) >> (n % 64);

		if (word)
			return n + (unsigned)__builtin_ctzll(word);
		n = (n / 64 + 1) * 64;
	}
	return max;
}

/* One block: files, then both bitmaps. */
static int grow(struct files_struct *files, unsigned nr)
{
	unsigned max = files->max;
	struct file **fd;
	uint64_t *open;

	while (max <= nr)
		max *= 2;
	fd = kzalloc(max * sizeof(*fd) + max / 8 * 2);
	if (!fd)
		return -ENOMEM;
	open = (uint64_t *)(fd + max);
	memcpy(fd, files->fd, files->max * sizeof(*fd));
	memcpy(open, files->open, files->max / 8);
	memcpy(open + max / 64, files->cloexec, files->max / 8);
	if (files->fd != files->fd_inline)
		kfree(files->fd);
	files->fd = fd;
	files->open = open;
	files->cloexec = open + max / 64;
	files->max = max;
	return 0;
}

int fd_reserve_from(unsigned min, unsigned oflags)
{
	struct files_struct *files = current->files;
	uint64_t limit = rlimit(RLIMIT_NOFILE);
	unsigned nr = max(min, files->first);

	nr = next_bit(files->open, files->max, nr, ~0ull);
	if (nr < min)
		nr = min; /* beyond the table */
	if (nr >= limit || nr >= NR_OPEN)
		return -EMFILE;
	if (nr >= files->max) {
		int err = grow(files, nr);

		if (err)
			return err;
	}
	put_bit(files->open, nr, true);
	put_bit(files->cloexec, nr, oflags & O_CLOEXEC);
	if (min <= files->first)
		files->first = nr + 1;
	return (int)nr;
}

int fd_reserve(int *fd, unsigned oflags)
{
	int nr = fd_reserve_from(0, oflags);

	if (nr < 0)
		return nr;
	*fd = nr;
	return 0;
}

static void free_number(struct files_struct *files, unsigned nr)
{
	put_bit(files->open, nr, false);
	put_bit(files->cloexec, nr, false);
	files->first = min(files->first, nr);
}

void fd_unreserve(int fd)
{
	free_number(current->files, (unsigned)fd);
}

void fd_install(int fd, struct file *f)
{
	current->files->fd[fd] = f;
}

static struct file *lookup_fd(const struct files_struct *files, unsigned fd)
{
	return fd < files->max ? files->fd[fd] : NULL;
}

struct file *file_get_raw(fd_t fd)
{
	struct file *f = lookup_fd(current->files, (unsigned)fd);

	return f ? file_ref(f) : NULL;
}

struct file *file_get(fd_t fd)
{
	struct file *f = lookup_fd(current->files, (unsigned)fd);

	return f && !(f->mode & FMODE_PATH) ? file_ref(f) : NULL;
}

struct file *files_lookup(struct files_struct *files, unsigned fd, bool *cloexec)
{
	struct file *f = lookup_fd(files, fd);

	if (f && cloexec)
		*cloexec = test_bit(files->cloexec, fd);
	return f ? file_ref(f) : NULL;
}

int files_next(struct files_struct *files, unsigned fd)
{
	for (; fd < files->max; fd++) {
		fd = next_bit(files->open, files->max, fd, 0);
		if (fd < files->max && files->fd[fd])
			return (int)fd;
	}
	return -1;
}

/* What a descriptor does when it goes: flush, record locks of this table, the reference. */
static int filp_close(struct file *f, struct files_struct *files)
{
	int err = f->op->flush ? f->op->flush(f) : 0;

	if (!(f->mode & FMODE_PATH) && !list_empty(&f->inode->flocks))
		locks_remove_posix(f, files);
	if (!(f->mode & FMODE_PATH))
		dnotify_flush(f, files);
	file_put(f);
	return err;
}

static struct file *take_fd(struct files_struct *files, unsigned fd)
{
	struct file *f = lookup_fd(files, fd);

	if (f) {
		files->fd[fd] = NULL;
		free_number(files, fd);
	}
	return f;
}

int fd_close(int fd)
{
	struct files_struct *files = current->files;
	struct file *f = take_fd(files, (unsigned)fd);

	return f ? filp_close(f, files) : -EBADF;
}

void files_close_on_exec(struct files_struct *files)
{
	unsigned fd = 0;

	while ((fd = next_bit(files->cloexec, files->max, fd, 0)) < files->max) {
		struct file *f = take_fd(files, fd);

		if (f)
			filp_close(f, files);
		fd++;
	}
}

void files_put(struct files_struct *files)
{
	int fd = 0;

	if (!files || --files->refs)
		return;
	while ((fd = files_next(files, (unsigned)fd)) >= 0)
		filp_close(take_fd(files, (unsigned)fd), files);
	if (files->fd != files->fd_inline)
		kfree(files->fd);
	kfree(files);
}

struct files_struct *files_get(struct files_struct *files)
{
	files->refs++;
	return files;
}

struct files_struct *files_dup(const struct files_struct *old)
{
	struct files_struct *new = files_create();

	if (!new)
		return NULL;
	if (old->max > new->max && grow(new, old->max - 1)) {
		kfree(new);
		return NULL;
	}
	memcpy(new->open, old->open, old->max / 8);
	memcpy(new->cloexec, old->cloexec, old->max / 8);
	for (unsigned fd = 0; fd < old->max; fd++) {
		new->fd[fd] = old->fd[fd];
		if (new->fd[fd])
			file_ref(new->fd[fd]);
		else
			put_bit(new->open, fd, false); /* reserved by another's call */
	}
	return new;
}

/* A table of current's own, should another task share it. 0, -ENOMEM. */
int files_unshare(void)
{
	struct files_struct *old = current->files, *new;

	if (old->refs == 1)
		return 0;
	new = files_dup(old);
	if (!new)
		return -ENOMEM;
	old->refs--;
	current->files = new;
	return 0;
}

void files_close_range(unsigned fd, unsigned last, bool only_mark)
{
	struct files_struct *files = current->files;
	int next;

	while ((next = files_next(files, fd)) >= 0 && (unsigned)next <= last) {
		fd = (unsigned)next;
		if (only_mark)
			put_bit(files->cloexec, fd, true);
		else
			filp_close(take_fd(files, fd), files);
		if (fd++ == last)
			break;
	}
}

unsigned files_max_fds(const struct files_struct *files)
{
	return files->max;
}

bool fd_get_cloexec(int fd)
{
	return test_bit(current->files->cloexec, (unsigned)fd);
}

void fd_set_cloexec(int fd, bool on)
{
	put_bit(current->files->cloexec, (unsigned)fd, on);
}

/* fd becomes f, whatever it was. */
int fd_replace(unsigned fd, struct file *f, unsigned oflags)
{
	struct files_struct *files = current->files;
	struct file *old;

	if (fd >= rlimit(RLIMIT_NOFILE) || fd >= NR_OPEN)
		return -EBADF;
	if (fd >= files->max) {
		int err = grow(files, fd);

		if (err)
			return err == -EMFILE ? -EBADF : err;
	}
	old = files->fd[fd];
	/* Reserved by a call that sleeps (of another thread): it would install over us. */
	if (!old && test_bit(files->open, fd))
		return -EBUSY;
	files->fd[fd] = file_ref(f);
	put_bit(files->open, fd, true);
	put_bit(files->cloexec, fd, oflags & O_CLOEXEC);
	if (old)
		filp_close(old, files);
	return (int)fd;
}
