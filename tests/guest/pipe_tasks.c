/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: on tmpfs hostfs */
/* Pipes and FIFOs among processes: atomic writes, sleepers that are woken, interrupted or killed. */
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include "sleepers.h"

static char buf[1 << 17];
static int p[2], q[2], number;

static int read_one(void)
{
	return read(p[0], buf, 1) == 1 ? buf[0] : 200;
}

static int read_end(void)
{
	close(p[1]);
	return read(p[0], buf, 1);
}

static int write_page(void)
{
	return write(p[1], buf, 4096) == 4096 ? 0 : errno;
}

static int write_big(void)
{
	int n = write(p[1], buf, 100000);

	printf("big write: %d %s\n", n, n < 0 ? guest_errno(errno) : "");
	return 0;
}

static void fill(void)
{
	fcntl(p[1], F_SETFL, O_NONBLOCK);
	while (write(p[1], buf, 4096) > 0)
		;
	fcntl(p[1], F_SETFL, 0);
}

static void drain(void)
{
	fcntl(p[0], F_SETFL, O_NONBLOCK);
	while (read(p[0], buf, sizeof(buf)) > 0)
		;
	fcntl(p[0], F_SETFL, 0);
}

static void readers(void)
{
	pid_t a, b, c;

	printf("--- readers\n");
	pipe(p);
	a = spawn_asleep(read_one);
	b = spawn_asleep(read_one);
	c = spawn_asleep(read_one);
	kill(b, SIGKILL);
	reap("middle", b);
	write(p[1], "x", 1);
	write(p[1], "x", 1);
	reap("one", a);
	reap("other", c);
	/* One write feeds several readers. */
	a = spawn_asleep(read_one);
	b = spawn_asleep(read_one);
	write(p[1], "yy", 2);
	reap("one", a);
	reap("other", b);
	/* Woken, and killed before it could run: the byte stays for others. */
	a = spawn_asleep(read_one);
	kill(a, SIGSTOP);
	waitpid(a, NULL, WUNTRACED);
	write(p[1], "z", 1);
	kill(a, SIGKILL);
	reap("stopped", a);
	show(read(p[0], buf, 10));
	handle(SIGUSR1, 0);
	a = spawn_asleep(read_one);
	kill(a, SIGUSR1);
	reap("interrupted", a);
	handle(SIGUSR1, SA_RESTART);
	a = spawn_asleep(read_one);
	kill(a, SIGUSR1);
	usleep(5000);
	until_asleep(a);
	write(p[1], "r", 1);
	reap("restarted", a);
	a = spawn_asleep(read_end);
	b = spawn_asleep(read_end);
	close(p[1]);
	reap("end", a);
	reap("end", b);
	close(p[0]);
}

static int write_sigpipe(void)
{
	close(p[0]);
	write(p[1], buf, 100000);
	return 0;
}

static int write_epipe(void)
{
	signal(SIGPIPE, SIG_IGN);
	close(p[0]);
	return write(p[1], buf, 100000) < 0 ? errno : 0;
}

static void writers(void)
{
	pid_t a, b, c;

	printf("--- writers\n");
	pipe(p);
	fill();
	a = spawn_asleep(write_page);
	b = spawn_asleep(write_page);
	c = spawn_asleep(write_page);
	kill(b, SIGKILL);
	reap("middle", b);
	read(p[0], buf, 65536);
	reap("one", a);
	reap("other", c);
	fill();
	handle(SIGUSR1, 0);
	a = spawn_asleep(write_page);
	kill(a, SIGUSR1);
	reap("interrupted", a);
	drain();
	/* What was written before the signal counts. */
	a = spawn_asleep(write_big);
	kill(a, SIGUSR1);
	reap("partly", a);
	drain();
	a = spawn_asleep(write_big);
	kill(a, SIGKILL);
	reap("killed", a);
	show(ioctl(p[0], FIONREAD, &number));
	printf("%d\n", number);
	drain();
	a = spawn_asleep(write_sigpipe);
	b = spawn_asleep(write_epipe);
	close(p[0]);
	reap("broken", a);
	reap("ignored", b);
	close(p[1]);
}

