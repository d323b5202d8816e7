/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setxattr(2), getxattr(2), listxattr(2), removexattr(2) and their like with l and f. Users' attributes
 * of tmpfs are of Linux 6.6; it was in 6.13 that names and values came to be looked at before paths.
 */
#include <string.h>
#include <time.h>

#include "paths.h"

#define CREATE 1
#define REPLACE 2
#define TMPFS_HAS_THEM .since = 6
#define MOST 65536

#define NAME R3_STR("user.a")
#define VALUE R3_IN("value")

static int is_of_fd(const struct r3_task *t)
{
	return r3_suite_call(t)[0] == 'f';
}

/* The suite's call for a path, whatever it takes. */
static int64_t ask(struct r3_task *t, const char *path, r3_ptr a, r3_ptr b, int64_t c, int64_t d)
{
	int64_t what = is_of_fd(t) ? r3_open(t, path, O_RDONLY) : (int64_t)r3_string(t, path);

	return r3_call(t, r3_suite_call(t), what, a, b, c, d);
}

static void set(struct r3_task *t, const char *path, const char *name, const char *value)
{
	r3_assert_result(t, 0, SYS_setxattr, r3_string(t, path), r3_string(t, name),
			 r3_bytes(t, value, strlen(value)), strlen(value), 0);
}

static void has_one(struct r3_task *t)
{
	r3_scene(t);
	set(t, "file", "user.a", "value");
}

static void is_value(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	r3_ptr p = r3_alloc(t, 5);

	(void)result, (void)args;
	r3_assert_result(t, 5, SYS_getxattr, r3_string(t, "file"), r3_string(t, "user.a"), p, 5);
	r3_assert_memory(t, p, "value", 5);
}

static void is_empty(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_result(t, 0, SYS_getxattr, r3_string(t, "file"), r3_string(t, "user.a"),
			 r3_alloc(t, 5), 5);
}

static void is_gone(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_errno(t, ENODATA, SYS_getxattr, r3_string(t, "file"), r3_string(t, "user.a"),
			r3_alloc(t, 5), 5);
}

/* Names that are wrong for every call that takes one. */
#define NAME_ROWS(file, ...) \
	{"a name at nothing", R3_ERR(EFAULT), R3_WITH(file, R3_BAD __VA_OPT__(,) __VA_ARGS__)}, \
	{"a name at NULL", R3_ERR(EFAULT), R3_WITH(file, R3_NULL __VA_OPT__(,) __VA_ARGS__)}, \
	{"a name of the kernel's", R3_ERR(EFAULT), R3_WITH(file, R3_KERNEL __VA_OPT__(,) __VA_ARGS__)}, \
	{"a name without an end", R3_ERR(EFAULT), R3_WITH(file, R3_IN("user.a") __VA_OPT__(,) __VA_ARGS__)}, \
	{"the empty name", R3_ERR(ERANGE), R3_WITH(file, R3_STR("") __VA_OPT__(,) __VA_ARGS__)}, \
	{"a name of 256 bytes", R3_ERR(ERANGE), R3_WITH(file, R3_NAME_OF(256) __VA_OPT__(,) __VA_ARGS__)}, \
	{"a name of 255 bytes that is nobody's", R3_ERR(EOPNOTSUPP), \
	 R3_WITH(file, R3_NAME_OF(255) __VA_OPT__(,) __VA_ARGS__)}, \
	{"a name that is nobody's", R3_ERR(EOPNOTSUPP), \
	 R3_WITH(file, R3_STR("nobody.a") __VA_OPT__(,) __VA_ARGS__)}, \
	{"a name without a dot", R3_ERR(EOPNOTSUPP), \
	 R3_WITH(file, R3_STR("user") __VA_OPT__(,) __VA_ARGS__)}, \
	{"a name with nothing behind its dot", R3_ERR(EINVAL), \
	 R3_WITH(file, R3_STR("user.") __VA_OPT__(,) __VA_ARGS__), TMPFS_HAS_THEM}

#define FD_ROWS(...) \
	{"-1", R3_ERR(EBADF), R3_WITH(-1 __VA_OPT__(,) __VA_ARGS__)}, \
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED __VA_OPT__(,) __VA_ARGS__)}, \
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH) __VA_OPT__(,) __VA_ARGS__)}

/* --- set --- */

