/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fork(2), vfork(2), clone(2), clone3(2), unshare(2), setns(2). */
#include <linux/sched.h>

#include "process.h"

/*
 * A row's child would go on by itself: rows only ask for what is refused. Flags of namespaces are
 * refused to who is not root; what is wrong with them otherwise is seen first.
 */
#define X86_ARGS(flags) R3_WITH(flags, 0, 0, 0, 0)
static const struct r3_row clones[] = {
	{"signals, but not memory", R3_ERR(EINVAL), X86_ARGS(CLONE_SIGHAND)},
	{"a thread, but not signals", R3_ERR(EINVAL), X86_ARGS(CLONE_THREAD | CLONE_VM)},
	{"a thread alone", R3_ERR(EINVAL), X86_ARGS(CLONE_THREAD)},
	{"files' names and a namespace of them", R3_ERR(EINVAL), X86_ARGS(CLONE_FS | CLONE_NEWNS)},
	{"files' names and a namespace of users", R3_ERR(EINVAL), X86_ARGS(CLONE_FS | CLONE_NEWUSER)},
	{"a thread in a namespace of processes", R3_ERR(EINVAL),
	 X86_ARGS(CLONE_THREAD | CLONE_VM | CLONE_SIGHAND | CLONE_NEWPID)},
	{"a pidfd and no place for it", R3_ERR(EFAULT), R3_WITH(CLONE_PIDFD | SIGCHLD, 0, R3_BAD, 0, 0)},
	{"a pidfd, and the number, too", R3_ERR(EINVAL),
	 R3_WITH(CLONE_PIDFD | CLONE_PARENT_SETTID | SIGCHLD, 0, R3_OUT(4), 0, 0)},
	{"a pidfd, detached", R3_ERR(EINVAL),
	 R3_WITH(CLONE_PIDFD | CLONE_DETACHED | SIGCHLD, 0, R3_OUT(4), 0, 0)},
	{"a namespace of names", R3_ERR(EPERM), X86_ARGS(CLONE_NEWUTS | SIGCHLD)},
	{"a namespace of files", R3_ERR(EPERM), X86_ARGS(CLONE_NEWNS | SIGCHLD)},
	{"a namespace of processes", R3_ERR(EPERM), X86_ARGS(CLONE_NEWPID | SIGCHLD)},
	{"a namespace of the network", R3_ERR(EPERM), X86_ARGS(CLONE_NEWNET | SIGCHLD)},
};

