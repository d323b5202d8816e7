/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: flags -pthread */
/* execve by tasks that share: threads end, tables and handlers come apart, ids stay. */
#include <limits.h>
#include <pthread.h>
#include <sys/mman.h>

#include "tasks.h"

static char *self;

/* --- what the new program sees --- */

static const char *handler_name(int sig)
{
	struct sigaction sa;

	sigaction(sig, NULL, &sa);
	return sa.sa_handler == SIG_DFL ? "default" : sa.sa_handler == SIG_IGN ? "ignored" : "?";
}

static void on_signal(int sig)
{
	(void)sig;
}

/* argv: "look", pid it should have, parent, a descriptor that may be open. */
static int look(char **argv)
{
	sigset_t set, pending;
	stack_t ss;

	sigprocmask(SIG_BLOCK, NULL, &set);
	sigpending(&pending);
	sigaltstack(NULL, &ss);
	printf("same pid %d, leader %d, same parent %d, descriptor %s\n", getpid() == atoi(argv[2]),
	       getpid() == syscall(SYS_gettid), getppid() == atoi(argv[3]),
	       fcntl(atoi(argv[4]), F_GETFD) < 0 ? "closed" : "open");
	printf("USR1 %s, USR2 %s, TERM blocked %d, pending %d, altstack %d\n", handler_name(SIGUSR1),
	       handler_name(SIGUSR2), sigismember(&set, SIGTERM), sigismember(&pending, SIGTERM),
	       !(ss.ss_flags & SS_DISABLE));
	fflush(stdout);
	return 7;
}

static int exec_look(int fd)
{
	char pid[16], ppid[16], number[16];
	char *argv[] = { self, "look", pid, ppid, number, NULL };

	snprintf(pid, sizeof(pid), "%d", getpid());
	snprintf(ppid, sizeof(ppid), "%d", getppid());
	snprintf(number, sizeof(number), "%d", fd);
	execv(self, argv);
	printf("exec: %s\n", guest_errno(errno));
	return 1;
}

