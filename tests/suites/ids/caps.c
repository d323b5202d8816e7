/* SPDX-License-Identifier: GPL-2.0-or-later */
/* capget(2) and capset(2). */
#include <linux/capability.h>

#include "ids.h"

#define V1 0x19980330
#define V2 0x20071026
#define V3 0x20080522

#define HEAD(version, pid) R3_U32S(version, pid)

static const struct r3_row gets[] = {
	{"one's own", 0, R3_WITH(HEAD(V3, 0), R3_OUT(24))},
	{"one's own by number", 0, R3_WITH(HEAD(V3, R3_SELF), R3_OUT(24))},
	{"a child's", 0, R3_WITH(HEAD(V3, R3_CHILD), R3_OUT(24))},
	{"version 1", 0, R3_WITH(HEAD(V1, 0), R3_OUT(12))},
	{"version 2", 0, R3_WITH(HEAD(V2, 0), R3_OUT(24))},
	{"no version", R3_ERR(EINVAL), R3_WITH(HEAD(0, 0), R3_OUT(24))},
	{"no version, asking for it", 0, R3_WITH(HEAD(0, 0), R3_NULL)},
	{"a version, without a place", 0, R3_WITH(HEAD(V3, 0), R3_NULL)},
	{"nobody's", R3_ERR(ESRCH), R3_WITH(HEAD(V3, R3_NOBODY), R3_OUT(24))},
	{"below 0", R3_ERR(EINVAL), R3_WITH(HEAD(V3, -1), R3_OUT(24))},
	{"no version, below 0", R3_ERR(EINVAL), R3_WITH(HEAD(0, -1), R3_OUT(24))},
	{"a head nowhere", R3_ERR(EFAULT), R3_WITH(R3_BAD, R3_OUT(24))},
	{"a head of NULL", R3_ERR(EFAULT), R3_WITH(R3_NULL, R3_OUT(24))},
	{"a head that ends early", R3_ERR(EFAULT), R3_WITH(R3_SHORT(2), R3_OUT(24))},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(HEAD(V3, 0), R3_BAD)},
	{"into what ends early", R3_ERR(EFAULT), R3_WITH(HEAD(V3, 0), R3_SHORT(20))},
	{"into what cannot be written", R3_ERR(EFAULT), R3_WITH(HEAD(V3, 0), R3_RO(24))},
};

static const struct r3_row sets[] = {
	{"none", 0, R3_WITH(HEAD(V3, 0), R3_U32S(0, 0, 0, 0, 0, 0))},
	{"none, version 1", 0, R3_WITH(HEAD(V1, 0), R3_U32S(0, 0, 0))},
	{"one", R3_ERR(EPERM), R3_WITH(HEAD(V3, 0), R3_U32S(1, 1, 0, 0, 0, 0))},
	{"one that is inherited", R3_ERR(EPERM), R3_WITH(HEAD(V3, 0), R3_U32S(0, 0, 1, 0, 0, 0))},
	{"of a child", R3_ERR(EPERM), R3_WITH(HEAD(V3, R3_CHILD), R3_U32S(0, 0, 0, 0, 0, 0))},
	{"of nobody", R3_ERR(EPERM), R3_WITH(HEAD(V3, R3_NOBODY), R3_U32S(0, 0, 0, 0, 0, 0))},
	{"of nobody, from nowhere", R3_ERR(EPERM), R3_WITH(HEAD(V3, R3_NOBODY), R3_BAD)},
	{"no version", R3_ERR(EINVAL), R3_WITH(HEAD(0, 0), R3_U32S(0, 0, 0, 0, 0, 0))},
	{"no version, of nobody", R3_ERR(EINVAL), R3_WITH(HEAD(0, R3_NOBODY), R3_BAD)},
	{"a head nowhere", R3_ERR(EFAULT), R3_WITH(R3_BAD, R3_BAD)},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(HEAD(V3, 0), R3_BAD)},
	{"from NULL", R3_ERR(EFAULT), R3_WITH(HEAD(V3, 0), R3_NULL)},
	{"from what ends early", R3_ERR(EFAULT), R3_WITH(HEAD(V3, 0), R3_SHORT(20))},
	{"effective, but not permitted", R3_ERR(EPERM),
	 R3_WITH(HEAD(V3, 0), R3_U32S(1, 0, 0, 0, 0, 0)), .as_root = 1},
	{"less, by root", 0, R3_WITH(HEAD(V3, 0), R3_U32S(1, 1, 1, 0, 0, 0)), .as_root = 1},
};

/* The version that the kernel prefers is put where one was that it does not know. */
static void tells_the_version(struct r3_task *t)
{
	r3_ptr head = r3_bytes(t, "\1\0\0\0\0\0\0\0", 8);

	r3_assert_result(t, 0, SYS_capget, head, 0);
	assert_word(t, head, V3);
	r3_put(t, head, "\1\0\0\0", 4);
	r3_assert_errno(t, EINVAL, SYS_capset, head, R3_BAD_PTR);
	assert_word(t, head, V3);
	r3_assert_errno(t, EFAULT, SYS_capget, r3_alloc_readonly(t, "\1\0\0\0\0\0\0\0", 8), 0);
}

/* What was given away does not come back; what is only not effective does. */
static void gives_away(struct r3_task *t)
{
	uint32_t only[6] = { 1 << CAP_CHOWN, 1 << CAP_CHOWN | 1 << CAP_KILL, 0, 0, 0, 0 };
	r3_ptr head = r3_bytes(t, (uint32_t[]){ V3, 0 }, 8), data = r3_bytes(t, only, 24);
	r3_ptr now = r3_alloc(t, 24);

	r3_assert_result(t, 0, SYS_capset, head, data);
	r3_assert_result(t, 0, SYS_capget, head, now);
	r3_assert_memory(t, now, only, 24);
	r3_assert_errno(t, EPERM, SYS_sethostname, now, 0);
	only[0] = 1 << CAP_KILL;
	r3_put(t, data, only, 24);
	r3_assert_result(t, 0, SYS_capset, head, data);
	only[1] = only[0] |= 1 << CAP_SYS_ADMIN;
	r3_put(t, data, only, 24);
	r3_assert_errno(t, EPERM, SYS_capset, head, data);
}

R3_SUITE(capget, .rows = R3_ROWS(gets), .cases = R3_CASES(R3_CASE(tells_the_version)),
	 .unreached = R3_UNREACHED(R3_NEVER(EPERM, "capset's")));
R3_SUITE(capset, .rows = R3_ROWS(sets),
	 .cases = R3_CASES(R3_CASE(tells_the_version), R3_CASE(gives_away, .as_root = 1)),
	 .unreached = R3_UNREACHED(R3_NEVER(ESRCH, "another's are EPERM")));
