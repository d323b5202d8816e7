/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/memory.h"

#include <sys/mman.h>

void *host_reserve(size_t size)
{
	void *p = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

bool host_commit(void *p, size_t size)
{
	return mprotect(p, size, PROT_READ | PROT_WRITE) == 0;
}

void host_unreserve(void *p, size_t size)
{
	munmap(p, size);
}
