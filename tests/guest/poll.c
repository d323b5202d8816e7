/* SPDX-License-Identifier: GPL-2.0-or-later */
/* poll, ppoll, select and pselect6: what is ready, limits, what is written back. */
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <time.h>

#include "guest.h"

#ifdef __i386__
#define SYS_native_select SYS__newselect
#else
#define SYS_native_select SYS_select
#endif

static int empty[2], full[2], file;

static void print_fds(const struct pollfd *p, int n)
{
	for (int i = 0; i < n; i++)
		printf(" %d:%#x", i, p[i].revents);
	printf("\n");
}

static void polls(void)
{
	struct pollfd p[7] = {
		{ empty[0], POLLIN | POLLOUT, 0x55 }, { empty[1], POLLIN | POLLOUT, 0x55 },
		{ full[0], POLLIN, 0x55 },	      { full[1], POLLOUT, 0x55 },
		{ file, POLLIN | POLLOUT | POLLPRI, 0x55 }, { -1, POLLIN, 0x55 },
		{ 999, POLLIN, 0x55 },
	};

	show(poll(p, 7, 0));
	print_fds(p, 7);
	show(poll(p, 1, 10));
	show(poll(p, 1, 0));
	show(poll(NULL, 0, 1));
	show(poll(NULL, 1, 0));
	show(poll(p, 7, -1));
	for (int i = 0; i < 7; i++)
		p[i].events = 0;
	show(poll(p, 7, 0));
	print_fds(p, 7);
	p[0].events = POLLRDNORM | POLLWRNORM;
	p[1].events = POLLRDNORM | POLLWRNORM | POLLRDHUP;
	show(poll(p, 2, 0));
	print_fds(p, 2);
}

static void too_many(void)
{
	struct rlimit r;

	getrlimit(RLIMIT_NOFILE, &r);
	show(poll((struct pollfd *)8, r.rlim_cur + 1, 0));
	show(poll((struct pollfd *)8, -1, 0));
	r.rlim_cur = 10;
	setrlimit(RLIMIT_NOFILE, &r);
	show(poll((struct pollfd *)8, 11, 0));
	show(poll((struct pollfd *)8, 10, 0));
	r.rlim_cur = r.rlim_max;
	setrlimit(RLIMIT_NOFILE, &r);
}

static void many(void)
{
	static struct pollfd p[1000];

	for (int i = 0; i < 1000; i++)
		p[i] = (struct pollfd){ i == 999 ? full[0] : empty[0], POLLIN, 0 };
	show(poll(p, 999, 1));
	show(poll(p, 1000, 1000));
	show(p[999].revents);
}

static void read_only(void)
{
	struct pollfd *p = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
				-1, 0);

	p[0] = (struct pollfd){ full[0], POLLIN, 0 };
	mprotect(p, 4096, PROT_READ);
	show(poll(p, 1, 0));
	mprotect(p, 8192, PROT_READ | PROT_WRITE);
	munmap((char *)p + 4096, 4096);
	p[511] = (struct pollfd){ full[0], POLLIN, 0 };
	show(poll(p + 511, 1, 0));
	show(poll(p + 511, 2, 0));
	show(p[511].revents);
	munmap(p, 4096);
}

static void ppolls(void)
{
	struct pollfd p = { empty[0], POLLIN, 0 };
	struct timespec t = { 0, 2000000 };
	sigset_t s;

	sigemptyset(&s);
	show(raw(SYS_ppoll, (long)&p, 1, (long)&t, (long)&s, 8, 0));
	printf("left %ld %ld\n", (long)t.tv_sec, t.tv_nsec);
	t.tv_nsec = 1000000000;
	show(raw(SYS_ppoll, (long)&p, 1, (long)&t, 0, 0, 0));
	t.tv_nsec = -1;
	show(raw(SYS_ppoll, (long)&p, 1, (long)&t, 0, 0, 0));
	t = (struct timespec){ -1, 0 };
	show(raw(SYS_ppoll, (long)&p, 1, (long)&t, 0, 0, 0));
	t = (struct timespec){ 0, 0 };
	show(raw(SYS_ppoll, (long)&p, 1, (long)&t, (long)&s, 4, 0));
	show(raw(SYS_ppoll, (long)&p, 1, (long)&t, 8, 8, 0));
	show(raw(SYS_ppoll, (long)&p, 1, 8, 0, 0, 0));
	p = (struct pollfd){ full[0], POLLIN, 0 };
	t = (struct timespec){ 100, 0 };
	show(raw(SYS_ppoll, (long)&p, 1, (long)&t, 0, 0, 0));
	show(t.tv_sec == 99 || t.tv_sec == 100);
}

