/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -v: every field, times as dates; bits: 64 */
/* trace: -v -e inject=fstat:retval=0 */
#include <sys/stat.h>

#include "lines.h"

int main(void)
{
	struct stat st = { .st_dev = 0x801, .st_ino = 5, .st_nlink = 2, .st_mode = 0140777, .st_uid = 7,
			   .st_gid = 8, .st_size = 9, .st_blksize = 512, .st_blocks = 3,
			   .st_atim = { 1700000000, 123456789 }, .st_mtim = { 1, 0 } };
	long r;

	r = syscall(SYS_fstat, 1, &st);
	expect("fstat(1, {st_dev=makedev(0x8, 0x1), st_ino=5, st_mode=S_IFSOCK|0777, st_nlink=2, st_uid=7, "
	       "st_gid=8, st_blksize=512, st_blocks=3, st_size=9, "
	       "st_atime=1700000000 /* 2023-11-14T22:13:20.123456789+0000 */, st_atime_nsec=123456789, "
	       "st_mtime=1 /* 1970-01-01T00:00:01+0000 */, st_mtime_nsec=0, st_ctime=0, st_ctime_nsec=0})"
	       " = %s (INJECTED)", result(r));
	return 0;
}
