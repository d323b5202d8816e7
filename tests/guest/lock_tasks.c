/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: on tmpfs hostfs */
/* flock, record locks and OFD locks among processes: waiting, deadlock, release at close and exit. */
#include <sys/file.h>

#include "sleepers.h"

static int fd, go[2], number;

static int lock(int f, int cmd, int type, int start, int len)
{
	struct flock l = { .l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = len };

	return fcntl(f, cmd, &l) ? errno : 0;
}

static int record(int cmd, int type, int start, int len)
{
	return lock(fd, cmd, type, start, len);
}

static void blocker(const char *what, int type, int start, int len)
{
	struct flock l = { .l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = len };

	if (fcntl(fd, F_GETLK, &l))
		printf("%s: %s\n", what, guest_errno(errno));
	else if (l.l_type == F_UNLCK)
		printf("%s: free\n", what);
	else
		printf("%s: %d at %d len %d, %s\n", what, l.l_type, (int)l.l_start, (int)l.l_len,
		       l.l_pid == -1 ? "a file" : l.l_pid == getppid() ? "parent" :
		       l.l_pid == getpid() ? "self" : "other");
	fflush(stdout);
}

static int ask(void)
{
	blocker("whole", F_WRLCK, 0, 0);
	blocker("first", F_RDLCK, 0, 10);
	blocker("later", F_WRLCK, 50, 10);
	return record(F_SETLK, F_WRLCK, 0, 10);
}

static int wait_record(void)
{
	return record(F_SETLKW, F_WRLCK, 0, 10);
}

static int wait_and_hold(void)
{
	char c;
	int err = record(F_SETLKW, F_WRLCK, 0, 10);

	close(go[1]);
	read(go[0], &c, 1);
	return err;
}

static int hold_second(void)
{
	int err = record(F_SETLK, F_WRLCK, 20, 10);

	return err ? err : record(F_SETLKW, F_WRLCK, 0, 10);
}

static int hold_number(void)
{
	int err = record(F_SETLK, F_WRLCK, number * 10, 10);

	return err ? err : record(F_SETLKW, F_WRLCK, (number + 1) * 10, 10);
}

static int nothing(void)
{
	return 0;
}

static int close_other(void)
{
	int again = open("file", O_RDWR);

	record(F_SETLK, F_WRLCK, 0, 10);
	close(again); /* any descriptor of the file: the process's locks go */
	write(go[1], "x", 1);
	pause();
	return 0;
}

static void records(void)
{
	pid_t a, b, c;
	char x;

	printf("--- records\n");
	show(record(F_SETLK, F_WRLCK, 0, 10));
	show(record(F_SETLK, F_RDLCK, 40, 20));
	reap("asked", spawn(ask));
	/* A child has none of its parent's, and takes none away by ending. */
	reap("child", spawn(nothing));
	reap("asked", spawn(ask));
	a = spawn_asleep(wait_record);
	b = spawn_asleep(wait_record);
	c = spawn_asleep(wait_record);
	kill(b, SIGKILL);
	reap("killed", b);
	handle(SIGUSR1, 0);
	show(record(F_SETLK, F_UNLCK, 0, 0));
	reap("had it", a);
	reap("had it", c);
	show(record(F_SETLK, F_WRLCK, 0, 10));
	a = spawn_asleep(wait_record);
	kill(a, SIGUSR1);
	reap("interrupted", a);
	/* The end of a process gives its locks up. */
	pipe(go);
	show(record(F_SETLK, F_UNLCK, 0, 0));
	a = spawn_asleep(wait_and_hold);
	show(record(F_SETLK, F_WRLCK, 5, 1));
	kill(a, SIGKILL);
	reap("holder", a);
	show(record(F_SETLK, F_WRLCK, 5, 1));
	show(record(F_SETLK, F_UNLCK, 0, 0));
	a = spawn(close_other);
	read(go[0], &x, 1);
	show(record(F_SETLK, F_WRLCK, 0, 10));
	kill(a, SIGKILL);
	reap("closer", a);
	close(go[0]);
	close(go[1]);
	show(record(F_SETLK, F_UNLCK, 0, 0));
}

