/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mailboxes between the kit and the oracle's tasks. */
#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "kit/kit.h"
#include "kit/linux.h"

#define POSTED 1u
#define AWAITED 2u
#define PATIENCE_US 20000u /* before it is asked whether a task is still there */
#define LONG_US 10000000u /* that a task must not need for anything */

_Static_assert(offsetof(struct box, posted) == BOX_POSTED, "area.h");
_Static_assert(offsetof(struct box, tid) == BOX_TID, "area.h");
_Static_assert(offsetof(struct box, way) == BOX_WAY, "area.h");
_Static_assert(offsetof(struct box, number) == BOX_NUMBER, "area.h");
_Static_assert(offsetof(struct box, args) == BOX_ARGS, "area.h");
_Static_assert(offsetof(struct box, result) == BOX_RESULT, "area.h");
_Static_assert(offsetof(struct box, taken) == BOX_TAKEN, "area.h");

struct box *box_of(const struct oracle *o, unsigned box)
{
	return (struct box *)(o->area + BOX_FIRST + (size_t)box * BOX_SIZE);
}

static void wake(uint32_t *word)
{
	syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

static uint64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* Until the word is 0. */
static bool wait_for_zero(uint32_t *word, unsigned us)
{
	uint64_t end = now_us() + us, now = end - us;
	uint32_t value;

	while ((value = __atomic_load_n(word, __ATOMIC_ACQUIRE)) && now < end) {
		struct timespec left = { (time_t)((end - now) / 1000000),
					 (long)((end - now) % 1000000 * 1000) };

		syscall(SYS_futex, word, FUTEX_WAIT, value, &left, NULL, 0);
		now = now_us();
	}
	return !value;
}

static bool is_alive(pid_t tid)
{
	char state = look_at(tid).state;

	return state && state != 'Z' && state != 'X';
}

int box_give(struct oracle *o, pid_t tid)
{
	uint32_t *adopted = (uint32_t *)(o->area + AREA_ADOPTED);
	unsigned n = 0;
	struct box *box;

	while (n < BOX_NUMBERS && box_of(o, n)->tid)
		n++;
	if (n == BOX_NUMBERS)
		return -1;
	box = box_of(o, n);
	memset(box, 0, sizeof(*box));
	box->posted = AWAITED;
	__atomic_store_n(&box->tid, tid, __ATOMIC_RELEASE);
	__atomic_add_fetch(adopted, 1, __ATOMIC_RELEASE);
	wake(adopted);
	for (unsigned us = 0; us < LONG_US && (!us || is_alive(tid)); us += PATIENCE_US)
		if (wait_for_zero(&box->posted, PATIENCE_US))
			return (int)n;
	box->tid = 0;
	return -1;
}

void box_take_back(struct oracle *o, unsigned box)
{
	box_of(o, box)->tid = 0;
}

void box_post(struct box *box, uint32_t way, uint32_t number, const uint64_t args[6])
{
	box->way = way;
	box->number = number;
	memcpy(box->args, args, sizeof(box->args));
	__atomic_store_n(&box->posted, POSTED, __ATOMIC_RELEASE);
	wake(&box->posted);
}

bool box_wait(struct box *box, unsigned us)
{
	return wait_for_zero(&box->posted, us);
}

int64_t box_result(const struct oracle *o, const struct box *box)
{
	uint32_t low = (uint32_t)box->result;

	if (!o->kit->is_i386)
		return (int64_t)box->result;
	return low > 0xfffff000u ? (int32_t)low : (int64_t)low;
}

int64_t box_call(struct oracle *o, unsigned box, const char *name, uint64_t a, uint64_t b,
		 uint64_t c, uint64_t d)
{
	int number = kit_call_nr(o->kit->is_i386, name, NULL);
	const uint64_t args[6] = { a, b, c, d };

	box_post(box_of(o, box), o->kit->is_i386 ? WAY_INT80 : WAY_SYSCALL, (uint32_t)number, args);
	for (unsigned us = 0; us < LONG_US; us += PATIENCE_US) {
		if (box_wait(box_of(o, box), PATIENCE_US))
			return box_result(o, box_of(o, box));
		if (!is_alive(box_of(o, box)->tid))
			return -ESRCH;
	}
	return -ETIMEDOUT;
}
