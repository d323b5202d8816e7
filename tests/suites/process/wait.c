/* SPDX-License-Identifier: GPL-2.0-or-later */
/* wait4(2), waitid(2), i386's waitpid(2). */
#include "process.h"

#define BAD_OPTION 0x100

static const struct r3_row rows[] = {
	{"no children", R3_ERR(ECHILD), R3_WITH(-1, R3_OUT(4), 0)},
	{"no children, into nothing", R3_ERR(ECHILD), R3_WITH(-1, R3_BAD, 0)},
	{"an unknown option", R3_ERR(EINVAL), R3_WITH(-1, R3_OUT(4), BAD_OPTION)},
	{"an option of waitid's", R3_ERR(EINVAL), R3_WITH(-1, R3_OUT(4), WEXITED)},
	{"an unknown option, a child", R3_ERR(EINVAL), R3_WITH(R3_DEAD_CHILD, R3_OUT(4), BAD_OPTION)},
	{"one that has ended", R3_ANY_OK, R3_WITH(R3_DEAD_CHILD, R3_OUT(4), 0)},
	{"one that lives", R3_BLOCKS, R3_WITH(R3_CHILD, R3_OUT(4), 0)},
	{"one that lives, not waiting", 0, R3_WITH(R3_CHILD, R3_OUT(4), WNOHANG)},
	{"one that lives, not waiting, into nothing", 0, R3_WITH(R3_CHILD, R3_BAD, WNOHANG)},
	{"any, not waiting, into no place", R3_ERR(ECHILD), R3_WITH(-1, R3_NULL, WNOHANG)},
	{"no child", R3_ERR(ECHILD), R3_WITH(R3_NOBODY, R3_OUT(4), 0)},
	{"oneself", R3_ERR(ECHILD), R3_WITH(R3_SELF, R3_OUT(4), 0)},
	{"the parent", R3_ERR(ECHILD), R3_WITH(R3_PARENT, R3_OUT(4), 0)},
	{"one's own group", R3_ERR(ECHILD), R3_WITH(0, R3_OUT(4), 0)},
	{"a group that is none", R3_ERR(ECHILD), R3_WITH(-0x7ffffff0, R3_OUT(4), 0)},
	{"the smallest number", R3_ERR(ESRCH), R3_WITH(INT32_MIN, R3_OUT(4), 0)},
	{"one that has ended, into nothing", R3_ERR(EFAULT), R3_WITH(R3_DEAD_CHILD, R3_BAD, 0)},
	{"one that has ended, into what cannot be written", R3_ERR(EFAULT),
	 R3_WITH(R3_DEAD_CHILD, R3_RO(4), 0)},
	{"clones only", R3_ERR(ECHILD), R3_WITH(R3_DEAD_CHILD, R3_OUT(4), __WCLONE)},
	{"children and clones", R3_ANY_OK, R3_WITH(R3_DEAD_CHILD, R3_OUT(4), __WALL)},
	{"not those of other threads", R3_ANY_OK, R3_WITH(R3_DEAD_CHILD, R3_OUT(4), __WNOTHREAD)},
};

static const struct r3_row used[] = {
	{"one that has ended, and what it used into nothing", R3_ERR(EFAULT),
	 R3_WITH(R3_DEAD_CHILD, R3_OUT(4), 0, R3_BAD)},
	{"one that has ended, and what it used", R3_ANY_OK,
	 R3_WITH(R3_DEAD_CHILD, R3_OUT(4), 0, R3_OUT(144))},
};

