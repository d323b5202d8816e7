/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ioctls of a pseudo-terminal that is nobody's controlling one, packet mode, opening and closing:
 * results and errors as Linux's.
 */
#include <sys/stat.h>
#include <sys/statfs.h>

#include "tty.h"

#ifndef TIOCGPTPEER
#define TIOCGPTPEER 0x5441
#endif
#define TCGETS2_ 0x802c542a
#define TCSETS2_ 0x402c542b
#define TCGETA_ 0x5405
#define TCSETA_ 0x5406

struct termio_ {
	unsigned short iflag, oflag, cflag, lflag;
	unsigned char line, cc[8];
};
struct termios2_ {
	unsigned iflag, oflag, cflag, lflag;
	unsigned char line, cc[19];
	unsigned ispeed, ospeed;
};

static void show_termios2(const char *what, int fd)
{
	struct termios2_ t;

	memset(&t, 0xee, sizeof(t));
	show(ioctl(fd, TCGETS2_, &t));
	printf("%s: %#x %#x %#x %#x line %u speeds %u %u cc", what, t.iflag, t.oflag, t.cflag,
	       t.lflag, t.line, t.ispeed, t.ospeed);
	for (int i = 0; i < 19; i++)
		printf(" %u", t.cc[i]);
	puts("");
}

static void modes(void)
{
	struct termios2_ t;
	struct termio_ old;

	puts("--- modes");
	show_termios2("slave", slave);
	show_termios2("master shows the slave's", master);
	memset(&old, 0xee, sizeof(old));
	show(ioctl(slave, TCGETA_, &old));
	printf("termio %#x %#x %#x %#x %u %u %u\n", old.iflag, old.oflag, old.cflag, old.lflag, old.line,
	       old.cc[0], old.cc[7]);
	old.lflag = 0x1;
	old.cflag = 0xd; /* 9600, seven bits: they stay eight */
	old.cc[4] = 9;
	show(ioctl(master, TCSETA_, &old));
	show_termios2("after TCSETA", slave);
	show(ioctl(slave, TCGETS2_, &t));
	t.cflag = (t.cflag & ~0x100fu) | 0x1000; /* any speed */
	t.ospeed = 12345;
	t.ispeed = 54321;
	t.line = 7;
	show(ioctl(slave, TCSETS2_, &t));
	show_termios2("any speed", slave);
	t.cflag |= 0x1000u << 16; /* BOTHER for input, too */
	show(ioctl(slave, TCSETS2_ + 2, &t));
	show_termios2("two speeds", slave);
	t.cflag = 0xbf | 0x1003 | (0x1005u << 16);
	show(ioctl(slave, TCSETS2_ + 1, &t));
	show_termios2("old codes", slave);
	show(ioctl(slave, TCGETS2_, 8));
	show(ioctl(slave, TCSETS2_, 8));
	show(ioctl(slave, TCGETA_, 8));
	show(ioctl(slave, TCSETA_, 8));
	show(ioctl(slave, 0x5432, &t)); /* TCGETX */
	ioctl(slave, TCGETS2_, &t);
	t.cflag |= 1u << 29; /* ADDRB, which is not set so */
	show(ioctl(slave, TCSETS2_, &t));
	show_termios2("with address bits", slave);
}

static void locked_modes(void)
{
	struct termios2_ t;
	struct termios2_ locks;

	puts("--- locked modes");
	memset(&locks, 0, sizeof(locks));
	show(ioctl(slave, 0x5456, &locks));
	if (getuid())
		return;
	locks.lflag = ECHO;
	locks.cc[VEOF] = 1;
	show(ioctl(slave, 0x5457, &locks));
	show(ioctl(slave, TCGETS2_, &t));
	t.lflag ^= ECHO | ICANON;
	t.cc[VEOF] = 33;
	show(ioctl(slave, TCSETS2_, &t));
	show_termios2("locked", slave);
	memset(&locks, 0, sizeof(locks));
	show(ioctl(slave, 0x5457, &locks));
	show(ioctl(slave, 0x5457, 8));
}

static void windows(void)
{
	struct winsize w = { 1, 2, 3, 4 };

	puts("--- window");
	show(ioctl(slave, TIOCGWINSZ, &w));
	printf("%u %u %u %u\n", w.ws_row, w.ws_col, w.ws_xpixel, w.ws_ypixel);
	w = (struct winsize){ 25, 80, 640, 400 };
	show(ioctl(master, TIOCSWINSZ, &w));
	w = (struct winsize){ 0 };
	show(ioctl(slave, TIOCGWINSZ, &w));
	printf("%u %u %u %u\n", w.ws_row, w.ws_col, w.ws_xpixel, w.ws_ypixel);
	show(ioctl(slave, TIOCSWINSZ, 8));
	show(ioctl(master, TIOCGWINSZ, 8));
}

