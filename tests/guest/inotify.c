/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: on tmpfs hostfs */
/* inotify: what is told of which call, in order; watches, queues, a reader that sleeps. */
#include <poll.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <utime.h>

#include "sleepers.h"

static int in;
static char buf[4096] __attribute__((aligned(8)));

static const char *const names[] = {
	"access", "modify", "attrib", "close_write", "close_nowrite", "open", "moved_from",
	"moved_to", "create", "delete", "delete_self", "move_self", "0x1000", "unmount", "overflow",
	"ignored",
};

/* Prints and empties the queue. Cookies are told apart by their order. */
static void told(const char *what)
{
	static uint32_t cookies[2];
	int n;

	printf("%s:", what);
	while ((n = read(in, buf, sizeof(buf))) > 0) {
		for (int at = 0; at < n;) {
			struct inotify_event *e = (void *)(buf + at);

			printf(" [%d", e->wd);
			for (int b = 0; b < 16; b++)
				if (e->mask & 1u << b)
					printf(" %s", names[b]);
			if (e->mask & IN_ISDIR)
				printf(" dir");
			if (e->len)
				printf(" '%s'/%d", e->name, e->len);
			if (e->cookie) {
				if (e->mask & IN_MOVED_FROM)
					cookies[0] = e->cookie;
				printf(" cookie %d", e->cookie == cookies[0]);
			}
			printf("]");
			at += sizeof(*e) + e->len;
		}
	}
	printf("\n");
	fflush(stdout);
}

