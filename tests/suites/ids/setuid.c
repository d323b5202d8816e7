/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls that change user and group ids, and those that read all three. */
#include "ids.h"

#define ALL(f) R3_WITH(f(4), f(4), f(4))

static const struct r3_row ones[] = {
	{"another's", R3_ERR(EPERM), R3_WITH(OTHER)},
	{"root's", R3_ERR(EPERM), R3_WITH(0)},
	{"-1", R3_ERR(EINVAL), R3_WITH(-1)},
	{"-1 of root", R3_ERR(EINVAL), R3_WITH(-1), .as_root = 1},
	{"another's, by root", 0, R3_WITH(OTHER), .as_root = 1},
};

static const struct r3_row twos[] = {
	{"nothing", 0, R3_WITH(UNCHANGED, UNCHANGED)},
	{"another's real id", R3_ERR(EPERM), R3_WITH(OTHER, UNCHANGED)},
	{"another's effective id", R3_ERR(EPERM), R3_WITH(UNCHANGED, OTHER)},
	{"root's", R3_ERR(EPERM), R3_WITH(0, 0)},
	{"another's, by root", 0, R3_WITH(OTHER, OTHER + 1), .as_root = 1},
};

static const struct r3_row threes[] = {
	{"nothing", 0, R3_WITH(UNCHANGED, UNCHANGED, UNCHANGED)},
	{"another's real id", R3_ERR(EPERM), R3_WITH(OTHER, UNCHANGED, UNCHANGED)},
	{"another's effective id", R3_ERR(EPERM), R3_WITH(UNCHANGED, OTHER, UNCHANGED)},
	{"another's saved id", R3_ERR(EPERM), R3_WITH(UNCHANGED, UNCHANGED, OTHER)},
	{"another's, by root", 0, R3_WITH(OTHER, OTHER + 1, OTHER + 2), .as_root = 1},
};

static const struct r3_row asks[] = {
	{"all three", 0, ALL(R3_OUT)},
	{"the first nowhere", R3_ERR(EFAULT), R3_WITH(R3_BAD, R3_OUT(4), R3_OUT(4))},
	{"the second nowhere", R3_ERR(EFAULT), R3_WITH(R3_OUT(4), R3_BAD, R3_OUT(4))},
	{"the third nowhere", R3_ERR(EFAULT), R3_WITH(R3_OUT(4), R3_OUT(4), R3_BAD)},
	{"the third NULL", R3_ERR(EFAULT), R3_WITH(R3_OUT(4), R3_OUT(4), R3_NULL)},
	{"into the kernel", R3_ERR(EFAULT), R3_WITH(R3_KERNEL, R3_OUT(4), R3_OUT(4))},
	{"where it cannot be written", R3_ERR(EFAULT), R3_WITH(R3_RO(4), R3_OUT(4), R3_OUT(4))},
};

/* The widest call of its kind that the ABI has. */
static int64_t wide(struct r3_task *t, const char *name, int64_t a, int64_t b, int64_t c)
{
	char with_32[32];

	snprintf(with_32, sizeof(with_32), "%s32", name);
	return r3_call(t, r3_is_i386(t) ? with_32 : name, a, b, c);
}

static void assert_three(struct r3_task *t, const char *name, uint32_t a, uint32_t b, uint32_t c)
{
	r3_ptr p = r3_alloc(t, 12);

	assert_int_equal(wide(t, name, (int64_t)p, (int64_t)p + 4, (int64_t)p + 8), 0);
	assert_word(t, p, a);
	assert_word(t, p + 4, b);
	assert_word(t, p + 8, c);
}

#define UIDS(t, a, b, c) assert_three(t, "getresuid", a, b, c)
#define GIDS(t, a, b, c) assert_three(t, "getresgid", a, b, c)

/* Root loses all three; a user only the effective one, and comes back to it. */
static void root_gives_it_away(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_setuid, OTHER);
	UIDS(t, OTHER, OTHER, OTHER);
	r3_assert_errno(t, EPERM, SYS_setuid, 0);
	r3_assert_result(t, 0, SYS_setuid, OTHER);
}

