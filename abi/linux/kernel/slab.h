/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kernel memory: objects of the current machine's arena. NULL when it is full. */
#ifndef KERNEL_SLAB_H
#define KERNEL_SLAB_H

#include <string.h>
#include "kernel/kernel.h"

static inline void *kmalloc(size_t size)
{
	return arena_alloc(kernel->arena, size);
}

static inline void *kzalloc(size_t size)
{
	void *p = arena_alloc(kernel->arena, size);

	return p ? memset(p, 0, size) : NULL;
}

/* n objects; NULL on overflow, too. */
static inline void *kcalloc(size_t n, size_t size)
{
	size_t bytes;

	return __builtin_mul_overflow(n, size, &bytes) ? NULL : kzalloc(bytes);
}

static inline void kfree(void *p)
{
	arena_free(kernel->arena, p);
}

static inline char *kstrdup(const char *s)
{
	size_t n = strlen(s) + 1;
	char *p = kmalloc(n);

	return p ? memcpy(p, s, n) : NULL;
}

#endif
