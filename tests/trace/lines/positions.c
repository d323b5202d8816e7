/* SPDX-License-Identifier: GPL-2.0-or-later */
/* 64-bit positions, in two registers on i386. */
#include "lines.h"

/* A 64-bit argument. */
#ifdef __i386__
#define L(v) (uint32_t)(uint64_t)(v), (uint32_t)((uint64_t)(v) >> 32)
#else
#define L(v) (uint64_t)(v)
#endif

int main(void)
{
	long r;
	char c;

	r = syscall(SYS_pread64, -1, &c, 1, L(0x123456789));
	expect("pread64(-1, %p, 1, 4886718345) = %s", (void *)&c, result(r));
	r = syscall(SYS_pwrite64, -1, "y", 1, L(-2));
	expect("pwrite64(-1, \"y\", 1, -2) = %s", result(r));
	r = syscall(SYS_readahead, -1, L(1ull << 40), 5);
	expect("readahead(-1, 1099511627776, 5) = %s", result(r));
	r = syscall(SYS_fallocate, -1, 3, L(1), L(1ull << 33));
	expect("fallocate(-1, FALLOC_FL_KEEP_SIZE|FALLOC_FL_PUNCH_HOLE, 1, 8589934592) = %s", result(r));
	r = syscall(SYS_fallocate, -1, 0x100, L(0), L(-1));
	expect("fallocate(-1, 0x100 /* FALLOC_FL_??? */, 0, -1) = %s", result(r));
	r = syscall(SYS_sync_file_range, -1, L(1), L(2), 7);
	expect("sync_file_range(-1, 1, 2, SYNC_FILE_RANGE_WAIT_BEFORE|SYNC_FILE_RANGE_WRITE|"
	       "SYNC_FILE_RANGE_WAIT_AFTER) = %s", result(r));
	r = syscall(SYS_fadvise64, -1, L(1ull << 40), 55, 3);
	expect("fadvise64(-1, 1099511627776, 55, POSIX_FADV_WILLNEED) = %s", result(r));
	r = syscall(SYS_fadvise64, -1, L(0), 0, 8);
	expect("fadvise64(-1, 0, 0, 0x8 /* POSIX_FADV_??? */) = %s", result(r));
	return 0;
}
