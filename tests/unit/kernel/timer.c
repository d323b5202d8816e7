/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One-shot timers, interval timers and POSIX timers, on a clock that is moved by hand. */
#include "kernel/cred.h"
#include "kernel/signal.h"
#include "kernel/time.h"
#include "machine.h"

/* The host's clock stands still but for this. */
static void pass(uint64_t ns)
{
	kernel->boot_ns -= ns;
}

struct probe {
	struct ktimer timer;
	int fired;
	uint64_t again; /* re-arm for this long after; 0: not */
};

static int sequence;

static void fired(struct ktimer *t)
{
	struct probe *p = container_of(t, struct probe, timer);

	p->fired = ++sequence;
	if (p->again)
		ktimer_arm(t, t->expires + p->again);
}

static void init(struct probe *p, int n)
{
	sequence = 0;
	for (int i = 0; i < n; i++) {
		p[i] = (struct probe){ 0 };
		ktimer_init(&p[i].timer, fired);
	}
}

#define SECOND 1000000000ull

/* Armed from the latest to the earliest, moved and cancelled: in a list this would take minutes. */
static void many_timers_fire_in_order(__unused void **state)
{
	enum { MANY = 50000 };
	static struct probe p[MANY];
	uint64_t now = ktime_get();
	int last = 0;

	init(p, MANY);
	for (int i = 0; i < MANY; i++)
		ktimer_arm(&p[i].timer, now + SECOND);
	for (int i = 0; i < MANY; i++)
		ktimer_arm(&p[i].timer, now + (uint64_t)(MANY - i) * SECOND);
	for (int i = 0; i < MANY; i += 2)
		assert_true(ktimer_cancel(&p[i].timer));
	assert_int_equal(ktimer_next(), now + SECOND);
	pass(MANY / 2 * SECOND + SECOND / 2);
	ktimer_run();
	assert_int_equal(sequence, MANY / 4);
	assert_int_equal(ktimer_next(), now + (MANY / 2 + 1) * SECOND);
	for (int i = MANY - 1; i > 0; i -= 2) {
		assert_int_equal(p[i].fired, i > MANY / 2 ? ++last : 0);
		assert_int_equal(ktimer_cancel(&p[i].timer), i < MANY / 2);
	}
	assert_int_equal(ktimer_next(), UINT64_MAX);
}

static void timers_fire_in_order_and_only_when_due(__unused void **state)
{
	uint64_t now = ktime_get();
	struct probe p[4];

	init(p, 4);
	ktimer_arm(&p[0].timer, now + 300 * SECOND);
	ktimer_arm(&p[1].timer, now + 100 * SECOND);
	ktimer_arm(&p[2].timer, now + 200 * SECOND);
	ktimer_arm(&p[3].timer, now + 100 * SECOND);
	assert_int_equal(ktimer_next(), now + 100 * SECOND);
	ktimer_run();
	assert_int_equal(sequence, 0);
	pass(250 * SECOND);
	ktimer_run();
	assert_int_equal(p[1].fired, 1); /* of two for the same time, the first armed */
	assert_int_equal(p[3].fired, 2);
	assert_int_equal(p[2].fired, 3);
	assert_int_equal(p[0].fired, 0);
	assert_int_equal(ktimer_next(), now + 300 * SECOND);
	assert_true(ktimer_cancel(&p[0].timer));
	assert_false(ktimer_cancel(&p[0].timer));
	assert_false(ktimer_cancel(&p[1].timer));
	assert_int_equal(ktimer_next(), UINT64_MAX);
}

static void arming_again_moves_a_timer(__unused void **state)
{
	uint64_t now = ktime_get();
	struct probe p[1];

	init(p, 1);
	ktimer_arm(&p->timer, now + 10 * SECOND);
	ktimer_arm(&p->timer, now + 99 * SECOND);
	assert_int_equal(ktimer_next(), now + 99 * SECOND);
	ktimer_cancel(&p->timer);
	assert_int_equal(ktimer_next(), UINT64_MAX);
}

