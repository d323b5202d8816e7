/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/reserve.h"

#include <sys/mman.h>

static char *reserve(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

/* More than is wanted, to be cut at both ends. */
static char *reserve_aligned(size_t size, size_t align)
{
	size_t total, head;
	char *p;

	if (__builtin_add_overflow(size, align, &total))
		return NULL;
	p = reserve(total);
	if (!p)
		return NULL;
	head = -(uintptr_t)p & (align - 1);
	if (head)
		munmap(p, head);
	munmap(p + head + size, total - head - size);
	return p + head;
}

void *host_reserve(size_t size, size_t align)
{
	char *p = reserve(size); /* newer kernels align what is large of themselves */

	if (!p || !((uintptr_t)p & (align - 1)))
		return p;
	munmap(p, size);
	return reserve_aligned(size, align);
}

void host_release(void *start, size_t size)
{
	munmap(start, size);
}

void host_prefer_huge(void *start, size_t size)
{
	madvise(start, size, MADV_HUGEPAGE);
}

void *host_reserve_inaccessible(size_t size)
{
	void *p = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

bool host_commit(void *start, size_t size)
{
	return mprotect(start, size, PROT_READ | PROT_WRITE) == 0;
}
