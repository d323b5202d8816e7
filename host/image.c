/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/image.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lib/types.h"

#define MAX_RANGES 8

struct host_image {
	int fd;
	size_t size, used;
	uint8_t *view; /* of the file, read-only */
	unsigned nr;
	struct {
		void *start;
		size_t size;
	} range[MAX_RANGES];
};

struct host_image *host_image_create(size_t bytes)
{
	struct host_image *i = calloc(1, sizeof(*i));

	if (!i)
		return NULL;
	i->size = align_up(bytes, PAGE_SIZE) + MAX_RANGES * PAGE_SIZE;
	i->view = MAP_FAILED;
	i->fd = memfd_create("ring3 snapshot", MFD_CLOEXEC);
	if (i->fd >= 0 && !ftruncate(i->fd, (off_t)i->size))
		i->view = mmap(NULL, i->size, PROT_READ, MAP_SHARED, i->fd, 0);
	if (i->view != MAP_FAILED)
		return i;
	host_image_destroy(i);
	return NULL;
}

void host_image_destroy(struct host_image *i)
{
	if (!i)
		return;
	if (i->view != MAP_FAILED)
		munmap(i->view, i->size);
	if (i->fd >= 0)
		close(i->fd); /* the ranges hold the file */
	free(i);
}

static bool write_whole(int fd, const uint8_t *from, size_t n, size_t at)
{
	while (n) {
		/* Not pwrite(): freed objects are among the bytes, and a sanitizer would complain. */
		long done = syscall(SYS_pwrite64, fd, from, n, at);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		from += done;
		at += (size_t)done;
		n -= (size_t)done;
	}
	return true;
}

/* What is not written is a hole of the file's. */
static bool write_between(int fd, const uint8_t *from, size_t n, size_t at,
			  const struct used_range *gap, unsigned nr_gaps)
{
	const uint8_t *end = from + n, *upto;

	for (unsigned g = 0; g < nr_gaps; g++) {
		upto = gap[g].start;
		if (!write_whole(fd, from, (size_t)(upto - from), at))
			return false;
		at += (size_t)(upto - from) + gap[g].used;
		from = upto + gap[g].used;
	}
	return write_whole(fd, from, (size_t)(end - from), at);
}

const void *host_image_add(struct host_image *i, const struct used_range *range,
			   const struct used_range *gap, unsigned nr_gaps)
{
	size_t at = i->used, used = align_up(range->used, PAGE_SIZE);

	if (i->nr == MAX_RANGES || used > i->size - at || used > range->size ||
	    !write_between(i->fd, range->start, used, at, gap, nr_gaps))
		return NULL;
	if (used && mmap(range->start, used, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_FIXED | MAP_NORESERVE, i->fd, (off_t)at) == MAP_FAILED)
		return NULL;
	i->used += used;
	i->range[i->nr].start = range->start;
	i->range[i->nr++].size = range->size;
	return i->view + at;
}

void host_image_restore(const struct host_image *i)
{
	for (unsigned r = 0; r < i->nr; r++)
		madvise(i->range[r].start, i->range[r].size, MADV_DONTNEED);
}