static void signal_state(void)
{
	static char stack[65536];
	stack_t ss = { .ss_sp = stack, .ss_size = sizeof(stack) };
	sigset_t set;

	signal(SIGUSR1, on_signal);
	signal(SIGUSR2, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	raise(SIGTERM);
	sigaltstack(&ss, NULL);
}

static int alone(void *arg)
{
	(void)arg;
	signal_state();
	return exec_look(open("/", O_RDONLY | O_CLOEXEC));
}

/* --- with threads --- */

static void *sleeps(void *arg)
{
	for (;;)
		pause();
	return arg;
}

static void *spins(void *arg)
{
	for (volatile int i = 0;; i++)
		;
	return arg;
}

static void *execs(void *arg)
{
	(void)arg;
	exec_look(99);
	return NULL;
}

static void *execs_when_leader_left(void *arg)
{
	usleep(20000);
	return execs(arg);
}

static void more_threads(void)
{
	pthread_t t;

	for (int i = 0; i < 3; i++)
		pthread_create(&t, NULL, sleeps, NULL);
	pthread_create(&t, NULL, spins, NULL);
}

static int by_leader(void *arg)
{
	(void)arg;
	more_threads();
	return exec_look(99);
}

static int by_thread(void *arg)
{
	pthread_t t;

	(void)arg;
	more_threads();
	pthread_create(&t, NULL, execs, NULL);
	sleeps(NULL);
	return 1;
}

static int by_thread_alone(void *arg)
{
	pthread_t t;

	(void)arg;
	more_threads();
	pthread_create(&t, NULL, execs_when_leader_left, NULL);
	syscall(SYS_exit, 3);
	return 1;
}

static int by_many(void *arg)
{
	pthread_t t;

	(void)arg;
	for (int i = 0; i < 5; i++)
		pthread_create(&t, NULL, execs, NULL);
	sleeps(NULL);
	return 1;
}

static void *execs_nothing(void *arg)
{
	execl("/no/such/program", "x", NULL);
	printf("thread: %s\n", guest_errno(errno));
	fflush(stdout);
	return arg;
}

/* An exec that fails leaves the threads alone. */
static int fails(void *arg)
{
	pthread_t t, s;

	(void)arg;
	pthread_create(&s, NULL, sleeps, NULL);
	pthread_create(&t, NULL, execs_nothing, NULL);
	pthread_join(t, NULL);
	show(pthread_kill(s, 0));
	return 5;
}

static int killed_meanwhile(void *arg)
{
	more_threads();
	kill(getpid(), SIGKILL);
	return by_thread(arg);
}

/* --- sharing without threads --- */

static char stacks[2][65536] __attribute__((aligned(16)));

static int execs_in_clone(void *arg)
{
	(void)arg;
	_exit(exec_look(9));
}

/* The table comes apart before what is close-on-exec is closed: the parent keeps it. */
static int shared_files(void *arg)
{
	pid_t p;

	(void)arg;
	if (dup3(1, 9, O_CLOEXEC) != 9)
		return 1;
	p = clone(execs_in_clone, stacks[0] + sizeof(stacks[0]), CLONE_FILES | SIGCHLD, NULL);
	reap("child", p);
	printf("the parent's: %s\n", fcntl(9, F_GETFD) < 0 ? "closed" : "open");
	return 0;
}

static int shared_handlers(void *arg)
{
	pid_t p;

	(void)arg;
	signal(SIGUSR1, on_signal);
	p = clone(execs_in_clone, stacks[0] + sizeof(stacks[0]), CLONE_VM | CLONE_SIGHAND | SIGCHLD,
		  NULL);
	reap("child", p);
	printf("the parent's: %s\n", handler_name(SIGUSR1));
	return 0;
}

/* Words that the new program must not touch are cleared for those who wait. */
static int word = 1;
static int execs_with_word(void *arg)
{
	(void)arg;
	_exit(exec_look(99));
}

static int clears_word(void *arg)
{
	pid_t p = clone(execs_with_word, stacks[0] + sizeof(stacks[0]),
			CLONE_VM | CLONE_CHILD_CLEARTID | SIGCHLD, NULL, NULL, NULL, &word);

	(void)arg;
	reap("child", p);
	printf("word %d\n", word);
	return 0;
}

/* A child that ends with another signal: after its exec it is an ordinary one. */
static int other_signal(void *arg)
{
	pid_t p = (pid_t)raw_clone(SIGUSR2, NULL, NULL, NULL);
	int status;

	(void)arg;
	signal(SIGUSR2, SIG_IGN);
	if (!p)
		_exit(exec_look(99));
	show(waitid(P_PID, (id_t)p, NULL, WEXITED | WNOWAIT | __WALL));
	show(waitpid(p, &status, 0) == p);
	printf("%s\n", wait_text(status));
	return 0;
}

/* --- limits --- */

static long exec_long(size_t bytes, unsigned count)
{
	char **argv = calloc(count + 3, sizeof(*argv));
	char *text = malloc(bytes + 1);
	long r;

	memset(text, 'x', bytes);
	text[bytes] = '\0';
	argv[0] = self;
	argv[1] = "nothing";
	for (unsigned i = 0; i < count; i++)
		argv[2 + i] = text;
	r = execv(self, argv);
	free(text);
	free(argv);
	return r;
}

static int long_enough(void *arg)
{
	(void)arg;
	return (int)exec_long(131000, 1);
}

static int too_much(void *arg)
{
	(void)arg;
	show(exec_long(131072, 1));
	show(exec_long(100000, 70));
	show(exec_long(4, 1000000));
	reap("a long one", spawn(long_enough, NULL));
	return 0;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*fn)(void *);
	} tests[] = {
		{ "alone", alone },
		{ "by the leader", by_leader },
		{ "by a thread", by_thread },
		{ "by a thread without its leader", by_thread_alone },
		{ "by many at once", by_many },
		{ "failing", fails },
		{ "killed meanwhile", killed_meanwhile },
		{ "shared files", shared_files },
		{ "shared handlers", shared_handlers },
		{ "a word to clear", clears_word },
		{ "another signal", other_signal },
		{ "too much", too_much },
	};

	self = argv[0];
	if (argc > 1)
		return strcmp(argv[1], "look") ? 0 : look(argv);
	for (unsigned i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		reap(tests[i].name, spawn(tests[i].fn, NULL));
	return 0;
}
