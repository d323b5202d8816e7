/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One story of everything that allocates, told again and again: first with the n-th frame missing,
 * then with the n-th object. Whatever fails must say so and leave a space that is whole (check_mm)
 * and leak nothing (teardown).
 */
#include "machine.h"

#define FAR (AREA + 64 * PG)

static bool allowed(int64_t ret)
{
	return ret >= 0 || ret == -ENOMEM || ret == -EAGAIN || ret == -EFAULT || ret == -SIGKILL ||
	       ret == -EINVAL /* of what earlier failures left unmapped */;
}

#define try(expression)                                        \
	do {                                                   \
		int64_t ret_ = (expression);                   \
		if (!allowed(ret_))                            \
			fail_msg(#expression " = %ld", ret_);  \
		check_mm(current->mm);                         \
	} while (0)

static void story(int fd)
{
	char buf[16];

	try(call(mmap, AREA, 8 * PG, RW, ANON | MAP_FIXED | MAP_POPULATE, -1, 0));
	try(call(mmap, AREA + 8 * PG, 4 * PG, RW, MAP_PRIVATE | MAP_FIXED, fd, 0));
	try(call(mmap, AREA + 12 * PG, 4 * PG, RW, MAP_SHARED | MAP_FIXED, fd, 0));
	try(call(mmap, AREA + 20 * PG, 4 * PG, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
	try(peek(AREA + 8 * PG));
	try(poke(AREA + 8 * PG, 1)); /* copy-on-write */
	try(poke(AREA + 9 * PG, 1));
	try(poke(AREA + 14 * PG, 1));
	try(poke(AREA + 20 * PG, 1));
	try((int64_t)copy_to_user(AREA + 6 * PG, buf, sizeof(buf)));
	try(call(mprotect, AREA + 2 * PG, 3 * PG, PROT_READ));
	try(call(madvise, AREA + 9 * PG, PG, MADV_DONTFORK));
	try(call(mlock, AREA + 11 * PG, 3 * PG));
	try(call(mremap, AREA + PG, 6 * PG, 6 * PG, MREMAP_MAYMOVE | MREMAP_FIXED, FAR));
	try(call(mremap, AREA + 9 * PG, 2 * PG, 16 * PG, MREMAP_MAYMOVE, 0));
	try(call(mmap, AREA + 3 * PG, 10 * PG, PROT_READ, ANON | MAP_FIXED, -1, 0));
	try(call(munmap, AREA + 5 * PG, 2 * PG));
	try(call(munlockall));
	try(call(munmap, AREA, 128 * PG));
}

/* Until the story goes through: how often it had to be told. */
static unsigned tell(void (*arm)(unsigned n), bool (*fired)(void))
{
	unsigned n = 0;
	bool failed;

	do {
		int fd = make_file(4 * PG);

		arm(++n);
		story(fd);
		failed = fired();
		arm(0);
		(void)do_munmap(current->mm, 0, TASK_SIZE_MAX);
		assert_int_equal(current->mm->nr_vmas, 0);
		fd_close(fd);
	} while (failed);
	return n;
}

static void arm_frames(unsigned n)
{
	kernel->mem->fail_nth = n;
}

static bool frames_fired(void)
{
	return !kernel->mem->fail_nth;
}

static void every_frame_may_be_missing(__unused void **state)
{
	unsigned n = tell(arm_frames, frames_fired);

	assert_in_range(n, 12, 1000);
	current->work &= ~TW_KILLED;
}

static unsigned long armed;

static void arm_objects(unsigned n)
{
	armed = n;
	arena_fail_nth(kernel->arena, n);
}

/* The next allocation fails exactly if the count was not used up. */
static bool objects_fired(void)
{
	void *p[2000];
	unsigned long i;

	for (i = 0; i < armed; i++) {
		p[i] = kmalloc(1);
		if (!p[i])
			break;
	}
	for (unsigned long k = 0; k < i; k++)
		kfree(p[k]);
	return i == armed;
}

static void every_object_may_be_missing(__unused void **state)
{
	assert_in_range(tell(arm_objects, objects_fired), 20, 1000);
}

/* Every call that copies, in one go; true: one of them met the failure. */
static bool copying_calls(uaddr_t a)
{
	static const uint32_t old_mmap[6] = { AREA + 8 * PG, PG, RW, ANON | MAP_FIXED, -1u, 0 };
	const uint64_t iov[20] = { a, 1, a, 2 };
	struct iov_seg fast[UIO_FASTIOV], *array;
	struct iov_iter i;
	uint32_t seen;
	bool failed = false;
	int fd;

	failed |= copy_to_user(a, old_mmap, sizeof(old_mmap)) != 0;
	failed |= call(compat_ia32_mmap, a) < 0;
	failed |= call(mincore, a, 2 * PG, a + 100) < 0;
	failed |= copy_to_user(a, "name", 5) != 0;
	fd = call(memfd_create, a, 0);
	failed |= fd < 0;
	if (fd >= 0)
		fd_close(fd);
	failed |= cmpxchg_user32(a, 0, 1, &seen) < 0;
	failed |= copy_to_user(a, iov, sizeof(iov)) != 0;
	failed |= import_iovec(&i, a, 10, fast, &array) < 0;
	kfree(array);
	failed |= clear_user(a, 8) != 0;
	failed |= strnlen_user(a, 8) != 1;
	return failed;
}

static void every_copy_may_fail(__unused void **state)
{
	uaddr_t a = map_at(0, 2, RW);
	unsigned long n = 0;
	bool failed;

	do {
		uaccess_fail_nth(++n);
		failed = copying_calls(a);
		check_mm(current->mm);
	} while (failed);
	uaccess_fail_nth(0);
	assert_in_range(n, 15, 100);
}

static void creation_fails_whole(__unused void **state)
{
	for (unsigned n = 1; n < 3; n++) {
		struct mm *mm;

		kernel->mem->fail_nth = n;
		arena_fail_nth(kernel->arena, n == 1 ? 0 : 1);
		mm = mm_create(&abi_ia32);
		kernel->mem->fail_nth = 0;
		arena_fail_nth(kernel->arena, 0);
		assert_null(mm);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		machine_test(every_frame_may_be_missing),
		machine_test(every_object_may_be_missing),
		machine_test(every_copy_may_fail),
		machine_test(creation_fails_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
