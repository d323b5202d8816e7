/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sendfile, splice and copy_file_range: positions. */
#include "lines.h"

int main(void)
{
	long long off = 2;
	long pos = 1;
	long r;

	r = syscall(SYS_openat, AT_FDCWD, "copies.sample", O_RDWR | O_CREAT, 0600);
	expect("openat(AT_FDCWD, \"copies.sample\", O_RDWR|O_CREAT, 0600) = %s", result(r));
	syscall(SYS_write, 3, "0123456789", 10);
	expect("write(3, \"0123456789\", 10) = 10");
	r = syscall(SYS_openat, AT_FDCWD, "copies.other", O_RDWR | O_CREAT, 0600);
	expect("openat(AT_FDCWD, \"copies.other\", O_RDWR|O_CREAT, 0600) = %s", result(r));
	r = syscall(SYS_sendfile, 4, 3, &pos, 3);
	expect("sendfile(4, 3, [1] => [4], 3) = %s", result(r));
	r = syscall(SYS_sendfile, -1, 3, &pos, 3);
	expect("sendfile(-1, 3, [4], 3) = %s", result(r));
	r = syscall(SYS_sendfile, 4, 3, NULL, 0);
	expect("sendfile(4, 3, NULL, 0) = %s", result(r));
	r = syscall(SYS_splice, 3, &off, -1, NULL, 4, 3);
	expect("splice(3, [2], -1, NULL, 4, SPLICE_F_MOVE|SPLICE_F_NONBLOCK) = %s", result(r));
	r = syscall(SYS_tee, -1, -1, 4, 0x20);
	expect("tee(-1, -1, 4, 0x20 /* SPLICE_F_??? */) = %s", result(r));
	r = syscall(SYS_copy_file_range, 3, &off, -1, NULL, 2, 0);
	expect("copy_file_range(3, [2], -1, NULL, 2, 0) = %s", result(r));
	return 0;
}
