/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Terminals as files: who watches /dev/pts hears of them come and go, /proc says which is whose and
 * how many there may be, and what is left of one that was hung up. Others may have terminals, too.
 */
#include <dirent.h>
#include <stdbool.h>
#include <sys/inotify.h>
#include <sys/stat.h>

#include "tty.h"

/* All that was heard of the name; bits only, for another terminal of that name may have been
 * before. */
static unsigned heard(int watch, const char *name)
{
	char buf[65536];
	unsigned mask = 0;
	ssize_t n;

	while ((n = read(watch, buf, sizeof(buf))) > 0)
		for (char *p = buf; p < buf + n;) {
			const struct inotify_event *e = (const void *)p;

			if (e->len && !strcmp(e->name, name))
				mask |= e->mask;
			p += sizeof(*e) + e->len;
		}
	return mask;
}

static void watched(void)
{
	int watch = inotify_init1(IN_NONBLOCK), self;
	char name[16];

	puts("--- watched");
	show(inotify_add_watch(watch, "/dev/pts", IN_CREATE | IN_DELETE));
	open_pair(O_NONBLOCK);
	snprintf(name, sizeof(name), "%s", strrchr(slave_name, '/') + 1);
	printf("%#x\n", heard(watch, name) & IN_CREATE);
	self = inotify_init1(IN_NONBLOCK);
	show(inotify_add_watch(self, slave_name, IN_ALL_EVENTS) > 0);
	close(master);
	printf("%#x\n", heard(watch, name) & IN_DELETE);
	close(slave);
	close(watch);
	close(self);
}

/* Of a device or FIFO that is used its directory's watchers hear nothing, since Linux 6.18. */
static void used(void)
{
	int watch = inotify_init1(IN_NONBLOCK), fifo;
	char c = 'x';

	if (is_native())
		return;
	mkdir("watched", 0700);
	mkfifo("watched/fifo", 0600);
	fifo = open("watched/fifo", O_RDWR);
	inotify_add_watch(watch, "watched", IN_ALL_EVENTS);
	if (write(fifo, &c, 1) != 1 || read(fifo, &c, 1) != 1 || heard(watch, "fifo"))
		puts("the directory's watchers hear of a FIFO's use");
	utimensat(AT_FDCWD, "watched/fifo", (struct timespec[]){ { 0, UTIME_OMIT }, { 1, 0 } }, 0);
	if (heard(watch, "fifo") != IN_MODIFY)
		puts("they do not hear of its time");
	close(fifo);
	close(watch);
	unlink("watched/fifo");
	rmdir("watched");
}

static void show_line(const char *path, const char *key)
{
	char line[200];
	FILE *f = fopen(path, "r");

	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, key, strlen(key)))
			fputs(line, stdout);
	if (f)
		fclose(f);
}

static void show_index(int fd)
{
	char path[40], line[200];
	int index = -1, n = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f))
		sscanf(line, "tty-index:\t%d", &index);
	if (f)
		fclose(f);
	ioctl(master, TIOCGPTN, &n);
	puts(index < 0 ? "no index" : index == n ? "its index" : "another's index");
}

static int setting(const char *path)
{
	FILE *f = fopen(path, "r");
	int n = -1;

	if (!f || fscanf(f, "%d", &n) != 1)
		n = -1;
	if (f)
		fclose(f);
	return n;
}

static void in_proc(void)
{
	puts("--- in /proc");
	open_pair(O_NONBLOCK);
	show_index(master);
	show_index(slave);
	show_line("/proc/tty/drivers", "pty_");
	show_line("/proc/tty/drivers", "/dev/tty ");
	show_line("/proc/tty/drivers", "/dev/ptmx");
	show_line("/proc/tty/ldiscs", "n_tty");
	show(setting("/proc/sys/kernel/pty/nr") > 0);
	show(setting("/proc/sys/kernel/pty/max") >= setting("/proc/sys/kernel/pty/nr"));
	show(setting("/proc/sys/kernel/pty/reserve") >= 0);
	show(access("/proc/tty/ldisc", X_OK));
	close_pair();
}

static void hung_up(void)
{
	int p[2];

	puts("--- hung up");
	open_pair(O_NONBLOCK);
	if (pipe2(p, O_NONBLOCK))
		exit(1);
	say(p[1], "text");
	show(splice(slave, NULL, p[1], NULL, 1, 0));
	close(master);
	show(splice(slave, NULL, p[1], NULL, 1, 0));
	show(splice(p[0], NULL, slave, NULL, 1, 0));
	show(fcntl(slave, F_SETFL, O_ASYNC));
	show(fcntl(slave, F_GETFL) & O_ASYNC);
	close(slave);
}

int main(void)
{
	signal(SIGHUP, SIG_IGN);
	watched();
	used();
	in_proc();
	hung_up();
	return 0;
}
