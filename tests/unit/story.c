/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "story.h"

#include <stdio.h>

#include "emu/script/script.h"
#include "kernel/slab.h"
#include "uapi/mman.h"

static const struct story *story;
static char wrong[200];

static bool allowed(int64_t ret)
{
	for (const int *e = story->allowed; *e; e++)
		if (ret == *e)
			return true;
	return ret >= 0;
}

int64_t story_try(const char *what, int64_t ret)
{
	if (!allowed(ret) && !wrong[0])
		snprintf(wrong, sizeof(wrong), "%s = %ld", what, (long)ret);
	return ret;
}

static void clean(void)
{
	for (int fd = files_next(current->files, 0); fd >= 0;
	     fd = files_next(current->files, fd + 1))
		fd_close(fd);
	if (story->clean)
		story->clean();
}

/* The next allocation fails exactly if the count was not used up. */
static bool fired(unsigned long n)
{
	void *p[4000];
	unsigned long i;

	for (i = 0; i < min(n, ARRAY_SIZE(p)); i++) {
		p[i] = kmalloc(1);
		if (!p[i])
			break;
	}
	for (unsigned long k = 0; k < i; k++)
		kfree(p[k]);
	return i == n;
}

static void make_space(__unused void *arg)
{
	exec_mmap(mm_create(&abi_x64));
	current->abi = &abi_x64;
	do_mmap(current->mm, NULL, AREA, 16 * PG, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_POPULATE, 0);
}

struct told {
	unsigned long n;
	bool failed;
	size_t left; /* objects more than before */
	struct fs_counts before, after;
};

static void tell(void *arg)
{
	struct told *t = arg;
	size_t objects;

	clean();
	fs_count(&t->before);
	objects = arena_objects(kernel->arena);
	arena_fail_nth(kernel->arena, t->n);
	story->tell();
	t->failed = fired(t->n);
	arena_fail_nth(kernel->arena, 0);
	clean();
	fs_count(&t->after);
	t->left = arena_objects(kernel->arena) - objects;
}

void story_with_each_object_missing(const struct story *s)
{
	struct kernel_config config = { .mem_size = 64 << 20, .seed = 1, .hostname = "test" };
	struct told t = { .failed = true };
	struct kernel *k;
	const char *why;

	story = s;
	wrong[0] = '\0';
	assert_int_equal(kernel_boot(&k, &config, &script_cpu, &why), 0);
	assert_int_equal(kernel_call(k, make_space, NULL), 0);
	/* Once without a failure: what stays (a larger table of descriptors) is there then. */
	assert_int_equal(kernel_call(k, tell, &(struct told){ .n = 1000000 }), 0);
	assert_string_equal(wrong, "");
	while (t.failed) {
		t.n++;
		assert_int_equal(kernel_call(k, tell, &t), 0);
		assert_string_equal(wrong, "");
		assert_int_equal(t.left, 0);
		assert_memory_equal(&t.before, &t.after, sizeof(t.before));
	}
	assert_in_range(t.n, s->least, s->most);
	kernel_destroy(k);
}
