/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: flags -pthread */
/* pidfds: opened, polled, waited on, signalled through, robbed of descriptors; kcmp. */
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include "tasks.h"

#define PIDFD_THREAD O_EXCL

static int pidfd(pid_t pid, unsigned flags)
{
	return (int)raw(SYS_pidfd_open, pid, flags, 0, 0, 0, 0);
}

static const char *fd_or_error(long r)
{
	return r < 0 ? guest_errno((int)-r) : "a descriptor";
}

static int pauses(void *arg)
{
	for (;;)
		pause();
	return arg != NULL;
}

static int exits(void *arg)
{
	return (int)(intptr_t)arg;
}

static int ready(int fd)
{
	struct pollfd p = { fd, POLLIN | POLLOUT | POLLPRI, 0 };

	poll(&p, 1, 0);
	return p.revents;
}

/* --- opening --- */

static void opening(void)
{
	pid_t p = spawn(pauses, NULL);
	struct stat st;
	char link[64] = "", path[64];
	int fd;

	printf("flag 1: %s\n", fd_or_error(pidfd(p, 1)));
	printf("pid 0: %s\n", fd_or_error(pidfd(0, 0)));
	printf("pid -1: %s\n", fd_or_error(pidfd(-1, 0)));
	printf("nobody: %s\n", fd_or_error(pidfd(4194304, 0)));
	printf("init: %s\n", fd_or_error(pidfd(1, 0)));
	printf("PIDFD_THREAD: %s\n", fd_or_error(pidfd(p, PIDFD_THREAD)));
	fd = pidfd(p, O_NONBLOCK);
	printf("flags: %x, %x\n", fcntl(fd, F_GETFL) & ~O_LARGEFILE, fcntl(fd, F_GETFD));
	fstat(fd, &st);
	printf("mode %o, size %d, links %d\n", st.st_mode, (int)st.st_size, (int)st.st_nlink);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (readlink(path, link, sizeof(link) - 1) > 0)
		printf("%s\n", link);
	show(read(fd, link, 1));
	show(write(fd, link, 1));
	show(lseek(fd, 0, SEEK_SET));
	show(fchmod(fd, 0600));
	kill(p, SIGKILL);
	reap("it", p);
	printf("after its end: %s\n", fd_or_error(pidfd(p, 0)));
	close(fd);
}

/* --- polling and waiting --- */

static void show_info(const char *what, long r, const siginfo_t *info)
{
	printf("%s: %s, code %d, status %d\n", what, r < 0 ? guest_errno((int)-r) : "0",
	       info->si_code, info->si_status);
}

static long wait_on(int fd, int options, siginfo_t *info)
{
	memset(info, 0, sizeof(*info));
	return raw(SYS_waitid, P_PIDFD, fd, (long)info, options, 0, 0);
}

static void waiting(void)
{
	pid_t p = spawn(pauses, NULL);
	int fd = pidfd(p, 0), nonblock = pidfd(p, O_NONBLOCK), ep = epoll_create1(0);
	struct epoll_event ev = { .events = EPOLLIN | EPOLLET };
	siginfo_t info;

	epoll_ctl(ep, EPOLL_CTL_ADD, fd, &ev);
	printf("alive: %x, epoll %d\n", ready(fd), epoll_wait(ep, &ev, 1, 0));
	show_info("WNOHANG", wait_on(fd, WEXITED | WNOHANG, &info), &info);
	show_info("PIDFD_NONBLOCK", wait_on(nonblock, WEXITED, &info), &info);
	show_info("both", wait_on(nonblock, WEXITED | WNOHANG, &info), &info);
	kill(p, SIGTERM);
	printf("epoll %d\n", epoll_wait(ep, &ev, 1, 10000));
	printf("dead: %x\n", ready(fd));
	show_info("WNOWAIT", wait_on(fd, WEXITED | WNOWAIT, &info), &info);
	show_info("waited", wait_on(nonblock, WEXITED, &info), &info);
	printf("reaped: %x\n", ready(fd));
	show_info("again", wait_on(fd, WEXITED, &info), &info);
	show_info("again, PIDFD_NONBLOCK", wait_on(nonblock, WEXITED, &info), &info);
	close(fd);
	close(nonblock);
	close(ep);
	fd = pidfd(getpid(), 0);
	show_info("no child", wait_on(fd, WEXITED, &info), &info);
	close(fd);
}

