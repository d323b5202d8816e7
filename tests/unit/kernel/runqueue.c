/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who runs next, and for how long: the run queue alone, with tasks that only use up time. */
#include "emu/script/script.h"
#include "kernel/runqueue.h"
#include "kernel/slab.h"
#include "kernel/task.h"
#include "machine.h"
#include "uapi/sched.h"

#define MS 1000000ull
#define MAX 8

static struct task *tasks[MAX];
static uint64_t used[MAX]; /* ns that each has run */

static struct task *add(unsigned i, int policy, int priority, int nice)
{
	struct task *t = kzalloc(sizeof(*t));

	assert_non_null(t);
	rq_task_init(t);
	rq_set_policy(t, policy, priority, nice);
	t->pid = (pid_t)i;
	tasks[i] = t;
	rq_wake(t);
	return t;
}

/* One turn of a task that would go on forever. Which it was. */
static unsigned run_turn(void)
{
	struct task *t = rq_pick();
	uint64_t ns;

	assert_non_null(t);
	ns = min(rq_slice_left(t), 20 * MS);
	if (!ns)
		ns = MS;
	rq_charge(t, ns);
	used[t->pid] += ns;
	rq_put_back(t, TURN_PAUSED);
	return (unsigned)t->pid;
}

static void run_for(uint64_t ns)
{
	uint64_t sum = 0, before;

	while (sum < ns) {
		before = used[0] + used[1] + used[2];
		run_turn();
		sum += used[0] + used[1] + used[2] - before;
	}
}

static int set_up(void **state)
{
	static struct kernel_config config = { .mem_size = 64 << 20, .seed = 1 };
	struct kernel *k;
	const char *why;

	memset(tasks, 0, sizeof(tasks));
	memset(used, 0, sizeof(used));
	if (kernel_boot(&k, &config, &script_cpu, &why))
		return -1;
	kernel_enter(k);
	*state = k;
	return 0;
}

static int tear_down(void **state)
{
	for (unsigned i = 0; i < MAX; i++) {
		if (tasks[i])
			rq_remove(tasks[i]);
		kfree(tasks[i]);
	}
	kernel_destroy(*state);
	return 0;
}

static void equals_share_equally(__unused void **state)
{
	for (unsigned i = 0; i < 3; i++)
		add(i, SCHED_NORMAL, 0, 0);
	run_for(3000 * MS);
	for (unsigned i = 0; i < 3; i++)
		assert_in_range(used[i], 990 * MS, 1010 * MS);
}

/* Five steps of nice are a factor of three. */
static void nice_is_a_quarter_a_step(__unused void **state)
{
	add(0, SCHED_NORMAL, 0, 0);
	add(1, SCHED_NORMAL, 0, 5);
	run_for(4052 * MS);
	assert_in_range(used[0] * 100 / used[1], 295, 315);
}

static void nice_can_change_while_it_waits(__unused void **state)
{
	add(0, SCHED_NORMAL, 0, 0);
	add(1, SCHED_NORMAL, 0, 0);
	run_for(100 * MS);
	rq_set_policy(tasks[1], SCHED_NORMAL, 0, 19);
	memset(used, 0, sizeof(used));
	run_for(1000 * MS);
	assert_in_range(used[0] / max(used[1], 1ull), 50, 90);
}

static void idle_tasks_get_what_is_left(__unused void **state)
{
	add(0, SCHED_NORMAL, 0, 0);
	add(1, SCHED_IDLE, 0, 0);
	run_for(10000 * MS);
	assert_in_range(used[1], 1, 60 * MS);
}

static void the_highest_priority_goes_first(__unused void **state)
{
	static const unsigned order[] = { 2, 1, 3, 0 };

	add(0, SCHED_NORMAL, 0, -20);
	add(1, SCHED_FIFO, 30, 0);
	add(2, SCHED_RR, 99, 0);
	add(3, SCHED_FIFO, 30, 0);
	for (unsigned i = 0; i < 4; i++) {
		struct task *t = rq_pick();

		assert_int_equal(t->pid, order[i]);
	}
	assert_null(rq_pick());
	assert_true(rq_empty());
}

static void fifo_keeps_its_turn_and_rr_shares(__unused void **state)
{
	unsigned changes = 0, last, now;

	add(0, SCHED_FIFO, 10, 0);
	add(1, SCHED_FIFO, 10, 0);
	for (int i = 0; i < 100; i++)
		assert_int_equal(run_turn(), 0);
	rq_set_policy(tasks[0], SCHED_RR, 20, 0);
	rq_set_policy(tasks[1], SCHED_RR, 20, 0);
	last = run_turn();
	for (int i = 0; i < 100; i++, last = now)
		changes += (now = run_turn()) != last;
	assert_in_range(changes, 15, 25); /* each 100 ms, in steps of 20 */
}

static void who_is_lowered_goes_to_the_front(__unused void **state)
{
	add(0, SCHED_FIFO, 10, 0);
	add(1, SCHED_FIFO, 20, 0);
	add(2, SCHED_FIFO, 20, 0);
	rq_set_policy(tasks[2], SCHED_FIFO, 10, 0);
	rq_set_policy(tasks[1], SCHED_FIFO, 5, 0);
	assert_int_equal(rq_pick()->pid, 2);
	assert_int_equal(rq_pick()->pid, 0);
	assert_int_equal(rq_pick()->pid, 1);
}