static void others(int fd, const char *which)
{
	char serial[100] = { 0 };
	int n = 77;
	char c = 'x';

	printf("--- others, %s\n", which);
	show(ioctl(fd, TIOCGETD, &n));
	printf("discipline %d\n", n);
	show(ioctl(fd, TIOCSETD, &n));
	n = 29;
	show(ioctl(fd, TIOCSETD, &n));
	n = -1;
	show(ioctl(fd, TIOCSETD, &n));
	show(ioctl(fd, TIOCEXCL, 0));
	show(ioctl(fd, 0x80045440, &n)); /* TIOCGEXCL */
	printf("exclusive %d\n", n);
	show(ioctl(fd, TIOCNXCL, 0));
	show(ioctl(fd, TIOCOUTQ, &n));
	printf("out %d\n", n);
	show(ioctl(fd, FIONREAD, &n));
	printf("in %d\n", n);
	show(ioctl(fd, FIONREAD, 8));
	show(ioctl(fd, TCSBRK, 0));
	show(ioctl(fd, TCSBRK, 1));
	show(ioctl(fd, TCSBRKP, 3));
	show(ioctl(fd, TIOCSBRK, 0));
	show(ioctl(fd, TIOCCBRK, 0));
	show(ioctl(fd, TCFLSH, 3));
	show(ioctl(fd, TCXONC, 4));
	show(ioctl(fd, TCXONC, -1));
	show(ioctl(fd, TIOCGPGRP, &n));
	printf("group %d\n", n);
	show(ioctl(fd, TIOCGSID, &n));
	show(ioctl(fd, TIOCNOTTY, 0));
	n = getpgrp();
	show(ioctl(fd, TIOCSPGRP, &n));
	n = -1;
	show(ioctl(fd, TIOCSPGRP, &n));
	show(ioctl(fd, TIOCSPGRP, 8));
	show(ioctl(fd, TIOCGPTN, &n) == 0 ? 0 : -1);
	show(ioctl(fd, 0x80045439, &n));
	show(ioctl(fd, TIOCPKT, 8));
	show(ioctl(fd, 0x80045438, &n));
	show(ioctl(fd, 0x40045436, 9)); /* TIOCSIG: no such signal */
	show(ioctl(fd, 0x40045436, SIGINT));
	show(ioctl(fd, TIOCMGET, &n));
	show(ioctl(fd, 0x5419, &n)); /* TIOCGSOFTCAR */
	printf("carrier %d\n", n);
	show(ioctl(fd, 0x541a, &n));
	show(ioctl(fd, 0x541e, 8)); /* TIOCGSERIAL */
	show(ioctl(fd, 0x541f, serial));
	show(ioctl(fd, 0x541f, 8));
	show(ioctl(fd, 0x4b33, &n)); /* KDGKBTYPE */
	show(ioctl(fd, 0x5603, &n)); /* VT_GETSTATE */
	show(ioctl(fd, 0x541c, &n)); /* TIOCLINUX */
	show(ioctl(fd, 0x5499, &n));
	show(ioctl(fd, 0x89ff, &n));
	show(lseek(fd, 0, SEEK_CUR));
	show(pread(fd, &c, 1, 0));
	show(ftruncate(fd, 0));
	show(fsync(fd));
}

/* What is written or echoed is on its way for a while, natively, and may come in parts. */
static void await_bytes(int fd, int n)
{
	int have = 0;

	for (int i = 0; i < 50000 && !ioctl(fd, FIONREAD, &have) && have < n; i++)
		usleep(100);
}

static void packets(void)
{
	int on = 1, off = 0;
	struct termios t;

	puts("--- packet mode");
	show(ioctl(slave, TIOCPKT, &on));
	show(ioctl(master, TIOCPKT, &on));
	show_read("master, nothing", master, 100);
	say(slave, "out\n");
	await_bytes(master, 5);
	show_read("data", master, 100);
	say(slave, "abcdef");
	await_bytes(master, 6);
	show_read("one byte", master, 1);
	show_read("two", master, 2);
	show_read("the rest", master, 100);
	show(tcflush(slave, TCIFLUSH));
	show_events("events", master);
	show_read("flush read", master, 100);
	show(tcflush(slave, TCOFLUSH));
	show_read("flush write", master, 100);
	show(tcflow(slave, TCOOFF));
	show_read("stop", master, 100);
	say(slave, "");
	show(tcflow(slave, TCOON));
	show_read("start", master, 100);
	tcgetattr(slave, &t);
	t.c_iflag &= ~(tcflag_t)IXON;
	tcsetattr(slave, TCSANOW, &t);
	show_read("nostop", master, 100);
	t.c_iflag |= IXON;
	t.c_lflag |= 0200000; /* EXTPROC */
	tcsetattr(slave, TCSANOW, &t);
	show_read("dostop, ioctl", master, 100);
	t.c_lflag &= ~0200000u;
	tcsetattr(slave, TCSANOW, &t);
	show_read("ioctl", master, 100);
	show(ioctl(master, TIOCPKT, &off));
	show(tcflush(slave, TCIOFLUSH));
	show_read("no packets", master, 100);
}