#define SET_ROWS(file, fifo) \
	NAME_ROWS(file, VALUE, 5, 0), \
	{"one of one's own", 0, R3_WITH(file, NAME, VALUE, 5, 0), TMPFS_HAS_THEM, .check = is_value}, \
	{"one that is empty", 0, R3_WITH(file, NAME, R3_NULL, 0, 0), TMPFS_HAS_THEM, .check = is_empty}, \
	{"one that is empty, at nothing", 0, R3_WITH(file, NAME, R3_BAD, 0, 0), TMPFS_HAS_THEM, \
	 .check = is_empty}, \
	{"a new one", 0, R3_WITH(file, NAME, VALUE, 5, CREATE), TMPFS_HAS_THEM, .check = is_value}, \
	{"a new one that is there", R3_ERR(EEXIST), R3_WITH(file, NAME, VALUE, 5, CREATE), \
	 TMPFS_HAS_THEM, .setup = has_one}, \
	{"another value", 0, R3_WITH(file, NAME, R3_NULL, 0, REPLACE), TMPFS_HAS_THEM, \
	 .setup = has_one, .check = is_empty}, \
	{"another value of none", R3_ERR(ENODATA), R3_WITH(file, NAME, VALUE, 5, REPLACE), TMPFS_HAS_THEM}, \
	{"a new one with another value", R3_ERR(ENODATA), \
	 R3_WITH(file, NAME, VALUE, 5, CREATE | REPLACE), TMPFS_HAS_THEM}, \
	{"a new one with another value, that is there", R3_ERR(EEXIST), \
	 R3_WITH(file, NAME, VALUE, 5, CREATE | REPLACE), TMPFS_HAS_THEM, .setup = has_one}, \
	{"a flag that there is not", R3_ERR(EINVAL), R3_WITH(file, NAME, VALUE, 5, 4)}, \
	{"flags -1", R3_ERR(EINVAL), R3_WITH(file, NAME, VALUE, 5, -1)}, \
	{"a value too large", R3_ERR(E2BIG), R3_WITH(file, NAME, R3_BAD, MOST + 1, 0)}, \
	{"a value of size -1", R3_ERR(E2BIG), R3_WITH(file, NAME, VALUE, -1, 0)}, \
	{"a value at nothing", R3_ERR(EFAULT), R3_WITH(file, NAME, R3_BAD, 5, 0)}, \
	{"a value at NULL", R3_ERR(EFAULT), R3_WITH(file, NAME, R3_NULL, 5, 0)}, \
	{"a value of the kernel's", R3_ERR(EFAULT), R3_WITH(file, NAME, R3_KERNEL, 5, 0)}, \
	{"a value that ends early", R3_ERR(EFAULT), R3_WITH(file, NAME, VALUE, 6, 0)}, \
	{"a value too large, a name at nothing", R3_ERR(EFAULT), R3_WITH(file, R3_BAD, VALUE, MOST + 1, 0)}, \
	{"a flag that there is not, a name at nothing", R3_ERR(EINVAL), R3_WITH(file, R3_BAD, VALUE, 5, 4)}, \
	{"a value at nothing, a name that is nobody's", R3_ERR(EFAULT), \
	 R3_WITH(file, R3_STR("nobody.a"), R3_BAD, 5, 0)}, \
	{"one of trusted programs'", R3_ERR(EPERM), R3_WITH(file, R3_STR("trusted.a"), VALUE, 5, 0)}, \
	{"one of security modules'", R3_ERR(EPERM), R3_WITH(file, R3_STR("security.a"), VALUE, 5, 0)}, \
	{"of a fifo", R3_ERR(EPERM), R3_WITH(fifo, NAME, VALUE, 5, 0)}

static void where_nothing_can_be_written(struct r3_task *t)
{
	mount_read_only(t);
	assert_int_equal(ask(t, "dir/file", r3_string(t, "user.a"), r3_string(t, "value"), 5, 0), -EROFS);
}

static void where_no_room_is(struct r3_task *t)
{
	mount_at_dir(t, 0, "nr_inodes=2");
	r3_make_file(t, "dir/a", NULL, 0, 0644);
	assert_int_equal(ask(t, "dir/a", r3_string(t, "user.a"), r3_string(t, "value"), 5, 0), -ENOSPC);
	assert_int_equal(ask(t, "dir/a", r3_string(t, "trusted.a"), r3_string(t, "value"), 5, 0), -ENOSPC);
}

static void what_is_immutable(struct r3_task *t)
{
	int64_t result;

	r3_scene(t);
	if (!set_immutable(t, "file", IMMUTABLE))
		return;
	result = ask(t, "file", r3_string(t, "user.a"), r3_string(t, "value"), 5, 0);
	assert_true(set_immutable(t, "file", 0));
	assert_int_equal(result, -EPERM);
}