static const struct r3_row ids[] = {
	{"one that has ended", 0, R3_WITH(P_PID, R3_DEAD_CHILD, R3_OUT(128), WEXITED, R3_NULL)},
	{"one that has ended, and it stays", 0,
	 R3_WITH(P_PID, R3_DEAD_CHILD, R3_OUT(128), WEXITED | WNOWAIT, R3_NULL)},
	{"any", 0, R3_WITH(P_ALL, R3_DEAD_CHILD, R3_NULL, WEXITED, R3_NULL)},
	{"one that lives", R3_BLOCKS, R3_WITH(P_PID, R3_CHILD, R3_OUT(128), WEXITED, R3_NULL)},
	{"one that lives, not waiting", 0,
	 R3_WITH(P_PID, R3_CHILD, R3_OUT(128), WEXITED | WNOHANG, R3_NULL)},
	{"no option", R3_ERR(EINVAL), R3_WITH(P_ALL, 0, R3_OUT(128), 0, R3_NULL)},
	{"not waiting for anything", R3_ERR(EINVAL), R3_WITH(P_ALL, 0, R3_OUT(128), WNOHANG, R3_NULL)},
	{"an unknown option", R3_ERR(EINVAL), R3_WITH(P_ALL, 0, R3_OUT(128), WEXITED | BAD_OPTION, R3_NULL)},
	{"of no kind", R3_ERR(EINVAL), R3_WITH(9, 0, R3_OUT(128), WEXITED, R3_NULL)},
	{"process 0", R3_ERR(EINVAL), R3_WITH(P_PID, 0, R3_OUT(128), WEXITED, R3_NULL)},
	{"process -1", R3_ERR(EINVAL), R3_WITH(P_PID, -1, R3_OUT(128), WEXITED, R3_NULL)},
	{"group -1", R3_ERR(EINVAL), R3_WITH(P_PGID, -1, R3_OUT(128), WEXITED, R3_NULL)},
	{"one's own group", R3_ERR(ECHILD), R3_WITH(P_PGID, 0, R3_OUT(128), WEXITED, R3_NULL)},
	{"no child", R3_ERR(ECHILD), R3_WITH(P_PID, R3_NOBODY, R3_OUT(128), WEXITED, R3_NULL)},
	{"no children", R3_ERR(ECHILD), R3_WITH(P_ALL, 0, R3_OUT(128), WEXITED, R3_NULL)},
	{"a descriptor that is not open", R3_ERR(EBADF),
	 R3_WITH(3 /* P_PIDFD */, R3_CLOSED, R3_OUT(128), WEXITED, R3_NULL)},
	{"a descriptor below 0", R3_ERR(EINVAL), R3_WITH(3, -1, R3_OUT(128), WEXITED, R3_NULL)},
	{"a descriptor of no process", R3_ERR(EBADF), R3_WITH(3, R3_FD(FILE), R3_OUT(128), WEXITED, R3_NULL)},
	{"a descriptor of oneself", R3_ERR(ECHILD), R3_WITH(3, R3_FD(PIDFD), R3_OUT(128), WEXITED, R3_NULL)},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(P_PID, R3_DEAD_CHILD, R3_BAD, WEXITED, R3_NULL)},
	{"what it used into nothing", R3_ERR(EFAULT),
	 R3_WITH(P_PID, R3_DEAD_CHILD, R3_OUT(128), WEXITED, R3_BAD)},
};

static void how_it_ended(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 4);
	int pid = dead_child(t, 7);
	struct r3_task *killed;

	assert_int_equal(r3_call(t, r3_suite_call(t), -1, p, 0, 0), pid);
	assert_int_equal(r3_get_u32(t, p), 7 << 8);
	assert_int_equal(r3_call(t, r3_suite_call(t), -1, p, 0, 0), -ECHILD);
	killed = r3_fork(t);
	pid = r3_tid(killed);
	r3_assert_result(t, 0, SYS_kill, pid, SIGKILL);
	r3_settle(t);
	assert_int_equal(r3_call(t, r3_suite_call(t), pid, p, 0, 0), pid);
	assert_int_equal(r3_get_u32(t, p), SIGKILL);
}

static void is_woken(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t);
	r3_ptr p = r3_alloc(t, 4);

	r3_begin(t, SYS_wait4, -1, p, 0, 0);
	r3_assert_blocks(t);
	r3_end(child, 3);
	assert_true(r3_finish(t) > 0);
	assert_int_equal(r3_get_u32(t, p), 3 << 8);
}

