/* SPDX-License-Identifier: GPL-2.0-or-later */
/* iovecs show the data that was transferred. */
#include <sys/uio.h>

#include "lines.h"

int main(void)
{
	char a[3], b[4], c[40];
	struct iovec in[3] = { { a, 3 }, { b, 4 }, { c, 40 } };
	struct iovec *out = tail_alloc(2 * sizeof(*out));
	long r;
	int fd;

	out[0] = (struct iovec){ "one", 3 };
	out[1] = (struct iovec){ "three", 5 };
	fd = open("vectors.sample", O_RDWR | O_CREAT, 0600);
	expect("openat(AT_FDCWD, \"vectors.sample\", O_RDWR|O_CREAT, 0600) = %d", fd);
	r = syscall(SYS_writev, fd, out, 2);
	expect("writev(%d, [{iov_base=\"one\", iov_len=3}, {iov_base=\"three\", iov_len=5}], 2) = %s", fd,
	       result(r));
	r = syscall(SYS_writev, fd, out, 3);
	expect("writev(%d, [{iov_base=\"one\", iov_len=3}, {iov_base=\"three\", iov_len=5}, ... /* %p */], 3)"
	       " = %s", fd, (void *)(out + 2), result(r));
	r = syscall(SYS_writev, fd, out, 0);
	expect("writev(%d, [], 0) = %s", fd, result(r));
	r = syscall(SYS_preadv, fd, in, 3, 2, 0);
	expect("preadv(%d, [{iov_base=\"eth\", iov_len=3}, {iov_base=\"ree\", iov_len=4}, "
	       "{iov_base=\"\", iov_len=40}], 3, 2) = %s", fd, result(r));
	r = syscall(SYS_readv, -1, in, 1);
	expect("readv(-1, [{iov_base=%p, iov_len=3}], 1) = %s", (void *)a, result(r));
	r = syscall(SYS_pwritev2, -1, out, 1, -1L, -1L, 0x10 | 0x100);
	expect("pwritev2(-1, [{iov_base=\"one\", iov_len=3}], 1, -1, RWF_APPEND|0x100) = %s", result(r));
	r = syscall(SYS_preadv2, -1, NULL, 1, 5, 0, 0x800);
	expect("preadv2(-1, NULL, 1, 5, 0x800 /* RWF_??? */) = %s", result(r));
	r = syscall(SYS_vmsplice, -1, out, 1, 9);
	expect("vmsplice(-1, [{iov_base=\"one\", iov_len=3}], 1, SPLICE_F_MOVE|SPLICE_F_GIFT) = %s", result(r));
	return 0;
}
