/* SPDX-License-Identifier: GPL-2.0-or-later */
/* perf_event_open: kinds of events, sizes of its structure, all that it has. */
#include "calls.h"

struct attr {
	uint32_t type, size;
	uint64_t config, period, sample_type, read_format, bits;
	uint32_t wakeup, bp_type;
	uint64_t config1, config2, branch, regs_user;
	uint32_t stack_user;
	int32_t clockid;
	uint64_t regs_intr;
	uint32_t aux_watermark;
	uint16_t max_stack, reserved_2;
	uint32_t aux_size, reserved_3;
	uint64_t sig_data, config3;
};

#define EVENT(t) EV(t, 0), EV(t, 1), EV(t, 6), EV(t, 9), EV(t, 11), EV(t, 12), EV(t, 0x10202), \
	EV(t, 0x70707), EV(t, 0x1000000), EV(t, 1ull << 40), EV(t, -1ull)
#define EV(t, c) { .type = t, .size = 128, .config = c }
#define FULL(t, n, s)                                                                         \
	{ t, n, 0, 5, s, s, s, 6, 3, 7, 8, s, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 }
static const struct attr attrs[] = {
	EVENT(0), EVENT(1), EVENT(2), EVENT(3), EVENT(4), EVENT(5), EVENT(6),
	FULL(1, 0, -1ull), FULL(1, 63, -1ull), FULL(1, 64, -1ull), FULL(1, 65, -1ull),
	FULL(1, 72, -1ull), FULL(1, 80, -1ull), FULL(1, 88, -1ull), FULL(1, 92, -1ull),
	FULL(1, 96, -1ull), FULL(1, 104, -1ull), FULL(1, 108, -1ull), FULL(1, 110, -1ull),
	FULL(1, 112, -1ull), FULL(1, 116, -1ull), FULL(1, 120, -1ull), FULL(1, 128, -1ull),
	FULL(1, 136, -1ull), FULL(1, 4096, 0), FULL(5, 128, 1ull << 10), FULL(5, 128, 1 << 14),
	FULL(5, 128, 1 << 15), FULL(5, 128, 2 << 15), FULL(5, 128, 3 << 15), FULL(5, 128, 1 << 25),
	FULL(0, 128, 1ull << 38), FULL(0, 128, 1 << 11), FULL(0, 128, 1 << 13),
	{ 5, 128, .bp_type = 0 }, { 5, 128, .bp_type = 1 }, { 5, 128, .bp_type = 4 },
	{ 5, 128, .bp_type = 5 }, { 5, 128, .bp_type = 7 }, { 5, 128, .bp_type = 8 },
};
#define AT(i) C(perf_event_open, P(attrs + i), i, -1, -1, i)
#define TEN(i) AT(i), AT(i + 1), AT(i + 2), AT(i + 3), AT(i + 4), AT(i + 5), AT(i + 6), AT(i + 7), \
	AT(i + 8), AT(i + 9)
_Static_assert(sizeof(attrs) / sizeof(attrs[0]) == 110, "all of them");

TABLE = {
	TEN(0), TEN(10), TEN(20), TEN(30), TEN(40), TEN(50), TEN(60), TEN(70), TEN(80), TEN(90),
	TEN(100),
	C(perf_event_open, BAD, 1, 2, 3, -1), C(perf_event_open, 0, 1, 2, 3, 0),
};
