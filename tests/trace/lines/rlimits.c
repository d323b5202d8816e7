/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limits: round numbers by 1024, none at all, resources that are not there. */
#include "lines.h"

int main(void)
{
	static uint64_t limit[2] = { 8192 * 1024, ~0ull }, old[2];
	long r;

	r = syscall(SYS_prlimit64, 0, 77, limit, old);
	expect("prlimit64(0, 0x4d /* RLIMIT_??? */, {rlim_cur=8192*1024, rlim_max=RLIM64_INFINITY}, %p) = %s",
	       (void *)old, result(r));
	limit[0] = 0;
	limit[1] = 1024;
	r = syscall(SYS_prlimit64, 0, 4, limit, NULL);
	expect("prlimit64(0, RLIMIT_CORE, {rlim_cur=0, rlim_max=1024}, NULL) = %s", result(r));
	r = syscall(SYS_prlimit64, 0, 4, NULL, old);
	expect("prlimit64(0, RLIMIT_CORE, NULL, {rlim_cur=0, rlim_max=1024}) = %s", result(r));
	r = syscall(SYS_prlimit64, 0, 4, (void *)8, NULL);
	expect("prlimit64(0, RLIMIT_CORE, 0x8, NULL) = %s", result(r));
	return 0;
}
