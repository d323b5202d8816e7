/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ioctl: every command that has a name, and those with numbers in them. */
#include "calls.h"

#define IOCTL(cmd, name) C(ioctl, 5, cmd, 1),
#define IOCTL_64 IOCTL
#define IOCTL_32 IOCTL

/* As <linux/ioctl.h> packs them: direction, kind, number, size. */
#define OF(d, t, n, s) C(ioctl, 5, (unsigned)(d) << 30 | (s) << 16 | (t) << 8 | (n), 0)
#define ALL(d, t, n) OF(d, t, n, 0), OF(d, t, n, 4), OF(d, t, n, 77)
#define FOUR(d, t, n) ALL(d, t, n), ALL(d, t, n + 1), ALL(d, t, n + 2), ALL(d, t, n + 3)
#define SIXTEEN(d, t, n) FOUR(d, t, n), FOUR(d, t, n + 4), FOUR(d, t, n + 8), FOUR(d, t, n + 12)

TABLE = {
#include "../../../abi/linux/decode/ioctls.def"
	SIXTEEN(2, 'E', 0x20), SIXTEEN(2, 'E', 0x30), SIXTEEN(2, 'E', 0x40), SIXTEEN(2, 'E', 0x50),
	SIXTEEN(2, 'E', 0x60), SIXTEEN(2, 'E', 0x70), SIXTEEN(1, 'E', 0xc0), SIXTEEN(1, 'E', 0xf0),
	FOUR(2, 'H', 4), FOUR(3, 'H', 4), FOUR(2, 'H', 8), FOUR(2, 'H', 0x10), FOUR(2, 'M', 0x40),
	FOUR(1, 'M', 0x40), FOUR(2, 'U', 0x2c), FOUR(1, 'U', 0x2c), FOUR(2, 'j', 0x12), FOUR(1, 'k', 0),
};
