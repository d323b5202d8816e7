/* SPDX-License-Identifier: GPL-2.0-or-later */
/* prctl(2): the options that programs use. */
#include <linux/securebits.h>
#include <sys/prctl.h>

#include "process.h"

#define NO_OPTION 999

static const struct r3_row rows[] = {
	{"no option", R3_ERR(EINVAL), R3_WITH(NO_OPTION, 0, 0, 0, 0)},
	{"option -1", R3_ERR(EINVAL), R3_WITH(-1, 0, 0, 0, 0)},
	{"no option, arguments nowhere", R3_ERR(EINVAL), R3_WITH(NO_OPTION, R3_BAD, R3_BAD, R3_BAD, R3_BAD)},

	{"the parent's death", 0, R3_WITH(PR_SET_PDEATHSIG, SIGTERM)},
	{"the parent's death, no signal", R3_ERR(EINVAL), R3_WITH(PR_SET_PDEATHSIG, 65)},
	{"the parent's death, asked", 0, R3_WITH(PR_GET_PDEATHSIG, R3_OUT(4))},
	{"the parent's death, into nothing", R3_ERR(EFAULT), R3_WITH(PR_GET_PDEATHSIG, R3_BAD)},

	{"a dump", 0, R3_WITH(PR_SET_DUMPABLE, 0)},
	{"a dump for root, which is not to be had", R3_ERR(EINVAL), R3_WITH(PR_SET_DUMPABLE, 2)},
	{"a dump, of no kind", R3_ERR(EINVAL), R3_WITH(PR_SET_DUMPABLE, 3)},

	{"capabilities kept", 0, R3_WITH(PR_SET_KEEPCAPS, 1)},
	{"capabilities kept twice", R3_ERR(EINVAL), R3_WITH(PR_SET_KEEPCAPS, 2)},
	{"are they kept", 0, R3_WITH(PR_GET_KEEPCAPS)},

	{"a name", 0, R3_WITH(PR_SET_NAME, R3_STR("name"))},
	{"a name from nowhere", R3_ERR(EFAULT), R3_WITH(PR_SET_NAME, R3_BAD)},
	{"a name without an end", R3_ERR(EFAULT), R3_WITH(PR_SET_NAME, R3_IN("name"))},
	{"a name that is long enough", 0, R3_WITH(PR_SET_NAME, R3_IN("123456789012345678901"))},
	{"the name", 0, R3_WITH(PR_GET_NAME, R3_OUT(16))},
	{"the name into nothing", R3_ERR(EFAULT), R3_WITH(PR_GET_NAME, R3_BAD)},
	{"the name into what ends early", R3_ERR(EFAULT), R3_WITH(PR_GET_NAME, R3_SHORT(15))},

	{"the kind of time", 0, R3_WITH(PR_GET_TIMING)},
	{"a kind of time", 0, R3_WITH(PR_SET_TIMING, 0)},
	{"another kind of time", R3_ERR(EINVAL), R3_WITH(PR_SET_TIMING, 1)},

	{"reading the TSC", 0, R3_WITH(PR_GET_TSC, R3_OUT(4))},
	{"reading the TSC, into nothing", R3_ERR(EFAULT), R3_WITH(PR_GET_TSC, R3_BAD)},
	{"reading the TSC, of no kind", R3_ERR(EINVAL), R3_WITH(PR_SET_TSC, 3)},

	{"is a capability there", R3_ANY_OK, R3_WITH(PR_CAPBSET_READ, 0)},
	{"no capability", R3_ERR(EINVAL), R3_WITH(PR_CAPBSET_READ, 64)},
	{"to drop one, by nobody who may", R3_ERR(EPERM), R3_WITH(PR_CAPBSET_DROP, 0)},
	{"to drop no capability, by nobody who may", R3_ERR(EPERM), R3_WITH(PR_CAPBSET_DROP, 64)},
	{"to drop no capability", R3_ERR(EINVAL), R3_WITH(PR_CAPBSET_DROP, 64), .as_root = 1},
	{"securebits", 0, R3_WITH(PR_GET_SECUREBITS)},
	{"securebits, by nobody who may", R3_ERR(EPERM), R3_WITH(PR_SET_SECUREBITS, 1)},

	{"slack", R3_ANY_OK, R3_WITH(PR_GET_TIMERSLACK)},
	{"other slack", 0, R3_WITH(PR_SET_TIMERSLACK, 1000)},

	{"no new privileges", 0, R3_WITH(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)},
	{"no new privileges, twice", R3_ERR(EINVAL), R3_WITH(PR_SET_NO_NEW_PRIVS, 2, 0, 0, 0)},
	{"no new privileges, more arguments", R3_ERR(EINVAL), R3_WITH(PR_SET_NO_NEW_PRIVS, 1, 1, 0, 0)},
	{"are there new privileges", 0, R3_WITH(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0)},
	{"are there new privileges, more arguments", R3_ERR(EINVAL),
	 R3_WITH(PR_GET_NO_NEW_PRIVS, 1, 0, 0, 0)},

	{"huge pages", 0, R3_WITH(PR_GET_THP_DISABLE, 0, 0, 0, 0)},
	{"huge pages, more arguments", R3_ERR(EINVAL), R3_WITH(PR_GET_THP_DISABLE, 1, 0, 0, 0)},
	{"a reaper", 0, R3_WITH(PR_SET_CHILD_SUBREAPER, 1)},
	{"is it a reaper", 0, R3_WITH(PR_GET_CHILD_SUBREAPER, R3_OUT(4))},
	{"is it a reaper, into nothing", R3_ERR(EFAULT), R3_WITH(PR_GET_CHILD_SUBREAPER, R3_BAD)},

	{"ambient, none", 0, R3_WITH(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)},
	{"ambient, one that is not permitted", R3_ERR(EPERM),
	 R3_WITH(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 0, 0, 0)},
	{"ambient, no capability", R3_ERR(EINVAL), R3_WITH(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 64, 0, 0)},
	{"ambient, of no kind", R3_ERR(EINVAL), R3_WITH(PR_CAP_AMBIENT, 9, 0, 0, 0)},
	{"ambient, more arguments", R3_ERR(EINVAL),
	 R3_WITH(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 1, 0, 0)},

	{"another map of memory, by nobody who may", R3_ERR(EPERM),
	 R3_WITH(PR_SET_MM, PR_SET_MM_BRK, 0x30000000, 0, 0)},
	{"who may trace", R3_ANY_OK, R3_WITH(PR_MCE_KILL_GET, 0, 0, 0, 0)},
	{"broken memory, more arguments", R3_ERR(EINVAL), R3_WITH(PR_MCE_KILL_GET, 1, 0, 0, 0)},
	{"broken memory, of no kind", R3_ERR(EINVAL), R3_WITH(PR_MCE_KILL, 9, 0, 0, 0)},
};