static void open_and_close(void)
{
	int n = 1, peer, again;

	puts("--- open and close");
	close_pair();
	master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK);
	ioctl(master, TIOCGPTN, &n);
	snprintf(slave_name, sizeof(slave_name), "/dev/pts/%d", n);
	show(open(slave_name, O_RDWR | O_NOCTTY)); /* locked */
	show(ioctl(master, TIOCGPTPEER, O_RDWR));
	show_events("never open", master);
	show_read("never open", master, 10);
	n = 0;
	show(ioctl(master, TIOCSPTLCK, &n));
	say(master, "early\n"); /* is received before anybody is there */
	await_bytes(master, 7);
	show_read("echo", master, 100);
	peer = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	show(fcntl(peer, F_GETFD));
	printf("flags %#x\n", fcntl(peer, F_GETFL) & ~O_LARGEFILE & ~0100000);
	show(ioctl(peer, TIOCGPTPEER, O_RDWR));
	show(ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_DIRECT));
	n = ioctl(master, TIOCGPTPEER, O_PATH);
	show(read(n, &peer, 1));
	close(n);
	n = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_NOFOLLOW);
	printf("flags %#x\n", fcntl(n, F_GETFL));
	close(n);
	show_events("early", peer);
	show_read("early", peer, 100);
	slave = open(slave_name, O_RDWR | O_NOCTTY | O_NONBLOCK);
	say(peer, "last words\n");
	has_input(master);
	close(peer);
	show_events("one closed", master);
	say(master, "unread\n");
	has_input(slave);
	await_bytes(master, 20);
	show_events("unread", slave);
	close(slave);
	show_events("both closed", master);
	show_read("last words", master, 100);
	show_events("all read", master);
	show_read("the end", master, 100);
	show(write(master, "to nobody\n", 10));
	await_bytes(master, 11);
	show_read("the end", master, 100);
	again = open(slave_name, O_RDWR | O_NOCTTY | O_NONBLOCK);
	show_events("open again", master);
	show_read("again", master, 100);
	show_read("was kept", again, 100);
	show_read("was kept, too", again, 100);
	show(ioctl(again, TIOCEXCL, 0));
	n = open(slave_name, O_RDWR | O_NOCTTY);
	printf("exclusive, %s\n", n < 0 ? guest_errno(errno) : getuid() ? "open" : "but for root");
	close(n);
	close(master);
	show_events("master closed", again);
	show_read("hung up", again, 100);
	show(write(again, "x", 1));
	show(ioctl(again, TIOCGWINSZ, &n));
	show(ioctl(again, TIOCSPGRP, &n));
	show(ioctl(again, FIONREAD, &n));
	show(access(slave_name, F_OK));
	show(fcntl(again, F_SETFL, O_RDWR));
	show_read("hung up", again, 100);
	close(again);
}

/* Natively the number of a terminal that is gone may be another test's at once. */
static int open_what_is_gone(void)
{
	int fd = -1;

	for (int i = 0; i < 100 && (fd = open(slave_name, O_RDWR | O_NOCTTY)) != -1; i++) {
		close(fd);
		open_pair(O_NONBLOCK);
		close_pair();
	}
	return fd;
}

static void nodes(void)
{
	struct stat st, st2;
	struct statfs fs;
	char link[64] = "", name[64];

	puts("--- nodes");
	open_pair(O_NONBLOCK);
	show(fstat(slave, &st));
	show(stat(slave_name, &st2));
	printf("same %d %d, chr %d, major %u, size %ld, links %ld, uid %d\n", st.st_ino == st2.st_ino,
	       st.st_dev == st2.st_dev, S_ISCHR(st.st_mode), (unsigned)(st.st_rdev >> 8),
	       (long)st.st_size, (long)st.st_nlink, (int)(st.st_uid - getuid()));
	snprintf(name, sizeof(name), "/proc/self/fd/%d", slave);
	show(readlink(name, link, sizeof(link) - 1) == (ssize_t)strlen(slave_name));
	printf("%d\n", strcmp(link, slave_name));
	show(fstatfs(slave, &fs));
	printf("type %#lx\n", (unsigned long)fs.f_type);
	show(isatty(slave) && isatty(master));
	show(strcmp(ttyname(slave), slave_name));
	show(ptsname_r(master, name, sizeof(name)));
	printf("%d\n", strcmp(name, slave_name));
	show(mknod("/dev/pts/x", S_IFCHR | 0600, 0x501));
	show(mkdir("/dev/pts/d", 0700));
	show(unlink(slave_name));
	show(fchmod(slave, 0640));
	show(stat(slave_name, &st));
	printf("%o\n", st.st_mode & 07777);
	show_ok(open("/dev/tty", O_RDWR));
	close_pair();
	show(open_what_is_gone());
	if (!getuid()) { /* what is no node of a devpts is no terminal */
		show(mknod("node", S_IFCHR | 0600, 0x8800));
		show(open("node", O_RDWR | O_NOCTTY));
		unlink("node");
	}
}

int main(void)
{
	int on = 1;

	signal(SIGHUP, SIG_IGN);
	open_pair(O_NONBLOCK);
	modes();
	close_pair();
	open_pair(O_NONBLOCK);
	locked_modes();
	windows();
	others(slave, "slave");
	others(master, "master");
	show(ioctl(slave, FIONBIO, &on));
	packets();
	open_and_close();
	nodes();
	return 0;
}