/* Its period may be shorter than what running it takes: the machine must get out. */
static void a_timer_that_rearms_itself_for_the_past_runs_once_a_turn(__unused void **state)
{
	struct probe p[1];

	init(p, 1);
	p->again = 1;
	ktimer_arm(&p->timer, ktime_get());
	pass(10 * SECOND);
	ktimer_run();
	assert_int_equal(sequence, 1);
	ktimer_run();
	assert_int_equal(sequence, 2);
	ktimer_cancel(&p->timer);
}

/* A callback may cancel another that is due in the same run. */
static struct ktimer *victim;

static void cancel_other(struct ktimer *t)
{
	(void)t;
	ktimer_cancel(victim);
}

static void a_timer_can_cancel_one_that_is_due_too(__unused void **state)
{
	struct probe p[2];

	init(p, 2);
	p[0].timer.fn = cancel_other;
	victim = &p[1].timer;
	ktimer_arm(&p[0].timer, 0);
	ktimer_arm(&p[1].timer, 0);
	ktimer_run();
	assert_int_equal(p[1].fired, 0);
	assert_int_equal(ktimer_next(), UINT64_MAX);
}

/* --- signals of timers --- */

static void block_all(void)
{
	set_current_blocked((struct sigset64){ ~0ull });
}

static int take(struct ksiginfo *info)
{
	return dequeue_signal(&(struct sigset64){ 0 }, info);
}

struct timeval64 {
	int64_t sec, usec;
};

static long setitimer(unsigned which, int64_t interval_us, int64_t value_us)
{
	struct timeval64 it[2] = { { 0, interval_us }, { 0, value_us } };
	uaddr_t a = AREA;

	assert_int_equal(copy_to_user(a, it, sizeof(it)), 0);
	return call(setitimer, which, a, 0);
}

static void the_real_timer_starts_its_period_when_its_signal_is_taken(__unused void **state)
{
	struct ksiginfo info;

	map_at(0, 1, RW);
	block_all();
	assert_int_equal(setitimer(0, 500000, 1000), 0);
	assert_int_equal(take(&info), 0);
	pass(SECOND / 100);
	ktimer_run();
	assert_int_equal(ktimer_next(), UINT64_MAX); /* idle until somebody listens */
	assert_int_equal(take(&info), SIGALRM);
	assert_int_equal(info.code, SI_KERNEL);
	assert_int_not_equal(ktimer_next(), UINT64_MAX);
	pass(10 * SECOND);
	ktimer_run();
	assert_int_equal(take(&info), SIGALRM);
	assert_int_equal(take(&info), 0); /* the periods in between are lost, not queued */
	assert_int_equal(setitimer(0, 0, 0), 0);
	assert_int_equal(ktimer_next(), UINT64_MAX);
	call(munmap, AREA, PG);
}

static int create_timer(unsigned clock, int notify, int sig)
{
	struct {
		uint64_t value;
		int signo, notify, pad[12];
	} event = { 0x77, sig, notify, { 0 } };
	int32_t id;
	long err;

	assert_int_equal(copy_to_user(AREA, &event, sizeof(event)), 0);
	err = call(timer_create, clock, AREA, AREA + 100);
	assert_int_equal(get_user(id, AREA + 100), 0);
	return err ? err : id;
}

static long settime(int id, int flags, int64_t value, int64_t interval)
{
	int64_t it[4] = { interval / (int64_t)SECOND, interval % (int64_t)SECOND,
			  value / (int64_t)SECOND, value % (int64_t)SECOND };

	assert_int_equal(copy_to_user(AREA, it, sizeof(it)), 0);
	return call(timer_settime, id, flags, AREA, 0);
}