static void is_interrupted(struct r3_task *t)
{
	struct r3_task *thread;

	r3_handle(t, SIGUSR1, 0);
	r3_fork(t);
	thread = r3_thread(t);
	r3_begin(t, SYS_waitid, P_ALL, 0, 0, WEXITED, 0);
	r3_assert_blocks(t);
	r3_assert_result(thread, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
	r3_begin(t, SYS_wait4, -1, 0, 0, 0);
	r3_assert_blocks(t);
	r3_assert_result(thread, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
}

static void waitpid_is_interrupted(struct r3_task *t)
{
	struct r3_task *thread;

	r3_handle(t, SIGUSR1, 0);
	r3_fork(t);
	thread = r3_thread(t);
	r3_begin(t, SYS_waitpid, -1, 0, 0);
	r3_assert_blocks(t);
	r3_assert_result(thread, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
}

/* Stopped and continued are told once each, to who asks. */
static void stopped_and_continued(struct r3_task *t)
{
	int pid = r3_tid(r3_fork(t));
	r3_ptr p = r3_alloc(t, 4);

	r3_assert_result(t, 0, SYS_kill, pid, SIGSTOP);
	r3_settle(t);
	r3_assert_result(t, pid, SYS_wait4, pid, p, WUNTRACED, 0);
	assert_int_equal(r3_get_u32(t, p), SIGSTOP << 8 | 0x7f);
	r3_assert_result(t, 0, SYS_wait4, pid, p, WUNTRACED | WNOHANG, 0);
	r3_assert_result(t, 0, SYS_kill, pid, SIGCONT);
	r3_settle(t);
	r3_assert_result(t, pid, SYS_wait4, pid, p, WCONTINUED, 0);
	assert_int_equal(r3_get_u32(t, p), 0xffff);
}

static void what_is_told(struct r3_task *t)
{
	r3_ptr info = r3_alloc(t, 128);
	size_t at = r3_is_i386(t) ? 12 : 16;
	int pid = dead_child(t, 7);

	r3_assert_result(t, 0, SYS_waitid, P_PID, pid, info, WEXITED | WNOWAIT, 0);
	assert_int_equal(r3_get_u32(t, info), SIGCHLD);
	assert_int_equal(r3_get_u32(t, info + 8), 1); /* CLD_EXITED */
	assert_int_equal(r3_get_u32(t, info + at), pid);
	assert_int_equal(r3_get_u32(t, info + at + 8), 7);
	r3_assert_result(t, 0, SYS_waitid, P_PID, pid, 0, WEXITED, 0);
	r3_assert_errno(t, ECHILD, SYS_waitid, P_PID, pid, 0, WEXITED, 0);
}

/* Nothing to tell is told as zeros. */
static void nothing_is_told(struct r3_task *t)
{
	r3_ptr info = r3_bytes(t, "................................................................"
				  "................................................................", 128);
	int pid = r3_tid(r3_fork(t));

	r3_assert_result(t, 0, SYS_waitid, P_PID, pid, info, WEXITED | WNOHANG, 0);
	r3_assert_memory(t, info, "\0\0\0\0\0\0\0\0\0\0\0\0", 12);
}

/* Who ignores SIGCHLD has no children that wait for him. */
static void ignored_children(struct r3_task *t)
{
	int64_t ignore[5] = { 1, 0, 0, 0, 0 };
	r3_ptr action = r3_words(t, 5, ignore[0], ignore[1], ignore[2], ignore[3], ignore[4]);

	r3_assert_result(t, 0, SYS_rt_sigaction, SIGCHLD, action, 0, 8);
	dead_child(t, 1);
	r3_begin(t, SYS_wait4, -1, 0, 0, 0);
	assert_int_equal(r3_finish(t), -ECHILD);
}

static void a_pidfd_that_does_not_wait(struct r3_task *t)
{
	int pid = r3_tid(r3_fork(t));
	int64_t fd = r3_assert_ok(t, SYS_pidfd_open, pid, O_NONBLOCK);

	r3_assert_errno(t, EAGAIN, SYS_waitid, 3, fd, 0, WEXITED, 0);
}

R3_SUITE(wait4, .page = "wait", .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(how_it_ended), R3_CASE(is_woken), R3_CASE(is_interrupted),
			   R3_CASE(stopped_and_continued), R3_CASE(ignored_children)),
	 .unreached = R3_UNREACHED(R3_NEVER(EAGAIN, "waitid's")));
R3_SUITE(wait4_used, .calls = "wait4", .page = "-", .rows = R3_ROWS(used));
R3_SUITE(waitpid, .page = "wait", .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(how_it_ended), R3_CASE(waitpid_is_interrupted)),
	 .unreached = R3_UNREACHED(R3_NEVER(EAGAIN, "waitid's")));
R3_SUITE(waitid, .page = "wait", .rows = R3_ROWS(ids),
	 .cases = R3_CASES(R3_CASE(what_is_told), R3_CASE(nothing_is_told), R3_CASE(is_interrupted),
			   R3_CASE(a_pidfd_that_does_not_wait)),
	 .unreached = R3_UNREACHED(R3_NEVER(ESRCH, "wait4's")));
