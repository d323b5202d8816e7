/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clone and clone3: what they refuse, and what tells the child from its parent. */
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "tasks.h"

/* --- what is refused --- */

static void try_flags(const char *name, unsigned long flags)
{
	long r = raw_clone(flags | SIGCHLD, NULL, NULL, NULL);

	if (!r)
		_exit(0);
	printf("clone(%s): %s\n", name, pid_or_error(r));
	if (r > 0)
		waitpid((pid_t)r, NULL, __WALL);
}

#define FLAGS(f) try_flags(#f, f)

static void combinations(void)
{
	FLAGS(0);
	FLAGS(CLONE_THREAD);
	FLAGS(CLONE_THREAD | CLONE_SIGHAND);
	FLAGS(CLONE_SIGHAND);
	FLAGS(CLONE_SIGHAND | CLONE_FILES);
	FLAGS(CLONE_NEWNS | CLONE_FS);
	FLAGS(CLONE_NEWUSER | CLONE_FS);
	FLAGS(CLONE_THREAD | CLONE_SIGHAND | CLONE_VM | CLONE_NEWPID);
	FLAGS(CLONE_THREAD | CLONE_SIGHAND | CLONE_VM | CLONE_NEWUSER);
	FLAGS(CLONE_PIDFD | CLONE_DETACHED);
	FLAGS(CLONE_PIDFD | CLONE_PARENT_SETTID);
	FLAGS(CLONE_PIDFD);
	FLAGS(CLONE_DETACHED);
	FLAGS(CLONE_PTRACE | CLONE_UNTRACED | CLONE_IO | CLONE_SYSVSEM);
	FLAGS(CLONE_CHILD_SETTID | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID);
}

static int without_rights(void *arg)
{
	(void)arg;
	become_nobody();
	FLAGS(CLONE_NEWNS);
	FLAGS(CLONE_NEWUTS);
	FLAGS(CLONE_NEWIPC);
	FLAGS(CLONE_NEWPID);
	FLAGS(CLONE_NEWNET);
	FLAGS(CLONE_NEWCGROUP);
	FLAGS(CLONE_NEWIPC | CLONE_SYSVSEM);
	FLAGS(CLONE_NEWNS | CLONE_FS);
	show(unshare(CLONE_NEWNS));
	show(unshare(CLONE_NEWUTS | CLONE_FILES));
	show(unshare(CLONE_NEWNET));
	return 0;
}

static void try3(const char *name, struct task_args a, size_t size)
{
	long r;

	if (!a.exit_signal && !(a.flags & (CLONE_THREAD | CLONE_PARENT)))
		a.exit_signal = SIGCHLD;
	r = raw_clone3(&a, size);
	if (!r)
		_exit(0);
	printf("clone3(%s): %s\n", name, pid_or_error(r));
	if (r > 0)
		waitpid((pid_t)r, NULL, __WALL);
}

#define ARGS(...) try3(#__VA_ARGS__, (struct task_args){ __VA_ARGS__ }, sizeof(struct task_args))

static void sizes(void)
{
	static const size_t list[] = { 0, 1, 63, 64, 65, 72, 80, 88, 89, 96, 4096, 4097 };
	static char page[8192] __attribute__((aligned(8)));
	struct task_args *a = (struct task_args *)page;

	for (unsigned i = 0; i < sizeof(list) / sizeof(*list); i++) {
		long r;

		memset(page, 0, sizeof(page));
		a->exit_signal = SIGCHLD;
		r = raw_clone3(a, list[i]);
		if (!r)
			_exit(0);
		printf("size %zu: %s\n", list[i], pid_or_error(r));
		if (r > 0)
			waitpid((pid_t)r, NULL, __WALL);
	}
	page[95] = 1;
	printf("more than is known: %s\n", pid_or_error(raw_clone3(a, 96)));
	printf("nothing there: %s\n", pid_or_error(raw_clone3(NULL, 88)));
	printf("nothing there, too short: %s\n", pid_or_error(raw_clone3(NULL, 8)));
}

