/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memfd_create and seals. */
#include "machine.h"

#include <string.h>

static uaddr_t ustring(const char *s)
{
	static const unsigned page = 50;
	uaddr_t a = map_at(page, 1, RW);

	assert_int_equal(copy_to_user(a, s, strlen(s) + 1), 0);
	return a;
}

static long seal(int fd, unsigned cmd, uint64_t arg)
{
	struct file *f = file_get(fd);
	long ret = memfd_fcntl(f, cmd, arg);

	file_put(f);
	return ret;
}

static int memfd(unsigned flags)
{
	int fd = call(memfd_create, ustring("x"), flags);

	assert_true(fd >= 0);
	return fd;
}

static int64_t write_one(int fd, loff_t pos)
{
	struct file *f = file_get(fd);
	int64_t n = kernel_write(f, "x", 1, &pos);

	file_put(f);
	return n;
}

static int resize(int fd, uint64_t size)
{
	struct file *f = file_get(fd);
	int err = vfs_truncate(&f->path, size);

	file_put(f);
	return err;
}

static void flags_and_names_are_checked(__unused void **state)
{
	char name[260];
	uaddr_t a = map_at(0, 1, RW), end = a + PG;

	assert_int_equal(call(memfd_create, 0, 0x20), -EINVAL);
	assert_int_equal(call(memfd_create, 0, MFD_EXEC | MFD_NOEXEC_SEAL), -EINVAL);
	assert_int_equal(call(memfd_create, 0, 0), -EFAULT);
	memset(name, 'n', sizeof(name));
	name[250] = 0;
	assert_int_equal(copy_to_user(a, name, 251), 0);
	assert_int_equal(call(memfd_create, a, 0), -EINVAL);
	assert_true((int)call(memfd_create, a + 1, 0) >= 0);
	assert_int_equal(copy_to_user(end - 4, "abcd", 4), 0);
	assert_int_equal(call(memfd_create, end - 4, 0), -EFAULT);
	assert_int_equal(call(memfd_create, a + 1, MFD_HUGETLB), -ENOSYS);
}

static void seals_can_be_added_only_when_asked_for(__unused void **state)
{
	int fd = memfd(0);

	assert_int_equal(seal(fd, F_GET_SEALS, 0), F_SEAL_SEAL);
	assert_int_equal(seal(fd, F_ADD_SEALS, F_SEAL_GROW), -EPERM);
	assert_int_equal(seal(fd, F_ADD_SEALS, 0x40), -EINVAL);
	fd = memfd(MFD_ALLOW_SEALING);
	assert_int_equal(seal(fd, F_GET_SEALS, 0), 0);
	assert_int_equal(seal(fd, F_ADD_SEALS, 1ull << 32), -EINVAL);
	assert_int_equal(seal(fd, F_ADD_SEALS, F_SEAL_GROW), 0);
	assert_int_equal(seal(fd, F_ADD_SEALS, F_SEAL_SEAL), 0);
	assert_int_equal(seal(fd, F_ADD_SEALS, F_SEAL_SHRINK), -EPERM);
	assert_int_equal(seal(fd, F_GET_SEALS, 0), F_SEAL_SEAL | F_SEAL_GROW);
	fd = memfd(MFD_NOEXEC_SEAL);
	assert_int_equal(seal(fd, F_GET_SEALS, 0), F_SEAL_EXEC);
	assert_int_equal(seal(call(memfd_create, ustring("e"), 0), F_ADD_SEALS, 0), -EPERM);
}

static void sizes_are_sealed(__unused void **state)
{
	int fd = memfd(MFD_ALLOW_SEALING);

	assert_int_equal(resize(fd, PG), 0);
	assert_int_equal(seal(fd, F_ADD_SEALS, F_SEAL_SHRINK), 0);
	assert_int_equal(resize(fd, 1), -EPERM);
	assert_int_equal(resize(fd, 2 * PG), 0);
	assert_int_equal(seal(fd, F_ADD_SEALS, F_SEAL_GROW), 0);
	assert_int_equal(resize(fd, 3 * PG), -EPERM);
	assert_int_equal(write_one(fd, 2 * PG), -EPERM);
	assert_int_equal(write_one(fd, PG), 1);
}

static void writing_is_sealed_unless_somebody_maps(__unused void **state)
{
	int fd = memfd(MFD_ALLOW_SEALING);

	assert_int_equal(resize(fd, 2 * PG), 0);
	assert_int_equal(call(mmap, AREA, PG, PROT_READ, MAP_SHARED | MAP_FIXED, fd, 0), AREA);
	assert_int_equal(seal(fd, F_ADD_SEALS, F_SEAL_WRITE), -EBUSY); /* it may become writable */
	assert_int_equal(call(mprotect, AREA, PG, RW), 0);
	assert_int_equal(call(munmap, AREA, PG), 0);
	assert_int_equal(call(mmap, AREA, PG, RW, MAP_PRIVATE | MAP_FIXED, fd, 0), AREA);
	assert_int_equal(seal(fd, F_ADD_SEALS, F_SEAL_WRITE), 0);
	assert_int_equal(poke(AREA, 'x'), 0); /* private */
	assert_int_equal(write_one(fd, 0), -EPERM);
	assert_int_equal(call(mmap, 0, PG, RW, MAP_SHARED, fd, 0), -EPERM);
	assert_int_equal(call(mmap, AREA, PG, PROT_READ, MAP_SHARED | MAP_FIXED, fd, 0), AREA);
	assert_int_equal(call(mprotect, AREA, PG, RW), -EACCES);
}

static void exec_seal_of_an_executable_seals_all(__unused void **state)
{
	int fd = memfd(MFD_ALLOW_SEALING | MFD_EXEC);

	assert_int_equal(resize(fd, PG), 0);
	assert_int_equal(call(mmap, AREA, PG, RW, MAP_SHARED | MAP_FIXED, fd, 0), AREA);
	assert_int_equal(seal(fd, F_ADD_SEALS, F_SEAL_EXEC), -EBUSY);
	assert_int_equal(seal(fd, F_GET_SEALS, 0), 0);
	assert_int_equal(call(munmap, AREA, PG), 0);
	assert_int_equal(seal(fd, F_ADD_SEALS, F_SEAL_EXEC), 0);
	assert_int_equal(seal(fd, F_GET_SEALS, 0), 0x3e);
}

static void future_writes_are_sealed_for_new_mappings(__unused void **state)
{
	int fd = memfd(MFD_ALLOW_SEALING);

	assert_int_equal(resize(fd, PG), 0);
	assert_int_equal(call(mmap, AREA, PG, RW, MAP_SHARED | MAP_FIXED, fd, 0), AREA);
	assert_int_equal(seal(fd, F_ADD_SEALS, F_SEAL_FUTURE_WRITE), 0);
	assert_int_equal(poke(AREA, 'x'), 0);
	assert_int_equal(call(mmap, 0, PG, RW, MAP_SHARED, fd, 0), -EPERM);
	assert_int_equal(write_one(fd, 0), -EPERM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		machine_test(flags_and_names_are_checked),
		machine_test(seals_can_be_added_only_when_asked_for),
		machine_test(sizes_are_sealed),
		machine_test(writing_is_sealed_unless_somebody_maps),
		machine_test(exec_seal_of_an_executable_seals_all),
		machine_test(future_writes_are_sealed_for_new_mappings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
