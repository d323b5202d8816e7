/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting for children: every option, whom it means, what is told, and what is refused. */
#include <limits.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "asleep.h"
#include "tasks.h"

static const char *code_name(int code)
{
	static const char *const names[] = { "0",	"EXITED",  "KILLED",   "DUMPED",
					     "TRAPPED", "STOPPED", "CONTINUED" };

	return code >= 0 && code < 7 ? names[code] : "?";
}

/* The raw call: what it writes is seen untouched by libc. */
static void try_waitid(const char *what, int type, int id, int options, pid_t child)
{
	siginfo_t info;
	long r;

	memset(&info, 0x55, sizeof(info));
	r = raw(SYS_waitid, type, id, (long)&info, options, 0, 0);
	printf("%s: %s", what, r < 0 ? guest_errno((int)-r) : "0");
	if (info.si_signo == 0x55555555)
		printf(", nothing written\n");
	else
		printf(", signo %d errno %d code %s pid %s uid %s status %d\n", info.si_signo,
		       info.si_errno, code_name(info.si_code),
		       info.si_pid == child ? "child's" : info.si_pid ? "?" : "0",
		       info.si_uid == getuid() ? "ours" : info.si_uid ? "?" : "0", info.si_status);
	fflush(stdout);
}

static void try_wait4(const char *what, pid_t pid, int options)
{
	int status = 0x5555;
	long r = raw(SYS_wait4, pid, (long)&status, options, 0, 0, 0);

	printf("%s: %s, %s\n", what, pid_or_error(r), wait_text(status));
	fflush(stdout);
}

static int exits(void *arg)
{
	return (int)(intptr_t)arg;
}

static int pauses(void *arg)
{
	(void)arg;
	for (;;)
		pause();
	return 0;
}

/* --- what is refused --- */

static void refused(void)
{
	static const int options[] = { 0,      1,	    2,		4,	   8,
				       0x10,   WNOHANG | 4, 0x01000000, 0x40000000, (int)0x80000000,
				       0x20000000 };
	char what[64];

	for (unsigned i = 0; i < sizeof(options) / sizeof(*options); i++) {
		snprintf(what, sizeof(what), "wait4, options %x", (unsigned)options[i]);
		try_wait4(what, -1, options[i]);
		snprintf(what, sizeof(what), "waitid, options %x", (unsigned)options[i]);
		try_waitid(what, P_ALL, 0, options[i], -1);
	}
	try_wait4("the least pid", INT_MIN, 0);
	try_wait4("a pid", 4000000, 0);
	try_wait4("a group", -4000000, 0);
	try_wait4("itself", getpid(), 0);
	try_wait4("init", 1, 0);
	try_waitid("P_PID 0", P_PID, 0, WEXITED, -1);
	try_waitid("P_PID -1", P_PID, -1, WEXITED, -1);
	try_waitid("P_PGID 0", P_PGID, 0, WEXITED, -1);
	try_waitid("P_PGID -1", P_PGID, -1, WEXITED, -1);
	try_waitid("P_PIDFD -1", P_PIDFD, -1, WEXITED, -1);
	try_waitid("P_PIDFD 0", P_PIDFD, 0, WEXITED, -1);
	try_waitid("P_PIDFD 999", P_PIDFD, 999, WEXITED, -1);
	try_waitid("type 4", 4, 0, WEXITED, -1);
	try_waitid("type -1", -1, 0, WEXITED, -1);
}

/* --- ends --- */

