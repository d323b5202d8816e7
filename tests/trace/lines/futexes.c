/* SPDX-License-Identifier: GPL-2.0-or-later */
/* futex: each operation shows the arguments that it uses. */
#include <linux/futex.h>

#include "lines.h"

int main(void)
{
	static struct { long sec, nsec; } ts = { 0, 5 };
	static int word[2];
	void *a = &word[0], *b = &word[1];
	long r;

	r = syscall(SYS_futex, word, FUTEX_WAIT, 1, &ts);
	expect("futex(%p, FUTEX_WAIT, 1, {tv_sec=0, tv_nsec=5}) = %s", a, result(r));
	r = syscall(SYS_futex, word, FUTEX_WAIT_BITSET_PRIVATE | FUTEX_CLOCK_REALTIME, 1, NULL, NULL, -1);
	expect("futex(%p, FUTEX_WAIT_BITSET_PRIVATE|FUTEX_CLOCK_REALTIME, 1, NULL, "
	       "FUTEX_BITSET_MATCH_ANY) = %s", a, result(r));
	r = syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1);
	expect("futex(%p, FUTEX_WAKE_PRIVATE, 1) = %s", a, result(r));
	r = syscall(SYS_futex, word, FUTEX_WAKE_BITSET, 1, NULL, NULL, 6);
	expect("futex(%p, FUTEX_WAKE_BITSET, 1, 0x6) = %s", a, result(r));
	r = syscall(SYS_futex, word, FUTEX_CMP_REQUEUE_PRIVATE, 1, 2, b, 3);
	expect("futex(%p, FUTEX_CMP_REQUEUE_PRIVATE, 1, 2, %p, 3) = %s", a, b, result(r));
	r = syscall(SYS_futex, word, FUTEX_WAKE_OP, 1, 1, b, FUTEX_OP(FUTEX_OP_ADD, 1, FUTEX_OP_CMP_GT, 2));
	expect("futex(%p, FUTEX_WAKE_OP, 1, 1, %p, FUTEX_OP_ADD<<28|0x1<<12|FUTEX_OP_CMP_GT<<24|0x2) = %s",
	       a, b, result(r));
	r = syscall(SYS_futex, word, FUTEX_UNLOCK_PI_PRIVATE);
	expect("futex(%p, FUTEX_UNLOCK_PI_PRIVATE) = %s", a, result(r));
	r = syscall(SYS_futex, word, 99, 1, 2, b, 3);
	expect("futex(%p, 0x63 /* FUTEX_??? */, 1, 0x2, %p, 0x3) = %s", a, b, result(r));
	return 0;
}