static struct gate up;
static volatile pid_t tid;

static void *leaves(void *arg)
{
	tid = (pid_t)raw(SYS_gettid, 0, 0, 0, 0, 0, 0);
	gate_open(&up);
	gate_wait(arg);
	return NULL;
}

/* A descriptor of a process is told of the last thread's end, one of a thread of its own. */
static void threads(void)
{
	char path[64];
	struct gate go;
	pthread_t t;
	int fd;

	gate_make(&up);
	gate_make(&go);
	fflush(stdout);
	pthread_create(&t, NULL, leaves, &go);
	gate_wait(&up);
	printf("a thread as a process: %s\n", fd_or_error(pidfd(tid, 0)));
	fd = pidfd(tid, PIDFD_THREAD);
	printf("a thread: %s, flags %x\n", fd_or_error(fd), fcntl(fd, F_GETFL) & ~O_LARGEFILE);
	printf("alive: %x\n", ready(fd));
	gate_open(&go);
	pthread_join(t, NULL);
	while (!ready(fd))
		usleep(1000);
	printf("gone: %x\n", ready(fd) & ~0x10);
	close(fd);
	snprintf(path, sizeof(path), "/proc/self/task/%d", tid);
	while (!access(path, F_OK)) /* until it shares nothing with us any more */
		usleep(1000);
}

/* --- signals --- */

static long send_through(int fd, int sig, siginfo_t *info, unsigned flags)
{
	return raw(SYS_pidfd_send_signal, fd, sig, (long)info, flags, 0, 0);
}

#define SEND(...) printf("send(%s): %s\n", #__VA_ARGS__, pid_or_error(send_through(__VA_ARGS__)))

static int got, got_code, got_value;
static void on_info(int sig, siginfo_t *info, void *context)
{
	(void)context;
	got = sig;
	got_code = info->si_code;
	got_value = info->si_value.sival_int;
}

static void sending(void)
{
	struct sigaction sa = { .sa_sigaction = on_info, .sa_flags = SA_SIGINFO };
	siginfo_t info = { .si_signo = SIGUSR1, .si_code = SI_QUEUE };
	pid_t p = spawn(pauses, NULL);
	int fd = pidfd(p, 0), own = pidfd(getpid(), 0), dir, group;

	info.si_value.sival_int = 77;
	sigaction(SIGUSR1, &sa, NULL);
	SEND(fd, 0, NULL, 0);
	SEND(fd, 65, NULL, 0);
	SEND(fd, -1, NULL, 0);
	SEND(fd, 0, NULL, 8);
	SEND(fd, 0, NULL, 3);
	SEND(-1, 0, NULL, 0);
	SEND(0, 0, NULL, 0);
	SEND(-1, 0, NULL, 8);
	SEND(own, SIGUSR1, NULL, 0);
	printf("got %d, code %d\n", got, got_code);
	SEND(own, SIGUSR1, &info, 0);
	printf("got %d, code %d, value %d\n", got, got_code, got_value);
	SEND(own, SIGUSR2, &info, 0);
	SEND(own, SIGUSR1, (siginfo_t *)8, 0);
	SEND(own, SIGUSR1, NULL, 1);
	printf("got %d, code %d\n", got, got_code);
	info.si_code = SI_USER;
	SEND(own, SIGUSR1, &info, 0);
	SEND(fd, SIGUSR1, &info, 0);
	info.si_code = SI_TKILL;
	SEND(fd, SIGUSR1, &info, 0);
	dir = open("/proc/self", O_RDONLY | O_DIRECTORY);
	SEND(dir, SIGUSR1, NULL, 0);
	close(dir);
	dir = open("/proc/self/stat", O_RDONLY);
	SEND(dir, 0, NULL, 0);
	close(dir);
	group = (int)spawn(pauses, NULL);
	setpgid(group, group);
	setpgid(p, group);
	dir = pidfd(group, 0);
	SEND(dir, SIGTERM, NULL, 4);
	reap("one", group);
	reap("two", p);
	SEND(fd, 0, NULL, 0);
	SEND(fd, 99, NULL, 0);
	SEND(dir, 0, NULL, 4);
	close(dir);
	close(fd);
	close(own);
}