/* Records of PIPE_BUF do not mix, whatever the number of writers. */
static int write_records(void)
{
	char record[4096];

	memset(record, 'a' + number, sizeof(record));
	for (int i = 0; i < 60; i++)
		if (write(p[1], record, i & 1 ? 4096 : 1000) < 0)
			return 1;
	return 0;
}

static void atomic(void)
{
	int counts[4] = { 0 }, mixed = 0, n, have = 0;
	pid_t w[4];

	printf("--- atomic\n");
	pipe(p);
	for (number = 0; number < 4; number++)
		w[number] = spawn(write_records);
	close(p[1]);
	while ((n = read(p[0], buf + have, 1000)) > 0) {
		/* Runs of one letter have lengths that records add up to. */
		for (int i = 0; i < n; i++)
			counts[buf[have + i] - 'a']++;
		for (int i = 1; i < n; i++)
			mixed += buf[have + i] != buf[have + i - 1];
		have = 0;
	}
	for (int i = 0; i < 4; i++) {
		reap("writer", w[i]);
		printf("%d bytes\n", counts[i]);
	}
	printf("few changes: %d\n", mixed <= 240);
	close(p[0]);
}

static int open_read(void)
{
	int fd = open("fifo", O_RDONLY);

	if (fd < 0)
		return errno;
	return read(fd, buf, 1) == 1 ? buf[0] : 0;
}

static int open_write(void)
{
	int fd = open("fifo", O_WRONLY);

	if (fd < 0)
		return errno;
	return write(fd, "f", 1) == 1 ? 0 : errno;
}

static void fifos(void)
{
	pid_t a, b, c;
	int fd;

	printf("--- fifos\n");
	signal(SIGPIPE, SIG_IGN);
	unlink("fifo"); /* of another program */
	show(mkfifo("fifo", 0600));
	a = spawn_asleep(open_read);
	b = spawn_asleep(open_write);
	reap("reader", a);
	reap("writer", b);
	a = spawn_asleep(open_write);
	b = spawn_asleep(open_read);
	reap("writer", a);
	reap("reader", b);
	/* Killed and interrupted while they wait for a partner, with others in the same place. */
	a = spawn_asleep(open_read);
	b = spawn_asleep(open_read);
	kill(a, SIGKILL);
	reap("killed reader", a);
	show((fd = open("fifo", O_WRONLY | O_NONBLOCK)) >= 0);
	show(write(fd, "w", 1));
	reap("other reader", b);
	close(fd);
	show(open("fifo", O_WRONLY | O_NONBLOCK));
	handle(SIGUSR1, 0);
	a = spawn_asleep(open_write);
	b = spawn_asleep(open_write);
	c = spawn_asleep(open_write);
	kill(a, SIGUSR1);
	reap("interrupted writer", a);
	kill(b, SIGKILL);
	reap("killed writer", b);
	show((fd = open("fifo", O_RDONLY)) >= 0);
	reap("writer", c);
	show(read(fd, buf, 10));
	show(read(fd, buf, 10));
	close(fd);
	/* Both ends in one descriptor never wait. */
	show((fd = open("fifo", O_RDWR)) >= 0);
	a = spawn_asleep(open_read);
	show(write(fd, "x", 1));
	reap("reader", a);
	close(fd);
	/* A reader that came without waiting is told of the end only after a writer. */
	show((fd = open("fifo", O_RDONLY | O_NONBLOCK)) >= 0);
	{
		struct pollfd w = { fd, POLLIN, 0 };

		show(poll(&w, 1, 0));
		show(read(fd, buf, 1));
		a = spawn(open_write);
		reap("writer", a);
		show(poll(&w, 1, 0));
		printf("%#x\n", w.revents);
		show(read(fd, buf, 10));
		show(poll(&w, 1, 0));
		printf("%#x\n", w.revents);
	}
	close(fd);
	unlink("fifo");
}

