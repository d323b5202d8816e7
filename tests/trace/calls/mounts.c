/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mounts, quotas and what is told of changes in filesystems. */
#include "calls.h"

static const char a[] = "a", b[] = "b", type[] = "ext4", data[] = "ro,data";
static unsigned long long attr[5] = { 0x1ff, 0x100001, 0x40000, 5, 6 };
static unsigned long long quota[16] = { 1, 2, 3, 4, 5, 6, 7, 8, 0x50000003f, 9 };
static unsigned long long info[3] = { 1, 2, 0x700010001 };
static unsigned format = 2, flags = 0x3f;

TABLE = {
	C(mount, P(a), P(b), P(type), 0, P(data)), C(mount, P(a), P(b), P(type), 0xc0ed0006, 0),
	C(mount, P(a), P(b), P(type), 0x5000, P(data)), C(mount, P(a), P(b), P(type), 0x1021, P(data)),
	C(mount, 0, P(b), 0, 0x44000, 0), C(mount, P(a), P(b), P(type), -1L, P(data)),
	C(mount, P(a), P(b), P(type), 0x2000, P(data)), C(umount2, P(b), 0x1f), C(umount2, P(b), 0x100),
	C(pivot_root, P(a), P(b)),
	C(open_tree, -100L, P(a), 0x89901), C(open_tree, 5, P(a), 0x40),
	C(move_mount, 5, P(a), -100L, P(b), 0x177), C(move_mount, 5, P(a), 6, P(b), 8),
	C(fsopen, P(type), 1), C(fsopen, P(type), 2),
	C(fsconfig, 5, 0, P(a), 0, 0), C(fsconfig, 5, 1, P(a), P(b), 0), C(fsconfig, 5, 2, P(a), P(data), 8),
	C(fsconfig, 5, 3, P(a), P(b), -100L), C(fsconfig, 5, 4, P(a), P(b), 6), C(fsconfig, 5, 5, P(a), 0, 7),
	C(fsconfig, 5, 6, 0, 0, 0), C(fsconfig, 5, 7, 0, 0, 0), C(fsconfig, 5, 8, P(a), P(b), -1L),
	C(fsmount, 5, 1, 0xaf), C(fsmount, 5, 2, 0x400), C(fspick, -100L, P(a), 0xf), C(fspick, 5, P(a), 16),
	C(mount_setattr, -100L, P(a), 0x9000, P(attr), 32), C(mount_setattr, 5, P(a), 1, P(attr), 40),
	C(mount_setattr, 5, P(a), 0, P(attr), 8),
	C(quotactl, 0x80000100, P(a), 5, P(quota)), C(quotactl, 0x80000200, P(a), 4, P(b)),
	C(quotactl, 0x80000301, P(a), 4, P(b)), C(quotactl, 0x80000402, P(a), 5, P(&format)),
	C(quotactl, 0x80000500, P(a), 5, P(info)), C(quotactl, 0x80000601, P(a), 5, P(info)),
	C(quotactl, 0x80000700, P(a), -1L, P(quota)), C(quotactl, 0x80000801, P(a), 5, P(quota)),
	C(quotactl, 0x80000900, P(a), 5, P(quota)), C(quotactl, 0x00580100, P(a), 5, P(&flags)),
	C(quotactl, 0x00580303, P(a), 5, P(quota)), C(quotactl, 0x00580400, P(a), 5, P(quota)),
	C(quotactl, 0x12345678, P(a), 5, P(quota)), C(quotactl_fd, 5, 0x80000700, 6, P(quota)),
	C(fanotify_init, 0x237, 02000002), C(fanotify_init, 0xc, 0), C(fanotify_init, 0x4008, -1L),
	C(fanotify_mark, 5, 0x11, L(0x48000001), -100L, P(a)), C(fanotify_mark, 5, 0x1000, L(-1), -1L, 0),
	C(fanotify_mark, 5, 0x7ff, L(1ull << 32), 7, P(a)),
};