static void ends(void)
{
	pid_t p = spawn(exits, (void *)300);

	try_waitid("WNOWAIT", P_PID, p, WEXITED | WNOWAIT, p);
	try_waitid("again", P_ALL, 0, WEXITED | WNOWAIT, p);
	try_waitid("not what is asked", P_ALL, 0, WSTOPPED | WCONTINUED | WNOHANG, p);
	try_waitid("WEXITED", P_PID, p, WEXITED, p);
	try_waitid("gone", P_PID, p, WEXITED, p);
	p = spawn(pauses, NULL);
	try_waitid("WNOHANG", P_PID, p, WEXITED | WNOHANG, p);
	try_wait4("WNOHANG", p, WNOHANG);
	kill(p, SIGTERM);
	try_waitid("killed", P_PID, p, WEXITED, p);
	p = spawn(exits, (void *)7);
	try_wait4("any", -1, 0);
	p = spawn(exits, (void *)8);
	try_wait4("group 0", 0, 0);
	p = spawn(exits, (void *)9);
	try_wait4("our group", -getpgrp(), 0);
	p = spawn(pauses, NULL);
	setpgid(p, p);
	try_wait4("not our group", 0, 0);
	try_waitid("not our group", P_PGID, 0, WEXITED, p);
	kill(p, SIGINT);
	try_wait4("its group", -p, 0);
	p = spawn(exits, (void *)1);
	show(waitid(P_PID, (id_t)p, NULL, WEXITED));
	p = spawn(exits, (void *)1);
	printf("status nowhere: %s\n", pid_or_error(raw(SYS_wait4, p, 8, 0, 0, 0, 0)));
	try_wait4("reaped all the same", p, 0);
	p = spawn(exits, (void *)1);
	printf("usage nowhere: %s\n", pid_or_error(raw(SYS_wait4, p, 0, 0, 8, 0, 0)));
	p = spawn(exits, (void *)1);
	printf("info nowhere: %s\n", pid_or_error(raw(SYS_waitid, P_PID, p, 8, WEXITED, 0, 0)));
	p = spawn(exits, (void *)1);
	printf("waitid's usage nowhere: %s\n",
	       pid_or_error(raw(SYS_waitid, P_PID, p, 0, WEXITED, 8, 0)));
	try_wait4("none is left", -1, WNOHANG);
}

/* --- stops --- */

static void stops(void)
{
	pid_t p = spawn(pauses, NULL);

	setpgid(p, p); /* with a parent outside of its group, that it may stop */
	kill(p, SIGSTOP);
	try_waitid("stopped", P_PID, p, WSTOPPED | WNOWAIT, p);
	try_waitid("stopped", P_PID, p, WSTOPPED, p);
	try_waitid("told already", P_PID, p, WSTOPPED | WNOHANG, p);
	try_waitid("not continued", P_PID, p, WCONTINUED | WNOHANG, p);
	kill(p, SIGCONT);
	try_waitid("continued", P_PID, p, WCONTINUED | WNOWAIT, p);
	try_waitid("continued", P_PID, p, WCONTINUED | WEXITED | WSTOPPED, p);
	try_waitid("told already", P_PID, p, WCONTINUED | WNOHANG, p);
	kill(p, SIGTSTP);
	try_wait4("WUNTRACED", p, WUNTRACED);
	try_wait4("told already", p, WUNTRACED | WCONTINUED | WNOHANG);
	kill(p, SIGCONT);
	try_wait4("WCONTINUED", p, WCONTINUED);
	kill(p, SIGSTOP);
	try_waitid("stopped", P_PID, p, WSTOPPED | WNOWAIT, p);
	kill(p, SIGCONT);
	try_waitid("stop was taken back", P_PID, p, WSTOPPED | WNOHANG, p);
	try_waitid("continued", P_PID, p, WCONTINUED | WNOHANG, p);
	kill(p, SIGSTOP);
	try_waitid("stopped", P_PID, p, WSTOPPED | WNOWAIT, p);
	kill(p, SIGKILL);
	try_waitid("killed while stopped", P_PID, p, WEXITED | WSTOPPED, p);
}

/* --- children that are clones --- */

static pid_t clone_with(unsigned signal)
{
	pid_t p = (pid_t)raw_clone(signal, NULL, NULL, NULL);

	if (!p)
		_exit(5);
	return p;
}

