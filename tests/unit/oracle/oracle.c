/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the oracle's tasks are, and what they leave behind. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "ring3/suite.h"

static void is_nobody(struct r3_task *t)
{
	int64_t uid = getuid() ? getuid() : 65534;

	r3_assert_result(t, uid, SYS_getuid);
	r3_assert_result(t, uid, SYS_geteuid);
	r3_assert_result(t, 0, SYS_getgroups, 0, 0);
	r3_assert_result(t, r3_tid(t), SYS_gettid);
	r3_assert_result(t, r3_tid(t), SYS_getpid);
}

static void has_no_descriptors(struct r3_task *t)
{
	for (int fd = 0; fd < 20; fd++)
		r3_assert_errno(t, EBADF, SYS_fcntl, fd, F_GETFD);
	r3_assert_result(t, 0, SYS_open, r3_string(t, "."), O_RDONLY);
}

static void has_an_empty_directory(struct r3_task *t)
{
	r3_ptr entries = r3_alloc(t, 1024);
	int fd = r3_open(t, ".", O_RDONLY | O_DIRECTORY);

	assert_in_range(r3_assert_ok(t, SYS_getdents64, fd, entries, 1024), 48, 48);
	r3_assert_result(t, 0, SYS_mkdir, r3_string(t, "locked"), 0777);
	r3_make_file(t, "locked/file", "x", 1, 0);
	r3_assert_result(t, 0, SYS_chmod, r3_string(t, "locked"), 0);
}

static void has_an_empty_directory_again(struct r3_task *t)
{
	has_an_empty_directory(t);
}

static void child_dies(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t);
	r3_ptr status = r3_alloc(t, 4);
	int how;

	assert_false(r3_has_ended(child, NULL));
	r3_end(child, 7);
	assert_true(r3_has_ended(child, &how));
	assert_int_equal(how, 7 << 8);
	r3_assert_result(t, r3_tid(child), SYS_wait4, -1, status, 0, 0);
	assert_int_equal(r3_get_u32(t, status), 7 << 8);
	r3_assert_errno(t, ECHILD, SYS_wait4, -1, status, 0, 0);
}

static void a_parent_waits(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t);

	r3_begin(t, SYS_wait4, -1, 0, 0, 0);
	r3_assert_blocks(t);
	r3_end(child, 0);
	r3_assert_finished(t, r3_tid(child));
}

static void a_child_has_memory_of_its_own(struct r3_task *t)
{
	r3_ptr p = r3_bytes(t, "before", 6);
	struct r3_task *child = r3_fork(t);

	r3_put(child, p, "behind", 6);
	r3_assert_memory(t, p, "before", 6);
	r3_assert_memory(child, p, "behind", 6);
}

static void threads_share_theirs(struct r3_task *t)
{
	r3_ptr p = r3_bytes(t, "before", 6);
	struct r3_task *thread = r3_thread(t);

	r3_put(thread, p, "behind", 6);
	r3_assert_memory(t, p, "behind", 6);
	assert_int_not_equal(r3_tid(thread), r3_tid(t));
	r3_assert_result(thread, r3_tid(t), SYS_getpid);
}

static void a_thread_with_a_stack_of_nothing(struct r3_task *t)
{
	int64_t flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD;
	int64_t tid = r3_assert_ok(t, SYS_clone, flags, 0xdead0000u, 0, 0, 0);
	struct r3_task *thread = r3_adopt(t, (int)tid);

	r3_assert_result(thread, tid, SYS_gettid);
}

static void vfork_waits_for_its_child(struct r3_task *t)
{
	struct r3_task *child;

	r3_begin(t, SYS_vfork);
	r3_assert_blocks(t);
	child = r3_adopt(t, 0);
	r3_end(child, 0);
	r3_assert_finished(t, r3_tid(child));
}

static void a_signal_is_handled(struct r3_task *t)
{
	r3_handle(t, SIGUSR1, 0);
	r3_assert_result(t, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_result(t, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	assert_int_equal(r3_handled(t, SIGUSR1), 2);
}

static void a_stopped_task_sleeps(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t);

	r3_assert_result(t, 0, SYS_setpgid, r3_tid(child), 0);
	r3_assert_result(t, 0, SYS_kill, r3_tid(child), SIGSTOP);
	r3_begin(child, SYS_getpid);
	r3_assert_blocks(child);
	r3_assert_result(t, 0, SYS_kill, r3_tid(child), SIGCONT);
	r3_assert_finished(child, r3_tid(child));
}

static void time_wakes(struct r3_task *t)
{
	r3_begin(t, SYS_nanosleep, r3_words(t, 2, (int64_t)0, (int64_t)30000000), 0);
	r3_assert_blocks(t);
	r3_advance(t, 40000000);
	r3_assert_finished(t, 0);
}

static void every_way_leads_there(struct r3_task *t)
{
	for (int way = R3_BY_USUAL; way <= R3_BY_SYSCALL64; way++) {
		if (!r3_can_call_by(t, (enum r3_way)way))
			continue;
		r3_call_by(t, (enum r3_way)way);
		r3_assert_result(t, r3_tid(t), SYS_getpid);
		r3_assert_errno(t, EBADF, SYS_pread64, -1, 0, 0, 0, 0);
	}
}

static void protections_do_not_keep_the_kit_out(struct r3_task *t)
{
	r3_ptr p = r3_alloc_readonly(t, "abc", 3);
	char letters[3];

	r3_get(t, p, letters, 3);
	assert_memory_equal(letters, "abc", 3);
}

/* Children of children, in sessions of their own. */
static void leaves_daemons(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t), *daemon = r3_fork(child);

	r3_assert_ok(daemon, SYS_setsid);
	r3_end(child, 0);
	r3_begin(daemon, SYS_pause);
	r3_assert_blocks(daemon);
}

/* Of the same user, on Linux: it may die of that itself. The next test gets another. */
static void kills_its_parent(struct r3_task *t)
{
	if (r3_world_of(t) == R3_ON_LINUX)
		r3_begin(t, SYS_kill, r3_syscall(t, SYS_getppid), SIGKILL);
}

static void survives_that(struct r3_task *t)
{
	r3_assert_result(t, r3_tid(t), SYS_getpid);
}

static void mounts_are_its_own(struct r3_task *t)
{
	r3_ptr tmpfs = r3_string(t, "tmpfs");

	r3_scene(t);
	r3_assert_result(t, 0, SYS_mount, tmpfs, r3_string(t, "dir"), tmpfs, 0, 0);
	r3_assert_no_file(t, "dir/inner");
}

R3_SUITE(getpid,
	 .cases = R3_CASES(R3_CASE(is_nobody), R3_CASE(has_no_descriptors),
			   R3_CASE(has_an_empty_directory), R3_CASE(has_an_empty_directory_again),
			   R3_CASE(child_dies), R3_CASE(a_parent_waits),
			   R3_CASE(a_child_has_memory_of_its_own), R3_CASE(threads_share_theirs),
			   R3_CASE(a_thread_with_a_stack_of_nothing), R3_CASE(vfork_waits_for_its_child),
			   R3_CASE(a_signal_is_handled), R3_CASE(a_stopped_task_sleeps),
			   R3_CASE(time_wakes), R3_CASE(every_way_leads_there),
			   R3_CASE(protections_do_not_keep_the_kit_out), R3_CASE(leaves_daemons),
			   R3_CASE(kills_its_parent), R3_CASE(survives_that),
			   R3_CASE(mounts_are_its_own, .as_root = 1)));