#define tell(call)                \
	do {                      \
		call;             \
		told(#call);      \
	} while (0)

static int touch(const char *name)
{
	int fd = open(name, O_RDWR | O_CREAT, 0644);

	close(fd);
	return fd;
}

static void refused(void)
{
	show(inotify_init1(1));
	show(inotify_add_watch(in, ".", 0));
	show(inotify_add_watch(in, ".", 0x00100000));
	show(inotify_add_watch(in, "nothing", IN_ALL_EVENTS));
	show(inotify_add_watch(in, (char *)8, IN_ALL_EVENTS));
	show(inotify_add_watch(999, ".", IN_ALL_EVENTS));
	show(inotify_add_watch(0, ".", IN_ALL_EVENTS));
	show(inotify_rm_watch(in, 1));
	show(inotify_rm_watch(0, 1));
	show(inotify_rm_watch(999, 1));
	show(read(in, buf, sizeof(buf)));
	show(write(in, buf, 1));
	show(lseek(in, 0, SEEK_SET));
	touch("plain");
	show(inotify_add_watch(in, "plain", IN_ALL_EVENTS | IN_ONLYDIR));
	show(inotify_add_watch(in, "plain", IN_MASK_ADD | IN_MASK_CREATE | IN_OPEN));
	show(fcntl(in, F_GETFL));
	unlink("plain");
}

static void directory(void)
{
	int fd, wd, n = 0;
	struct stat st;

	mkdir("d", 0755);
	mkdir("e", 0755);
	show(wd = inotify_add_watch(in, "d", IN_ALL_EVENTS));
	tell(fd = open("d/file", O_RDWR | O_CREAT, 0600));
	tell(write(fd, "hello", 5));
	tell(write(fd, "", 0));
	tell(pwrite(fd, "hello", 5, 3));
	tell(pread(fd, buf, 3, 0));
	tell(read(fd, buf, 100));
	tell(ftruncate(fd, 2));
	tell(fchmod(fd, 0644));
	tell(futimens(fd, NULL));
	tell(fallocate(fd, 0, 0, 10));
	tell(fstat(fd, &st));
	tell(fsync(fd));
	tell(close(dup(fd)));
	tell(close(fd));
	tell(fd = open("d/file", O_RDONLY));
	tell(close(fd));
	tell(fd = open("d/file", O_WRONLY | O_TRUNC));
	tell(close(fd));
	tell(fd = open("d/file", O_PATH));
	tell(close(fd));
	tell(truncate("d/file", 100));
	tell(chmod("d/file", 0600));
	tell(chown("d/file", -1, -1));
	tell(utime("d/file", NULL));
	tell(mkdir("d/sub", 0755));
	tell(symlink("file", "d/link"));
	tell(mkfifo("d/fifo", 0600));
	tell(link("d/file", "d/other"));
	tell(rename("d/file", "d/moved"));
	tell(rename("d/moved", "e/out"));
	tell(rename("e/out", "d/in"));
	tell(rename("d/in", "d/other"));
	tell(touch("d/target"));
	tell(rename("d/target", "d/link"));
	tell(rename("d/sub", "d/dir"));
	tell(fd = open("d", O_RDONLY));
	show(ioctl(in, FIONREAD, &n));
	printf("%d\n", n);
	tell(close(fd));
	tell(unlink("d/other"));
	tell(unlink("d/in"));
	tell(unlink("d/fifo"));
	tell(unlink("d/link"));
	tell(rmdir("d/dir"));
	tell(chmod("d", 0700));
	tell(rename("d", "f"));
	tell(rename("f", "d"));
	tell(rmdir("d"));
	rmdir("e");
	show(inotify_rm_watch(in, wd));
}

static void file(void)
{
	int fd, wd;

	touch("x");
	show(wd = inotify_add_watch(in, "x", IN_ALL_EVENTS) > 0);
	tell(fd = open("x", O_RDWR));
	tell(write(fd, "hello", 5));
	tell(link("x", "y"));
	tell(rename("x", "z"));
	tell(unlink("y"));
	tell(unlink("z"));
	tell(write(fd, "more", 4));
	tell(close(fd));
	/* Not open: the end is told at once. */
	touch("x");
	show(inotify_add_watch(in, "x", IN_ALL_EVENTS) > 0);
	show(inotify_add_watch(in, ".", IN_ALL_EVENTS) > 0);
	tell(unlink("x"));
	/* Replaced. */
	touch("x");
	touch("w");
	told("made");
	show(inotify_add_watch(in, "x", IN_ALL_EVENTS) > 0);
	tell(rename("w", "x"));
	tell(unlink("x"));
}

static void watches(void)
{
	int a, b;

	inotify_rm_watch(in, inotify_add_watch(in, ".", IN_OPEN));
	told("removed");
	touch("x");
	show((a = inotify_add_watch(in, "x", IN_OPEN)) > 0);
	b = inotify_add_watch(in, "./x", IN_CLOSE);
	printf("same %d\n", a == b);
	tell(touch("x"));
	show(inotify_add_watch(in, "x", IN_OPEN | IN_MASK_ADD) == a);
	tell(touch("x"));
	show(inotify_add_watch(in, "x", IN_OPEN | IN_MASK_CREATE));
	/* Equal events in a row are one. */
	inotify_add_watch(in, "x", IN_MODIFY);
	a = open("x", O_WRONLY);
	for (int i = 0; i < 5; i++)
		write(a, "x", 1);
	close(a);
	told("one");
	inotify_add_watch(in, "x", IN_OPEN | IN_ONESHOT);
	tell(touch("x"));
	tell(touch("x"));
	b = inotify_add_watch(in, "x", IN_OPEN);
	touch("x");
	show(read(in, buf, 15));
	show(read(in, buf, 16));
	touch("x");
	show(read(in, (void *)8, 100));
	show(read(in, buf, 100));
	symlink("x", "s");
	show(inotify_add_watch(in, "s", IN_OPEN) == b);
	show(inotify_add_watch(in, "s", IN_OPEN | IN_DONT_FOLLOW) != b);
	unlink("s");
	unlink("x");
	told("rest");
	/* Nothing of an unlinked child. */
	show(inotify_add_watch(in, ".", IN_MODIFY | IN_EXCL_UNLINK) > 0);
	a = open("u", O_RDWR | O_CREAT, 0600);
	tell(write(a, "x", 1));
	unlink("u");
	tell(write(a, "x", 1));
	close(a);
	inotify_rm_watch(in, inotify_add_watch(in, ".", IN_OPEN));
	told("rest");
}

static void overflow(void)
{
	int n = 0, over = 0, got;

	inotify_add_watch(in, ".", IN_CREATE | IN_DELETE);
	for (int i = 0; i < 8300; i++) {
		mkfifo("t", 0600);
		unlink("t");
	}
	while ((got = read(in, buf, sizeof(buf))) > 0)
		for (int at = 0; at < got; n++) {
			struct inotify_event *e = (void *)(buf + at);

			over += e->mask == IN_Q_OVERFLOW && e->wd == -1;
			at += sizeof(*e) + e->len;
		}
	printf("%d events, %d overflows\n", n, over);
}

static int wait_event(void)
{
	fcntl(in, F_SETFL, 0);
	return read(in, buf, sizeof(buf)) > 0 ? 7 : errno;
}

static int poll_event(void)
{
	struct pollfd p = { in, POLLIN, 0 };

	return poll(&p, 1, 10000);
}

/* What a child does is told to the parent, and the other way round. */
static void tasks(void)
{
	pid_t a, b;

	inotify_add_watch(in, ".", IN_CREATE);
	a = spawn_asleep(wait_event);
	b = spawn_asleep(wait_event);
	kill(a, SIGKILL);
	reap("killed", a);
	touch("t");
	reap("told", b);
	unlink("t");
	a = spawn_asleep(poll_event);
	touch("t");
	reap("polled", a);
	unlink("t");
}

int main(void)
{
	in = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	refused();
	directory();
	file();
	watches();
	overflow();
	tasks();
	close(in);
	return 0;
}