static int got;
static void on_signal(int sig)
{
	got = sig;
}

static void clones(void)
{
	pid_t p = clone_with(0);

	try_wait4("a clone, as a child", p, 0);
	try_wait4("a clone, as a clone", p, __WCLONE);
	p = clone_with(0);
	try_wait4("a clone, __WALL", p, __WALL);
	p = clone_with(0);
	try_waitid("a clone, waitid", P_ALL, 0, WEXITED | WNOHANG, p);
	try_waitid("__WALL", P_ALL, 0, WEXITED | __WALL, p);
	signal(SIGUSR1, on_signal);
	p = clone_with(SIGUSR1);
	try_wait4("ends with SIGUSR1", p, __WALL);
	printf("signal %d\n", got);
	try_wait4("a clone, any child", -1, 0);
	p = spawn(exits, (void *)2);
	try_wait4("a child, as a clone", p, __WCLONE);
	try_wait4("both flags", p, __WCLONE | __WALL);
	signal(SIGUSR1, SIG_DFL);
}

/* --- nobody waits --- */

static void not_waited_for(void)
{
	struct sigaction sa = { .sa_handler = on_signal, .sa_flags = SA_NOCLDWAIT };
	pid_t p;

	signal(SIGCHLD, SIG_IGN);
	p = spawn(exits, (void *)3);
	try_wait4("SIGCHLD ignored", p, 0);
	p = clone_with(0);
	try_wait4("SIGCHLD ignored, a clone without signal", p, __WALL);
	got = 0;
	sigaction(SIGCHLD, &sa, NULL);
	p = spawn(exits, (void *)3);
	while (waitpid(p, NULL, 0) < 0 && errno == EINTR)
		;
	printf("SA_NOCLDWAIT: %s, signal %d\n", guest_errno(errno), got);
	signal(SIGCHLD, SIG_DFL);
	p = spawn(exits, (void *)3);
	try_wait4("default again", p, 0);
}

/* --- interrupted --- */

static int kills_waiting_parent(void *arg)
{
	until_asleep(getppid());
	kill(getppid(), SIGUSR1);
	until_asleep(getppid()); /* again */
	return (int)(intptr_t)arg;
}

static void interrupted(void)
{
	struct sigaction sa = { .sa_handler = on_signal };
	pid_t p;

	sigaction(SIGUSR1, &sa, NULL);
	p = spawn(kills_waiting_parent, (void *)4);
	try_wait4("without SA_RESTART", p, 0);
	try_wait4("and then", p, 0);
	p = spawn(kills_waiting_parent, (void *)5);
	try_waitid("waitid without SA_RESTART", P_PID, p, WEXITED, p);
	try_waitid("and then", P_PID, p, WEXITED, p);
	sa.sa_flags = SA_RESTART;
	sigaction(SIGUSR1, &sa, NULL);
	p = spawn(kills_waiting_parent, (void *)6);
	try_wait4("with SA_RESTART", p, 0);
	signal(SIGUSR1, SIG_DFL);
}

/* --- threads --- */

static struct gate thread_gate;
static pid_t of_thread, thread_itself;

static void *thread_with_child(void *arg)
{
	thread_itself = (pid_t)syscall(SYS_gettid);
	of_thread = spawn(pauses, NULL);
	gate_open(arg);
	gate_wait(&thread_gate);
	return NULL;
}

static void threads(void)
{
	struct gate up;
	pthread_t t;

	gate_make(&up);
	gate_make(&thread_gate);
	pthread_create(&t, NULL, thread_with_child, &up);
	gate_wait(&up);
	try_wait4("another thread's child, __WNOTHREAD", of_thread, __WNOTHREAD | WNOHANG);
	try_wait4("any, __WNOTHREAD", -1, __WNOTHREAD | WNOHANG);
	try_wait4("another thread's child", of_thread, WNOHANG);
	kill(of_thread, SIGKILL);
	try_wait4("another thread's child", of_thread, 0);
	gate_open(&thread_gate);
	pthread_join(t, NULL);
	pthread_create(&t, NULL, thread_with_child, &up);
	gate_wait(&up);
	gate_open(&thread_gate);
	pthread_join(t, NULL);
	while (!syscall(SYS_tgkill, getpid(), thread_itself, 0)) /* it gives its child away later */
		usleep(100);
	kill(of_thread, SIGTERM);
	try_wait4("of a thread that is gone, __WNOTHREAD", of_thread, __WNOTHREAD);
}