static void arguments(void)
{
	static pid_t tids[40];

	ARGS(.flags = 0);
	ARGS(.flags = 1);
	ARGS(.flags = CLONE_DETACHED);
	ARGS(.flags = 1ull << 34);
	ARGS(.flags = 1ull << 63);
	ARGS(.flags = CLONE_CLEAR_SIGHAND);
	ARGS(.flags = CLONE_CLEAR_SIGHAND | CLONE_SIGHAND | CLONE_VM);
	ARGS(.exit_signal = 64);
	ARGS(.exit_signal = 65);
	ARGS(.exit_signal = 256 + SIGCHLD);
	ARGS(.exit_signal = 1ull << 40);
	ARGS(.flags = CLONE_PARENT, .exit_signal = SIGCHLD);
	ARGS(.flags = CLONE_THREAD | CLONE_SIGHAND | CLONE_VM, .exit_signal = SIGCHLD);
	ARGS(.stack = 0x10000);
	ARGS(.stack_size = 0x10000);
	ARGS(.stack = 1ull << 63, .stack_size = 4096);
	ARGS(.stack = 4096, .stack_size = ~0ull);
	ARGS(.set_tid = PTR(tids));
	ARGS(.set_tid_size = 1);
	ARGS(.set_tid = PTR(tids), .set_tid_size = 33);
	ARGS(.set_tid = PTR(tids), .set_tid_size = 1);
	ARGS(.set_tid = 8, .set_tid_size = 1);
	ARGS(.set_tid = 8, .set_tid_size = 33, .exit_signal = 99);
	ARGS(.flags = CLONE_INTO_CGROUP, .cgroup = 1ull << 31);
	ARGS(.flags = CLONE_INTO_CGROUP, .cgroup = 12345);
	try3("CLONE_INTO_CGROUP, short", (struct task_args){ .flags = CLONE_INTO_CGROUP }, 80);
	ARGS(.flags = CLONE_PIDFD, .pidfd = 8);
}

static int choose_tid(void *arg)
{
	pid_t tid = getppid();

	(void)arg;
	become_nobody();
	ARGS(.set_tid = PTR(&tid), .set_tid_size = 1);
	return 0;
}

/* --- what is written where --- */

static int words(void *arg)
{
	static int ptid, ctid, pidfd = -1;
	pid_t p;
	int *nowhere = (int *)8;

	(void)arg;
	p = (pid_t)raw_clone(CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | SIGCHLD, &ptid, &ctid, NULL);
	if (!p)
		_exit(ctid == syscall(SYS_gettid) ? ptid == ctid : 2);
	printf("parent's word: %d, child's: %d\n", ptid == p, ctid);
	reap("child's own words", p);
	p = (pid_t)raw_clone(CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | SIGCHLD, nowhere, nowhere,
			     NULL);
	if (!p)
		_exit(5);
	reap("words that are nowhere", p);
	printf("pidfd nowhere: %s\n",
	       pid_or_error(raw_clone(CLONE_PIDFD | SIGCHLD, nowhere, NULL, NULL)));
	p = (pid_t)raw_clone(CLONE_PIDFD | SIGCHLD, &pidfd, NULL, NULL);
	if (!p)
		_exit(fcntl(pidfd, F_GETFD) < 0 && errno == EBADF ? 6 : 7);
	printf("pidfd: flags %d, descriptor %d\n", fcntl(pidfd, F_GETFD), pidfd > 2);
	reap("child without it", p);
	show(close(pidfd));
	return 0;
}

static int cleared = 1, seen_in_vm;

static int set_and_leave(void *arg)
{
	seen_in_vm = *(int *)arg;
	return 3;
}

static void futex_wait(int *word, int value)
{
	while (*(volatile int *)word == value)
		syscall(SYS_futex, word, FUTEX_WAIT, value, NULL, NULL, 0);
}

/* Kernel threads of libc's kind: same memory, an own stack, a word cleared at the end. */
static int shared_memory(void *arg)
{
	char *stack = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int value = 42;
	pid_t p;

	(void)arg;
	p = clone(set_and_leave, stack + 65536, CLONE_VM | CLONE_CHILD_CLEARTID | SIGCHLD, &value,
		  NULL, NULL, &cleared);
	futex_wait(&cleared, 1);
	printf("word %d, seen %d\n", cleared, seen_in_vm);
	reap("its end", p);
	return 0;
}

/* --- what is shared --- */

static int change_all(void *arg)
{
	(void)arg;
	umask(0123);
	if (chdir("sub") || close(9))
		return 1;
	return signal(SIGUSR1, SIG_IGN) == SIG_ERR;
}

static void shared_with(const char *name, int flags)
{
	static char stack[65536] __attribute__((aligned(16)));
	struct sigaction sa;
	char cwd[4096];
	pid_t p;

	umask(022);
	signal(SIGUSR1, SIG_DFL);
	if (dup2(1, 9) != 9)
		abort();
	p = clone(change_all, stack + sizeof(stack), flags | SIGCHLD, NULL);
	reap(name, p);
	sigaction(SIGUSR1, NULL, &sa);
	getcwd(cwd, sizeof(cwd));
	printf("umask %o, in sub %d, descriptor %s, handler %s\n", umask(022),
	       strcmp(cwd + strlen(cwd) - 3, "sub") == 0, fcntl(9, F_GETFD) < 0 ? "gone" : "there",
	       sa.sa_handler == SIG_IGN ? "changed" : "same");
	if (flags & CLONE_FS && chdir(".."))
		abort();
}

static int sharing(void *arg)
{
	(void)arg;
	mkdir("sub", 0755);
	shared_with("nothing", 0);
	shared_with("CLONE_FS", CLONE_FS);
	shared_with("CLONE_FILES", CLONE_FILES);
	shared_with("CLONE_VM", CLONE_VM);
	shared_with("CLONE_VM and CLONE_SIGHAND", CLONE_VM | CLONE_SIGHAND);
	rmdir("sub");
	return 0;
}

