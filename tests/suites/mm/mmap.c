/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mmap(2) of x86-64, mmap2(2) of i386, whose offset is in pages, and munmap(2). */
#include "pages.h"

#define NO_FLAG 0x400
#define MAX_COUNT 65530 /* of mappings */

/* An offset in bytes, whichever the call counts. */
#define OFFSET(bytes) R3_BY_ABI((bytes), (bytes) / PAGE)

static const struct r3_row rows[] = {
	/* kinds */
	{"private memory", R3_ANY_OK, R3_WITH(0, PAGE, RW, ANON, -1, 0)},
	{"shared memory", R3_ANY_OK, R3_WITH(0, PAGE, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0)},
	{"neither private nor shared", R3_ERR(EINVAL), R3_WITH(0, PAGE, RW, MAP_ANONYMOUS, -1, 0)},
	{"private and shared is shared and checked", R3_ERR(EINVAL),
	 R3_WITH(0, PAGE, RW, MAP_SHARED_VALIDATE | MAP_ANONYMOUS, -1, 0)},
	{"a file, flags checked", R3_ANY_OK,
	 R3_WITH(0, PAGE, PROT_READ, MAP_SHARED_VALIDATE, R3_FD(FILE), 0)},
	{"a file, flags checked, one unknown", R3_ERR(EOPNOTSUPP),
	 R3_WITH(0, PAGE, PROT_READ, MAP_SHARED_VALIDATE | NO_FLAG, R3_FD(FILE), 0)},
	{"a file, flags checked, MAP_SYNC", R3_ERR(EOPNOTSUPP),
	 R3_WITH(0, PAGE, PROT_READ, MAP_SHARED_VALIDATE | MAP_SYNC, R3_FD(FILE), 0)},
	{"an unknown flag, not checked", R3_ANY_OK, R3_WITH(0, PAGE, RW, ANON | NO_FLAG, -1, 0)},
	{"the kind without a name, a file's", R3_ERR(EINVAL),
	 R3_WITH(0, PAGE, PROT_READ, 0, R3_FD(FILE), 0)},

	/* sizes and addresses */
	{"no bytes", R3_ERR(EINVAL), R3_WITH(0, 0, RW, ANON, -1, 0)},
	{"no bytes of a closed descriptor", R3_ERR(EBADF),
	 R3_WITH(0, 0, RW, MAP_PRIVATE, R3_CLOSED, 0)},
	{"one byte", R3_ANY_OK, R3_WITH(0, 1, RW, ANON, -1, 0)},
	{"more than there are addresses", R3_ERR(ENOMEM),
	 R3_WITH(0, R3_BY_ABI(1ll << 47, 0xfffff000), PROT_NONE, ANON, -1, 0)},
	{"a size that wraps when it is rounded", R3_ERR(ENOMEM), R3_WITH(0, -1, RW, ANON, -1, 0)},
	{"an odd hint", R3_ANY_OK, R3_WITH(0x20001, PAGE, RW, ANON, -1, 0)},
	{"an odd fixed address", R3_ERR(EINVAL), R3_WITH(0x30000001, PAGE, RW, ANON | MAP_FIXED, -1, 0)},
	{"an odd fixed address, not to be replaced", R3_ERR(EINVAL),
	 R3_WITH(0x30000001, PAGE, RW, ANON | MAP_FIXED_NOREPLACE, -1, 0)},
	{"a fixed address", 0x30000000, R3_WITH(0x30000000, PAGE, RW, ANON | MAP_FIXED, -1, 0)},
	{"a fixed address that is free", 0x30000000,
	 R3_WITH(0x30000000, PAGE, RW, ANON | MAP_FIXED_NOREPLACE, -1, 0)},
	{"a hint that is free", 0x30000000, R3_WITH(0x30000000, PAGE, RW, ANON, -1, 0)},
	{"a fixed address of the kernel's", R3_ERR(ENOMEM),
	 R3_WITH(R3_KERNEL, PAGE, RW, ANON | MAP_FIXED, -1, 0)},
	{"a fixed range that ends in the kernel", R3_ERR(ENOMEM),
	 R3_WITH(R3_BY_ABI(0x7fffffffe000, 0xffffd000), 2 * PAGE, RW, ANON | MAP_FIXED, -1, 0)},
	{"a hint of the kernel's", R3_ANY_OK, R3_WITH(R3_KERNEL, PAGE, RW, ANON, -1, 0)},
	{"page 0", R3_ERR(EPERM), R3_WITH(0, PAGE, RW, ANON | MAP_FIXED, -1, 0)},
	{"the first page that may be mapped", 0x10000,
	 R3_WITH(0x10000, PAGE, RW, ANON | MAP_FIXED, -1, 0)},

	/* descriptors */
	{"a descriptor that is not open", R3_ERR(EBADF),
	 R3_WITH(0, PAGE, PROT_READ, MAP_PRIVATE, R3_CLOSED, 0)},
	{"not open, and of no kind", R3_ERR(EBADF), R3_WITH(0, PAGE, PROT_READ, 0, R3_CLOSED, 0)},
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(0, PAGE, PROT_READ, MAP_PRIVATE, R3_FD(PATH), 0)},
	{"anonymous, the descriptor does not count", R3_ANY_OK, R3_WITH(0, PAGE, RW, ANON, R3_CLOSED, 0)},
	{"a file", R3_ANY_OK, R3_WITH(0, PAGE, RW, MAP_SHARED, R3_FD(FILE), 0)},
	{"a file beyond its end", R3_ANY_OK, R3_WITH(0, PAGE, RW, MAP_SHARED, R3_FD(FILE), OFFSET(PAGE))},
	{"an empty file", R3_ANY_OK, R3_WITH(0, PAGE, PROT_READ, MAP_SHARED, R3_FD(EMPTY), 0)},
	{"one for writing only", R3_ERR(EACCES), R3_WITH(0, PAGE, PROT_NONE, MAP_PRIVATE, R3_FD(WRONLY), 0)},
	{"one for reading, shared and to be written", R3_ERR(EACCES),
	 R3_WITH(0, PAGE, RW, MAP_SHARED, R3_FD(RDONLY), 0)},
	{"one for reading, private and to be written", R3_ANY_OK,
	 R3_WITH(0, PAGE, RW, MAP_PRIVATE, R3_FD(RDONLY), 0)},
	{"one for reading, shared and to be read", R3_ANY_OK,
	 R3_WITH(0, PAGE, PROT_READ, MAP_SHARED, R3_FD(RDONLY), 0)},
	{"one for appending", R3_ANY_OK, R3_WITH(0, PAGE, RW, MAP_SHARED, R3_FD(APPEND), 0)},
	{"a directory", R3_ERR(ENODEV), R3_WITH(0, PAGE, PROT_READ, MAP_PRIVATE, R3_FD(DIR), 0)},
	{"a pipe", R3_ERR(ENODEV), R3_WITH(0, PAGE, PROT_READ, MAP_PRIVATE, R3_FD(PIPE_R), 0)},
	{"a pipe's write end", R3_ERR(EACCES), R3_WITH(0, PAGE, PROT_READ, MAP_PRIVATE, R3_FD(PIPE_W), 0)},
	{"a socket", R3_ERR(ENODEV), R3_WITH(0, PAGE, PROT_READ, MAP_PRIVATE, R3_FD(SOCKET), 0)},
	{"an eventfd", R3_ERR(ENODEV), R3_WITH(0, PAGE, PROT_READ, MAP_PRIVATE, R3_FD(EVENTFD), 0)},
	{"an epoll", R3_ERR(ENODEV), R3_WITH(0, PAGE, PROT_READ, MAP_PRIVATE, R3_FD(EPOLL), 0)},
	{"a terminal", R3_ERR(ENODEV), R3_WITH(0, PAGE, PROT_READ, MAP_PRIVATE, R3_FD(TTY), 0)},
	{"/dev/null", R3_ERR(ENODEV), R3_WITH(0, PAGE, PROT_READ, MAP_PRIVATE, R3_FD(NULL), 0)},
	{"/dev/zero", R3_ANY_OK, R3_WITH(0, PAGE, RW, MAP_PRIVATE, R3_FD(ZERO), 0)},
	{"/dev/zero, shared", R3_ANY_OK, R3_WITH(0, PAGE, RW, MAP_SHARED, R3_FD(ZERO), 0)},
	{"a memfd", R3_ANY_OK, R3_WITH(0, PAGE, RW, MAP_SHARED, R3_FD(MEMFD), 0)},
	{"a directory, no bytes", R3_ERR(EINVAL), R3_WITH(0, 0, PROT_READ, MAP_PRIVATE, R3_FD(DIR), 0)},
	{"a file that grows down", R3_ERR(EINVAL),
	 R3_WITH(0, PAGE, PROT_READ, MAP_PRIVATE | MAP_GROWSDOWN, R3_FD(FILE), 0)},
	{"shared memory that grows down", R3_ERR(EINVAL),
	 R3_WITH(0, PAGE, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_GROWSDOWN, -1, 0)},
	{"memory that grows down", R3_ANY_OK, R3_WITH(0, PAGE, RW, ANON | MAP_GROWSDOWN, -1, 0)},

	/* offsets */
	{"an offset within a page", R3_ERR(EINVAL), R3_WITH(0, PAGE, PROT_READ, MAP_PRIVATE, R3_FD(FILE), 1),
	 .abis = R3_ONLY_X86_64},
	{"within a page, and not open", R3_ERR(EINVAL), R3_WITH(0, PAGE, PROT_READ, MAP_PRIVATE, R3_CLOSED, 1),
	 .abis = R3_ONLY_X86_64},
	{"an offset and a size that wrap", R3_ERR(EOVERFLOW),
	 R3_WITH(0, 2 * PAGE, PROT_READ, MAP_PRIVATE, R3_FD(FILE), -PAGE), .abis = R3_ONLY_X86_64},
	{"the last page that an offset can say", R3_ERR(EOVERFLOW),
	 R3_WITH(0, PAGE, PROT_READ, MAP_PRIVATE, R3_FD(FILE), -PAGE), .abis = R3_ONLY_X86_64},
	{"an offset of 16 TiB less a page", R3_ANY_OK,
	 R3_WITH(0, PAGE, PROT_READ, MAP_PRIVATE, R3_FD(FILE), 0xffffffff), .abis = R3_ONLY_I386},

	/* memory of another kind */
	{"huge pages", R3_ERR(EINVAL), R3_WITH(0, 2 << 20, RW, ANON | MAP_HUGETLB, -1, 0),
	 .ring3_only = "a kernel without huge pages, which the host need not be"},
};