static void deadlocks(void)
{
	pid_t a, b, c;

	printf("--- deadlocks\n");
	show(record(F_SETLK, F_WRLCK, 0, 10));
	a = spawn_asleep(hold_second);
	show(record(F_SETLKW, F_WRLCK, 20, 10));
	show(record(F_SETLKW, F_RDLCK, 25, 1));
	show(record(F_SETLK, F_UNLCK, 0, 0));
	reap("second", a);
	/* A circle of three. */
	number = 0;
	a = 0;
	show(record(F_SETLK, F_WRLCK, 30, 10));
	number = 2;
	c = spawn_asleep(hold_number);
	number = 1;
	b = spawn_asleep(hold_number);
	show(record(F_SETLKW, F_WRLCK, 10, 10));
	show(record(F_SETLKW, F_WRLCK, 20, 10));
	kill(b, SIGKILL);
	reap("killed", b);
	show(record(F_SETLK, F_UNLCK, 0, 0));
	reap("third", c);
	(void)a;
}

static int flock_wait(void)
{
	int own = open("file", O_RDWR);

	return flock(own, LOCK_EX) ? errno : 0;
}

static int flock_shared(void)
{
	int own = open("file", O_RDWR);

	return flock(own, LOCK_SH | LOCK_NB) ? errno : 0;
}

static int flock_inherited(void)
{
	return flock(fd, LOCK_EX | LOCK_NB) ? errno : 0;
}

static int flock_unlock(void)
{
	return flock(fd, LOCK_UN) ? errno : 0;
}

static void flocks(void)
{
	pid_t a, b, c;

	printf("--- flock\n");
	show(flock(fd, LOCK_EX));
	reap("shared", spawn(flock_shared));
	reap("inherited", spawn(flock_inherited));
	a = spawn_asleep(flock_wait);
	b = spawn_asleep(flock_wait);
	c = spawn_asleep(flock_wait);
	kill(b, SIGKILL);
	reap("killed", b);
	reap("unlock by a child", spawn(flock_unlock));
	reap("had it", a);
	reap("had it", c);
	show(flock(fd, LOCK_SH));
	reap("shared", spawn(flock_shared));
	a = spawn_asleep(flock_wait);
	handle(SIGUSR1, 0);
	kill(a, SIGUSR1);
	reap("interrupted", a);
	a = spawn_asleep(flock_wait);
	close(fd);
	/* The waiting child has it open, too. */
	kill(a, SIGKILL);
	reap("killed", a);
	fd = open("file", O_RDWR);
	show(flock(fd, LOCK_EX | LOCK_NB));
	show(flock(fd, LOCK_UN));
}

static int ofd_wait(void)
{
	int own = open("file", O_RDWR);

	return lock(own, F_OFD_SETLKW, F_WRLCK, 0, 10);
}

static int ofd_inherited(void)
{
	return lock(fd, F_OFD_SETLK, F_WRLCK, 0, 5);
}

static int posix_against_ofd(void)
{
	blocker("posix", F_WRLCK, 0, 0);
	return record(F_SETLK, F_WRLCK, 0, 1);
}

static void ofds(void)
{
	pid_t a, b;

	printf("--- OFD\n");
	show(lock(fd, F_OFD_SETLK, F_WRLCK, 0, 10));
	reap("inherited", spawn(ofd_inherited));
	reap("posix", spawn(posix_against_ofd));
	a = spawn_asleep(ofd_wait);
	b = spawn_asleep(ofd_wait);
	kill(a, SIGKILL);
	reap("killed", a);
	show(lock(fd, F_OFD_SETLK, F_UNLCK, 0, 0));
	reap("had it", b);
}

int main(void)
{
	fd = open("file", O_RDWR | O_CREAT, 0600);
	write(fd, "0123456789", 10);
	records();
	deadlocks();
	flocks();
	ofds();
	close(fd);
	unlink("file");
	return 0;
}