static void who_keeps_its_priority_keeps_its_place(__unused void **state)
{
	for (int i = 0; i < 3; i++)
		add(i, SCHED_FIFO, 10, 0);
	rq_set_policy(tasks[0], SCHED_FIFO, 10, 5);
	rq_set_policy(tasks[1], SCHED_RR, 10, 0);
	assert_false(rq_lend(tasks[0], 10));
	assert_false(rq_lend(tasks[0], 5));
	for (int i = 0; i < 3; i++)
		assert_int_equal(rq_pick()->pid, i);
}

static void who_is_lent_a_priority_runs_by_it(__unused void **state)
{
	add(0, SCHED_NORMAL, 0, 0);
	add(1, SCHED_FIFO, 10, 0);
	add(2, SCHED_FIFO, 30, 0);
	assert_true(rq_lend(tasks[0], 20));
	rq_remove(tasks[2]);
	for (int i = 0; i < 10; i++)
		assert_int_equal(run_turn(), 0);
	rq_wake(tasks[2]);
	assert_true(rq_preempts(tasks[2], tasks[0]));
	assert_int_equal(run_turn(), 2);
	assert_false(rq_lend(tasks[2], 20)); /* its own is higher */
	assert_int_equal(run_turn(), 2);
	rq_set_policy(tasks[2], SCHED_NORMAL, 0, 0);
	assert_int_equal(tasks[2]->se.prio, 20);
	assert_true(rq_lend(tasks[0], 0));
	assert_true(rq_lend(tasks[2], 0));
	assert_int_equal(run_turn(), 1);
}

static void real_time_tasks_leave_a_twentieth(__unused void **state)
{
	add(0, SCHED_FIFO, 99, 0);
	add(1, SCHED_NORMAL, 0, 0);
	run_for(10000 * MS);
	assert_in_range(used[1], 400 * MS, 600 * MS);
}

static void a_sleeper_comes_back_soon_but_not_for_long(__unused void **state)
{
	struct task *sleeper;

	add(0, SCHED_NORMAL, 0, 0);
	add(1, SCHED_NORMAL, 0, 0);
	sleeper = add(2, SCHED_NORMAL, 0, 0);
	rq_remove(sleeper);
	run_for(5000 * MS);
	rq_wake(sleeper);
	assert_int_equal(run_turn(), 2);
	memset(used, 0, sizeof(used));
	run_for(300 * MS);
	assert_in_range(used[2], 90 * MS, 115 * MS);
}

static void wake_ups_preempt_whom_they_should(__unused void **state)
{
	struct task *normal = add(0, SCHED_NORMAL, 0, 0), *other = add(1, SCHED_NORMAL, 0, 0);
	struct task *fifo = add(2, SCHED_FIFO, 5, 0), *higher = add(3, SCHED_FIFO, 6, 0);
	struct task *batch = add(4, SCHED_BATCH, 0, 0), *idle = add(5, SCHED_IDLE, 0, 0);

	for (unsigned i = 0; i < 6; i++)
		rq_remove(tasks[i]);
	assert_true(rq_preempts(fifo, normal));
	assert_false(rq_preempts(normal, fifo));
	assert_true(rq_preempts(higher, fifo));
	assert_false(rq_preempts(fifo, higher));
	assert_false(rq_preempts(fifo, fifo));
	assert_true(rq_preempts(normal, idle));
	assert_false(rq_preempts(idle, normal));
	assert_false(rq_preempts(other, normal)); /* they had the same */
	rq_charge(normal, 10 * MS);
	assert_true(rq_preempts(other, normal));
	assert_false(rq_preempts(batch, normal));
}

/* All others that are not far behind come first. */
static void a_turn_given_away_goes_to_the_others(__unused void **state)
{
	struct task *t;
	unsigned met = 0;

	for (unsigned i = 0; i < 4; i++)
		add(i, SCHED_NORMAL, 0, 0);
	for (int i = 0; i < 4; i++) {
		t = rq_pick();
		met |= 1u << t->pid;
		rq_charge(t, 1000);
		rq_put_back(t, TURN_GIVEN_AWAY);
	}
	assert_int_equal(met, 15);
}

static void the_tree_stays_in_order(__unused void **state)
{
	uint64_t seed = 1;

	for (unsigned i = 0; i < MAX; i++)
		add(i, SCHED_NORMAL, 0, (int)i - 4);
	for (int n = 0; n < 20000; n++) {
		struct task *t;

		seed = seed * 6364136223846793005ull + 1442695040888963407ull;
		t = tasks[seed >> 33 & (MAX - 1)];
		switch (seed >> 40 & 3) {
		case 0:
			rq_remove(t);
			break;
		case 1:
			rq_wake(t);
			break;
		default:
			t = rq_pick();
			if (!t)
				break;
			for (unsigned i = 0; i < MAX; i++)
				if (tasks[i]->se.queued && tasks[i]->se.vruntime + 4 * MS * 3 < t->se.vruntime)
					fail_msg("task %u was passed over", i);
			rq_charge(t, seed >> 44 & 0xfffff);
			if (seed >> 43 & 1)
				rq_put_back(t, seed >> 42 & 1);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		T(equals_share_equally),
		T(nice_is_a_quarter_a_step),
		T(nice_can_change_while_it_waits),
		T(idle_tasks_get_what_is_left),
		T(the_highest_priority_goes_first),
		T(fifo_keeps_its_turn_and_rr_shares),
		T(who_is_lowered_goes_to_the_front),
		T(who_keeps_its_priority_keeps_its_place),
		T(who_is_lent_a_priority_runs_by_it),
		T(real_time_tasks_leave_a_twentieth),
		T(a_sleeper_comes_back_soon_but_not_for_long),
		T(wake_ups_preempt_whom_they_should),
		T(a_turn_given_away_goes_to_the_others),
		T(the_tree_stays_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
