/* SPDX-License-Identifier: GPL-2.0-or-later */
/* madvise, mincore, msync and the mlock family. */
#include "machine.h"

#include <string.h>

static void dontneed_forgets_contents(__unused void **state)
{
	int fd = make_file(2 * PG);
	uaddr_t a = map_at(0, 2, RW), f = AREA + 4 * PG;

	assert_int_equal(call(mmap, f, 2 * PG, RW, MAP_PRIVATE | MAP_FIXED, fd, 0), f);
	assert_int_equal(poke(a, 'x'), 0);
	assert_int_equal(poke(f, 'x'), 0);
	assert_int_equal(call(madvise, a, 2 * PG, MADV_DONTNEED), 0);
	assert_int_equal(call(madvise, f, 2 * PG, MADV_DONTNEED), 0);
	assert_int_equal(peek(a), 0);
	assert_int_equal(peek(f), 'a');
}

static void advice_checks_in_linux_order(__unused void **state)
{
	uaddr_t a = map_at(0, 2, RW);

	assert_int_equal(call(madvise, a, PG, 5), -EINVAL);
	assert_int_equal(call(madvise, a, PG, 26), -EINVAL);
	assert_int_equal(call(madvise, a, 0, 26), -EINVAL);
	assert_int_equal(call(madvise, a + 1, 0, MADV_NORMAL), -EINVAL);
	assert_int_equal(call(madvise, a, -1ull, MADV_NORMAL), -EINVAL);
	assert_int_equal(call(madvise, a, 0, MADV_NORMAL), 0);
	assert_int_equal(call(madvise, AREA - PG, PG, MADV_NORMAL), -ENOMEM);
	/* what lies behind a hole is advised all the same */
	map_at(4, 1, RW);
	assert_int_equal(poke(AREA + 4 * PG, 'x'), 0);
	assert_int_equal(call(madvise, a, 5 * PG, MADV_DONTNEED), -ENOMEM);
	assert_int_equal(peek(AREA + 4 * PG), 0);
}

static void flags_of_advice_cut_and_join(__unused void **state)
{
	uaddr_t a = map_at(0, 4, RW);

	assert_int_equal(call(madvise, a + PG, PG, MADV_DONTFORK), 0);
	assert_string_equal(maps(), "rw-p 0 1;rw-p 1 2;rw-p 2 4;");
	assert_int_equal(call(madvise, a, 4 * PG, MADV_DOFORK), 0);
	assert_string_equal(maps(), "rw-p 0 4;");
	for (int advice = MADV_MERGEABLE; advice <= MADV_KEEPONFORK; advice++)
		assert_int_equal(call(madvise, a, PG, advice), 0);
	assert_int_equal(call(madvise, a, PG, MADV_COLLAPSE), -EINVAL);
	assert_int_equal(call(mmap, a, PG, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0), a);
	assert_int_equal(call(madvise, a, PG, MADV_WIPEONFORK), -EINVAL);
	assert_int_equal(call(madvise, a, PG, MADV_FREE), -EINVAL);
}

static void freed_pages_stay_until_memory_is_short(__unused void **state)
{
	uaddr_t a = map_at(0, 1024, RW);
	unsigned n;

	for (n = 0; n < 100; n++)
		assert_int_equal(poke(a + n * PG, 'f'), 0);
	assert_int_equal(call(madvise, a, 100 * PG, MADV_FREE), 0);
	assert_int_equal(peek(a + 50 * PG), 'f');
	assert_int_equal(poke(a + 51 * PG + 1, 'k'), 0); /* kept from now on */
	assert_int_equal(call(mprotect, a, 100 * PG, PROT_READ), 0);
	assert_int_equal(call(mprotect, a, 100 * PG, RW), 0); /* still free */
	while (!(current->work & TW_KILLED) && n < 1024 && !poke(a + n * PG, 'x'))
		n++;
	assert_int_equal(peek(a + 51 * PG), 'f');
	assert_int_equal(peek(a + 51 * PG + 1), 'k');
	assert_int_equal(call(munmap, a + 200 * PG, 100 * PG), 0);
	assert_int_equal(peek(a + 50 * PG), 0);
}

static int punch(struct file *f, int mode, loff_t offset, loff_t len)
{
	assert_int_equal(mode, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE);
	filemap_punch(&f->inode->mapping, offset, offset + len);
	return 0;
}

