/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Options of AF_UNIX sockets: values, lengths, checks; those of other levels. */
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <net/if.h>
#include <linux/sockios.h>

#include "guest.h"

static int s[2];

static void get_len(int opt, int room)
{
	unsigned char v[64];
	socklen_t len = room;

	memset(v, 0xee, sizeof(v));
	errno = 0;
	if (getsockopt(s[0], SOL_SOCKET, opt, v, &len)) {
		printf("  get %d room %d: %s (%d)\n", opt, room, guest_errno(errno), (int)len);
		return;
	}
	printf("  get %d room %d: %d:", opt, room, (int)len);
	for (int i = 0; i < (int)len && i < 40; i++)
		printf(" %02x", v[i]);
	printf("\n");
}

static void get(int opt)
{
	get_len(opt, 4);
}

static void set(int opt, int value)
{
	errno = 0;
	printf("set %d to %d: ", opt, value);
	guest_show("", setsockopt(s[0], SOL_SOCKET, opt, &value, sizeof(value)));
	get(opt);
}

/* What this host's kernel and ring3 have alike: the newest options and host limits stay out. */
static const int simple[] = {
	SO_DEBUG, SO_REUSEADDR, SO_DONTROUTE, SO_BROADCAST, SO_KEEPALIVE, SO_OOBINLINE,
	SO_NO_CHECK, SO_PASSCRED, 34 /* SO_PASSSEC */, SO_RXQ_OVFL, SO_WIFI_STATUS, SO_NOFCS,
	SO_SELECT_ERR_QUEUE, SO_TIMESTAMP, SO_TIMESTAMPNS, 63, 64, 75 /* SO_RCVMARK */, 76,
	SO_BSDCOMPAT,
};

static void flags(void)
{
	for (unsigned i = 0; i < sizeof(simple) / sizeof(*simple); i++) {
		get(simple[i]);
		set(simple[i], 7);
		set(simple[i], 0);
	}
	set(SO_TIMESTAMP, 1);
	set(SO_TIMESTAMPNS, 1);
	get(SO_TIMESTAMP);
	set(64, 1);
	get(SO_TIMESTAMPNS);
	set(SO_TIMESTAMPNS, 0);
}

static void numbers(void)
{
	static const int asked[] = { SO_TYPE, SO_DOMAIN, SO_PROTOCOL, SO_ERROR, SO_ACCEPTCONN,
				     SO_SNDLOWAT };

	for (unsigned i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
		get(asked[i]);
		get_len(asked[i], 0);
		get_len(asked[i], 1);
		get_len(asked[i], 3);
		get_len(asked[i], 20);
		get_len(asked[i], -1);
		set(asked[i], 1);
	}
	for (int v = -1; v < 200000; v = v < 3 ? v + 1 : v * 3) {
		set(SO_SNDBUF, v == -1 ? 1000 : v);
		set(SO_RCVBUF, v == -1 ? 1000 : v);
	}
	set(SO_SNDBUFFORCE, 1000000);
	set(SO_RCVBUFFORCE, 1000000);
	set(SO_SNDBUFFORCE, -1);
	get(SO_SNDBUF);
	set(SO_RCVLOWAT, 0);
	set(SO_RCVLOWAT, -1);
	set(SO_RCVLOWAT, 5);
	set(SO_SNDLOWAT, 5);
	set(SO_PRIORITY, 6);
	set(SO_PRIORITY, 7);
	set(SO_MARK, 5);
	set(SO_PEEK_OFF, 10);
	set(SO_PEEK_OFF, -1);
	set(SO_BUSY_POLL, 10);
	set(SO_BUSY_POLL, -1);
	set(SO_INCOMING_CPU, 0);
	set(SO_LOCK_FILTER, 1);
	set(SO_LOCK_FILTER, 0);
	set(SO_DETACH_FILTER, 0);
	set(72 /* SO_BUF_LOCK */, 3);
	set(72, 4);
	get_len(SO_ATTACH_FILTER, 8);
	get_len(SO_BINDTODEVICE, 16);
	get_len(SO_MAX_PACING_RATE, 4);
	get_len(SO_MAX_PACING_RATE, 8);
	get_len(SO_PEERSEC, 40);
	get_len(57 /* SO_COOKIE */, 4);
	get_len(28 /* SO_PEERNAME */, 2);
	get_len(28, 3);
	set(60 /* SO_ZEROCOPY */, 1);
	set(1000, 1);
	set(-1, 1);
}