static void print_sets(const fd_set *in, const fd_set *out, const fd_set *ex)
{
	const fd_set *sets[] = { in, out, ex };
	const int fds[] = { empty[0], empty[1], full[0], full[1], file };

	for (int s = 0; s < 3; s++) {
		printf(" ");
		for (int i = 0; i < 5; i++)
			printf("%d", !!FD_ISSET(fds[i], sets[s]));
	}
	printf("\n");
}

static void fill(fd_set *set)
{
	FD_ZERO(set);
	FD_SET(empty[0], set);
	FD_SET(empty[1], set);
	FD_SET(full[0], set);
	FD_SET(full[1], set);
	FD_SET(file, set);
}

static void selects(void)
{
	struct timeval t = { 0, 0 };
	fd_set in, out, ex;

	fill(&in);
	fill(&out);
	fill(&ex);
	show(select(100, &in, &out, &ex, &t));
	print_sets(&in, &out, &ex);
	FD_ZERO(&in);
	FD_SET(empty[0], &in);
	t.tv_usec = 3000;
	show(select(100, &in, NULL, NULL, &t));
	printf("left %ld %ld, set %d\n", (long)t.tv_sec, (long)t.tv_usec,
	       !!FD_ISSET(empty[0], &in));
	t = (struct timeval){ 0, 1000 };
	show(select(0, NULL, NULL, NULL, &t));
	show(select(-1, NULL, NULL, NULL, &t));
	FD_SET(40, &in);
	t = (struct timeval){ 0, 0 };
	show(select(41, &in, NULL, NULL, &t));
	FD_CLR(40, &in);
	show(select(41, &in, NULL, NULL, &t));
	fill(&in);
	show(select(full[0], &in, NULL, NULL, &t));
	show(select(1 << 30, &in, NULL, NULL, &t));
	show(select(10, (fd_set *)8, NULL, NULL, &t));
	show(select(0, (fd_set *)8, NULL, NULL, &t));
	show(raw(SYS_native_select, 1, 0, 0, 0, 8, 0));
}

static void pselects(void)
{
	struct timespec t = { 0, 1000000 };
	struct {
		const void *set;
		size_t size;
	} pack = { NULL, 0 };
	sigset_t s;
	fd_set in;

	sigemptyset(&s);
	FD_ZERO(&in);
	FD_SET(empty[0], &in);
	show(raw(SYS_pselect6, 20, (long)&in, 0, 0, (long)&t, 0));
	printf("left %ld %ld\n", (long)t.tv_sec, t.tv_nsec);
	show(raw(SYS_pselect6, 20, (long)&in, 0, 0, (long)&t, (long)&pack));
	pack.set = &s;
	pack.size = 7;
	show(raw(SYS_pselect6, 20, (long)&in, 0, 0, (long)&t, (long)&pack));
	pack.size = 8;
	show(raw(SYS_pselect6, 20, (long)&in, 0, 0, (long)&t, (long)&pack));
	show(raw(SYS_pselect6, 20, (long)&in, 0, 0, (long)&t, 8));
	t.tv_nsec = 1000000000;
	show(raw(SYS_pselect6, 20, (long)&in, 0, 0, (long)&t, (long)&pack));
#ifdef __i386__
	{
		int32_t t32[2] = { 0, 10000 };
		uint32_t old[5] = { 20, (uint32_t)&in, 0, 0, (uint32_t)t32 };
		int64_t t64[2] = { 0, 1000000 };

		FD_SET(empty[0], &in);
		show(raw(SYS_select, (long)old, 0, 0, 0, 0, 0));
		printf("left %d %d\n", t32[0], t32[1]);
		show(raw(SYS_select, 8, 0, 0, 0, 0, 0));
		FD_SET(full[0], &in);
		show(raw(413, 20, (long)&in, 0, 0, (long)t64, (long)&pack));
		FD_ZERO(&in);
		FD_SET(empty[0], &in);
		show(raw(413, 20, (long)&in, 0, 0, (long)t64, (long)&pack));
		printf("left %lld %lld\n", (long long)t64[0], (long long)t64[1]);
		{
			struct pollfd p = { full[0], POLLIN, 0 };

			show(raw(414, (long)&p, 1, (long)t64, 0, 0, 0));
		}
	}
#endif
}

int main(void)
{
	pipe(empty);
	pipe2(full, O_NONBLOCK);
	while (write(full[1], "", 1) > 0)
		;
	file = open("poll.tmp", O_RDWR | O_CREAT, 0600);
	polls();
	too_many();
	many();
	read_only();
	ppolls();
	selects();
	pselects();
	unlink("poll.tmp");
	return 0;
}
