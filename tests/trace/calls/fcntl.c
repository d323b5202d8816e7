/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fcntl, and calls that make descriptors of something. */
#include <linux/fcntl.h>

#include "calls.h"

static struct flock lock = { .l_type = F_WRLCK, .l_whence = 1, .l_start = -5, .l_len = 6, .l_pid = 7 };
static struct flock odd_lock = { .l_type = 9, .l_whence = 9 };
static struct {
	short type, whence;
	long long start, len;
	int pid;
} __attribute__((packed, aligned(4))) lock64 = { 0, 0, 1ll << 40, -1, 7 };
static struct f_owner_ex owner = { 1, 5 }, odd_owner = { 7, -5 };
static unsigned long long set = 0x10002;
static struct {
	unsigned long s, n;
} iv[2] = { { 1, 2 }, { 3, 999999999 } };

#define BOTH(...) C(fcntl, __VA_ARGS__), C(fcntl64, __VA_ARGS__)

TABLE = {
	BOTH(5, F_DUPFD, 6), BOTH(5, F_DUPFD_CLOEXEC, -1L), BOTH(5, F_GETFD), BOTH(5, F_SETFD, 1),
	BOTH(5, F_SETFD, 6), BOTH(5, F_GETFL), BOTH(5, F_SETFL, O_APPEND | O_NONBLOCK),
	BOTH(5, F_SETFL, -1L), BOTH(5, F_GETLK, P(&lock)), BOTH(5, F_SETLK, P(&lock)),
	BOTH(5, F_SETLKW, P(&odd_lock)), BOTH(5, F_SETLK, 0), BOTH(5, F_GETLK, BAD),
	BOTH(5, 12, P(&lock64)), BOTH(5, 13, P(&lock64)), BOTH(5, 14, P(&lock64)),
	BOTH(5, 36, P(&lock64)), BOTH(5, 37, P(&lock64)), BOTH(5, 38, BAD),
	BOTH(5, F_GETOWN), BOTH(5, F_SETOWN, -7L), BOTH(5, F_GETSIG), BOTH(5, F_SETSIG, 10),
	BOTH(5, F_SETSIG, 35), BOTH(5, F_SETSIG, 77), BOTH(5, F_SETOWN_EX, P(&owner)),
	BOTH(5, F_SETOWN_EX, P(&odd_owner)), BOTH(5, F_GETOWN_EX, P(&owner)), BOTH(5, 17, P(&owner)),
	BOTH(5, F_SETLEASE, 1), BOTH(5, F_SETLEASE, 9), BOTH(5, F_GETLEASE),
	BOTH(5, F_NOTIFY, 0x80000009), BOTH(5, F_NOTIFY, 0x40), BOTH(5, F_SETPIPE_SZ, 4096),
	BOTH(5, F_GETPIPE_SZ), BOTH(5, F_ADD_SEALS, 0x1f), BOTH(5, F_ADD_SEALS, 0x40),
	BOTH(5, F_GET_SEALS), BOTH(5, F_CANCELLK, 7), BOTH(5, 1000, 7), BOTH(5, -1L, 0),
	C(eventfd, 7), C(eventfd2, 7, 1 | O_CLOEXEC | O_NONBLOCK), C(eventfd2, 7, 2),
	C(timerfd_create, 1, O_CLOEXEC | O_NONBLOCK), C(timerfd_create, 77, 1),
	C(timerfd_settime, 5, 3, P(iv), P(iv)), C(timerfd_gettime, 5, P(iv)),
	C(signalfd, -1L, P(&set), 8), C(signalfd4, 5, P(&set), 8, O_CLOEXEC | 1),
	C(inotify_init), C(inotify_init1, O_CLOEXEC | O_NONBLOCK), C(inotify_init1, 1),
	C(inotify_add_watch, 5, P("x"), 0x80000fff), C(inotify_add_watch, 5, P("x"), 0x1000),
	C(inotify_rm_watch, 5, 6), C(userfaultfd, O_CLOEXEC | 1), C(userfaultfd, 4),
	C(epoll_create, 5), C(epoll_create1, O_CLOEXEC), C(epoll_create1, 1),
};