static void remove_punches_the_file(__unused void **state)
{
	uaddr_t a = map_at(0, 1, RW);
	int fd = make_file(2 * PG);
	struct file *f = file_get(fd);
	struct file_ops ops = *f->op;
	const struct file_ops *before = f->op;

	ops.fallocate = punch;
	f->op = &ops;
	assert_int_equal(call(madvise, a, PG, MADV_REMOVE), -EINVAL);
	assert_int_equal(call(mmap, a, PG, RW, MAP_PRIVATE | MAP_FIXED, fd, 0), a);
	assert_int_equal(call(madvise, a, PG, MADV_REMOVE), -EACCES);
	assert_int_equal(call(mmap, a, PG, RW, MAP_SHARED | MAP_FIXED, fd, PG), a);
	assert_int_equal(peek(a), 'b');
	assert_int_equal(call(madvise, a, PG, MADV_REMOVE), 0);
	assert_int_equal(peek(a), 0);
	f->op = before;
	file_put(f);
}

static void populate_says_what_is_wrong(__unused void **state)
{
	int fd = make_file(PG);
	uaddr_t a = map_at(0, 4, RW);

	assert_int_equal(call(madvise, a, 4 * PG, MADV_POPULATE_WRITE), 0);
	assert_int_equal(current->mm->rss_anon, 4);
	assert_int_equal(call(madvise, a, 5 * PG, MADV_POPULATE_READ), -ENOMEM);
	map_at(1, 1, PROT_READ);
	assert_int_equal(call(madvise, a, 2 * PG, MADV_POPULATE_WRITE), -EINVAL);
	assert_int_equal(call(madvise, a, 2 * PG, MADV_POPULATE_READ), 0);
	map_at(1, 1, PROT_NONE);
	assert_int_equal(call(madvise, a, 2 * PG, MADV_POPULATE_READ), -EINVAL);
	assert_int_equal(call(mmap, a, 2 * PG, RW, MAP_SHARED | MAP_FIXED, fd, 0), a);
	assert_int_equal(call(madvise, a, 2 * PG, MADV_POPULATE_READ), -EFAULT); /* behind the end */
}

static void locked_memory_is_not_given_up(__unused void **state)
{
	uaddr_t a = map_at(0, 2, RW);

	assert_int_equal(call(mlock, a, PG), 0);
	assert_int_equal(call(madvise, a, 2 * PG, MADV_DONTNEED), -EINVAL);
	assert_int_equal(call(madvise, a, 2 * PG, MADV_FREE), -EINVAL);
	assert_int_equal(call(madvise, a, 2 * PG, MADV_COLD), -EINVAL);
	assert_int_equal(call(madvise, a, 2 * PG, MADV_DONTNEED_LOCKED), 0);
}

static void mincore_tells_what_is_there(__unused void **state)
{
	int fd = make_file(2 * PG);
	uaddr_t vec = map_at(8, 1, RW), a = map_at(0, 3, RW);
	uint8_t v[4];

	assert_int_equal(poke(a + PG, 1), 0);
	assert_int_equal(call(mincore, a, 3 * PG, vec), 0);
	assert_int_equal(copy_from_user(v, vec, 3), 0);
	assert_memory_equal(v, "\0\1\0", 3);
	assert_int_equal(call(mincore, a + 1, PG, vec), -EINVAL);
	assert_int_equal(call(mincore, a, 1, vec), 0);
	assert_int_equal(call(mincore, a, 4 * PG, vec), -ENOMEM);
	assert_int_equal(call(mincore, a, TASK_SIZE_MAX, vec), -ENOMEM);
	assert_int_equal(call(mincore, a, 3 * PG, -4096ull), -EFAULT);
	assert_int_equal(call(mincore, a, 3 * PG, vec + PG), -EFAULT);
	assert_int_equal(call(mincore, a, 3 * PG, vec + PG - 3), 0);
	assert_int_equal(call(mincore, a, 0, 0), 0);
	/* of files: what is cached, mapped or not */
	assert_int_equal(call(mmap, a, 2 * PG, PROT_READ, MAP_SHARED | MAP_FIXED, fd, 0), a);
	assert_int_equal(call(mincore, a, 2 * PG, vec), 0);
	assert_int_equal(copy_from_user(v, vec, 2), 0);
	assert_memory_equal(v, "\1\1", 2);
}

static void msync_reports_holes_last(__unused void **state)
{
	uaddr_t a = map_at(0, 1, RW);

	map_at(2, 1, RW);
	assert_int_equal(call(msync, a, PG, 8), -EINVAL);
	assert_int_equal(call(msync, a, PG, MS_SYNC | MS_ASYNC), -EINVAL);
	assert_int_equal(call(msync, a + 1, 0, MS_SYNC), -EINVAL);
	assert_int_equal(call(msync, a, 0, MS_SYNC), 0);
	assert_int_equal(call(msync, a, PG, 0), 0);
	assert_int_equal(call(msync, a, -PG, MS_SYNC), -ENOMEM);
	assert_int_equal(call(msync, a, 3 * PG, MS_SYNC), -ENOMEM);
	assert_int_equal(call(msync, a, 3 * PG, MS_ASYNC), -ENOMEM);
	assert_int_equal(call(mlock, a, PG), 0);
	assert_int_equal(call(msync, a, PG, MS_INVALIDATE), -EBUSY);
	assert_int_equal(call(msync, a, PG, MS_SYNC), 0);
}