/* struct clone_args: flags, pidfd, child_tid, parent_tid, exit_signal, stack, size, tls, ... */
#define ARGS(...) R3_U64S(__VA_ARGS__)
static const struct r3_row clone3s[] = {
	{"fewer bytes than there ever were", R3_ERR(EINVAL), R3_WITH(ARGS(0, 0, 0, 0, 0, 0, 0, 0), 56)},
	{"no bytes", R3_ERR(EINVAL), R3_WITH(R3_BAD, 0)},
	{"more than a page", R3_ERR(E2BIG), R3_WITH(R3_BAD, 4097)},
	{"nowhere", R3_ERR(EFAULT), R3_WITH(R3_BAD, 64)},
	{"NULL", R3_ERR(EFAULT), R3_WITH(R3_NULL, 64)},
	{"what ends early", R3_ERR(EFAULT), R3_WITH(R3_SHORT(60), 64)},
	{"more than this kernel knows", R3_ERR(E2BIG),
	 R3_WITH(ARGS(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), 120)},
	{"an unknown flag", R3_ERR(EINVAL), R3_WITH(ARGS(1ll << 60, 0, 0, 0, SIGCHLD, 0, 0, 0), 64)},
	{"detached", R3_ERR(EINVAL), R3_WITH(ARGS(CLONE_DETACHED, 0, 0, 0, SIGCHLD, 0, 0, 0), 64)},
	{"a signal among the flags", R3_ERR(EINVAL), R3_WITH(ARGS(SIGCHLD, 0, 0, 0, 0, 0, 0, 0), 64)},
	{"no signal", R3_ERR(EINVAL), R3_WITH(ARGS(0, 0, 0, 0, 65, 0, 0, 0), 64)},
	{"a large number for a signal", R3_ERR(EINVAL), R3_WITH(ARGS(0, 0, 0, 0, 1ll << 32, 0, 0, 0), 64)},
	{"a thread with a signal", R3_ERR(EINVAL),
	 R3_WITH(ARGS(CLONE_THREAD | CLONE_VM | CLONE_SIGHAND, 0, 0, 0, SIGCHLD, 0, 0, 0), 64)},
	{"a sibling with a signal", R3_ERR(EINVAL),
	 R3_WITH(ARGS(CLONE_PARENT, 0, 0, 0, SIGCHLD, 0, 0, 0), 64)},
	{"a stack without a size", R3_ERR(EINVAL),
	 R3_WITH(ARGS(0, 0, 0, 0, SIGCHLD, 0x30000000, 0, 0), 64)},
	{"a size without a stack", R3_ERR(EINVAL), R3_WITH(ARGS(0, 0, 0, 0, SIGCHLD, 0, 4096, 0), 64)},
	{"a stack in the kernel", R3_ERR(EINVAL),
	 R3_WITH(ARGS(0, 0, 0, 0, SIGCHLD, -4096, 4096, 0), 64)},
	{"signals cleared and shared", R3_ERR(EINVAL),
	 R3_WITH(ARGS(CLONE_CLEAR_SIGHAND | CLONE_SIGHAND | CLONE_VM, 0, 0, 0, SIGCHLD, 0, 0, 0), 64)},
	{"numbers, but no count", R3_ERR(EINVAL),
	 R3_WITH(ARGS(0, 0, 0, 0, SIGCHLD, 0, 0, 0, R3_OUT(4), 0), 80)},
	{"a count, but no numbers", R3_ERR(EINVAL),
	 R3_WITH(ARGS(0, 0, 0, 0, SIGCHLD, 0, 0, 0, 0, 1), 80)},
	{"more numbers than there are levels", R3_ERR(EINVAL),
	 R3_WITH(ARGS(0, 0, 0, 0, SIGCHLD, 0, 0, 0, R3_OUT(400), 33), 80)},
	{"a number, by nobody who may", R3_ERR(EPERM),
	 R3_WITH(ARGS(0, 0, 0, 0, SIGCHLD, 0, 0, 0, R3_U32S(4000), 1), 80)},
	{"a group, and no flag for it", R3_ERR(EBADF),
	 R3_WITH(ARGS(CLONE_INTO_CGROUP, 0, 0, 0, SIGCHLD, 0, 0, 0, 0, 0, R3_CLOSED), 88)},
	{"a namespace of names", R3_ERR(EPERM),
	 R3_WITH(ARGS(CLONE_NEWUTS, 0, 0, 0, SIGCHLD, 0, 0, 0), 64)},
	{"a pidfd nowhere", R3_ERR(EFAULT), R3_WITH(ARGS(CLONE_PIDFD, R3_BAD, 0, 0, SIGCHLD, 0, 0, 0), 64)},
};

static const struct r3_row unshares[] = {
	{"nothing", 0, R3_WITH(0)},
	{"files", 0, R3_WITH(CLONE_FILES)},
	{"names of files", 0, R3_WITH(CLONE_FS)},
	{"semaphores", 0, R3_WITH(CLONE_SYSVSEM)},
	{"a thread that is alone", 0, R3_WITH(CLONE_THREAD)},
	{"memory, alone", 0, R3_WITH(CLONE_VM)},
	{"signals, alone", 0, R3_WITH(CLONE_SIGHAND)},
	{"an unknown flag", R3_ERR(EINVAL), R3_WITH(1)},
	{"a flag of clone's", R3_ERR(EINVAL), R3_WITH(CLONE_PARENT)},
	{"a namespace of names", R3_ERR(EPERM), R3_WITH(CLONE_NEWUTS)},
	{"a namespace of files", R3_ERR(EPERM), R3_WITH(CLONE_NEWNS)},
	{"a namespace of processes", R3_ERR(EPERM), R3_WITH(CLONE_NEWPID)},
	{"a namespace, an unknown flag", R3_ERR(EINVAL), R3_WITH(CLONE_NEWUTS | 1)},
};

static void a_thread_that_is_not_alone(struct r3_task *t)
{
	r3_thread(t);
	r3_assert_errno(t, EINVAL, SYS_unshare, CLONE_THREAD);
	r3_assert_errno(t, EINVAL, SYS_unshare, CLONE_VM);
	r3_assert_errno(t, EINVAL, SYS_unshare, CLONE_SIGHAND);
	r3_assert_result(t, 0, SYS_unshare, CLONE_FILES);
}

static void files_are_ones_own_again(struct r3_task *t)
{
	struct r3_task *thread = r3_thread(t);
	int fd = r3_fd(t, R3_FD_FILE);

	r3_assert_open(thread, fd);
	r3_assert_result(thread, 0, SYS_unshare, CLONE_FILES);
	r3_assert_result(thread, 0, SYS_close, fd);
	r3_assert_open(t, fd);
}

static const struct r3_row setnss[] = {
	{"not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, 0)},
	{"not open, an unknown flag", R3_ERR(EBADF), R3_WITH(R3_CLOSED, 1)},
	{"a file", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), 0)},
	{"a pidfd, no namespace", R3_ERR(EINVAL), R3_WITH(R3_FD(PIDFD), 0)},
	{"a pidfd, an unknown flag", R3_ERR(EINVAL), R3_WITH(R3_FD(PIDFD), 1)},
};