static void a_user_comes_back(struct r3_task *t)
{
	assert_int_equal(wide(t, "setresuid", OTHER, OTHER, OTHER + 1), 0);
	r3_assert_result(t, 0, SYS_setuid, OTHER + 1);
	UIDS(t, OTHER, OTHER + 1, OTHER + 1);
	r3_assert_result(t, 0, SYS_setuid, OTHER);
	UIDS(t, OTHER, OTHER, OTHER + 1);
	r3_assert_errno(t, EPERM, SYS_setuid, OTHER + 2);
}

static void groups_likewise(struct r3_task *t)
{
	assert_int_equal(wide(t, "setresgid", OTHER, OTHER, OTHER + 1), 0);
	assert_int_equal(wide(t, "setresuid", OTHER, OTHER, OTHER), 0);
	r3_assert_result(t, 0, SYS_setgid, OTHER + 1);
	GIDS(t, OTHER, OTHER + 1, OTHER + 1);
	r3_assert_errno(t, EPERM, SYS_setgid, OTHER + 2);
	r3_assert_errno(t, EPERM, SYS_setgid, 0);
}

/* The saved id follows the effective one when the real one is set, or another than it. */
static void two_set_the_third(struct r3_task *t)
{
	assert_int_equal(wide(t, "setreuid", OTHER, OTHER + 1, 0), 0);
	UIDS(t, OTHER, OTHER + 1, OTHER + 1);
	assert_int_equal(wide(t, "setreuid", UNCHANGED, OTHER, 0), 0);
	UIDS(t, OTHER, OTHER, OTHER + 1);
	assert_int_equal(wide(t, "setreuid", UNCHANGED, OTHER + 1, 0), 0);
	UIDS(t, OTHER, OTHER + 1, OTHER + 1);
	assert_int_equal(wide(t, "setreuid", OTHER + 1, UNCHANGED, 0), 0);
	UIDS(t, OTHER + 1, OTHER + 1, OTHER + 1);
	assert_int_equal(wide(t, "setreuid", OTHER, UNCHANGED, 0), -EPERM);
}

static void two_groups_set_the_third(struct r3_task *t)
{
	assert_int_equal(wide(t, "setregid", OTHER, OTHER + 1, 0), 0);
	GIDS(t, OTHER, OTHER + 1, OTHER + 1);
	assert_int_equal(wide(t, "setregid", UNCHANGED, OTHER, 0), 0);
	GIDS(t, OTHER, OTHER, OTHER + 1);
}

static void threes_are_changed_alone(struct r3_task *t)
{
	assert_int_equal(wide(t, "setresgid", 5, 6, 7), 0);
	assert_int_equal(wide(t, "setresuid", OTHER, OTHER + 1, OTHER + 2), 0);
	UIDS(t, OTHER, OTHER + 1, OTHER + 2);
	GIDS(t, 5, 6, 7);
	assert_int_equal(wide(t, "setresuid", UNCHANGED, OTHER + 2, OTHER), 0);
	UIDS(t, OTHER, OTHER + 2, OTHER);
	assert_int_equal(wide(t, "setresuid", UNCHANGED, OTHER + 3, UNCHANGED), -EPERM);
	assert_int_equal(wide(t, "setresuid", OTHER + 1, UNCHANGED, UNCHANGED), -EPERM);
	UIDS(t, OTHER, OTHER + 2, OTHER);
}

/* Capabilities go with the effective id and come back with it, but not when all are gone. */
static void capabilities_follow(struct r3_task *t)
{
	assert_int_equal(wide(t, "setresuid", UNCHANGED, OTHER, UNCHANGED), 0);
	r3_assert_errno(t, EPERM, SYS_sethostname, r3_string(t, "x"), 1);
	assert_int_equal(wide(t, "setresuid", UNCHANGED, 0, UNCHANGED), 0);
	assert_int_equal(wide(t, "setresuid", OTHER, OTHER, OTHER), 0);
	assert_int_equal(wide(t, "setresuid", 0, 0, 0), -EPERM);
}

