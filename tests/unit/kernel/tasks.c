/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers of tasks, and the making of tasks when memory is out, which leaves nothing behind. */
#include "kernel/fork.h"
#include "kernel/pid.h"
#include "kernel/slab.h"
#include "lib/arena.h"
#include "machine.h"
#include "uapi/sched.h"

/* --- making and unmaking --- */

/* A task that never ran goes, as after its end. */
static void forget(pid_t nr)
{
	struct task *t = find_task(nr);

	assert_non_null(t);
	kfree(t->start_arg);
	t->exiting = true;
	t->signal->live--;
	exit_objects(t);
	t->state = TASK_ZOMBIE;
	release_task(t);
	assert_null(find_task(nr));
}

static long make(uint64_t flags)
{
	struct clone_args args = { .flags = flags, .exit_signal = SIGCHLD, .pidfd = AREA };

	return kernel_clone(&args);
}

static const uint64_t kinds[] = {
	0,
	CLONE_PIDFD,
	CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND,
	CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD,
	CLONE_FILES | CLONE_CLEAR_SIGHAND,
};

struct counts {
	size_t objects;
	pfn_t frames;
	unsigned tasks, threads;
};

static struct counts count(void)
{
	return (struct counts){ arena_objects(kernel->arena), kernel->mem->used, kernel->nr_tasks,
				current->signal->nr_threads };
}

static void assert_same(struct counts a, struct counts b)
{
	assert_int_equal(a.objects, b.objects);
	assert_int_equal(a.frames, b.frames);
	assert_int_equal(a.tasks, b.tasks);
	assert_int_equal(a.threads, b.threads);
}

/* Fails the nth of each kind of allocation, for each n, until it succeeds. */
static void try_all(uint64_t flags, bool frames)
{
	struct counts before = count();
	unsigned n;
	long ret;

	for (n = 1;; n++) {
		if (frames)
			kernel->mem->fail_nth = n;
		else
			arena_fail_nth(kernel->arena, n);
		ret = make(flags);
		kernel->mem->fail_nth = 0;
		arena_fail_nth(kernel->arena, 0);
		if (ret >= 0)
			break;
		assert_int_equal(ret, -ENOMEM);
		assert_same(count(), before);
	}
	print_message("flags %llx: %u %s\n", (unsigned long long)flags, n - 1,
		      frames ? "frames" : "objects");
	forget((pid_t)ret);
	if (flags & CLONE_PIDFD)
		fd_close(files_next(current->files, 0));
	assert_same(count(), before);
}

static void each_allocation_of_clone_fails_once(__unused void **state)
{
	map_at(0, 3, RW);
	assert_int_equal(poke(AREA, 1), 0);
	assert_int_equal(poke(AREA + PG, 1), 0);
	for (unsigned i = 0; i < ARRAY_SIZE(kinds); i++) {
		forget((pid_t)make(kinds[i])); /* what stays allocated from the first time on */
		if (kinds[i] & CLONE_PIDFD)
			fd_close(files_next(current->files, 0));
		try_all(kinds[i], false);
		if (!(kinds[i] & CLONE_PIDFD)) /* a word of the program that finds no frame kills */
			try_all(kinds[i], true);
	}
	call(munmap, AREA, 3 * PG);
}

static void limits_are_again(__unused void **state)
{
	pid_t made[3];

	kernel->config.limit_procs = 4;
	for (int i = 0; i < 3; i++) {
		made[i] = (pid_t)make(0);
		assert_true(made[i] > 0);
	}
	assert_int_equal(make(0), -EAGAIN);
	assert_int_equal(make(kinds[3]), -EAGAIN);
	forget(made[1]);
	made[1] = (pid_t)make(kinds[3]);
	assert_true(made[1] > 0);
	kernel->config.limit_procs = 0;
	become_unprivileged();
	current->signal->rlim[RLIMIT_NPROC].cur = 1; /* the others are still root's */
	assert_int_equal(make(0), -EAGAIN);
	current->signal->rlim[RLIMIT_NPROC].cur = 2;
	forget(made[0]);
	made[0] = (pid_t)make(0);
	assert_true(made[0] > 0);
	assert_int_equal(make(0), -EAGAIN);
	for (int i = 0; i < 3; i++)
		forget(made[i]);
}

