/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signals that ring3 is sent, as the program inside would be: they are passed in. SIGQUIT first
 * asks the machine who waits for what; a second one within two seconds is passed in, too.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"

#define AGAIN_NS 2000000000ll

static const int passed[] = { SIGHUP, SIGINT, SIGTERM, SIGUSR1, SIGUSR2, SIGWINCH, SIGTSTP, SIGCONT };
#define NR_PASSED (sizeof(passed) / sizeof(passed[0]))

static struct r3_machine *_Atomic machine;
static _Atomic uint64_t received; /* bit n-1: signal n came */
static _Atomic long long asked_at;

static void pass_on(int sig)
{
	struct r3_machine *m = atomic_load(&machine);

	atomic_fetch_or(&received, 1ull << (sig - 1));
	if (m)
		r3_machine_signal(m, sig);
}

static long long now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ll + t.tv_nsec;
}

static void ask(int sig)
{
	struct r3_machine *m = atomic_load(&machine);
	long long now = now_ns(), before = atomic_exchange(&asked_at, now);

	if (m && before && now - before < AGAIN_NS)
		pass_on(sig);
	else if (m)
		r3_report_waiters(m);
}

/* As nohup and shells leave them for what runs in the background. */
static bool is_ignored(int sig)
{
	struct sigaction old;

	return !sigaction(sig, NULL, &old) && old.sa_handler == SIG_IGN;
}

static bool has_terminal(void)
{
	int tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (tty >= 0)
		close(tty);
	return tty >= 0;
}

uint64_t signals_to_expect(void)
{
	const uint64_t typed = 1ull << (SIGINT - 1) | 1ull << (SIGTSTP - 1) | 1ull << (SIGWINCH - 1);
	uint64_t mask = 0;

	for (unsigned i = 0; i < NR_PASSED; i++)
		if (!is_ignored(passed[i]))
			mask |= 1ull << (passed[i] - 1);
	return has_terminal() ? mask : mask & ~typed;
}

/* Is there a shell that could continue us? */
bool have_job_control(void)
{
	return has_terminal() && getsid(getppid()) == getsid(0);
}

/* A defect of ring3's own: at least the terminal is left as it was. */
static void crashed(int sig)
{
	r3_restore_terminals();
	abandon_run();
	raise(sig); /* the default action, as soon as this returns */
}

static void catch_crashes(void)
{
	static const int crashes[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT };
	static char stack[65536]; /* the one in use may be what has run out */
	struct sigaction sa = { .sa_handler = crashed, .sa_flags = SA_ONSTACK | SA_RESETHAND }, old;
	stack_t ss = { .ss_sp = stack, .ss_size = sizeof(stack) };

	if (sigaltstack(&ss, NULL))
		return;
	for (unsigned i = 0; i < sizeof(crashes) / sizeof(crashes[0]); i++)
		if (!sigaction(crashes[i], NULL, &old) && old.sa_handler == SIG_DFL)
			sigaction(crashes[i], &sa, NULL);
}

void pass_signals(struct r3_machine *m)
{
	struct sigaction sa = { .sa_handler = pass_on, .sa_flags = SA_RESTART };

	catch_crashes();
	sigfillset(&sa.sa_mask);
	atomic_store(&machine, m);
	for (unsigned i = 0; i < NR_PASSED; i++)
		if (!is_ignored(passed[i]))
			sigaction(passed[i], &sa, NULL);
	sa.sa_handler = ask;
	if (!is_ignored(SIGQUIT))
		sigaction(SIGQUIT, &sa, NULL);
	signal(SIGPIPE, SIG_IGN); /* EPIPE is the guest's to die of */
	signal(SIGXFSZ, SIG_IGN); /* and EFBIG, at the caller's own limit */
}

void stop_passing_signals(void)
{
	atomic_store(&machine, NULL);
}

/*
 * The program is stopped: so are we, by the same signal, until our shell continues us; that SIGCONT
 * is passed in. Where the host does not stop us either (nobody could continue us), nor is it.
 */
void stop_with_program(__attribute__((unused)) void *ctx, int sig)
{
	uint64_t cont = 1ull << (SIGCONT - 1);
	struct sigaction dfl = { .sa_handler = SIG_DFL }, old;

	atomic_fetch_and(&received, ~cont);
	r3_suspend_terminals();
	if (sig == SIGSTOP) {
		raise(SIGSTOP);
	} else {
		sigaction(SIGTSTP, &dfl, &old);
		raise(SIGTSTP);
		sigaction(SIGTSTP, &old, NULL);
	}
	r3_resume_terminals();
	if (!(atomic_load(&received) & cont))
		r3_machine_signal(atomic_load(&machine), SIGCONT);
}

void die_as_told(int sig)
{
	sigset_t set;

	if (!(atomic_load(&received) & 1ull << (sig - 1)))
		return;
	signal(sig, SIG_DFL);
	sigemptyset(&set);
	sigaddset(&set, sig);
	raise(sig);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}