/* Of the clock that files' times are taken from. */
static uint64_t nanoseconds(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 16);

	r3_assert_result(t, 0, SYS_clock_gettime, CLOCK_REALTIME_COARSE, p);
	return r3_get_word(t, p, 1);
}

static void sets_the_change_time(struct r3_task *t)
{
	uint64_t before;
	r3_ptr p;

	r3_scene(t);
	p = statx_of(t, "file");
	before = nanoseconds(t);
	for (int i = 0; i < 100 && nanoseconds(t) == before; i++)
		r3_advance(t, 20000000);
	assert_int_equal(ask(t, "file", r3_string(t, "user.a"), r3_string(t, "value"), 5, 0), 0);
	assert_true(r3_get_u64(t, p + 96) != r3_get_u64(t, statx_of(t, "file") + 96) ||
		    r3_get_u32(t, p + 104) != r3_get_u32(t, statx_of(t, "file") + 104));
}

static void whichever_copy_fails(struct r3_task *t)
{
	int64_t what, room = (int64_t)r3_bytes(t, "value", 5);
	const char *call = r3_suite_call(t);

	has_one(t);
	what = is_of_fd(t) ? r3_open(t, "file", O_RDONLY) : (int64_t)r3_string(t, "file");
	if (strstr(call, "list"))
		copies_fail(t, call, what, (int64_t)r3_alloc(t, 100), 100, 0, 0);
	else
		copies_fail(t, call, what, (int64_t)r3_string(t, "user.a"), room, 5, 0);
}

#define COPIES R3_CASE(whichever_copy_fails, .ring3_only = RING3_COPIES)
#define SET_CASES \
	R3_CASE(where_nothing_can_be_written, .as_root = 1), \
	R3_CASE(where_no_room_is, .as_root = 1, TMPFS_HAS_THEM), \
	R3_CASE(what_is_immutable, .as_root = 1), R3_CASE(sets_the_change_time, TMPFS_HAS_THEM), COPIES

static const struct r3_row set_rows[] = {
	WALK_ROWS("", NOTHING, NAME, VALUE, 5, 0),
	THERE_ROWS("", NOTHING, NAME, VALUE, 5, 0),
	SET_ROWS(R3_PATH("file"), R3_PATH("fifo")),
	{"of a file that is read-only", R3_ERR(EACCES), R3_WITH(R3_PATH("readonly"), NAME, VALUE, 5, 0)},
};

R3_SUITE(setxattr, .calls = "setxattr lsetxattr", .rows = R3_ROWS(set_rows), .cases = R3_CASES(SET_CASES),
	 .unreached = R3_UNREACHED(NEVER_EDQUOT));

static const struct r3_row fset_rows[] = {
	FD_ROWS(NAME, VALUE, 5, 0),
	SET_ROWS(R3_FD(FILE), R3_FD(FIFO)),
};

R3_SUITE(fsetxattr, .rows = R3_ROWS(fset_rows), .cases = R3_CASES(SET_CASES),
	 .unreached = R3_UNREACHED(NEVER_EDQUOT));

/* --- get --- */

#define GET_ROWS(file, fifo) \
	NAME_ROWS(file, R3_OUT(5), 5), \
	{"a value", 5, R3_WITH(file, NAME, R3_OUT(5), 5), TMPFS_HAS_THEM, .setup = has_one, .out = "value"}, \
	{"more room than it takes", 5, R3_WITH(file, NAME, R3_OUT(5), 6), TMPFS_HAS_THEM, \
	 .setup = has_one, .out = "value"}, \
	{"size -1", 5, R3_WITH(file, NAME, R3_OUT(5), -1), TMPFS_HAS_THEM, .setup = has_one}, \
	{"its size", 5, R3_WITH(file, NAME, R3_NULL, 0), TMPFS_HAS_THEM, .setup = has_one}, \
	{"its size, at nothing", 5, R3_WITH(file, NAME, R3_BAD, 0), TMPFS_HAS_THEM, .setup = has_one}, \
	{"too little room", R3_ERR(ERANGE), R3_WITH(file, NAME, R3_OUT(5), 4), TMPFS_HAS_THEM, \
	 .setup = has_one}, \
	{"too little room, at nothing", R3_ERR(ERANGE), R3_WITH(file, NAME, R3_BAD, 4), TMPFS_HAS_THEM, \
	 .setup = has_one}, \
	{"to nothing", R3_ERR(EFAULT), R3_WITH(file, NAME, R3_BAD, 5), TMPFS_HAS_THEM, .setup = has_one}, \
	{"to the kernel", R3_ERR(EFAULT), R3_WITH(file, NAME, R3_KERNEL, 5), TMPFS_HAS_THEM, \
	 .setup = has_one}, \
	{"to what is read-only", R3_ERR(EFAULT), R3_WITH(file, NAME, R3_RO(5), 5), TMPFS_HAS_THEM, \
	 .setup = has_one}, \
	{"one that is not there", R3_ERR(ENODATA), R3_WITH(file, NAME, R3_OUT(5), 5), TMPFS_HAS_THEM}, \
	{"one that is not there, to nothing", R3_ERR(ENODATA), R3_WITH(file, NAME, R3_BAD, 5), \
	 TMPFS_HAS_THEM}, \
	{"another name", R3_ERR(ENODATA), R3_WITH(file, R3_STR("user.A"), R3_OUT(5), 5), \
	 TMPFS_HAS_THEM, .setup = has_one}, \
	{"one of trusted programs'", R3_ERR(ENODATA), R3_WITH(file, R3_STR("trusted.a"), R3_OUT(5), 5)}, \
	{"of a fifo", R3_ERR(ENODATA), R3_WITH(fifo, NAME, R3_OUT(5), 5)}