/* --- numbers --- */

static void numbers_go_round(__unused void **state)
{
	pid_t first = (pid_t)make(0), last, next;

	assert_int_equal(first, current->pid + 1);
	kernel->last_pid = PID_MAX - 2;
	last = (pid_t)make(0);
	assert_int_equal(last, PID_MAX - 1);
	next = (pid_t)make(0);
	assert_int_equal(next, RESERVED_PIDS);
	assert_ptr_equal(next_task_from(0), current);
	assert_int_equal(next_task_from(first + 1)->pid, next);
	assert_int_equal(next_task_from(next + 1)->pid, last);
	assert_null(next_task_from(PID_MAX));
	forget(first);
	forget(last);
	forget(next);
}

static void a_group_keeps_its_number(__unused void **state)
{
	pid_t leader = (pid_t)make(0), member = (pid_t)make(0), other;
	struct pid *group = get_pid(find_task(leader)->thread_pid);

	change_group_pid(find_task(leader)->signal, PIDTYPE_PGID, group);
	change_group_pid(find_task(member)->signal, PIDTYPE_PGID, group);
	forget(leader);
	assert_ptr_equal(find_pid(leader), group);
	kernel->last_pid = leader - 1;
	other = (pid_t)make(0);
	assert_int_equal(other, member + 1);
	forget(other);
	change_group_pid(find_task(member)->signal, PIDTYPE_SID, group);
	change_group_pid(find_task(member)->signal, PIDTYPE_PGID, find_task(member)->thread_pid);
	assert_ptr_equal(find_pid(leader), group);
	forget(member);
	assert_null(find_pid(leader));
	kernel->last_pid = leader - 1;
	other = (pid_t)make(0);
	assert_int_equal(other, leader); /* free again; who held the object holds the old one */
	assert_ptr_not_equal(find_pid(other), group);
	assert_null(group->task);
	forget(other);
	put_pid(group);
}

static void a_chosen_number(__unused void **state)
{
	struct clone_args args = { .exit_signal = SIGCHLD, .set_tid_size = 1 };
	static const struct {
		pid_t nr;
		long error;
	} cases[] = { { 0, -EINVAL }, { -5, -EINVAL },	{ PID_MAX, -EINVAL },
		      { 1, -EEXIST }, { 2, -EEXIST } };

	for (unsigned i = 0; i < ARRAY_SIZE(cases); i++) {
		args.set_tid = cases[i].nr;
		assert_int_equal(kernel_clone(&args), cases[i].error);
	}
	args.set_tid = 4711;
	assert_int_equal(kernel_clone(&args), 4711);
	forget(4711);
	args.set_tid_size = 2;
	assert_int_equal(kernel_clone(&args), -EINVAL);
	become_unprivileged();
	args.set_tid_size = 1;
	assert_int_equal(kernel_clone(&args), -EPERM);
}

/* The kernel itself says what was left: stacks that it keeps for later count for nothing. */
static int teardown(__unused void **state)
{
	struct kernel *k = kernel;
	struct kernel_left left;

	current = NULL;
	kernel_enter(NULL);
	kernel_destroy_counting(k, &left);
	assert_int_equal(left.tasks, 1);
	assert_int_equal(left.files + left.inodes + left.dentries + left.frames + left.objects, 0);
	return 0;
}

#define tasks_test(fn) cmocka_unit_test_setup_teardown(fn, machine_setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		tasks_test(each_allocation_of_clone_fails_once),
		tasks_test(limits_are_again),
		tasks_test(numbers_go_round),
		tasks_test(a_group_keeps_its_number),
		tasks_test(a_chosen_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
