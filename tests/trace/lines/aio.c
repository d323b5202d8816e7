/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is submitted to aio.
 * trace: -e inject=io_setup,io_submit,io_getevents,io_cancel,io_destroy:retval=1
 */
#include <linux/aio_abi.h>
#include <sys/uio.h>

#include "lines.h"

int main(void)
{
	struct iovec iov[2] = { { "abc", 3 }, { "de", 2 } };
	struct iocb w = { .aio_data = 17, .aio_lio_opcode = IOCB_CMD_PWRITE, .aio_fildes = 5, .aio_nbytes = 4,
			  .aio_offset = 100, .aio_flags = 1, .aio_resfd = 9 };
	struct iocb v = { .aio_lio_opcode = IOCB_CMD_PWRITEV, .aio_fildes = 6, .aio_nbytes = 2 };
	struct iocb *both[2] = { &w, &v };
	struct io_event ev = { 1, 2, -3, 4 };
	unsigned long ctx = 0x5000;
	long r;

	w.aio_buf = (unsigned long)"data";
	v.aio_buf = (unsigned long)iov;
	r = syscall(SYS_io_setup, 5, &ctx);
	expect("io_setup(5, [0x5000]) = %s (INJECTED)", result(r));
	r = syscall(SYS_io_submit, ctx, 2, both);
	expect("io_submit(0x5000, 2, [{aio_data=0x11, aio_lio_opcode=IOCB_CMD_PWRITE, aio_fildes=5, "
	       "aio_buf=\"data\", aio_nbytes=4, aio_offset=100, aio_flags=IOCB_FLAG_RESFD, aio_resfd=9}, "
	       "{aio_data=0, aio_lio_opcode=IOCB_CMD_PWRITEV, aio_fildes=6, aio_buf=[{iov_base=\"abc\", iov_len=3}, "
	       "{iov_base=\"de\", iov_len=2}], aio_offset=0}]) = %s (INJECTED)", result(r));
	r = syscall(SYS_io_getevents, ctx, 1, 2, &ev, NULL);
	expect("io_getevents(0x5000, 1, 2, [{data=0x1, obj=0x2, res=-3, res2=4}], NULL) = %s (INJECTED)", result(r));
	r = syscall(SYS_io_cancel, ctx, &w, NULL);
	expect("io_cancel(0x5000, {aio_data=0x11, aio_lio_opcode=IOCB_CMD_PWRITE, aio_fildes=5}, NULL)"
	       " = %s (INJECTED)", result(r));
	r = syscall(SYS_io_destroy, 0);
	expect("io_destroy(NULL) = %s (INJECTED)", result(r));
	return 0;
}