/* The suite's call, of memory. */
static int64_t map(struct r3_task *t, r3_ptr at, size_t n, int prot, int flags)
{
	return r3_call(t, r3_suite_call(t), at, n, prot, flags, -1, 0);
}

static int64_t map_file(struct r3_task *t, enum r3_fd_kind kind, size_t n, int prot, int flags)
{
	return r3_call(t, r3_suite_call(t), 0, n, prot, flags, r3_fd(t, kind), 0);
}

static void does_not_replace(struct r3_task *t)
{
	int flags = ANON | MAP_FIXED_NOREPLACE;

	assert_int_equal(map(t, 0x30001000, PAGE, RW, flags), 0x30001000);
	assert_int_equal(map(t, 0x30000000, 2 * PAGE, RW, flags), -EEXIST);
	assert_int_equal(map(t, 0x30001000, PAGE, RW, flags), -EEXIST);
	assert_int_equal(map(t, 0x30000000, PAGE, RW, flags), 0x30000000);
}

static void replaces(struct r3_task *t)
{
	r3_ptr p = (r3_ptr)map(t, 0x30000000, 3 * PAGE, RW, ANON | MAP_FIXED);

	r3_put(t, p, "old", 3);
	r3_put(t, p + PAGE, "old", 3);
	assert_int_equal(map(t, p + PAGE, PAGE, RW, ANON | MAP_FIXED), p + PAGE);
	r3_assert_memory(t, p, "old", 3);
	r3_assert_memory(t, p + PAGE, "\0\0\0", 3);
}