static void lengths(void)
{
	int one = 1;

	show(setsockopt(s[0], SOL_SOCKET, SO_KEEPALIVE, &one, 3));
	show(setsockopt(s[0], SOL_SOCKET, SO_KEEPALIVE, &one, 0));
	show(setsockopt(s[0], SOL_SOCKET, SO_KEEPALIVE, &one, -1));
	show(setsockopt(s[0], SOL_SOCKET, SO_KEEPALIVE, (void *)8, 4));
	show(setsockopt(s[0], SOL_SOCKET, 1000, (void *)8, 4));
	show(setsockopt(s[0], 0, 1, &one, 4));
	show(setsockopt(s[0], 6, 1, &one, 4));
	show(setsockopt(s[0], -1, 1, &one, -1));
	show(getsockopt(s[0], 0, 1, &one, &(socklen_t){ 4 }));
	show(getsockopt(s[0], SOL_SOCKET, SO_TYPE, (void *)8, &(socklen_t){ 4 }));
	show(getsockopt(s[0], SOL_SOCKET, SO_TYPE, &one, (void *)8));
	show(getsockopt(s[0], SOL_SOCKET, 1000, &one, (void *)8));
	show(getsockopt(s[0], SOL_SOCKET, 1000, &one, &(socklen_t){ -1 }));
}

static void structs(void)
{
	struct linger l = { 1, 30 };
	struct timeval tv = { 1, 500001 };

	get_len(SO_LINGER, 8);
	show(setsockopt(s[0], SOL_SOCKET, SO_LINGER, &l, sizeof(l)));
	get_len(SO_LINGER, 8);
	get_len(SO_LINGER, 5);
	show(setsockopt(s[0], SOL_SOCKET, SO_LINGER, &l, 7));
	l.l_onoff = 0;
	show(setsockopt(s[0], SOL_SOCKET, SO_LINGER, &l, sizeof(l)));
	get_len(SO_LINGER, 8);
	for (int opt = SO_RCVTIMEO; opt <= SO_SNDTIMEO; opt++) {
		get_len(opt, 40);
		tv = (struct timeval){ 1, 500000 };
		show(setsockopt(s[0], SOL_SOCKET, opt, &tv, sizeof(tv)));
		get_len(opt, 40);
		get_len(opt, 8);
		show(setsockopt(s[0], SOL_SOCKET, opt, &tv, sizeof(tv) - 1));
		tv.tv_usec = 1000000;
		show(setsockopt(s[0], SOL_SOCKET, opt, &tv, sizeof(tv)));
		tv.tv_usec = -1;
		show(setsockopt(s[0], SOL_SOCKET, opt, &tv, sizeof(tv)));
		tv = (struct timeval){ 0, 0 };
		show(setsockopt(s[0], SOL_SOCKET, opt, &tv, sizeof(tv)));
		get_len(opt, 40);
	}
}

static void time_limits(void)
{
	struct timeval tv = { 0, 20000 }, past = { -5, 0 };
	char c = 0;

	show(setsockopt(s[0], SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv)));
	show(read(s[0], &c, 1));
	show(recv(s[0], &c, 1, 0));
	show(setsockopt(s[0], SOL_SOCKET, SO_RCVTIMEO, &past, sizeof(past)));
	show(read(s[0], &c, 1));
	show(setsockopt(s[0], SOL_SOCKET, SO_SNDTIMEO, &tv, sizeof(tv)));
	while (write(s[0], &c, 1) == 1)
		;
	show(write(s[0], &c, 1));
}

static void commands(void)
{
	struct ifreq ifr = { .ifr_name = "nosuchdevice" };
	int n = 0, on = 1;

	show(ioctl(s[0], FIONREAD, &n));
	show(ioctl(s[0], SIOCINQ, 8));
	show(ioctl(s[0], SIOCATMARK, &n));
	show(ioctl(s[0], SIOCGIFINDEX, &ifr));
	show(ioctl(s[0], 0x89e0, 0));
	show(ioctl(s[0], SIOCGPGRP, &n));
	n = getpid();
	show(ioctl(s[0], SIOCSPGRP, &n));
	show(ioctl(s[0], FIOGETOWN, &n));
	printf("%d\n", n == getpid());
	show(fcntl(s[0], F_GETOWN) == getpid());
	show(ioctl(s[0], FIONBIO, &on));
	show(fcntl(s[0], F_GETFL));
	show(ioctl(s[0], TIOCGWINSZ, &n));
	show(ioctl(s[0], 0x1234, &n));
}

int main(void)
{
	if (getuid() && is_native())
		return 77;
	for (int type = SOCK_STREAM; type <= SOCK_DGRAM; type++) {
		printf("--- type %d\n", type);
		show(socketpair(AF_UNIX, type, 0, s));
		flags();
		numbers();
		lengths();
		structs();
		time_limits();
		commands();
		close(s[0]);
		close(s[1]);
	}
	return 0;
}