static void overruns_are_the_periods_that_passed_while_pending(__unused void **state)
{
	struct ksiginfo info;
	int id;

	map_at(0, 1, RW);
	block_all();
	id = create_timer(1, 0, SIGUSR1);
	assert_int_equal(settime(id, 0, SECOND, SECOND), 0);
	pass(SECOND + SECOND / 2);
	ktimer_run();
	pass(7 * SECOND);
	ktimer_run();
	assert_int_equal(take(&info), SIGUSR1);
	assert_int_equal(info.code, SI_TIMER);
	assert_int_equal(info.timerid, id);
	assert_int_equal(info.value, 0x77);
	assert_int_equal(info.overrun, 7);
	assert_int_equal(call(timer_getoverrun, id), 7);
	assert_int_equal(take(&info), 0);
	assert_int_equal(call(timer_delete, id), 0);
	call(munmap, AREA, PG);
}

static void a_deleted_timer_leaves_its_signal(__unused void **state)
{
	struct ksiginfo info;
	int id;

	map_at(0, 1, RW);
	block_all();
	id = create_timer(1, 0, 40);
	settime(id, 0, 1, 0);
	pass(SECOND);
	ktimer_run();
	assert_int_equal(call(timer_delete, id), 0);
	assert_int_equal(call(timer_delete, id), -EINVAL);
	assert_int_equal(sigpending_of_user(current->cred->uid), 1);
	assert_int_equal(take(&info), 40);
	assert_int_equal(sigpending_of_user(current->cred->uid), 0);
	call(munmap, AREA, PG);
}

/* Nobody listens: it must neither be lost for later nor keep the machine busy. */
static void an_ignored_timer_goes_on_slowly(__unused void **state)
{
	struct ksiginfo info;
	int id;

	map_at(0, 1, RW);
	current->sighand->action[SIGUSR1 - 1].handler = SIG_IGN;
	id = create_timer(1, 0, SIGUSR1);
	settime(id, 0, 1, 1);
	pass(SECOND);
	ktimer_run();
	assert_true(ktimer_next() >= ktime_get() + 1000000);
	current->sighand->action[SIGUSR1 - 1].handler = 0x1000;
	pass(SECOND);
	ktimer_run();
	assert_int_equal(take(&info), SIGUSR1);
	call(timer_delete, id);
	call(munmap, AREA, PG);
}

static void setting_the_clock_moves_absolute_ends_only(__unused void **state)
{
	int64_t now[2], left[4];
	int abs, rel;

	map_at(0, 1, RW);
	block_all();
	abs = create_timer(0, 0, SIGUSR1);
	rel = create_timer(0, 0, SIGUSR2);
	assert_int_equal(call(clock_gettime, 0, AREA), 0);
	assert_int_equal(copy_from_user(now, AREA, sizeof(now)), 0);
	settime(abs, 1, (now[0] + 1000) * (int64_t)SECOND, 0);
	settime(rel, 0, 1000 * (int64_t)SECOND, 0);
	now[0] += 600;
	assert_int_equal(copy_to_user(AREA, now, sizeof(now)), 0);
	assert_int_equal(call(clock_settime, 0, AREA), 0);
	assert_int_equal(call(timer_gettime, abs, AREA), 0);
	assert_int_equal(copy_from_user(left, AREA, sizeof(left)), 0);
	assert_in_range(left[2], 398, 400);
	assert_int_equal(call(timer_gettime, rel, AREA), 0);
	assert_int_equal(copy_from_user(left, AREA, sizeof(left)), 0);
	assert_in_range(left[2], 998, 1000);
	assert_in_range(ktimer_next(), ktime_get() + 398 * SECOND, ktime_get() + 400 * SECOND);
	call(timer_delete, abs);
	call(timer_delete, rel);
	call(munmap, AREA, PG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		machine_test(many_timers_fire_in_order),
		machine_test(timers_fire_in_order_and_only_when_due),
		machine_test(arming_again_moves_a_timer),
		machine_test(a_timer_that_rearms_itself_for_the_past_runs_once_a_turn),
		machine_test(a_timer_can_cancel_one_that_is_due_too),
		machine_test(the_real_timer_starts_its_period_when_its_signal_is_taken),
		machine_test(overruns_are_the_periods_that_passed_while_pending),
		machine_test(a_deleted_timer_leaves_its_signal),
		machine_test(an_ignored_timer_goes_on_slowly),
		machine_test(setting_the_clock_moves_absolute_ends_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
