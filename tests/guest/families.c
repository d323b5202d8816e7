/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose child is whose when parents end, and who hears of it. */
#include <pthread.h>
#include <sys/prctl.h>

#include "tasks.h"

/* What a descendant found out, sent to the top. */
struct news {
	pid_t pid, ppid;
	int number;
};

static struct gate to_top, go;

static void tell(int number)
{
	struct news n = { getpid(), getppid(), number };

	if (write(to_top.fd[1], &n, sizeof(n)) != sizeof(n))
		_exit(99);
}

static struct news listen_to(void)
{
	struct news n = { 0, 0, 0 };

	if (read(to_top.fd[0], &n, sizeof(n)) != sizeof(n))
		printf("nothing was heard\n");
	return n;
}

/* n children in whatever order they end; there are no more of them. */
static void reap_all(int n)
{
	int codes = 0, status;

	while (n--)
		if (wait(&status) > 0)
			codes += WEXITSTATUS(status);
	printf("their codes add up to %d\n", codes);
	reap("nobody", -1);
}

static void gates(void)
{
	gate_make(&to_top);
	gate_make(&go);
}

/* --- adoption --- */

static int orphan(void *arg)
{
	pid_t first = getppid();

	(void)arg;
	tell(0);
	for (int i = 0; getppid() == first && i < 20000; i++) /* or it will never be another */
		usleep(1000);
	tell(1);
	gate_wait(&go);
	return 7;
}

static int makes_orphan(void *arg)
{
	spawn(orphan, arg);
	gate_wait(arg); /* it is there */
	return 0;
}

static int top_without_subreaper(void *arg)
{
	struct gate ready;
	struct news n;
	pid_t p;

	(void)arg;
	gates();
	gate_make(&ready);
	p = spawn(makes_orphan, &ready);
	n = listen_to();
	printf("parent first: %d\n", n.ppid == p);
	gate_open(&ready);
	reap("middle", p);
	n = listen_to();
	printf("then: us %d, another %d\n", n.ppid == getpid(), n.ppid != p);
	gate_open(&go);
	errno = 0;
	show(waitpid(n.pid, NULL, 0));
	return 0;
}

static int top_with_subreaper(void *arg)
{
	struct gate ready;
	struct news n;
	int value = 5;
	pid_t p;

	(void)arg;
	show(prctl(PR_GET_CHILD_SUBREAPER, &value));
	printf("subreaper %d\n", value);
	show(prctl(PR_SET_CHILD_SUBREAPER, 17));
	show(prctl(PR_GET_CHILD_SUBREAPER, &value));
	printf("subreaper %d\n", value);
	gates();
	gate_make(&ready);
	p = spawn(makes_orphan, &ready);
	listen_to();
	gate_open(&ready);
	reap("middle", p);
	n = listen_to();
	printf("adopted: %d\n", n.ppid == getpid());
	gate_open(&go);
	reap("the adopted one", n.pid);
	p = fork();
	if (!p) {
		prctl(PR_GET_CHILD_SUBREAPER, &value);
		_exit(value);
	}
	reap("not inherited", p);
	return 0;
}

/* Two reapers: the nearer one has them, and when that ends, the other one. */
static int middle_reaper(void *arg)
{
	struct gate *ready = arg;

	prctl(PR_SET_CHILD_SUBREAPER, 1);
	spawn(makes_orphan, ready);
	gate_wait(&go);
	return 0;
}

static int two_reapers(void *arg)
{
	struct gate ready;
	struct news n;
	pid_t p;

	(void)arg;
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	gates();
	gate_make(&ready);
	p = spawn(middle_reaper, &ready);
	listen_to();
	gate_open(&ready);
	n = listen_to();
	printf("the nearer one: %d\n", n.ppid == p);
	gate_open(&go);
	gate_open(&go);
	reap_all(3);
	return 0;
}

/* A zombie that is adopted is reported to its new parent. */
static int leaves_zombie(void *arg)
{
	pid_t p = spawn(makes_orphan, arg);
	siginfo_t info;

	(void)p;
	waitid(P_ALL, 0, &info, WEXITED | WNOWAIT);
	return 0;
}

static int adopted_zombie(void *arg)
{
	struct gate ready;
	pid_t p;

	(void)arg;
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	gates();
	gate_make(&ready);
	p = spawn(leaves_zombie, &ready);
	listen_to();
	gate_open(&ready);
	listen_to();
	reap("its parent", p);
	gate_open(&go);
	reap_all(2);
	return 0;
}

/* --- CLONE_PARENT --- */

static int makes_sibling(void *arg)
{
	long p = raw_clone(CLONE_PARENT | SIGCHLD, NULL, NULL, NULL);

	(void)arg;
	if (!p) {
		tell(3);
		_exit(11);
	}
	return waitpid((pid_t)p, NULL, 0) < 0 && errno == ECHILD ? 0 : 1;
}

