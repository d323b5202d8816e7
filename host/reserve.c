/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/reserve.h"

#include <sys/mman.h>

#include "lib/types.h"

void *host_reserve(size_t size, size_t align)
{
	size_t total, head;
	char *p;

	if (__builtin_add_overflow(size, align > PAGE_SIZE ? align : 0, &total))
		return NULL;
	p = mmap(NULL, total, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
		 -1, 0);
	if (p == MAP_FAILED)
		return NULL;
	head = -(uintptr_t)p & (align - 1);
	if (head)
		munmap(p, head);
	if (total > head + size)
		munmap(p + head + size, total - head - size);
	return p + head;
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