static void *sleeps(void *arg)
{
	pause();
	return arg;
}

/* A process has ended when its last thread has, whatever became of the first. */
static int leader_leaves(void *arg)
{
	pthread_t t;

	(void)arg;
	pthread_create(&t, NULL, sleeps, NULL);
	syscall(SYS_exit, 3);
	return 0;
}

static void *exits_group(void *arg)
{
	usleep(20000);
	(void)arg;
	syscall(SYS_exit_group, 6);
	return NULL;
}

static void *exits_alone(void *arg)
{
	(void)arg;
	for (int i = 0; i < 10000 && state_of(getpid()) != 'Z'; i++)
		usleep(1000); /* the first thread has left */
	syscall(SYS_exit, 8);
	return NULL;
}

static int thread_ends_group(void *arg)
{
	pthread_t t;

	(void)arg;
	pthread_create(&t, NULL, sleeps, NULL);
	pthread_create(&t, NULL, exits_group, NULL);
	pause();
	return 1;
}

static int last_thread_ends(void *arg)
{
	pthread_t t;

	(void)arg;
	pthread_create(&t, NULL, exits_alone, NULL);
	syscall(SYS_exit, 2);
	return 1;
}

static void groups_of_threads(void)
{
	pid_t p = spawn(leader_leaves, NULL);

	usleep(20000);
	try_wait4("leader has left", p, WNOHANG);
	kill(p, SIGTERM);
	try_wait4("now all", p, 0);
	try_wait4("exit_group by a thread", spawn(thread_ends_group, NULL), 0);
	try_wait4("the last thread's exit", spawn(last_thread_ends, NULL), 0);
}

/* --- usage --- */

static int uses(void *arg)
{
	size_t n = 4 << 20;
	char *p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct rusage ru;

	(void)arg;
	madvise(p, n, MADV_NOHUGEPAGE); /* a fault for each page */
	memset(p, 1, n);
	do
		getrusage(RUSAGE_SELF, &ru);
	while (!ru.ru_utime.tv_usec && !ru.ru_stime.tv_usec && !ru.ru_utime.tv_sec);
	return 0;
}

static int middle(void *arg)
{
	waitpid(spawn(uses, arg), NULL, 0);
	return 0;
}

static void print_usage(const char *what, const struct rusage *ru)
{
	printf("%s: time %d, faults %d, resident %d\n", what,
	       ru->ru_utime.tv_usec + ru->ru_stime.tv_usec + ru->ru_utime.tv_sec > 0,
	       ru->ru_minflt > 100, ru->ru_maxrss >= 4096);
}

static void usage(void)
{
	struct rusage ru;
	int status;

	memset(&ru, 0, sizeof(ru));
	wait4(spawn(uses, NULL), &status, 0, &ru);
	print_usage("a child's", &ru);
	memset(&ru, 0, sizeof(ru));
	wait4(spawn(middle, NULL), &status, 0, &ru);
	print_usage("with its children's", &ru);
	getrusage(RUSAGE_CHILDREN, &ru);
	print_usage("all children's", &ru);
}

static int all(void *arg)
{
	(void)arg;
	setsid();
	refused();
	ends();
	stops();
	clones();
	not_waited_for();
	interrupted();
	threads();
	groups_of_threads();
	usage();
	return 0;
}

int main(void)
{
	reap("all", spawn(all, NULL));
	return 0;
}
