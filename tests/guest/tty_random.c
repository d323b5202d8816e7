/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: args 1 */
/* guest: args 2 */
/* guest: args 3 */
/* guest: args 4 */
/* guest: args 5 */
/* guest: args 6 */
/*
 * A pseudo-terminal in one process: a seed draws modes, bytes typed at the master and written to the
 * slave, and everything that comes out on either side must be Linux's, byte by byte.
 *
 * Natively what one side writes reaches the other's line discipline through a work queue. poll()
 * waits for it when there is no input, and FIONREAD for one in progress; so nothing is typed while
 * input waits, and the master is read empty after each step.
 */
#include <poll.h>
#include <stdbool.h>
#include <sys/ioctl.h>
#include <sys/ttydefaults.h>
#include <termios.h>

#include "guest.h"

#define STEPS 1500
#ifndef EXTPROC
#define EXTPROC 0200000
#endif

static uint64_t seed;
static int master, slave;
static bool packet;

static unsigned rnd(unsigned n)
{
	seed = seed * 6364136223846793005ull + 1442695040888963407ull;
	return (unsigned)(seed >> 33) % n;
}

static void dump(const char *what, const unsigned char *buf, ssize_t n)
{
	printf(" %s:", what);
	if (n < 0) {
		printf("%s", guest_errno(errno));
		return;
	}
	printf("%zd<", n);
	for (ssize_t i = 0; i < n; i++) {
		if (buf[i] > ' ' && buf[i] < 127 && buf[i] != '<' && buf[i] != '\\')
			putchar(buf[i]);
		else
			printf("\\%o", buf[i]);
	}
	printf(">");
}

static short ready(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN | POLLPRI | POLLOUT };

	poll(&p, 1, 0);
	return p.revents;
}

static int queued(int fd)
{
	int n = -1;

	ioctl(fd, FIONREAD, &n);
	return n;
}

/*
 * All that there is. Into how many reads it falls is a matter of chance natively, and so is whether
 * packet mode's status comes before or after data.
 */
static void read_master(void)
{
	static unsigned char all[1 << 20];
	unsigned char buf[8192], status = 0;
	size_t have = 0;
	ssize_t n;

	while ((n = read(master, buf, sizeof(buf))) > 0) {
		if (packet && buf[0]) {
			status |= buf[0];
			continue;
		}
		memcpy(all + have, buf + packet, (size_t)n - packet);
		have += (size_t)n - packet;
	}
	if (have)
		dump("m", all, (ssize_t)have);
	if (status)
		printf(" status %#x", status);
	if (n == 0 || errno != EAGAIN)
		dump("m", buf, n);
}

static void read_slave_once(void)
{
	unsigned char buf[8192];
	size_t size = rnd(3) ? sizeof(buf) : rnd(3) ? rnd(200) : rnd(4);

	dump("s", buf, read(slave, buf, size));
}

/*
 * Until there is nothing to be had. Of what did not fit into the line discipline more comes while
 * this reads: then only all of it together is certain.
 */
static void read_slave(void)
{
	static unsigned char all[1 << 16];
	bool full = queued(slave) > 4000;
	size_t have = 0;
	ssize_t n;

	do {
		n = read(slave, all + have, full || rnd(2) ? 8192 : 1 + rnd(200));
		if (full && n > 0)
			have += (size_t)n;
		else if (!full)
			dump("s", all, n);
	} while (n > 0 || (!n && ready(slave) & POLLIN));
	if (full)
		dump("all", all, (ssize_t)have);
	read_master();
}

static void settle(void)
{
	short r = ready(slave);
	int n = queued(slave);

	printf(" q%d", n);
	if (n > 4000) {
		read_slave();
		return;
	}
	/* Whether output has room is settled only now, when the echo has come out. */
	printf(" p%#x", (unsigned)((r & ~POLLOUT) | ready(slave)));
	read_master();
}

static unsigned char draw_byte(unsigned style)
{
	static const unsigned char special[] = "\n\n\r\t\t\b\003\004\004\021\023\025\026\027\022\034\032"
					       "\177\177\377\377\0\\^\303\251\342\202\254 _";

	switch (style) {
	case 0: /* text */
		return rnd(9) ? 'a' + rnd(26) : special[rnd(sizeof(special))];
	case 1: /* keys */
		return special[rnd(sizeof(special))];
	case 2: /* Latin-1 */
		return 128 + rnd(128);
	default:
		return rnd(256);
	}
}

static size_t draw_bytes(unsigned char *buf, size_t max)
{
	size_t n = rnd(3) ? 1 + rnd(20) : 1 + rnd(max);
	unsigned style = rnd(4);

	for (size_t i = 0; i < n; i++) {
		buf[i] = draw_byte(style);
		if (n > 100 && buf[i] == CREPRINT) /* more than fits between master and slave */
			buf[i] = 'R';
	}
	return n;
}

static void type(void)
{
	unsigned char buf[1500];
	size_t n;

	if (ready(slave) & POLLIN || queued(slave) > 0)
		read_slave();
	n = draw_bytes(buf, rnd(8) ? 100 : sizeof(buf));
	dump("type", buf, (ssize_t)n);
	printf("=%zd", write(master, buf, n));
	settle();
}

