/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Queues of signals: what is kept, what is dropped, what comes first. */
#include "kernel/cred.h"
#include "kernel/signal.h"
#include "lib/arena.h"
#include "machine.h"

#define HANDLER 0x1000

static const struct sigset64 nothing_blocked;

static void handle_all(void)
{
	for (int sig = 1; sig <= NSIG; sig++)
		current->sighand->action[sig - 1].handler = HANDLER;
}

static int queue(int sig, int code, uint64_t value)
{
	struct ksiginfo info = { .signo = sig, .code = code, .value = value };

	return send_signal_info(&info, current, false);
}

static int queue_process(int sig)
{
	struct ksiginfo info = { .signo = sig, .code = SI_USER };

	return send_signal_info(&info, current, true);
}

static int take(struct ksiginfo *info)
{
	return dequeue_signal(&nothing_blocked, info);
}

static void old_signals_are_kept_once_new_ones_each(__unused void **state)
{
	struct ksiginfo info;

	handle_all();
	queue(SIGUSR1, SI_QUEUE, 1);
	queue(SIGUSR1, SI_QUEUE, 2);
	queue(40, SI_QUEUE, 3);
	queue(40, SI_QUEUE, 4);
	assert_int_equal(take(&info), SIGUSR1);
	assert_int_equal(info.value, 1);
	assert_int_equal(take(&info), 40);
	assert_int_equal(info.value, 3);
	assert_true(current->work & TW_SIGNAL);
	assert_int_equal(take(&info), 40);
	assert_int_equal(info.value, 4);
	assert_int_equal(take(&info), 0);
	assert_false(current->work & TW_SIGNAL);
}

static void the_lowest_comes_first_and_the_threads_before_the_processes(__unused void **state)
{
	struct ksiginfo info;

	handle_all();
	queue_process(SIGHUP);
	queue(50, SI_USER, 0);
	queue(SIGTERM, SI_USER, 0);
	queue(SIGINT, SI_USER, 0);
	assert_int_equal(take(&info), SIGINT);
	assert_int_equal(take(&info), SIGTERM);
	assert_int_equal(take(&info), 50);
	assert_int_equal(take(&info), SIGHUP);
}

static void what_the_program_did_itself_comes_before_what_others_sent(__unused void **state)
{
	struct ksiginfo info;

	handle_all();
	queue(SIGHUP, SI_USER, 0);
	queue(SIGSEGV, 1, 0);
	assert_int_equal(take(&info), SIGSEGV);
	assert_int_equal(take(&info), SIGHUP);
}

static void an_ignored_one_is_dropped_unless_it_is_blocked(__unused void **state)
{
	struct ksiginfo info;

	current->sighand->action[SIGUSR1 - 1].handler = SIG_IGN;
	queue(SIGUSR1, SI_USER, 0);
	queue(SIGCHLD, SI_USER, 0); /* ignored by default */
	assert_int_equal(take(&info), 0);
	set_current_blocked((struct sigset64){ sigmask(SIGUSR1) | sigmask(SIGCHLD) });
	queue(SIGUSR1, SI_USER, 0);
	queue(SIGCHLD, SI_USER, 0);
	assert_int_equal(dequeue_signal(&current->blocked, &info), 0);
	assert_int_equal(take(&info), SIGUSR1);
	assert_int_equal(take(&info), SIGCHLD);
}

static void stop_and_continue_cancel_each_other(__unused void **state)
{
	struct ksiginfo info;

	handle_all();
	queue(SIGTSTP, SI_USER, 0);
	queue_process(SIGTTIN);
	queue_process(SIGCONT);
	assert_int_equal(take(&info), SIGCONT);
	assert_int_equal(take(&info), 0);
	queue(SIGCONT, SI_USER, 0);
	queue_process(SIGTSTP);
	assert_int_equal(take(&info), SIGTSTP);
	assert_int_equal(take(&info), 0);
	assert_int_equal(sigpending_of_user(current->cred->uid), 0);
}

static void sigkill_and_sigstop_cannot_be_blocked(__unused void **state)
{
	set_current_blocked((struct sigset64){ ~0ull });
	assert_int_equal(current->blocked.bits, ~(sigmask(SIGKILL) | sigmask(SIGSTOP)));
}

static void a_fatal_one_ends_every_sleep(__unused void **state)
{
	queue(SIGTERM, SI_USER, 0);
	assert_true(current->signal->group_exit);
	assert_int_equal(current->signal->group_exit_code, SIGTERM);
	assert_true(current->work & TW_KILLED);
	/* Nothing more is taken in by a process that dies. */
	queue(SIGUSR1, SI_USER, 0);
	assert_false(current->pending.signal.bits & sigmask(SIGUSR1));
	flush_sigqueue(&current->pending);
}