/* What it was is the result, whether it changes or not. */
static void of_files(struct r3_task *t)
{
	int64_t was = wide(t, "setfsuid", UNCHANGED, 0, 0);

	assert_int_equal(was, my_uid(t));
	assert_int_equal(wide(t, "setfsuid", OTHER, 0, 0), was);
	assert_int_equal(wide(t, "setfsuid", UNCHANGED, 0, 0), was);
	was = wide(t, "setfsgid", UNCHANGED, 0, 0);
	assert_int_equal(wide(t, "setfsgid", OTHER, 0, 0), was);
	assert_int_equal(wide(t, "setfsgid", UNCHANGED, 0, 0), was);
}

static void of_files_by_root(struct r3_task *t)
{
	r3_make_file(t, "secret", "x", 1, 0600);
	assert_int_equal(wide(t, "setfsuid", OTHER, 0, 0), 0);
	assert_int_equal(wide(t, "setfsuid", UNCHANGED, 0, 0), OTHER);
	r3_assert_errno(t, EACCES, SYS_open, r3_string(t, "secret"), 0);
	assert_int_equal(wide(t, "setfsuid", 0, 0, 0), OTHER);
	r3_assert_ok(t, SYS_open, r3_string(t, "secret"), 0);
	assert_int_equal(wide(t, "setfsgid", OTHER, 0, 0), 0);
	assert_int_equal(wide(t, "setfsgid", UNCHANGED, 0, 0), OTHER);
}

static void sixteen_bits(struct r3_task *t)
{
	r3_ptr p = r3_bytes(t, "\377\377\377\377\377\377\377\377", 8);

	r3_assert_result(t, 0, SYS_setresuid32, 0x12345, 1, 2);
	r3_assert_result(t, 0, SYS_getresuid, p, p + 2, p + 4);
	r3_assert_memory(t, p, "\376\377\1\0\2\0\377\377", 8);
}

#define EAGAIN_IS R3_NEVER(EAGAIN, "since 3.1 the limit of processes is execve's; else no memory")

R3_SUITE(setuid, .calls = "setuid setuid32", .page = "setuid", .rows = R3_ROWS(ones),
	 .cases = R3_CASES(R3_CASE(root_gives_it_away, .as_root = 1),
			   R3_CASE(a_user_comes_back, .as_root = 1),
			   R3_CASE(capabilities_follow, .as_root = 1)),
	 .unreached = R3_UNREACHED(EAGAIN_IS));
R3_SUITE(setgid, .calls = "setgid setgid32", .page = "setgid", .rows = R3_ROWS(ones),
	 .cases = R3_CASES(R3_CASE(groups_likewise, .as_root = 1)));
#define OF_TWO                                                                                     \
	.unreached = R3_UNREACHED(EAGAIN_IS, R3_NEVER(EINVAL, "every id maps where there are no user namespaces"))
R3_SUITE(setreuid, .calls = "setreuid setreuid32", .page = "setreuid", .rows = R3_ROWS(twos),
	 .cases = R3_CASES(R3_CASE(two_set_the_third, .as_root = 1)), OF_TWO);
R3_SUITE(setregid, .calls = "setregid setregid32", .page = "setreuid", .rows = R3_ROWS(twos),
	 .cases = R3_CASES(R3_CASE(two_groups_set_the_third, .as_root = 1)), OF_TWO);
R3_SUITE(setresuid, .calls = "setresuid setresuid32", .page = "setresuid", .rows = R3_ROWS(threes),
	 .cases = R3_CASES(R3_CASE(threes_are_changed_alone, .as_root = 1)), OF_TWO);
R3_SUITE(setresgid, .calls = "setresgid setresgid32", .page = "setresuid", .rows = R3_ROWS(threes),
	 .cases = R3_CASES(R3_CASE(threes_are_changed_alone, .as_root = 1)), OF_TWO);
R3_SUITE(getresuid, .calls = "getresuid getresuid32 getresgid getresgid32", .page = "getresuid",
	 .rows = R3_ROWS(asks),
	 .cases = R3_CASES(R3_CASE(sixteen_bits, .as_root = 1, .abis = R3_ONLY_I386)));
R3_SUITE(setfsuid, .calls = "setfsuid setfsuid32 setfsgid setfsgid32", .page = "setfsuid",
	 .cases = R3_CASES(R3_CASE(of_files), R3_CASE(of_files_by_root, .as_root = 1)));
