/* SPDX-License-Identifier: GPL-2.0-or-later */
/* poll, select and epoll: what is asked for, and what is ready. */
#include <linux/poll.h>
#include <linux/eventpoll.h>

#include "calls.h"

static struct pollfd fds[3] = { { 5, POLLIN | POLLPRI, POLLIN }, { 6, 0x7ff, 0 }, { -1, POLLIN, POLLNVAL } };
static struct pollfd many[40] = { [0 ... 39] = { 7, POLLOUT, POLLOUT } };
static long tv[2] = { 1, 2 }, odd_tv[2] = { -1, -1 };
static long long wide_tv[2] = { 3, -1 };
static unsigned long sets[3][16] = { { 0x21 }, { 0x4000 }, { 0 } };
static unsigned long long set = 0x10002;
static struct {
	const void *set;
	unsigned long size;
} sig = { &set, 8 }, odd_sig = { &set, 3 };
static struct epoll_event ev = { 0x80000001, 0x100000002ull }, odd_ev = { 0x800, ~0ull };
static struct epoll_event evs[3] = { { 1, 2 }, { 4, 5 }, { 0x2010, 7 } };
static unsigned long old[5] = { 8, (unsigned long)sets[0], (unsigned long)sets[1], 0, (unsigned long)tv };

TABLE = {
	C(poll, P(fds), 3, 1000), C(poll, P(fds), 0, -1L), C(poll, P(many), 40, 0), C(poll, 0, 0, 0),
	C(poll, BAD, 2, 0),
	C(ppoll, P(fds), 3, P(tv), P(&set), 8), C(ppoll, P(fds), 1, P(odd_tv), 0, 8),
	C(ppoll_time64, P(fds), 3, P(wide_tv), P(&set), 8),
	C(select, 16, P(sets[0]), P(sets[1]), P(sets[2]), P(tv)), C(select, P(old)), C(select, 3, 0, 0, 0, 0),
	C(_newselect, 16, P(sets[0]), P(sets[1]), P(sets[2]), P(odd_tv)),
	C(_newselect, -1L, P(sets[0]), 0, BAD, 0),
	C(pselect6, 16, P(sets[0]), P(sets[1]), 0, P(tv), P(&sig)),
	C(pselect6, 16, P(sets[0]), 0, 0, 0, P(&odd_sig)),
	C(pselect6_time64, 16, P(sets[0]), 0, 0, P(wide_tv), 0),
	C(epoll_ctl, 5, 1, 6, P(&ev)), C(epoll_ctl, 5, 3, 6, P(&odd_ev)), C(epoll_ctl, 5, 2, 6, P(&ev)),
	C(epoll_ctl, 5, 7, 6, 0),
	C(epoll_wait, 5, P(evs), 3, -1L), C(epoll_pwait, 5, P(evs), 3, 9, P(&set), 8),
	C(epoll_pwait2, 5, P(evs), 3, P(wide_tv), P(&set), 8), C(epoll_pwait2, 5, P(evs), 3, 0, 0, 8),
};
