/* SPDX-License-Identifier: GPL-2.0-or-later */
/* munmap(2) */
#include "pages.h"

static const struct r3_row rows[] = {
	{"an odd address", R3_ERR(EINVAL), R3_WITH(AREA + 1, PAGE), .setup = map_area},
	{"no bytes", R3_ERR(EINVAL), R3_WITH(AREA, 0), .setup = map_area},
	{"an odd address, no bytes", R3_ERR(EINVAL), R3_WITH(AREA + 1, 0), .setup = map_area},
	{"one byte is a page", 0, R3_WITH(AREA, 1), .setup = map_area},
	{"all", 0, R3_WITH(AREA, 3 * PAGE), .setup = map_area},
	{"where nothing is", 0, R3_WITH(AREA, 3 * PAGE)},
	{"what has a hole", 0, R3_WITH(AREA, 3 * PAGE), .setup = map_with_hole},
	{"the kernel", R3_ERR(EINVAL), R3_WITH(R3_KERNEL, PAGE)},
	{"a size that wraps", R3_ERR(EINVAL), R3_WITH(AREA, -1), .setup = map_area},
	{"into the kernel", R3_ERR(EINVAL),
	 R3_WITH(R3_BY_ABI(0x7fffffffe000, 0xffffd000), 2 * PAGE)},
	{"page 0, where nothing is", 0, R3_WITH(0, PAGE)},
};

static void the_middle(struct r3_task *t)
{
	map_area(t);
	r3_put(t, AREA, "first", 5);
	r3_put(t, AREA + 2 * PAGE, "third", 5);
	r3_assert_result(t, 0, SYS_munmap, AREA + PAGE, PAGE);
	assert_true(readable(t, AREA) && !readable(t, AREA + PAGE) && readable(t, AREA + 2 * PAGE));
	r3_assert_memory(t, AREA, "first", 5);
	r3_assert_memory(t, AREA + 2 * PAGE, "third", 5);
}

/* A file's memory stays with its other mapping, and in the file. */
static void a_file(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);
	r3_ptr a = (r3_ptr)map_at(t, 0, PAGE, RW, MAP_SHARED, fd);
	r3_ptr b = (r3_ptr)map_at(t, 0, PAGE, RW, MAP_SHARED, fd);

	r3_put(t, a, "A", 1);
	r3_assert_result(t, 0, SYS_close, fd);
	r3_assert_result(t, 0, SYS_munmap, a, PAGE);
	assert_false(readable(t, a));
	r3_assert_memory(t, b, "Abc", 3);
	r3_assert_file(t, "file", "Abcdefghijklmnopqrstuvwxyz", 26);
}

static void one_mapping_too_many(struct r3_task *t)
{
	const size_t n = 2 * 65540ul;
	r3_ptr p = (r3_ptr)map_at(t, 0, n * PAGE, PROT_NONE, ANON, -1);
	int64_t r = 0;

	for (size_t i = 0; i < n && !r; i += 2)
		r = r3_syscall(t, SYS_munmap, p + i * PAGE + PAGE, PAGE);
	assert_int_equal(r, -ENOMEM);
	r3_assert_result(t, 0, SYS_munmap, p, n * PAGE);
}

#define OF_MMAP "an error of mmap, which the page describes, too"
R3_SUITE(munmap, .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(the_middle), R3_CASE(a_file), R3_CASE(one_mapping_too_many)),
	 .unreached = R3_UNREACHED(R3_NEVER(EACCES, OF_MMAP), R3_NEVER(EAGAIN, OF_MMAP),
				   R3_NEVER(EBADF, OF_MMAP), R3_NEVER(EEXIST, OF_MMAP),
				   R3_NEVER(ENFILE, OF_MMAP), R3_NEVER(ENODEV, OF_MMAP),
				   R3_NEVER(EOVERFLOW, OF_MMAP), R3_NEVER(EPERM, OF_MMAP),
				   R3_NEVER(ETXTBSY, OF_MMAP)));