/* What dumps core is left to its delivery, which may report it. */
static void a_fault_is_not_taken_for_dead_yet(__unused void **state)
{
	struct ksiginfo info = { .signo = SIGSEGV, .code = 1, .addr = 0x1234 }, got;

	set_current_blocked((struct sigset64){ ~0ull });
	current->sighand->action[SIGSEGV - 1].handler = HANDLER;
	force_sig_info(&info);
	assert_false(current->signal->group_exit);
	assert_int_equal(current->sighand->action[SIGSEGV - 1].handler, SIG_DFL);
	assert_false(current->blocked.bits & sigmask(SIGSEGV));
	assert_int_equal(dequeue_signal(&current->blocked, &got), SIGSEGV);
	assert_int_equal(got.addr, 0x1234);
}

static void a_limit_refuses_queued_ones_but_not_kill(__unused void **state)
{
	struct ksiginfo info;

	handle_all();
	current->signal->rlim[RLIMIT_SIGPENDING].cur = 2;
	assert_int_equal(queue(40, SI_QUEUE, 1), 0);
	assert_int_equal(queue(40, SI_QUEUE, 2), 0);
	assert_int_equal(queue(40, SI_QUEUE, 3), -EAGAIN);
	assert_int_equal(queue(41, SI_USER, 0), 0); /* without an entry, and without its details */
	assert_int_equal(queue(SIGUSR1, SI_USER, 0), 0);
	assert_int_equal(take(&info), SIGUSR1);
	assert_int_equal(take(&info), 40);
	assert_int_equal(take(&info), 40);
	assert_int_equal(take(&info), 41);
	assert_int_equal(info.code, SI_USER);
	assert_int_equal(take(&info), 0);
	assert_int_equal(sigpending_of_user(current->cred->uid), 0);
}

static void without_memory_the_signal_still_comes(__unused void **state)
{
	struct ksiginfo info;

	handle_all();
	arena_fail_nth(kernel->arena, 1);
	assert_int_equal(queue(SIGUSR1, SI_KERNEL, 5), 0);
	arena_fail_nth(kernel->arena, 1);
	assert_int_equal(queue(40, SI_QUEUE, 5), -EAGAIN);
	arena_fail_nth(kernel->arena, 0);
	assert_int_equal(take(&info), SIGUSR1);
	assert_int_equal(info.value, 0);
	assert_int_equal(take(&info), 0);
}

static void ignoring_throws_away_what_is_pending(__unused void **state)
{
	uint64_t act[4] = { SIG_IGN };

	map_at(0, 1, RW);
	set_current_blocked((struct sigset64){ ~0ull });
	queue(SIGUSR1, SI_USER, 0);
	queue_process(SIGUSR1);
	assert_int_equal(copy_to_user(AREA, act, sizeof(act)), 0);
	assert_int_equal(call(rt_sigaction, SIGUSR1, AREA, 0, 8), 0);
	assert_int_equal(current->pending.signal.bits, 0);
	assert_int_equal(current->signal->shared_pending.signal.bits, 0);
	assert_int_equal(sigpending_of_user(current->cred->uid), 0);
	call(munmap, AREA, PG);
}

static void exec_resets_handlers_and_keeps_what_is_ignored(__unused void **state)
{
	handle_all();
	current->sighand->action[SIGHUP - 1].handler = SIG_IGN;
	current->sighand->action[SIGINT - 1].flags = SA_SIGINFO;
	current->sas_size = 4096;
	signal_exec(current);
	assert_int_equal(current->sighand->action[SIGHUP - 1].handler, SIG_IGN);
	assert_int_equal(current->sighand->action[SIGINT - 1].handler, SIG_DFL);
	assert_int_equal(current->sighand->action[SIGINT - 1].flags, 0);
	assert_int_equal(current->sas_size, 0);
}

/* --- permission --- */

static void a_process_may_signal_itself_whatever_it_became(__unused void **state)
{
	become_unprivileged();
	assert_int_equal(call(kill, current->tgid, 0), 0);
	assert_int_equal(call(kill, 1, 0), -EPERM);
	assert_int_equal(call(kill, 1, 65), -EINVAL);
	assert_int_equal(call(kill, -1, 0), -ESRCH); /* nobody else is here */
	assert_int_equal(call(kill, 3, 0), -ESRCH);
	assert_int_equal(call(kill, 0, 0), 0);
	assert_int_equal(call(kill, -current->tgid, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		machine_test(old_signals_are_kept_once_new_ones_each),
		machine_test(the_lowest_comes_first_and_the_threads_before_the_processes),
		machine_test(what_the_program_did_itself_comes_before_what_others_sent),
		machine_test(an_ignored_one_is_dropped_unless_it_is_blocked),
		machine_test(stop_and_continue_cancel_each_other),
		machine_test(sigkill_and_sigstop_cannot_be_blocked),
		machine_test(a_fatal_one_ends_every_sleep),
		machine_test(a_fault_is_not_taken_for_dead_yet),
		machine_test(a_limit_refuses_queued_ones_but_not_kill),
		machine_test(without_memory_the_signal_still_comes),
		machine_test(ignoring_throws_away_what_is_pending),
		machine_test(exec_resets_handlers_and_keeps_what_is_ignored),
		machine_test(a_process_may_signal_itself_whatever_it_became),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