/* What is copied and what is shared, as the C library forks. */
static void a_child_is_a_copy(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);
	r3_ptr p = r3_bytes(t, "before", 6);
	struct r3_task *child = r3_fork(t);

	r3_put(child, p, "child.", 6);
	r3_assert_memory(t, p, "before", 6);
	r3_assert_result(child, 5, SYS_lseek, fd, 5, 0);
	r3_assert_result(t, 5, SYS_lseek, fd, 0, 1);
	r3_assert_result(child, 0, SYS_close, fd);
	r3_assert_open(t, fd);
	r3_assert_result(child, 0, SYS_chdir, r3_string(child, "/"));
	r3_make_file(t, "here", "x", 1, 0600);
	r3_assert_errno(child, ENOENT, SYS_open, r3_string(child, "here"), 0);
}

static void the_limit_of_processes(struct r3_task *t)
{
	int64_t r;

	r3_assert_result(t, 0, SYS_setresuid, 54321, 54321, 54321);
	limit(t, RLIMIT_NPROC, 1);
	r3_assert_errno(t, EAGAIN, SYS_fork);
	r3_assert_errno(t, EAGAIN, SYS_vfork);
	r3_assert_errno(t, EAGAIN, SYS_clone, SIGCHLD, 0, 0, 0, 0);
	r = r3_syscall(t, SYS_clone3, r3_bytes(t, (uint64_t[8]){ [4] = SIGCHLD }, 64), 64);
	assert_int_equal(r, -EAGAIN);
}

/* Whichever call it is: an ordinary child. */
static void fork_once(struct r3_task *t, unsigned n, void *ctx)
{
	const r3_ptr *args = ctx;
	const char *call = r3_suite_call(t);
	int64_t r;

	if (strcmp(call, "clone3") == 0)
		r = r3_call(t, call, *args, 64);
	else
		r = r3_call(t, call, SIGCHLD, 0, 0, 0, 0);
	(void)n;
	if (r < 0)
		assert_true(r == -ENOMEM || r == -EAGAIN);
}

static void memory_runs_out(struct r3_task *t)
{
	r3_ptr args = r3_bytes(t, (uint64_t[8]){ [4] = SIGCHLD }, 64);

	r3_sweep_failing(t, R3_FAIL_ALLOC, fork_once, &args);
}

#define NEVER_NAMESPACES                                                                           \
	R3_NEVER(EACCES, "groups of processes"), R3_NEVER(EBUSY, "groups of processes"),           \
		R3_NEVER(EOPNOTSUPP, "groups of processes"), R3_NEVER(ENOSPC, "namespaces"),       \
		R3_NEVER(EUSERS, "namespaces, before 4.9")
R3_SUITE(fork, .cases = R3_CASES(R3_CASE(a_child_is_a_copy),
				 R3_CASE(the_limit_of_processes, .as_root = 1),
				 R3_CASE(memory_runs_out, NO_HOST)),
	 .unreached = R3_UNREACHED(R3_NEVER(ENOSYS, "machines without memory management")));
R3_SUITE(vfork, .cases = R3_CASES(R3_CASE(the_limit_of_processes, .as_root = 1)));
R3_SUITE(clone, .rows = R3_ROWS(clones),
	 .cases = R3_CASES(R3_CASE(the_limit_of_processes, .as_root = 1), R3_CASE(memory_runs_out, NO_HOST)),
	 .unreached = R3_UNREACHED(NEVER_NAMESPACES, R3_NEVER(EEXIST, "clone3's")));
R3_SUITE(clone3, .page = "clone", .rows = R3_ROWS(clone3s),
	 .cases = R3_CASES(R3_CASE(the_limit_of_processes, .as_root = 1), R3_CASE(memory_runs_out, NO_HOST)),
	 .unreached = R3_UNREACHED(NEVER_NAMESPACES, R3_NEVER(EEXIST, "a number that is taken, by root")));
R3_SUITE(unshare, .rows = R3_ROWS(unshares),
	 .cases = R3_CASES(R3_CASE(a_thread_that_is_not_alone), R3_CASE(files_are_ones_own_again)),
	 .unreached = R3_UNREACHED(R3_NEVER(ENOMEM, "the copies' memory"), R3_NEVER(ENOSPC, "namespaces"),
				   R3_NEVER(EUSERS, "namespaces")));
R3_SUITE(setns, .rows = R3_ROWS(setnss),
	 .unreached = R3_UNREACHED(R3_NEVER(ENOMEM, "namespaces"), R3_NEVER(EPERM, "namespaces"),
				   R3_NEVER(ESRCH, "namespaces of who has ended")));