static void of_root(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 5);

	r3_scene(t);
	set(t, "file", "trusted.a", "value");
	assert_int_equal(ask(t, "file", r3_string(t, "trusted.a"), p, 5, 0), 5);
	r3_assert_memory(t, p, "value", 5);
}

#define GET_CASES \
	COPIES, R3_CASE(of_root, .as_root = 1, .ring3_only = "root of a container may set none")

static const struct r3_row get_rows[] = {
	WALK_ROWS("", NOTHING, NAME, R3_OUT(5), 5),
	THERE_ROWS("", NOTHING, NAME, R3_OUT(5), 5),
	GET_ROWS(R3_PATH("file"), R3_PATH("fifo")),
	{"of a file that may not be read", R3_ERR(EACCES), R3_WITH(R3_PATH("secret"), NAME, R3_OUT(5), 5)},
};

R3_SUITE(getxattr, .calls = "getxattr lgetxattr", .rows = R3_ROWS(get_rows), .cases = R3_CASES(GET_CASES));

static const struct r3_row fget_rows[] = {
	FD_ROWS(NAME, R3_OUT(5), 5),
	GET_ROWS(R3_FD(FILE), R3_FD(FIFO)),
};

R3_SUITE(fgetxattr, .rows = R3_ROWS(fget_rows), .cases = R3_CASES(GET_CASES));

/* --- list: a host's security module may have one of its own in it --- */

#define LIST_ROWS(file) \
	{"all", R3_ANY_OK, R3_WITH(file, R3_OUT(1000), 1000), TMPFS_HAS_THEM, .setup = has_one}, \
	{"how much room", R3_ANY_OK, R3_WITH(file, R3_NULL, 0), TMPFS_HAS_THEM, .setup = has_one}, \
	{"how much room, at nothing", R3_ANY_OK, R3_WITH(file, R3_BAD, 0), TMPFS_HAS_THEM, .setup = has_one}, \
	{"too little room", R3_ERR(ERANGE), R3_WITH(file, R3_OUT(6), 6), TMPFS_HAS_THEM, .setup = has_one}, \
	{"too little room, at nothing", R3_ERR(ERANGE), R3_WITH(file, R3_BAD, 1), TMPFS_HAS_THEM, \
	 .setup = has_one}, \
	{"to nothing", R3_ERR(EFAULT), R3_WITH(file, R3_BAD, 1000), TMPFS_HAS_THEM, .setup = has_one}, \
	{"to the kernel", R3_ERR(EFAULT), R3_WITH(file, R3_KERNEL, 1000), TMPFS_HAS_THEM, .setup = has_one}, \
	{"to what is read-only", R3_ERR(EFAULT), R3_WITH(file, R3_RO(1000), 1000), TMPFS_HAS_THEM, \
	 .setup = has_one}, \
	{"size -1", R3_ANY_OK, R3_WITH(file, R3_OUT(1000), -1), TMPFS_HAS_THEM, .setup = has_one}

/* Does the list of n bytes have this name in it? */
static int lists(struct r3_task *t, r3_ptr p, int64_t n, const char *name)
{
	char text[1000];

	assert_true(n > 0 && n <= 1000);
	r3_get(t, p, text, (size_t)n);
	for (int64_t at = 0; at < n; at += (int64_t)strlen(text + at) + 1)
		if (!strcmp(text + at, name))
			return 1;
	return 0;
}

