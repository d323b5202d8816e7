/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arguments and environment of a new program: counted, measured against the limits, copied. */
#include <string.h>

#include "kernel/binfmt.h"
#include "kernel/sched.h"
#include "kernel/signal.h"
#include "kernel/slab.h"
#include "uaccess.h"

#define MAX_ARG_STRLEN (32 * PAGE_SIZE) /* of one string, its NUL included */
#define MAX_ARG_STRINGS 0x7fffffff
#define ARG_MAX 131072ul /* always allowed, in bytes */
#define STK_LIM (8ul << 20)
#define LOOK_AROUND 4096 /* strings between two looks at signals */

/* 0 or -EFAULT; *ptr is 0 at the end of the vector. */
static int user_string(const struct exec_vector *v, unsigned i, uaddr_t *ptr)
{
	*ptr = 0; /* the upper half of a short one */
	return copy_from_user(ptr, v->user + (uint64_t)i * v->word, v->word) ? -EFAULT : 0;
}

int exec_count(const struct exec_vector *v)
{
	unsigned n = 0;
	uaddr_t ptr;

	if (v->kernel) {
		while (v->kernel[n])
			n++;
		return (int)n;
	}
	for (; v->user; n++) {
		if (user_string(v, n, &ptr))
			return -EFAULT;
		if (!ptr)
			break;
		if (n >= MAX_ARG_STRINGS)
			return -E2BIG;
		if (n % LOOK_AROUND == LOOK_AROUND - 1 && need_break())
			return -ERESTARTNOHAND;
	}
	return (int)n;
}

/*
 * Linux's bprm_stack_limits(): a quarter of the stack, but no more than 6 MiB and no less than
 * 128 KiB, and the pointers (of 64 bits in both ABIs) count.
 */
int exec_strings_init(struct exec_strings *s, unsigned argc, unsigned envc)
{
	uint64_t limit = min(STK_LIM / 4 * 3, rlimit(RLIMIT_STACK) / 4);
	uint64_t pointers = ((uint64_t)max(argc, 1u) + envc) * sizeof(uint64_t);

	limit = max(limit, ARG_MAX);
	if (limit <= pointers)
		return -E2BIG;
	/* Untouched pages of it cost nothing. */
	s->size = limit - pointers;
	s->mem = kmalloc(s->size);
	if (!s->mem)
		return -ENOMEM;
	s->p = s->size;
	s->argc = argc;
	s->envc = envc;
	return 0;
}

void exec_strings_free(struct exec_strings *s)
{
	kfree(s->mem);
	s->mem = NULL;
}

/* Room for n bytes more in front, or NULL: too many. */
static char *make_room(struct exec_strings *s, size_t n)
{
	if (n > s->p)
		return NULL;
	s->p -= n;
	return s->mem + s->p;
}

int exec_push(struct exec_strings *s, const char *str)
{
	size_t n = strlen(str) + 1;
	char *to = n <= MAX_ARG_STRLEN ? make_room(s, n) : NULL;

	if (!to)
		return -E2BIG;
	memcpy(to, str, n);
	return 0;
}

static int push_user(struct exec_strings *s, uaddr_t str)
{
	long n = strnlen_user(str, MAX_ARG_STRLEN);
	char *to;

	if (n <= 0)
		return -EFAULT;
	to = (size_t)n <= MAX_ARG_STRLEN ? make_room(s, (size_t)n) : NULL;
	if (!to)
		return -E2BIG;
	if (copy_from_user(to, str, (size_t)n))
		return -EFAULT;
	to[n - 1] = '\0';
	return 0;
}

/* From the last to the first. */
int exec_push_vector(struct exec_strings *s, const struct exec_vector *v, unsigned n)
{
	uaddr_t str;
	int err = 0;

	while (!err && n--) {
		if (v->kernel) {
			err = exec_push(s, v->kernel[n]);
			continue;
		}
		err = user_string(v, n, &str);
		if (!err)
			err = push_user(s, str);
		if (!err && n % LOOK_AROUND == 0 && need_break())
			err = -ERESTARTNOHAND;
	}
	return err;
}

void exec_drop_first(struct exec_strings *s)
{
	if (!s->argc)
		return;
	s->p += strnlen(s->mem + s->p, s->size - s->p) + 1;
	s->argc--;
}