static void ignore(int sig)
{
	(void)sig;
}

static int clear_sighand(void *arg)
{
	struct task_args a = { .flags = CLONE_CLEAR_SIGHAND, .exit_signal = SIGCHLD };
	struct sigaction sa;
	long p;

	(void)arg;
	signal(SIGUSR1, ignore);
	signal(SIGUSR2, SIG_IGN);
	p = raw_clone3(&a, sizeof(a));
	if (!p) {
		sigaction(SIGUSR1, NULL, &sa);
		printf("handler: %s\n", sa.sa_handler == SIG_DFL ? "default" : "kept");
		sigaction(SIGUSR2, NULL, &sa);
		printf("ignored: %s\n", sa.sa_handler == SIG_IGN ? "kept" : "default");
		fflush(stdout);
		_exit(0);
	}
	reap("cleared", (pid_t)p);
	return 0;
}

/* --- vfork --- */

static volatile int vfork_order;

static int vforks(void *arg)
{
	static char *const argv[] = { "/proc/self/exe", "exit", "9", NULL };
	pid_t p = vfork();

	if (!p) {
		vfork_order = 1;
		usleep(20000);
		vfork_order = 2;
		_exit(4);
	}
	printf("after vfork: %d\n", vfork_order);
	reap("vfork, exit", p);
	p = vfork();
	if (!p) {
		execve(arg, argv, NULL);
		_exit(1);
	}
	reap("vfork, exec", p);
	p = vfork();
	if (!p) {
		kill(getpid(), SIGKILL);
		_exit(1);
	}
	reap("vfork, killed", p);
	vfork_order = 7;
	p = (pid_t)raw_clone(CLONE_VFORK | SIGCHLD, NULL, NULL, NULL);
	if (!p) {
		vfork_order = 8;
		_exit(6);
	}
	printf("CLONE_VFORK without CLONE_VM: %d\n", vfork_order);
	reap("its end", p);
	return 0;
}

/* A parent that sleeps in vfork can be killed; its child goes on. */
static int killed_in_vfork(void *arg)
{
	struct gate up, go;
	pid_t p;
	char c = 0;

	(void)arg;
	gate_make(&up);
	gate_make(&go);
	p = fork();
	if (!p) {
		signal(SIGTERM, SIG_IGN);
		if (!vfork()) {
			gate_open(&up);
			gate_wait(&go);
			if (write(up.fd[1], "y", 1) != 1)
				_exit(1);
			_exit(0);
		}
		_exit(1);
	}
	gate_wait(&up);
	kill(p, SIGTERM); /* is not enough */
	show(waitpid(p, NULL, WNOHANG));
	kill(p, SIGKILL);
	reap("the parent", p);
	gate_open(&go);
	if (read(up.fd[0], &c, 1) != 1)
		return 1;
	printf("from the child: %c\n", c);
	return 0;
}

/* --- TLS --- */

static int bad_tls(void *arg)
{
	(void)arg;
#ifdef __i386__
	static unsigned desc[4] = { 3, 0, 0xfffff, 0x51 };

	printf("tls nowhere: %s\n",
	       pid_or_error(raw_clone(CLONE_SETTLS | SIGCHLD, NULL, NULL, (void *)8)));
	printf("tls not one of the three: %s\n",
	       pid_or_error(raw_clone(CLONE_SETTLS | SIGCHLD, NULL, NULL, desc)));
	desc[0] = ~0u;
	printf("tls, any: %s\n", pid_or_error(raw_clone(CLONE_SETTLS | SIGCHLD, NULL, NULL, desc)));
#else
	printf("tls beyond: %s\n", pid_or_error(raw_clone(CLONE_SETTLS | SIGCHLD, NULL, NULL,
							  (void *)0x7ffffffff000)));
	printf("tls far beyond: %s\n",
	       pid_or_error(raw_clone(CLONE_SETTLS | SIGCHLD, NULL, NULL, (void *)-4096)));
#endif
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 2)
		return atoi(argv[2]);
	signal(SIGRTMAX, SIG_IGN); /* what some children end with */
	combinations();
	reap("without rights", spawn(without_rights, NULL));
	sizes();
	arguments();
	reap("set_tid", spawn(choose_tid, NULL));
	reap("words", spawn(words, NULL));
	reap("shared memory", spawn(shared_memory, NULL));
	reap("sharing", spawn(sharing, NULL));
	reap("CLONE_CLEAR_SIGHAND", spawn(clear_sighand, NULL));
	reap("vfork", spawn(vforks, argv[0]));
	reap("killed in vfork", spawn(killed_in_vfork, NULL));
	reap("tls", spawn(bad_tls, NULL));
	return 0;
}
