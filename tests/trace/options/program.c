// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Calls of many kinds, between two sched_yield(), with nothing in them that differs from run to run
 * but its own number and its child's, which the links "pid" and "child" say. It ends with status 3.
 */
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static char buf[100], more[100];
static int status, ends[2];
static pid_t child;
static sigjmp_buf back;
static volatile int *volatile nowhere = (int *)16;

/* By a call that no option of the test changes. */
static void note(const char *name, int number)
{
	char s[16];

	snprintf(s, sizeof(s), "%d", number);
	symlink(s, name);
}

static void jump_back(__attribute__((unused)) int sig)
{
	siglongjmp(back, 1);
}

static void ignore(__attribute__((unused)) int sig)
{
}

static void files(void)
{
	static struct iovec in[2] = { { buf, 5 }, { more, 30 } };
	int fd = open("data", O_RDONLY | O_CLOEXEC);

	read(fd, buf, 50);
	lseek(fd, 0, SEEK_SET);
	readv(fd, in, 2);
	syscall(SYS_fcntl, fd, F_GETFD, 0);
	close(fd);
	fd = openat(AT_FDCWD, "new", O_RDWR | O_CREAT | O_EXCL, 0640);
	write(fd, "a\033[31m\"\\\t\n\1\0012\377\303\251<>", 18);
	write(fd, "the second", 10);
	write(fd, "the third", 9);
	fchmod(fd, 0600);
	dup2(fd, 9);
	close(fd);
	unlink("new");
	close(77);
	access("/nonexistent/\033[31m", R_OK | W_OK);
	mkdir("data", 0700);
}

static void processes(void)
{
	umask(022);
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	send(ends[0], "hello", 5, 0);
	recv(ends[1], buf, 5, MSG_PEEK);
	child = (pid_t)syscall(SYS_clone, 0, 0, 0, 0, 0); /* no SIGCHLD, which would come any time */
	if (!child) {
		getppid();
		_exit(5);
	}
	waitpid(child, &status, __WALL);
}

static void signals(void)
{
	kill(getpid(), SIGUSR1);
	signal(SIGSEGV, jump_back);
	if (!sigsetjmp(back, 1))
		*nowhere = 1;
}

int main(void)
{
	note("pid", getpid());
	signal(SIGUSR1, ignore);
	syscall(SYS_sched_yield);
	files();
	signals();
	processes();
	syscall(0xbad, 1, 2, 3, 4, 5, 6);
	syscall(SYS_sched_yield);
	note("child", child);
	_exit(3);
}
