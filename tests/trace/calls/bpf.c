/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bpf: each command with each size of its union, zeros, ones, all kinds and flags, what is pointed to. */
#include "calls.h"

static const uint32_t zeros[64], fives[64] = { [0 ... 63] = 5 }, ones[64] = { [0 ... 63] = 0x1010101 },
	full[64] = { [0 ... 63] = -1u };

static const char string[] = "string", license[] = "GPL", log_text[64] = "log text\nmore";
static const struct {
	uint8_t code, registers;
	int16_t off;
	int32_t imm;
} instructions[] = {
	{ 0xb7, 0x10, 5, 7 }, { 0x95, 0, 0, 0 }, { 0x18, 0x21, -1, -5 }, { 0, 0, 0, 0 },
	{ 0x85, 0xf3, 0, 1 }, { 0x61, 0xab, 8, 0 }, { 0xdc, 0xcd, 0, 16 }, { 0x07, 1, 0, 0 },
	{ 0x0f, 1, 0, 0 }, { 0x1e, 1, 0, 0 }, { 0x16, 2, 0, 0 }, { 0xff, 3, 0, 0 },
	{ 0xdb, 0, 0, 0 }, { 0x7a, 0, 0, 0 }, { 0x06, 0, 0, 0 }, { 0xfd, 0, 0, 0 },
};
static const struct {
	uint32_t type, n;
	union address64 insns, license;
	uint32_t log_level, log_size;
	union address64 log;
	uint32_t version, flags;
	char name[16];
} loads[] = {
	{ 1, 16, { instructions }, { license }, 1, 64, { log_text }, 0x050a03, 0, "prog" },
	{ 1, 3, { instructions }, { (void *)BAD }, 1, 64, { (void *)BAD }, 0, 31, "0123456789abcde" },
	{ 1, 9, { (void *)BAD }, { 0 }, 1, 5, { log_text }, 0, 32,
	  { '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f' } },
};
static const struct {
	union address64 path;
	uint32_t fd, flags;
} objects[] = { { { string }, 3, 8 }, { { (void *)BAD }, 3, 16 }, { { string }, 4, 32 } };
static const uint32_t ids[] = { 5, 6, 7, 8 };
static const struct {
	uint32_t fd, type, query_flags, attach_flags;
	union address64 ids;
	uint32_t n, more;
} queries[] = {
	{ 3, 1, 0, 0, { ids }, 3, 0 }, { 3, 1, 1, 7, { (void *)BAD }, 3, 0 }, { 3, 99, 2, 8, { ids }, 0, 0 }
};
static const struct {
	uint32_t fd, len;
	union address64 info;
} infos[] = { { 3, 208, { ones } }, { 3, 8, { (void *)BAD } } };
static const struct {
	union address64 btf, log;
	uint32_t size, log_size, log_level, more;
} btfs[] = { { { string }, { log_text }, 4, 10, 1, 0 }, { { (void *)BAD }, { 0 }, 4, 0, 0, 0 } };
static const struct {
	uint32_t pid, fd, flags, len;
	union address64 name;
	uint32_t id, type;
	uint64_t offset, addr;
} tasks[] = {
	{ 1, 2, 0, 7, { string }, 5, 1, 3, 4 }, { 1, 2, 0, 3, { string }, 5, 4, 3, 4 },
	{ 1, 2, 0, 0, { string }, 5, 2, 3, 4 }, { 1, 2, 0, 9, { (void *)BAD }, 5, 6, 3, 4 },
};
/* The first word is the kind of map or program, the third where it is attached. */
#define KIND(i) { [0] = i, [2] = i, [6] = i }
#define KINDS(i) KIND(i), KIND(i + 1), KIND(i + 2), KIND(i + 3), KIND(i + 4), KIND(i + 5), KIND(i + 6), KIND(i + 7)
static const uint32_t kinds[][12] = { KINDS(0), KINDS(8), KINDS(16), KINDS(24), KINDS(32), KINDS(40) };

#define SIZES(c, b)                                                                                \
	C(bpf, c, P(b), 4), C(bpf, c, P(b), 8), C(bpf, c, P(b), 12), C(bpf, c, P(b), 16),          \
	C(bpf, c, P(b), 20), C(bpf, c, P(b), 24), C(bpf, c, P(b), 28), C(bpf, c, P(b), 32),        \
	C(bpf, c, P(b), 40), C(bpf, c, P(b), 44), C(bpf, c, P(b), 48), C(bpf, c, P(b), 52),        \
	C(bpf, c, P(b), 60), C(bpf, c, P(b), 64), C(bpf, c, P(b), 68), C(bpf, c, P(b), 72),        \
	C(bpf, c, P(b), 76), C(bpf, c, P(b), 112), C(bpf, c, P(b), 120), C(bpf, c, P(b), 128),     \
	C(bpf, c, P(b), 129), C(bpf, c, P(b), 200)
#define EACH(c)                                                                                    \
	SIZES(c, fives), C(bpf, c, P(zeros), 128), C(bpf, c, P(ones), 128), C(bpf, c, P(full), 128), \
	C(bpf, c, BAD, 128), C(bpf, c, P(zeros), 0), C(bpf, c, P(zeros), 4097)
#define KIND_ROW(i)                                                                                \
	C(bpf, 0, P(kinds[i]), 16), C(bpf, 5, P(kinds[i]), 24), C(bpf, 9, P(kinds[i]), 12),        \
	C(bpf, 2, P(kinds[i]), 32), C(bpf, 1, P(kinds[i]), 32)
#define KIND_ROWS(i)                                                                               \
	KIND_ROW(i), KIND_ROW(i + 1), KIND_ROW(i + 2), KIND_ROW(i + 3), KIND_ROW(i + 4),           \
	KIND_ROW(i + 5), KIND_ROW(i + 6), KIND_ROW(i + 7)

TABLE = {
	EACH(0), EACH(1), EACH(2), EACH(3), EACH(4), EACH(5), EACH(6), EACH(7), EACH(8), EACH(9),
	EACH(10), EACH(11), EACH(12), EACH(13), EACH(14), EACH(15), EACH(16), EACH(17), EACH(18),
	EACH(19), EACH(20), EACH(21), EACH(22), EACH(23), EACH(24), EACH(25), EACH(26), EACH(27),
	EACH(28), EACH(29), EACH(30), EACH(31), EACH(32), EACH(33), EACH(34), EACH(35), EACH(36),
	C(bpf, 5, P(loads), 64), C(bpf, 5, P(loads + 1), 64), C(bpf, 5, P(loads + 2), 64),
	C(bpf, 6, P(objects), 16), C(bpf, 7, P(objects + 1), 16), C(bpf, 7, P(objects + 2), 16),
	C(bpf, 17, P(objects), 12), C(bpf, 17, P(objects + 1), 12),
	C(bpf, 16, P(queries), 32), C(bpf, 16, P(queries + 1), 32), C(bpf, 16, P(queries + 2), 32),
	C(bpf, 15, P(infos), 16), C(bpf, 15, P(infos + 1), 16),
	C(bpf, 18, P(btfs), 28), C(bpf, 18, P(btfs + 1), 28),
	C(bpf, 20, P(tasks), 48), C(bpf, 20, P(tasks + 1), 48), C(bpf, 20, P(tasks + 2), 48),
	C(bpf, 20, P(tasks + 3), 48),
	KIND_ROWS(0), KIND_ROWS(8), KIND_ROWS(16), KIND_ROWS(24), KIND_ROWS(32), KIND_ROWS(40),
};