static void mlock_counts_and_populates(__unused void **state)
{
	uaddr_t a = map_at(0, 8, RW);

	assert_int_equal(call(mlock, a + 100, PG), 0); /* two pages */
	assert_int_equal(current->mm->locked_vm, 2);
	assert_int_equal(current->mm->rss_anon, 2);
	assert_int_equal(call(mlock2, a + 4 * PG, PG, MLOCK_ONFAULT), 0);
	assert_int_equal(current->mm->rss_anon, 2);
	assert_int_equal(call(mlock2, a, PG, 2), -EINVAL);
	assert_int_equal(call(mlock, a, 9 * PG), -ENOMEM);
	assert_int_equal(current->mm->locked_vm, 8); /* what is mapped is locked */
	assert_int_equal(call(munlock, a, 8 * PG), 0);
	assert_int_equal(current->mm->locked_vm, 0);
	assert_string_equal(maps(), "rw-p 0 8;");
	assert_int_equal(call(mlock, a, -1ull), 0); /* PAGE_ALIGN wraps to nothing */
	assert_int_equal(call(mlock, a, -PG), -EINVAL);
	map_at(0, 1, PROT_NONE);
	assert_int_equal(call(mlock, a, PG), -ENOMEM);
}

static void mlock_has_limits(__unused void **state)
{
	struct rlimit64 *lim = &current->signal->rlim[RLIMIT_MEMLOCK];
	uaddr_t a = map_at(0, 8, RW);

	become_unprivileged();
	lim->cur = 4 * PG;
	assert_int_equal(call(mlock, a, 5 * PG), -ENOMEM);
	assert_int_equal(call(mlock, a, 4 * PG), 0);
	assert_int_equal(call(mlock, a, 4 * PG), 0); /* again: not counted twice */
	assert_int_equal(call(mlock, a + 4 * PG, PG), -ENOMEM);
	assert_int_equal(call(mmap, 0, PG, RW, ANON | MAP_LOCKED, -1, 0), -EAGAIN);
	assert_int_equal(call(mlockall, MCL_CURRENT), -ENOMEM);
	assert_int_equal(call(munlockall), 0);
	lim->cur = 0;
	assert_int_equal(call(mlock, a, PG), -EPERM);
	assert_int_equal(call(mlockall, MCL_CURRENT), -EPERM);
	assert_int_equal(call(mmap, 0, PG, RW, ANON | MAP_LOCKED, -1, 0), -EPERM);
	assert_int_equal(call(munlock, a, PG), 0);
}

static void mlockall_locks_now_and_later(__unused void **state)
{
	map_at(0, 2, RW);
	map_at(2, 1, PROT_READ);
	assert_int_equal(call(mlockall, 0), -EINVAL);
	assert_int_equal(call(mlockall, MCL_ONFAULT), -EINVAL);
	assert_int_equal(call(mlockall, 8), -EINVAL);
	assert_int_equal(call(mlockall, MCL_CURRENT), 0);
	assert_int_equal(current->mm->locked_vm, 3);
	assert_int_equal(current->mm->rss_anon, 3);
	map_at(4, 1, RW);
	assert_int_equal(current->mm->locked_vm, 3);
	assert_int_equal(call(mlockall, MCL_FUTURE), 0);
	assert_int_equal(current->mm->locked_vm, 3);
	map_at(5, 2, RW);
	assert_int_equal(current->mm->locked_vm, 5);
	assert_int_equal(current->mm->rss_anon, 5);
	assert_int_equal(call(munlockall), 0);
	assert_int_equal(current->mm->locked_vm, 0);
	map_at(9, 1, RW);
	assert_int_equal(current->mm->locked_vm, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		machine_test(dontneed_forgets_contents),
		machine_test(advice_checks_in_linux_order),
		machine_test(flags_of_advice_cut_and_join),
		small_machine_test(freed_pages_stay_until_memory_is_short),
		machine_test(remove_punches_the_file),
		machine_test(populate_says_what_is_wrong),
		machine_test(locked_memory_is_not_given_up),
		machine_test(mincore_tells_what_is_there),
		machine_test(msync_reports_holes_last),
		machine_test(mlock_counts_and_populates),
		machine_test(mlock_has_limits),
		machine_test(mlockall_locks_now_and_later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
