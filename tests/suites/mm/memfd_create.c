/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memfd_create(2), and the seals of its files */
#include "pages.h"

#define NAME_249 "123456789012345678901234567890123456789012345678901234567890" \
	"123456789012345678901234567890123456789012345678901234567890"             \
	"123456789012345678901234567890123456789012345678901234567890"             \
	"123456789012345678901234567890123456789012345678901234567890123456789"

static const struct r3_row rows[] = {
	{"a file", R3_NEW_FD, R3_WITH(R3_STR("name"), 0)},
	{"without a name", R3_NEW_FD, R3_WITH(R3_STR(""), 0)},
	{"the longest name", R3_NEW_FD, R3_WITH(R3_STR(NAME_249), 0)},
	{"a name that is too long", R3_ERR(EINVAL), R3_WITH(R3_STR(NAME_249 "x"), 0)},
	{"a name with slashes", R3_NEW_FD, R3_WITH(R3_STR("a/../b"), 0)},
	{"a name nowhere", R3_ERR(EFAULT), R3_WITH(R3_BAD, 0)},
	{"a name of NULL", R3_ERR(EFAULT), R3_WITH(R3_NULL, 0)},
	{"a name in the kernel", R3_ERR(EFAULT), R3_WITH(R3_KERNEL, 0)},
	{"a name without an end", R3_ERR(EFAULT), R3_WITH(R3_IN("name"), 0)},
	{"to be closed at exec", R3_NEW_FD, R3_WITH(R3_STR("name"), MFD_CLOEXEC)},
	{"to be sealed", R3_NEW_FD, R3_WITH(R3_STR("name"), MFD_ALLOW_SEALING)},
	{"an unknown flag", R3_ERR(EINVAL), R3_WITH(R3_STR("name"), 0x20)},
	{"an unknown flag, and a name nowhere", R3_ERR(EINVAL), R3_WITH(R3_BAD, 0x20)},
	{"a size of huge pages, without huge pages", R3_ERR(EINVAL), R3_WITH(R3_STR("name"), 21 << 26)},
	{"to be executed, and never", R3_ERR(EINVAL), R3_WITH(R3_STR("name"), 0x18), .since = 3},
	{"never to be executed", R3_NEW_FD, R3_WITH(R3_STR("name"), 8), .since = 3},
	{"to be executed", R3_NEW_FD, R3_WITH(R3_STR("name"), 0x10), .since = 3},
};

static int64_t make(struct r3_task *t, unsigned flags)
{
	return r3_assert_ok(t, SYS_memfd_create, r3_string(t, "name"), flags);
}

static void is_a_file(struct r3_task *t)
{
	int64_t fd = make(t, 0);
	r3_ptr p = r3_alloc(t, 5);

	r3_assert_result(t, 0, SYS_lseek, fd, 0, 2);
	r3_assert_result(t, 5, SYS_write, fd, r3_bytes(t, "hello", 5), 5);
	r3_assert_result(t, 0, SYS_lseek, fd, 0, 0);
	r3_assert_result(t, 5, SYS_read, fd, p, 5);
	r3_assert_memory(t, p, "hello", 5);
	r3_assert_result(t, 0, SYS_fcntl, fd, F_GETFD);
	r3_assert_result(t, FD_CLOEXEC, SYS_fcntl, make(t, MFD_CLOEXEC), F_GETFD);
}

static void seals(struct r3_task *t)
{
	int64_t sealed = make(t, 0), fd = make(t, MFD_ALLOW_SEALING);
	r3_ptr p = r3_bytes(t, "hello", 5);

	r3_assert_result(t, F_SEAL_SEAL, SYS_fcntl, sealed, F_GET_SEALS);
	r3_assert_errno(t, EPERM, SYS_fcntl, sealed, F_ADD_SEALS, F_SEAL_GROW);
	r3_assert_result(t, 0, SYS_fcntl, fd, F_GET_SEALS);
	r3_assert_errno(t, EINVAL, SYS_fcntl, fd, F_ADD_SEALS, 0x100);
	r3_assert_result(t, 5, SYS_write, fd, p, 5);
	r3_assert_result(t, 0, SYS_fcntl, fd, F_ADD_SEALS, F_SEAL_GROW);
	r3_assert_errno(t, EPERM, SYS_write, fd, p, 5);
	r3_assert_errno(t, EPERM, SYS_ftruncate, fd, 6);
	r3_assert_result(t, 0, SYS_ftruncate, fd, 4);
	r3_assert_result(t, 0, SYS_fcntl, fd, F_ADD_SEALS, F_SEAL_SHRINK);
	r3_assert_errno(t, EPERM, SYS_ftruncate, fd, 3);
	r3_assert_result(t, 0, SYS_lseek, fd, 0, 0);
	r3_assert_result(t, 4, SYS_write, fd, p, 4);
	r3_assert_result(t, 0, SYS_fcntl, fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SEAL);
	r3_assert_result(t, 0, SYS_lseek, fd, 0, 0);
	r3_assert_errno(t, EPERM, SYS_write, fd, p, 1);
	r3_assert_errno(t, EPERM, SYS_fcntl, fd, F_ADD_SEALS, F_SEAL_WRITE);
	r3_assert_result(t, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE, SYS_fcntl, fd,
			 F_GET_SEALS);
}

/* What can be written to through a mapping cannot be promised not to be. */
static void a_mapping_holds_the_seal_off(struct r3_task *t)
{
	int64_t fd = make(t, MFD_ALLOW_SEALING);
	r3_ptr p = (r3_ptr)map_at(t, 0, PAGE, RW, MAP_SHARED, (int)fd);

	r3_assert_errno(t, EBUSY, SYS_fcntl, fd, F_ADD_SEALS, F_SEAL_WRITE);
	r3_assert_result(t, 0, SYS_munmap, p, PAGE);
	r3_assert_result(t, 0, SYS_fcntl, fd, F_ADD_SEALS, F_SEAL_WRITE);
}

static void no_more_descriptors(struct r3_task *t)
{
	limit(t, RLIMIT_NOFILE, 3);
	r3_open(t, ".", O_RDONLY);
	r3_open(t, ".", O_RDONLY);
	r3_open(t, ".", O_RDONLY);
	r3_assert_errno(t, EMFILE, SYS_memfd_create, r3_string(t, "name"), 0);
	r3_assert_errno(t, EFAULT, SYS_memfd_create, R3_BAD_PTR, 0);
}

static void make_once(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t r = r3_syscall(t, SYS_memfd_create, *(r3_ptr *)ctx, 0);

	(void)n;
	if (r < 0)
		assert_int_equal(r, -ENOMEM);
}

static void memory_runs_out(struct r3_task *t)
{
	r3_ptr name = r3_string(t, "name");

	r3_sweep_failing(t, R3_FAIL_ALLOC, make_once, &name);
}

R3_SUITE(memfd_create, .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(is_a_file), R3_CASE(seals), R3_CASE(a_mapping_holds_the_seal_off),
			   R3_CASE(no_more_descriptors),
			   R3_CASE(memory_runs_out,
				   .ring3_only = "no allocation of the host's can be made to fail")),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(ENFILE, "root's limit of all files, which no test may come to")));