static int siblings(void *arg)
{
	struct news n;

	(void)arg;
	gates();
	reap("makes a sibling", spawn(makes_sibling, NULL));
	n = listen_to();
	printf("ours: %d\n", n.ppid == getpid());
	reap("the sibling", n.pid);
	return 0;
}

/* --- the parent's death --- */

static int wants_to_know(void *arg)
{
	int sig = 0, caught;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	sigprocmask(SIG_BLOCK, &set, NULL);
	show(prctl(PR_SET_PDEATHSIG, 65));
	show(prctl(PR_SET_PDEATHSIG, -1));
	show(prctl(PR_SET_PDEATHSIG, SIGUSR2));
	show(prctl(PR_GET_PDEATHSIG, &sig));
	printf("signal %d\n", sig);
	fflush(stdout);
	if (!fork()) {
		prctl(PR_GET_PDEATHSIG, &sig);
		_exit(sig);
	}
	wait(&caught);
	printf("a child's: %s\n", wait_text(caught));
	fflush(stdout);
	gate_open(arg);
	sigwait(&set, &caught);
	tell(caught);
	return 0;
}

static int dying_parent(void *arg)
{
	spawn(wants_to_know, arg);
	gate_wait(arg);
	return 0;
}

static void *thread_forks(void *arg)
{
	spawn(wants_to_know, arg);
	gate_wait(arg);
	return NULL;
}

static int parent_deaths(void *arg)
{
	struct gate ready;
	pthread_t t;

	(void)arg;
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	gates();
	gate_make(&ready);
	reap("dying parent", spawn(dying_parent, &ready));
	printf("told by signal %d\n", listen_to().number);
	reap("who wanted to know", -1);
	/* The parent is the thread that made it. */
	pthread_create(&t, NULL, thread_forks, &ready);
	pthread_join(t, NULL);
	printf("told by signal %d\n", listen_to().number);
	reap("who wanted to know", -1);
	return 0;
}

/* --- orphaned process groups --- */

static void on_hup(int sig)
{
	tell(sig);
}

static int stopped_job(void *arg)
{
	struct sigaction sa = { .sa_handler = on_hup, .sa_flags = SA_RESTART };

	(void)arg;
	setpgid(0, 0);
	sigaction(SIGHUP, &sa, NULL);
	sigaction(SIGCONT, &sa, NULL);
	raise(SIGSTOP);
	tell(100);
	return 5;
}

static int shell(void *arg)
{
	pid_t p = spawn(stopped_job, arg);
	int status;

	setpgid(p, p);
	waitpid(p, &status, WUNTRACED);
	printf("job: %s\n", wait_text(status));
	return 0;
}

static int orphaned_group(void *arg)
{
	int seen = 0, n;

	(void)arg;
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	setsid();
	gates();
	/* We are of another session, so that its group's last link is the shell. */
	if (!fork()) {
		setsid();
		waitpid(spawn(shell, NULL), NULL, 0);
		gate_wait(&go);
		_exit(0);
	}
	do {
		n = listen_to().number;
		seen |= n == SIGHUP ? 1 : n == SIGCONT ? 2 : 0;
	} while (n != 100);
	printf("SIGHUP %d, SIGCONT %d\n", seen & 1, !!(seen & 2));
	gate_open(&go);
	return 0;
}

/* A stop from the terminal does not stop what nobody could continue. */
static int cannot_stop(void *arg)
{
	pid_t p;
	int status;

	(void)arg;
	setsid();
	p = fork();
	if (!p) {
		setsid();
		raise(SIGTSTP);
		raise(SIGTTIN);
		raise(SIGTTOU);
		_exit(3);
	}
	waitpid(p, &status, WUNTRACED);
	printf("orphaned, SIGTSTP: %s\n", wait_text(status));
	p = fork();
	if (!p) {
		setsid();
		raise(SIGSTOP);
		_exit(4);
	}
	waitpid(p, &status, WUNTRACED);
	printf("orphaned, SIGSTOP: %s\n", wait_text(status));
	kill(p, SIGCONT);
	reap("continued", p);
	return 0;
}

int main(void)
{
	reap("init or a reaper above adopts", spawn(top_without_subreaper, NULL));
	reap("subreaper", spawn(top_with_subreaper, NULL));
	reap("two reapers", spawn(two_reapers, NULL));
	reap("adopted zombie", spawn(adopted_zombie, NULL));
	reap("siblings", spawn(siblings, NULL));
	reap("death of the parent", spawn(parent_deaths, NULL));
	reap("orphaned group", spawn(orphaned_group, NULL));
	reap("cannot stop", spawn(cannot_stop, NULL));
	return 0;
}