/* A line that is longer than any buffer. */
static void type_much(void)
{
	unsigned char buf[1000];

	read_slave();
	for (int i = 0; i < 6; i++) {
		memset(buf, 'A' + i, sizeof(buf));
		for (int k = rnd(3); k; k--)
			buf[rnd(sizeof(buf))] = draw_byte(1);
		for (size_t k = 0; k < sizeof(buf); k++)
			buf[k] = buf[k] == CREPRINT ? 'R' : buf[k];
		printf(" much=%zd", write(master, buf, sizeof(buf)));
		settle();
		if (ready(slave) & POLLIN || queued(slave) > 2900)
			read_slave();
	}
}

static void print(void)
{
	unsigned char buf[1500];
	size_t n = draw_bytes(buf, rnd(8) ? 60 : sizeof(buf));

	dump("print", buf, (ssize_t)n);
	n = (size_t)write(slave, buf, n);
	printf("=%zd", (ssize_t)n);
	read_master();
}

static tcflag_t draw_flags(const tcflag_t *flags, unsigned n, tcflag_t old)
{
	for (unsigned i = 1 + rnd(4); i; i--)
		old ^= flags[rnd(n)];
	return old;
}

#define DRAW(flags, old) draw_flags(flags, sizeof(flags) / sizeof((flags)[0]), old)

static void set_modes(void)
{
	static const tcflag_t in[] = { ISTRIP, INLCR, IGNCR, ICRNL, IUCLC, IXON, IXANY, IXOFF, IMAXBEL,
				       IUTF8, PARMRK, INPCK, IGNPAR, BRKINT, IXON, ICRNL, IUTF8 };
	static const tcflag_t out[] = { OPOST, OPOST, ONLCR, OCRNL, ONOCR, ONLRET, OLCUC, XTABS };
	static const tcflag_t local[] = { ISIG, ICANON, ECHO, ECHOE, ECHOK, ECHONL, NOFLSH, ECHOCTL,
					  ECHOPRT, ECHOKE, IEXTEN, ICANON, ECHO, EXTPROC };
	struct termios t;
	int how = (int)rnd(3);

	tcgetattr(slave, &t);
	if (rnd(12) == 0) { /* the usual, so that not everything is odd */
		t.c_iflag = ICRNL | IXON;
		t.c_oflag = OPOST | ONLCR;
		t.c_lflag = ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN;
	} else if (rnd(12) == 0) {
		cfmakeraw(&t);
	}
	switch (rnd(4)) {
	case 0:
		t.c_iflag = DRAW(in, t.c_iflag);
		break;
	case 1:
		t.c_oflag = DRAW(out, t.c_oflag);
		break;
	case 2:
		t.c_lflag = DRAW(local, t.c_lflag);
		break;
	case 3:
		if (rnd(2))
			t.c_cc[rnd(17)] = draw_byte(rnd(2));
		t.c_cc[VREPRINT] = CREPRINT;
		t.c_cc[VMIN] = rnd(3) ? rnd(3) : rnd(256);
		t.c_cc[VTIME] = rnd(4) ? 0 : 1;
		break;
	}
	/* A signal throws echoes away, or not if they got through in time: that is for another test. */
	if (t.c_lflag & ISIG)
		t.c_lflag |= NOFLSH;
	if (t.c_lflag & EXTPROC && rnd(2))
		t.c_lflag &= ~(tcflag_t)EXTPROC;
	printf(" set %d %#x %#x %#x", how, t.c_iflag, t.c_oflag, t.c_lflag);
	tcsetattr(slave, how, &t);
	read_master();
	tcgetattr(master, &t);
	printf(" c%#x", t.c_cflag);
}

static void control(void)
{
	unsigned n = rnd(6), arg = rnd(5);
	int fd = rnd(3) ? slave : master, on = (int)rnd(2);
	char c = (char)draw_byte(rnd(2));

	switch (n) {
	case 0:
		/* Of what is still under way natively nothing may be lost or not by chance. */
		printf(" flush %u=%d", arg, tcflush(slave, (int)arg));
		break;
	case 1:
		printf(" flow %u=%d", arg, tcflow(slave, (int)arg));
		break;
	case 2:
		printf(" flow %u=%d", TCOON, tcflow(fd, TCOON));
		break;
	case 3:
		printf(" pkt %d=%d", on, ioctl(master, TIOCPKT, &on));
		packet = on;
		break;
	case 4:
		if (!getuid())
			printf(" sti %#x=%d", (unsigned char)c, ioctl(slave, TIOCSTI, &c));
		break;
	case 5:
		printf(" out%d", ioctl(slave, TIOCOUTQ, &on) ? -1 : on);
		break;
	}
	read_master();
}

static int open_pair(void)
{
	char name[64];
	int off = 0, n;

	master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK);
	if (master < 0 || ioctl(master, TIOCSPTLCK, &off) || ioctl(master, TIOCGPTN, &n))
		return -1;
	snprintf(name, sizeof(name), "/dev/pts/%d", n);
	slave = open(name, O_RDWR | O_NOCTTY | O_NONBLOCK);
	return slave;
}

int main(int argc, char **argv)
{
	seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
	if (open_pair() < 0)
		return 1;
	set_modes();
	for (int i = 0; i < STEPS; i++) {
		unsigned what = rnd(40);

		printf("%d:", i);
		if (what < 16)
			type();
		else if (what < 24)
			read_slave_once();
		else if (what < 32)
			set_modes();
		else if (what < 36)
			print();
		else if (what < 39)
			control();
		else
			type_much();
		read_master();
		printf(" q%d,%d\n", queued(slave), queued(master));
	}
	return 0;
}
