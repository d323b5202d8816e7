/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ptrace: each request, registers of several lengths, the places of struct user. */
#include "calls.h"

static char zeros[4096];
static const unsigned char sevens[4096] = { [0 ... 4095] = 7 };

static const struct {
	const void *base;
	unsigned long len;
} iov[] = {
	{ zeros, 0 }, { zeros, 4 }, { zeros, 8 }, { zeros, 12 }, { zeros, 68 }, { zeros, 216 },
	{ zeros, 220 }, { sevens, 216 }, { sevens, 512 }, { zeros, 520 }, { (void *)BAD, 216 }, { 0, 16 },
};
static const struct {
	uint64_t off;
	uint32_t flags;
	int32_t nr;
} peeks[] = { { 0, 0, 1 }, { 1, 1, 2 }, { 5, 6, 0 }, { 0, 3, 100 } };
static const struct {
	uint8_t op, pad[3];
	uint32_t arch;
	uint64_t ip, sp, u[7];
} infos[] = {
	{ 0, { 0 }, 0xc000003e, 1, 2, { 0 } },
	{ 1, { 0 }, 0xc000003e, 0, 2, { 1, 2, 3, 4, 5, 6, 7 } },
	{ 1, { 0 }, 0x40000003, 1, 2, { 1, 2, 3, 4, 5, 6, 7 } },
	{ 1, { 0 }, 0xc000003e, 1, 2, { 4000 } }, { 1, { 0 }, 0xc000003e, 1, 2, { 0x40000001 } },
	{ 2, { 0 }, 0xc000003e, 1, 2, { 1, 0 } }, { 2, { 0 }, 0xc000003e, 1, 2, { -2ull, 1 } },
	{ 2, { 0 }, 0xc000003e, 1, 2, { -5000ull, 2 } }, { 3, { 0 }, 0xc000003e, 1, 2, { 1, [6] = 9 } },
	{ 4, { 0 }, 5, 1, 2, { 0 } },
};
static const uint64_t metadata[] = { 5, 1, 0xff };

#define EACH(r) C(ptrace, r, 5, 0x1000, 0x2000), C(ptrace, r, 5, P(sevens), P(sevens)), C(ptrace, r, 5, 0, 0)
#define REGSET(i)                                                                          \
	C(ptrace, 0x4204, 5, 1, P(iov + i)), C(ptrace, 0x4205, 5, 1, P(iov + i)),          \
	C(ptrace, 0x4204, 5, 2, P(iov + i)), C(ptrace, 0x4205, 5, 2, P(iov + i))
#define TYPE(t) C(ptrace, 0x4204, 5, t, P(iov + 5))
#define OPTIONS(o) C(ptrace, 0x4200, 5, 0, o), C(ptrace, 0x4206, 5, 1, o), C(ptrace, 21, 5, 0, o)
#define INFO(i)                                                                            \
	C(ptrace, 0x420e, 5, 0, P(infos + i)), C(ptrace, 0x420e, 5, 3, P(infos + i)),      \
	C(ptrace, 0x420e, 5, 88, P(infos + i)), C(ptrace, 0x420e, 5, 88, BAD)
#define SIZE(n)                                                                            \
	C(ptrace, 0x420a, 5, n, P(sevens)), C(ptrace, 0x420b, 5, n, P(sevens)),            \
	C(ptrace, 0x420c, 5, n, P(sevens)), C(ptrace, 0x420d, 5, n, P(metadata))
#define PLACE(at) C(ptrace, 3, 5, at, P(sevens)), C(ptrace, 6, 5, at, 7)
#define SIGNAL(s) C(ptrace, 7, 5, 1, s), C(ptrace, 17, 5, 0, s), C(ptrace, 24, 5, 1, s)

TABLE = {
	EACH(0), EACH(1), EACH(2), EACH(3), EACH(4), EACH(5), EACH(6), EACH(7), EACH(8), EACH(9),
	EACH(10), EACH(11), EACH(12), EACH(13), EACH(14), EACH(15), EACH(16), EACH(17), EACH(18),
	EACH(19), EACH(20), EACH(21), EACH(24), EACH(25), EACH(26), EACH(30), EACH(31), EACH(32),
	EACH(33), EACH(34), EACH(0x4200), EACH(0x4201), EACH(0x4202), EACH(0x4203), EACH(0x4204),
	EACH(0x4205), EACH(0x4206), EACH(0x4207), EACH(0x4208), EACH(0x4209), EACH(0x420a),
	EACH(0x420b), EACH(0x420c), EACH(0x420d), EACH(0x420e), EACH(0x420f), EACH(0x4210),
	REGSET(0), REGSET(1), REGSET(2), REGSET(3), REGSET(4), REGSET(5), REGSET(6), REGSET(7),
	REGSET(8), REGSET(9), REGSET(10), REGSET(11),
	TYPE(0), TYPE(3), TYPE(4), TYPE(5), TYPE(6), TYPE(0x10), TYPE(0x14), TYPE(0x100), TYPE(0x110),
	TYPE(0x200), TYPE(0x201), TYPE(0x202), TYPE(0x203), TYPE(0x30e), TYPE(0x400), TYPE(0x40c),
	TYPE(0x502), TYPE(0x600), TYPE(0x700), TYPE(0x46e62b7f), TYPE(0x46494c45), TYPE(0x53494749),
	TYPE(-1),
	OPTIONS(0), OPTIONS(1), OPTIONS(0x7f), OPTIONS(0x300080), OPTIONS(0x400000), OPTIONS(-1),
	C(ptrace, 0x4209, 5, P(peeks), P(sevens)), C(ptrace, 0x4209, 5, P(peeks + 1), BAD),
	C(ptrace, 0x4209, 5, P(peeks + 2), P(zeros)), C(ptrace, 0x4209, 5, P(peeks + 3), P(zeros)),
	INFO(0), INFO(1), INFO(2), INFO(3), INFO(4), INFO(5), INFO(6), INFO(7), INFO(8), INFO(9),
	SIZE(0), SIZE(4), SIZE(8), SIZE(16), SIZE(-1),
	PLACE(0), PLACE(1), PLACE(8), PLACE(120), PLACE(160), PLACE(164), PLACE(168), PLACE(215),
	PLACE(216), PLACE(224), PLACE(300), PLACE(736), PLACE(744), PLACE(752), PLACE(760), PLACE(768),
	PLACE(776), PLACE(784), PLACE(792), PLACE(800), PLACE(808), PLACE(816), PLACE(840), PLACE(848),
	PLACE(904), PLACE(912), PLACE(913), PLACE(-1),
	SIGNAL(0), SIGNAL(1), SIGNAL(32), SIGNAL(33), SIGNAL(65), SIGNAL(-1),
};
