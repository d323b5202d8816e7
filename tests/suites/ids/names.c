/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine's names: uname of both and all ages, sethostname, setdomainname. */
#include "ids.h"

#define FIELD 65

static const struct r3_row asks[] = {
	{"all", 0, R3_WITH(R3_OUT(6 * FIELD))},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(R3_BAD)},
	{"into NULL", R3_ERR(EFAULT), R3_WITH(R3_NULL)},
	{"into the kernel", R3_ERR(EFAULT), R3_WITH(R3_KERNEL)},
	{"into no canonical address", R3_ERR(EFAULT), R3_WITH(R3_CRAZY)},
	{"into what ends early", R3_ERR(EFAULT), R3_WITH(R3_SHORT(6 * FIELD - 1))},
	{"into what cannot be written", R3_ERR(EFAULT), R3_WITH(R3_RO(6 * FIELD))},
};

static const struct r3_row olds[] = {
	{"five names", 0, R3_WITH(R3_OUT(5 * FIELD)), .call = "olduname"},
	{"five names, into what ends early", R3_ERR(EFAULT), R3_WITH(R3_SHORT(5 * FIELD - 1)),
	 .call = "olduname"},
	{"five names, into nothing", R3_ERR(EFAULT), R3_WITH(R3_BAD), .call = "olduname"},
	{"five short names", 0, R3_WITH(R3_OUT(45)), .call = "oldolduname"},
	{"five short names, into what ends early", R3_ERR(EFAULT), R3_WITH(R3_SHORT(44)),
	 .call = "oldolduname"},
	{"five short names, into nothing", R3_ERR(EFAULT), R3_WITH(R3_BAD), .call = "oldolduname"},
	{"five short names, into NULL", R3_ERR(EFAULT), R3_WITH(R3_NULL), .call = "oldolduname"},
};

static const struct r3_row sets[] = {
	{"by nobody who may", R3_ERR(EPERM), R3_WITH(R3_STR("name"), 4)},
	{"by nobody who may, too long", R3_ERR(EPERM), R3_WITH(R3_BAD, 65)},
	{"by nobody who may, fewer than none", R3_ERR(EPERM), R3_WITH(R3_BAD, -1)},
};

/* The host's name is not changed for a test, by root neither. */
#define ON_RING3 .as_root = 1, .ring3_only = "it would change the host's name"
static const struct r3_row root[] = {
	{"a name", 0, R3_WITH(R3_STR("name"), 4), ON_RING3},
	{"no name", 0, R3_WITH(R3_BAD, 0), ON_RING3},
	{"the longest", 0, R3_WITH(R3_OUT(64), 64), ON_RING3},
	{"too long", R3_ERR(EINVAL), R3_WITH(R3_BAD, 65), .as_root = 1},
	{"fewer than none", R3_ERR(EINVAL), R3_WITH(R3_BAD, -1), .as_root = 1},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(R3_BAD, 4), .as_root = 1},
	{"from what ends early", R3_ERR(EFAULT), R3_WITH(R3_SHORT(3), 4), .as_root = 1},
};

static void the_system(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 6 * FIELD);

	r3_assert_result(t, 0, SYS_uname, p);
	r3_assert_string(t, p, "Linux");
}

static void what_was_set_is_read(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 6 * FIELD);

	r3_assert_result(t, 0, SYS_sethostname, r3_string(t, "a.name"), 6);
	r3_assert_result(t, 0, SYS_setdomainname, r3_string(t, "a.domain"), 8);
	r3_assert_result(t, 0, SYS_uname, p);
	r3_assert_string(t, p + FIELD, "a.name");
	r3_assert_string(t, p + 5 * FIELD, "a.domain");
}

#define NAMES_CASE R3_CASE(what_was_set_is_read, ON_RING3)
R3_SUITE(uname, .rows = R3_ROWS(asks), .cases = R3_CASES(R3_CASE(the_system), NAMES_CASE));
R3_SUITE(olduname, .calls = "olduname oldolduname", .page = "uname", .rows = R3_ROWS(olds));
R3_SUITE(sethostname, .rows = R3_ROWS(sets), .cases = R3_CASES(NAMES_CASE),
	 .unreached = R3_UNREACHED(R3_NEVER(ENAMETOOLONG, "gethostname's of the C library")));
R3_SUITE(sethostname_by_root, .calls = "sethostname setdomainname", .page = "setdomainname",
	 .rows = R3_ROWS(root));
R3_SUITE(setdomainname, .rows = R3_ROWS(sets), .cases = R3_CASES(NAMES_CASE));
