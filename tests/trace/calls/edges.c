/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values at the edges of what calls know: wait statuses, structures that grow, sets, filters. */
#include "calls.h"

#include <linux/filter.h>
#include <linux/prctl.h>
#include <linux/sched.h>
#include <linux/seccomp.h>

static const long ticks[][4] = { { 0, 1, 99, 100 }, { 12345, -1, 1 << 20, 7 } };

static const unsigned statuses[] = {
	0x137f, 0x4857f, 0x1000000, 0x2057f, 0x8057f, 0x7f, 0xffff, 0x10ffff, 0xff00, 0x10100, 0x20b,
	0x30080, 0x057f, 0x1057f, 0x3057f, 0x5057f, 0x6057f, 0x7057f, 0x80857f, 0x9057f, 0x857f,
	0x207f, 0x217f, 0x20, 0x21, 0xff
};
#define WAIT(i) C(wait4, 1, P(statuses + i), 0, 0), C(waitpid, 1, P(statuses + i), 0)

static const unsigned attrs[][20] = {
	{ 0, 1 }, { 8, 1 }, { 48, 6 }, { 56, 0, 8 | 16, 0, 7 }, { 100, 0, 0xff }
};
#define GETATTR(i)                                                                            \
	C(sched_getattr, 1, P(attrs[i]), 0, 0), C(sched_getattr, 1, P(attrs[i]), 3, 0),       \
	C(sched_getattr, 1, P(attrs[i]), 4, 0), C(sched_getattr, 1, P(attrs[i]), 47, 0),      \
	C(sched_getattr, 1, P(attrs[i]), 48, 0), C(sched_getattr, 1, P(attrs[i]), 56, 0),     \
	C(sched_getattr, 1, P(attrs[i]), 57, 0), C(sched_setattr, 1, P(attrs[i]), 0)

static const int pidfd = 7, tid = 8;
struct clone3 {
	uint64_t flags;
	union address64 pidfd, child_tid, parent_tid;
	uint64_t exit_signal, stack, stack_size, tls, set_tid, set_tid_size, cgroup, more[5];
};
static const struct clone3 clones[] = {
	{ .flags = 0 },
	{ .more = { 1 } },
	{ .flags = CLONE_PIDFD | CLONE_PARENT_SETTID, .pidfd = { &pidfd }, .parent_tid = { &tid } },
	{ .flags = CLONE_PIDFD, .pidfd = { &pidfd }, .more = { 5 } },
	{ .flags = 0x200000000, .cgroup = 1u << 31 },
	{ .flags = 0x200000000, .cgroup = 7 },
	{ .flags = CLONE_PIDFD, .cgroup = 0x7fffffff },
	{ .set_tid = 5 },
	{ .flags = CLONE_PARENT_SETTID, .parent_tid = { &tid }, .exit_signal = 32 },
};
#define CLONE3(i)                                                                             \
	C(clone3, P(clones + i), 63), C(clone3, P(clones + i), 64), C(clone3, P(clones + i), 80), \
	C(clone3, P(clones + i), 88), C(clone3, P(clones + i), 89), C(clone3, P(clones + i), 128)

static const struct sock_filter statements[] = {
	BPF_STMT(BPF_RET | BPF_K, 0), BPF_STMT(BPF_RET | BPF_K, 5),
	BPF_STMT(BPF_RET | BPF_K, 0x80000000), BPF_STMT(BPF_RET | BPF_K, 0x30000),
	BPF_STMT(BPF_RET | BPF_K, 0x50001), BPF_STMT(BPF_RET | BPF_K, 0x7fc00000),
	BPF_STMT(BPF_RET | BPF_K, 0x7ff0ffff), BPF_STMT(BPF_RET | BPF_K, 0x7ffc0000),
	BPF_STMT(BPF_RET | BPF_K, 0x7fff0007), BPF_STMT(BPF_RET | BPF_K, 0x12345678),
	BPF_STMT(BPF_RET | BPF_A, 0x50001), BPF_STMT(BPF_RET | BPF_X | 0x80, 0x50001),
	BPF_JUMP(BPF_RET | BPF_K, 0x50001, 1, 2), BPF_STMT(BPF_MISC | 0xff00, 1),
	BPF_STMT(BPF_LD | 0x18 | 0xc0, 1), BPF_STMT(BPF_ST | 8, 1), BPF_STMT(BPF_ALU | 0xf0, 1),
	BPF_STMT(BPF_ALU | 0xb0, 1), BPF_STMT(BPF_JMP | 0x90, 1), BPF_STMT(BPF_JMP | 0xf8, 1),
	BPF_STMT(BPF_MISC | 0x88, 1),
};
static const struct {
	unsigned short len;
	const void *filter;
} program = { sizeof(statements) / sizeof(statements[0]), statements };
static const unsigned actions[] = { 0x50000, 0x50001, 0x80000000, 0, 0x12340000 };

static const unsigned char mask[4096] = { 0x7f, 0x13, 0, 0, 0xff };

TABLE = {
	C(times, P(ticks[0])), C(times, P(ticks[1])),
	WAIT(0), WAIT(1), WAIT(2), WAIT(3), WAIT(4), WAIT(5), WAIT(6), WAIT(7), WAIT(8), WAIT(9),
	WAIT(10), WAIT(11), WAIT(12), WAIT(13), WAIT(14), WAIT(15), WAIT(16), WAIT(17), WAIT(18),
	WAIT(19), WAIT(20), WAIT(21), WAIT(22), WAIT(23), WAIT(24), WAIT(25),
	GETATTR(0), GETATTR(1), GETATTR(2), GETATTR(3), GETATTR(4),
	CLONE3(0), CLONE3(1), CLONE3(2), CLONE3(3), CLONE3(4), CLONE3(5), CLONE3(6), CLONE3(7), CLONE3(8),
	C(kill, 1, 31), C(kill, 1, 32), C(kill, 1, 33), C(kill, 1, 64), C(kill, 1, 65), C(kill, 1, -1),
	C(prctl, PR_SET_PDEATHSIG, 32), C(prctl, PR_SET_PDEATHSIG, 65), C(prctl, PR_SET_PDEATHSIG, 128),
	C(prctl, PR_SET_PDEATHSIG, 129), C(prctl, PR_SET_PDEATHSIG, 0), C(prctl, PR_SET_PDEATHSIG, -1),
	C(seccomp, 0, 0, 0), C(seccomp, 0, 3, BAD), C(seccomp, 1, 0, P(&program)),
	C(seccomp, 1, -1, P(&program)), C(prctl, PR_SET_SECCOMP, 2, P(&program)),
	C(seccomp, 2, 0, P(actions)), C(seccomp, 2, 3, P(actions + 1)), C(seccomp, 2, 0, P(actions + 2)),
	C(seccomp, 2, 0, P(actions + 3)), C(seccomp, 2, 0, P(actions + 4)),
	C(seccomp, 3, 0, P(actions)), C(seccomp, 3, 7, BAD), C(seccomp, 4, 7, BAD),
	C(setsockopt, 1, 1, 26, P(&program), sizeof(program)),
	C(sched_setaffinity, 1, 0, P(mask)), C(sched_setaffinity, 1, 1, P(mask)),
	C(sched_setaffinity, 1, 9, P(mask)), C(sched_setaffinity, 1, 128, P(mask)),
	C(sched_setaffinity, 1, 129, P(mask)), C(sched_getaffinity, 1, 9, P(mask)),
	C(sched_getaffinity, 1, 0, P(mask)),
};