static void what_was_set_is_told(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 16);

	r3_assert_result(t, 0, SYS_prctl, PR_SET_NAME, r3_string(t, "a name that is long"));
	r3_assert_result(t, 0, SYS_prctl, PR_GET_NAME, p);
	r3_assert_string(t, p, "a name that is ");
	r3_assert_result(t, 0, SYS_prctl, PR_SET_PDEATHSIG, SIGTERM);
	r3_assert_result(t, 0, SYS_prctl, PR_GET_PDEATHSIG, p);
	assert_int_equal(r3_get_u32(t, p), SIGTERM);
	r3_assert_result(t, 0, SYS_prctl, PR_SET_DUMPABLE, 0);
	r3_assert_result(t, 0, SYS_prctl, PR_GET_DUMPABLE);
	r3_assert_result(t, 0, SYS_prctl, PR_SET_DUMPABLE, 1);
	r3_assert_result(t, 1, SYS_prctl, PR_GET_DUMPABLE);
	r3_assert_result(t, 0, SYS_prctl, PR_SET_KEEPCAPS, 1);
	r3_assert_result(t, 1, SYS_prctl, PR_GET_KEEPCAPS);
	r3_assert_result(t, 0, SYS_prctl, PR_SET_TIMERSLACK, 1234);
	r3_assert_result(t, 1234, SYS_prctl, PR_GET_TIMERSLACK);
	r3_assert_result(t, 0, SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	r3_assert_result(t, 1, SYS_prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
	r3_assert_errno(t, EINVAL, SYS_prctl, PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0);
	r3_assert_result(r3_fork(t), 1, SYS_prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
}

/* Orphans of a reaper's family are its own. */
static void a_reaper(struct r3_task *t)
{
	struct r3_task *child, *grandchild;

	r3_assert_result(t, 0, SYS_prctl, PR_SET_CHILD_SUBREAPER, 1);
	child = r3_fork(t);
	grandchild = r3_fork(child);
	r3_end(child, 0);
	r3_assert_result(grandchild, r3_tid(t), SYS_getppid);
}

static void the_bounding_set(struct r3_task *t)
{
	r3_assert_result(t, 1, SYS_prctl, PR_CAPBSET_READ, 5);
	r3_assert_result(t, 0, SYS_prctl, PR_CAPBSET_DROP, 5);
	r3_assert_result(t, 0, SYS_prctl, PR_CAPBSET_READ, 5);
	r3_assert_result(t, 0, SYS_prctl, PR_SET_SECUREBITS, SECBIT_KEEP_CAPS_LOCKED);
	r3_assert_errno(t, EPERM, SYS_prctl, PR_SET_SECUREBITS, 0);
	r3_assert_errno(t, EPERM, SYS_prctl, PR_SET_KEEPCAPS, 1);
}

R3_SUITE(prctl, .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(what_was_set_is_told), R3_CASE(a_reaper),
			   R3_CASE(the_bounding_set, .as_root = 1)),
	 .unreached = R3_UNREACHED(R3_NEVER(EACCES, "PR_SET_MM's, and seccomp's"),
				   R3_NEVER(EBADF, "PR_SET_MM_EXE_FILE, root's"),
				   R3_NEVER(EBUSY, "PR_SET_MM_EXE_FILE, root's"),
				   R3_NEVER(ENODEV, "CPUs without a way to mitigate"),
				   R3_NEVER(ENXIO, "CPUs that mitigate always"),
				   R3_NEVER(EOPNOTSUPP, "other architectures' modes"),
				   R3_NEVER(ERANGE, "ways to mitigate that there are not")));
