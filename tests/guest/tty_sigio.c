/* SPDX-License-Identifier: GPL-2.0-or-later */
/* O_ASYNC on both sides of a pseudo-terminal: who hears of input and of room, and with what. */
#include "tty.h"

static volatile sig_atomic_t signals;

static void count(__attribute__((unused)) int sig)
{
	signals++;
}

/* Natively a moment after what was written. */
static void heard(const char *what)
{
	for (int i = 0; i < 2000 && !signals; i++)
		usleep(1000);
	usleep(2000);
	printf("%s: %s\n", what, signals ? "SIGIO" : "nothing");
	fflush(stdout);
	signals = 0;
}

static void silence(const char *what)
{
	usleep(20000);
	printf("%s: %s\n", what, signals ? "SIGIO" : "nothing");
	fflush(stdout);
	signals = 0;
}

int main(void)
{
	char buf[20000];
	int on = 1, off = 0;
	long n, total = 0;

	open_pair(O_NONBLOCK);
	set_flags(0, ECHO, 1, 0);
	signal(SIGIO, count);
	show(fcntl(slave, F_GETOWN));
	show(ioctl(slave, FIOASYNC, &on));
	show(fcntl(slave, F_GETOWN) == getpid());
	show((fcntl(slave, F_GETFL) & O_ASYNC) != 0);
	say(master, "half");
	silence("no line yet");
	say(master, " a line\n");
	heard("a line");
	show_read("slave", slave, 100);
	show(ioctl(slave, FIOASYNC, &off));
	say(master, "line\n");
	silence("off");
	show_read("slave", slave, 100);

	show(fcntl(master, F_SETFL, O_RDWR | O_NONBLOCK | O_ASYNC));
	say(slave, "out");
	heard("output");
	show_read("master", master, 100);
	set_flags(0, ICANON | ECHO, 1, 0);
	memset(buf, 'x', sizeof(buf));
	for (int i = 0; i < 30; i++, usleep(1000)) /* until it is full for good */
		while ((n = write(master, buf, sizeof(buf))) > 0)
			total += n;
	show(total > 8000);
	signals = 0;
	while ((n = read(slave, buf, sizeof(buf))) > 0)
		;
	heard("room");
	close(slave);
	silence("closed");
	show_read("master", master, 100);
	return 0;
}