static void a_hint_that_is_taken(struct r3_task *t)
{
	assert_int_equal(map(t, 0x30000000, PAGE, RW, ANON), 0x30000000);
	assert_int_not_equal(map(t, 0x30000000, PAGE, RW, ANON), 0x30000000);
	assert_int_equal(map(t, 0x30000000, 0, RW, ANON), -EINVAL);
}

/* What is shared is the file; what is private is not, once it was written to. */
static void shared_and_private(struct r3_task *t)
{
	r3_ptr shared = (r3_ptr)map_file(t, R3_FD_FILE, PAGE, RW, MAP_SHARED);
	r3_ptr private = (r3_ptr)map_file(t, R3_FD_FILE, PAGE, RW, MAP_PRIVATE);

	r3_assert_memory(t, private, "abcdef", 6);
	r3_assert_memory(t, shared + 24, "yz\0\0", 4);
	r3_put(t, private, "P", 1);
	r3_put(t, shared, "S", 1);
	r3_put(t, shared + 26, "beyond", 6);
	r3_assert_memory(t, private, "P", 1);
	r3_assert_file(t, "file", "Sbcdefghijklmnopqrstuvwxyz", 26);
}

static void a_file_that_is_executed(struct r3_task *t)
{
	int64_t p;

	r3_scene(t);
	p = r3_call(t, r3_suite_call(t), 0, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE,
		    r3_open(t, "exec", O_RDONLY), 0);
	assert_true(p > 0 || p < -4095);
}

static void the_limit_of_address_space(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_AS, r3_bytes(t, (uint64_t[]){ 0, ~0ull }, 16), 0);
	assert_int_equal(map(t, 0, PAGE, RW, ANON), -ENOMEM);
	assert_int_equal(map(t, 0, PAGE, PROT_NONE, ANON), -ENOMEM);
}