static void names_all(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 1000);
	int64_t n, before;

	r3_scene(t);
	before = ask(t, "file", p, 1000, 0, 0);
	set(t, "file", "user.b", "1");
	set(t, "file", "user.a", "2");
	n = ask(t, "file", p, 1000, 0, 0);
	assert_int_equal(n, before + 14);
	assert_true(lists(t, p, n, "user.a") && lists(t, p, n, "user.b"));
	assert_int_equal(ask(t, "file", 0, 0, 0, 0), n);
	assert_int_equal(ask(t, "file", p, n, 0, 0), n);
	assert_int_equal(ask(t, "file", p, n - 1, 0, 0), -ERANGE);
	r3_assert_result(t, 0, SYS_removexattr, r3_string(t, "file"), r3_string(t, "user.b"));
	assert_int_equal(ask(t, "file", p, 1000, 0, 0), before + 7);
}

static void names_trusted_ones_to_root(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 1000);
	int64_t n;

	r3_scene(t);
	set(t, "file", "trusted.a", "1");
	n = ask(t, "file", p, 1000, 0, 0);
	assert_true(lists(t, p, n, "trusted.a"));
	become_nobody(t);
	assert_int_equal(ask(t, "file", p, 1000, 0, 0), n - 10);
}

#define LIST_CASES \
	COPIES, \
	R3_CASE(names_all, TMPFS_HAS_THEM), \
	R3_CASE(names_trusted_ones_to_root, .as_root = 1, .ring3_only = "root of a container may set none")
#define LIST_UNREACHED R3_NEVER(EOPNOTSUPP, "no filesystem here: what keeps none lists none")

static const struct r3_row list_rows[] = {
	WALK_ROWS("", NOTHING, R3_OUT(1000), 1000),
	THERE_ROWS("", NOTHING, R3_OUT(1000), 1000),
	LIST_ROWS(R3_PATH("file")),
	{"of a file that may not be read", R3_ANY_OK, R3_WITH(R3_PATH("secret"), R3_OUT(1000), 1000)},
};

R3_SUITE(listxattr, .calls = "listxattr llistxattr", .rows = R3_ROWS(list_rows), .cases = R3_CASES(LIST_CASES),
	 .unreached = R3_UNREACHED(LIST_UNREACHED));

static const struct r3_row flist_rows[] = {
	FD_ROWS(R3_OUT(1000), 1000),
	LIST_ROWS(R3_FD(FILE)),
	{"of a pipe", R3_ANY_OK, R3_WITH(R3_FD(PIPE_R), R3_OUT(1000), 1000)},
};

R3_SUITE(flistxattr, .rows = R3_ROWS(flist_rows), .cases = R3_CASES(LIST_CASES),
	 .unreached = R3_UNREACHED(LIST_UNREACHED));

/* --- remove --- */

#define REMOVE_ROWS(file, fifo) \
	NAME_ROWS(file), \
	{"one", 0, R3_WITH(file, NAME), TMPFS_HAS_THEM, .setup = has_one, .check = is_gone}, \
	{"one that is not there", R3_ERR(ENODATA), R3_WITH(file, NAME), TMPFS_HAS_THEM}, \
	{"one of trusted programs'", R3_ERR(EPERM), R3_WITH(file, R3_STR("trusted.a"))}, \
	{"one of security modules'", R3_ERR(EPERM), R3_WITH(file, R3_STR("security.a"))}, \
	{"of a fifo", R3_ERR(EPERM), R3_WITH(fifo, NAME)}

static void none_where_nothing_can_be_written(struct r3_task *t)
{
	mount_read_only(t);
	assert_int_equal(ask(t, "dir/file", r3_string(t, "user.a"), 0, 0, 0), -EROFS);
}

#define REMOVE_CASES COPIES, R3_CASE(none_where_nothing_can_be_written, .as_root = 1)

static const struct r3_row remove_rows[] = {
	WALK_ROWS("", NOTHING, NAME),
	THERE_ROWS("", NOTHING, NAME),
	REMOVE_ROWS(R3_PATH("file"), R3_PATH("fifo")),
	{"of a file that is read-only", R3_ERR(EACCES), R3_WITH(R3_PATH("readonly"), NAME)},
};

R3_SUITE(removexattr, .calls = "removexattr lremovexattr", .rows = R3_ROWS(remove_rows),
	 .cases = R3_CASES(REMOVE_CASES));

static const struct r3_row fremove_rows[] = {
	FD_ROWS(NAME),
	REMOVE_ROWS(R3_FD(FILE), R3_FD(FIFO)),
};

R3_SUITE(fremovexattr, .rows = R3_ROWS(fremove_rows), .cases = R3_CASES(REMOVE_CASES));