/* --- pidfd_getfd --- */

static long take(int fd, int number, unsigned flags)
{
	return raw(SYS_pidfd_getfd, fd, number, flags, 0, 0, 0);
}

static int has_file(void *arg)
{
	int fd = open("taken.tmp", O_RDWR | O_CREAT | O_TRUNC, 0600);

	if (dup2(fd, 50) < 0 || write(fd, "0123456789", 10) != 10 || lseek(fd, 3, SEEK_SET) != 3)
		return 1;
	gate_open(arg);
	return pauses(NULL);
}

static void taking(void)
{
	char buf[8] = "";
	pid_t p;
	int fd, taken;

	gate_make(&up);
	p = spawn(has_file, &up);
	fd = pidfd(p, 0);
	gate_wait(&up);
	printf("flags: %s\n", fd_or_error(take(fd, 50, 1)));
	printf("not open there: %s\n", fd_or_error(take(fd, 51, 0)));
	printf("-1: %s\n", fd_or_error(take(fd, -1, 0)));
	printf("of no pidfd: %s\n", fd_or_error(take(0, 50, 0)));
	printf("of nothing: %s\n", fd_or_error(take(-1, 50, 0)));
	taken = (int)take(fd, 50, 0);
	printf("taken: %s, flags %x\n", fd_or_error(taken), fcntl(taken, F_GETFD));
	printf("read %d: %s\n", (int)read(taken, buf, 3), buf);
	printf("kcmp: %ld\n", raw(SYS_kcmp, getpid(), p, 0, taken, 50, 0));
	kill(p, SIGKILL);
	reap("it", p);
	printf("of the dead: %s\n", fd_or_error(take(fd, 50, 0)));
	close(fd);
	close(taken);
	unlink("taken.tmp");
}

/* --- kcmp --- */

#define KCMP(...) printf("kcmp(%s): %ld\n", #__VA_ARGS__, raw(SYS_kcmp, __VA_ARGS__, 0))

static void comparing(void)
{
	pid_t me = getpid(), p = spawn(pauses, NULL);
	int two = dup(1), other = open("/", O_RDONLY), ep = epoll_create1(0);
	struct epoll_event ev = { .events = EPOLLIN };
	struct {
		uint32_t efd, tfd, toff;
	} slot = { (uint32_t)ep, 0, 0 };
	struct gate g;

	gate_make(&g);
	epoll_ctl(ep, EPOLL_CTL_ADD, g.fd[0], &ev);
	slot.tfd = (uint32_t)g.fd[0];
	KCMP(me, me, 0, 1, two);
	KCMP(me, p, 0, 1, two);
	printf("different: %d\n", raw(SYS_kcmp, me, me, 0, 1, other, 0) > 0);
	printf("the other way round: %ld\n", raw(SYS_kcmp, me, me, 0, 1, other, 0) +
						     raw(SYS_kcmp, me, me, 0, other, 1, 0));
	KCMP(me, me, 0, 1, 999);
	KCMP(me, me, 1, 0, 0);
	printf("another's memory: %d\n", raw(SYS_kcmp, me, p, 1, 0, 0, 0) > 0);
	KCMP(me, me, 2, 0, 0);
	KCMP(me, me, 3, 0, 0);
	KCMP(me, me, 4, 0, 0);
	KCMP(me, me, 6, 0, 0);
	KCMP(me, me, 7, g.fd[0], (long)&slot);
	KCMP(me, me, 7, g.fd[0], 8);
	slot.toff = 1;
	KCMP(me, me, 7, g.fd[0], (long)&slot);
	slot.efd = 1;
	KCMP(me, me, 7, g.fd[0], (long)&slot);
	slot.efd = 999;
	KCMP(me, me, 7, g.fd[0], (long)&slot);
	KCMP(me, me, 8, 0, 0);
	KCMP(me, me, -1, 0, 0);
	KCMP(me, 4194304, 99, 0, 0);
	KCMP(4194304, me, 99, 0, 0);
	kill(p, SIGKILL);
	reap("it", p);
}