static void the_limit_of_data(struct r3_task *t)
{
	r3_ptr limit = r3_bytes(t, (uint64_t[]){ PAGE, PAGE }, 16);
	int fd = r3_fd(t, R3_FD_FILE);

	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_DATA, limit, 0);
	assert_int_equal(map(t, 0, PAGE, RW, ANON), -ENOMEM);
	assert_true(map(t, 0, PAGE, PROT_READ, ANON) > 0);
	assert_true(map(t, 0, PAGE, RW, MAP_SHARED | MAP_ANONYMOUS) > 0);
	assert_int_equal(r3_call(t, r3_suite_call(t), 0, PAGE, RW, MAP_PRIVATE, fd, 0), -ENOMEM);
	assert_true(r3_call(t, r3_suite_call(t), 0, PAGE, RW, MAP_SHARED, fd, 0) > 0);
}

static void the_limit_of_locked_memory(struct r3_task *t)
{
	r3_ptr limit = r3_bytes(t, (uint64_t[]){ PAGE, PAGE }, 16);

	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_MEMLOCK, limit, 0);
	assert_int_equal(map(t, 0, 2 * PAGE, RW, ANON | MAP_LOCKED), -EAGAIN);
	assert_true(map(t, 0, PAGE, RW, ANON | MAP_LOCKED) > 0);
	assert_int_equal(map(t, 0, PAGE, RW, ANON | MAP_LOCKED), -EAGAIN);
	r3_put(t, limit, (uint64_t[]){ 0, 0 }, 16);
	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_MEMLOCK, limit, 0);
	assert_int_equal(map(t, 0, PAGE, RW, ANON | MAP_LOCKED), -EPERM);
}

/* Seals: what was promised not to be written is not mapped to be. */
static void a_sealed_file(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_MEMFD);

	r3_assert_result(t, 0, SYS_fcntl, fd, F_ADD_SEALS, F_SEAL_WRITE);
	assert_int_equal(r3_call(t, r3_suite_call(t), 0, PAGE, RW, MAP_SHARED, fd, 0), -EPERM);
	assert_true(r3_call(t, r3_suite_call(t), 0, PAGE, RW, MAP_PRIVATE, fd, 0) > 0);
	assert_true(r3_call(t, r3_suite_call(t), 0, PAGE, PROT_READ, MAP_SHARED, fd, 0) > 0);
}

static void no_more_mappings(struct r3_task *t)
{
	r3_ptr p = (r3_ptr)map(t, 0, 2 * (MAX_COUNT + 8) * (size_t)PAGE, PROT_NONE, ANON);
	int64_t r = 0;
	int n;

	for (n = 0; n < MAX_COUNT && r >= 0; n++)
		r = r3_syscall(t, SYS_mprotect, p + 2 * (size_t)n * PAGE, PAGE, PROT_READ);
	assert_int_equal(r, -ENOMEM);
	for (n = 0, r = 0; n < 4 && r >= 0; n++)
		r = map(t, 0x30000000 + 2 * n * PAGE, PAGE, RW, ANON | MAP_FIXED);
	assert_int_equal(r, -ENOMEM);
}

static void map_once(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t r = map(t, 0, PAGE, RW, ANON);

	(void)n;
	(void)ctx;
	if (r < 0 && r >= -4095)
		assert_int_equal(r, -ENOMEM);
}

static void memory_runs_out(struct r3_task *t)
{
	r3_sweep_failing(t, R3_FAIL_ALLOC, map_once, NULL);
}

#define MAP_CASES                                                                                  \
	R3_CASES(R3_CASE(does_not_replace), R3_CASE(replaces), R3_CASE(a_hint_that_is_taken),      \
		 R3_CASE(shared_and_private), R3_CASE(a_file_that_is_executed),                    \
		 R3_CASE(the_limit_of_address_space), R3_CASE(the_limit_of_data),                  \
		 R3_CASE(the_limit_of_locked_memory), R3_CASE(a_sealed_file),                      \
		 R3_CASE(no_more_mappings),                                                        \
		 R3_CASE(memory_runs_out, .ring3_only = "no allocation of the host's can be made to fail"))
#define MAP_NEVER                                                                                  \
	R3_NEVER(ETXTBSY, "MAP_DENYWRITE does nothing any more"),                                  \
	R3_NEVER(ENFILE, "shared memory needs no place in the table of open files")

R3_SUITE(mmap, .abis = R3_ONLY_X86_64, .rows = R3_ROWS(rows), .cases = MAP_CASES,
	 .unreached = R3_UNREACHED(MAP_NEVER));
R3_SUITE(mmap2, .page = "mmap", .rows = R3_ROWS(rows), .cases = MAP_CASES,
	 .unreached = R3_UNREACHED(MAP_NEVER, R3_NEVER(EOVERFLOW, "no i386 offset comes to 2^64")));