static int splice_on(void)
{
	int n, total = 0;

	close(p[1]);
	close(q[0]);
	while ((n = splice(p[0], NULL, q[1], NULL, 3000, 0)) > 0)
		total += n;
	return total == 100000 && !n ? 0 : 1;
}

static int tee_on(void)
{
	int n;

	close(p[1]);
	close(q[0]);
	while ((n = tee(p[0], q[1], 65536, 0)) > 0)
		while (n > 0)
			n -= read(p[0], buf, n);
	return n;
}

static int vmsplice_on(void)
{
	struct iovec v = { buf, 100000 };
	int n = 0;

	close(p[0]);
	while (v.iov_len && (n = vmsplice(p[1], &v, 1, 0)) > 0) {
		v.iov_base = (char *)v.iov_base + n;
		v.iov_len -= n;
	}
	return n < 0 ? errno : 0;
}

static void transfer(const char *what, int (*fn)(void))
{
	int n, total = 0, sum = 0;
	pid_t a, b;

	pipe(p);
	pipe(q);
	for (int i = 0; i < 100000; i++)
		buf[i] = i % 97;
	a = spawn_asleep(fn);
	number = 1;
	b = spawn(vmsplice_on);
	close(p[0]);
	close(p[1]);
	close(q[1]);
	while ((n = read(q[0], buf, 5000)) > 0) {
		total += n;
		for (int i = 0; i < n; i++)
			sum += buf[i];
	}
	close(q[0]);
	reap("source", b);
	reap(what, a);
	printf("%d bytes, sum %d\n", total, sum);
}

static int splice_one(void)
{
	return splice(p[0], NULL, q[1], NULL, 100, 0) < 0 ? errno : 0;
}

static void splices(void)
{
	pid_t a, b;

	printf("--- splices\n");
	transfer("splice", splice_on);
	transfer("tee", tee_on);
	pipe(p);
	pipe(q);
	a = spawn_asleep(splice_one);
	b = spawn_asleep(splice_one);
	kill(a, SIGKILL);
	reap("killed", a);
	write(p[1], "s", 1);
	reap("other", b);
	show(read(q[0], buf, 10));
	handle(SIGUSR1, 0);
	a = spawn_asleep(splice_one);
	kill(a, SIGUSR1);
	reap("interrupted", a);
	/* Full, and its readers go. */
	{
		int t = p[1];

		p[1] = q[1];
		fill();
		p[1] = t;
	}
	write(p[1], "t", 1);
	signal(SIGPIPE, SIG_IGN);
	a = spawn(splice_one);
	usleep(5000);
	kill(a, SIGKILL);
	reap("killed", a);
	show(read(p[0], buf, 10));
	for (int i = 0; i < 2; i++) {
		close(p[i]);
		close(q[i]);
	}
}

static int grow(void)
{
	return fcntl(p[1], F_SETPIPE_SZ, 131072) == 131072 ? 0 : 1;
}

static void sizes(void)
{
	pid_t a;

	printf("--- sizes\n");
	pipe(p);
	fill();
	a = spawn_asleep(write_page);
	show(fcntl(p[0], F_SETPIPE_SZ, 4096));
	reap("grower", spawn(grow));
	reap("writer", a);
	show(fcntl(p[0], F_GETPIPE_SZ));
	close(p[0]);
	close(p[1]);
	/* Packets. */
	pipe2(p, O_DIRECT);
	a = spawn_asleep(read_one);
	write(p[1], "packet", 6);
	reap("reader", a);
	show(write(p[1], "next", 4));
	show(read(p[0], buf, 100));
	close(p[0]);
	close(p[1]);
}

int main(void)
{
	readers();
	writers();
	atomic();
	fifos();
	splices();
	sizes();
	return 0;
}