/* Who may not look, may not take either. */
static int as_another(void *arg)
{
	int fd = pidfd(getppid(), 0);

	(void)arg;
	become_nobody();
	printf("take: %s\n", fd_or_error(take(fd, 1, 0)));
	printf("send: %s\n", pid_or_error(send_through(fd, 0, NULL, 0)));
	printf("kcmp: %s\n", pid_or_error(raw(SYS_kcmp, getpid(), getppid(), 1, 0, 0, 0)));
	return 0;
}

/* setns: entering by a pidfd is refused to those without rights. */
static int entering(void *arg)
{
	int fd = pidfd(getppid(), 0), dead;
	pid_t p = spawn(exits, NULL);

	(void)arg;
	dead = pidfd(p, 0);
	waitpid(p, NULL, 0);
	become_nobody();
	printf("no flags: %s\n", pid_or_error(raw(SYS_setns, fd, 0, 0, 0, 0, 0)));
	printf("flag 1: %s\n", pid_or_error(raw(SYS_setns, fd, 1, 0, 0, 0, 0)));
	printf("CLONE_VM: %s\n", pid_or_error(raw(SYS_setns, fd, CLONE_VM, 0, 0, 0, 0)));
	printf("CLONE_NEWUTS: %s\n", pid_or_error(raw(SYS_setns, fd, CLONE_NEWUTS, 0, 0, 0, 0)));
	printf("no descriptor: %s\n", pid_or_error(raw(SYS_setns, 999, 0, 0, 0, 0, 0)));
	printf("no namespace: %s\n", pid_or_error(raw(SYS_setns, 1, 0, 0, 0, 0, 0)));
	close(dead);
	return 0;
}

#define UNSHARE(f) printf("unshare(%s): %s\n", #f, pid_or_error(raw(SYS_unshare, (long)(f), 0, 0, 0, 0, 0)))

static void *unshares(void *arg)
{
	UNSHARE(CLONE_FILES | CLONE_FS | CLONE_SYSVSEM);
	UNSHARE(CLONE_THREAD);
	UNSHARE(CLONE_SIGHAND);
	UNSHARE(CLONE_VM);
	UNSHARE(0);
	UNSHARE(0x1000);
	UNSHARE(CLONE_CHILD_SETTID);
	return arg;
}

static void unsharing(void)
{
	pthread_t t;

	UNSHARE(CLONE_FILES | CLONE_FS | CLONE_SYSVSEM);
	UNSHARE(CLONE_THREAD | CLONE_SIGHAND | CLONE_VM);
	UNSHARE(CLONE_PARENT);
	pthread_create(&t, NULL, unshares, NULL);
	pthread_join(t, NULL);
}

int main(void)
{
	opening();
	waiting();
	threads();
	sending();
	taking();
	comparing();
	reap("as another", spawn(as_another, NULL));
	reap("entering", spawn(entering, NULL));
	unsharing();
	return 0;
}
