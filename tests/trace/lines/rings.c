/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * io_uring.
 * trace: -e inject=io_uring_setup,io_uring_enter,io_uring_register:retval=3
 */
#include <linux/io_uring.h>

#include "lines.h"

int main(void)
{
	struct io_uring_params p = { .flags = 0x22, .sq_thread_cpu = 1, .sq_thread_idle = 2, .wq_fd = 4,
				     .sq_entries = 8, .cq_entries = 16, .features = 0x20000001 };
	int fds[2] = { 1, -1 };
	long r;

	r = syscall(SYS_io_uring_setup, 8, &p);
	expect("io_uring_setup(8, {flags=IORING_SETUP_SQPOLL|IORING_SETUP_ATTACH_WQ, sq_thread_cpu=0x1, "
	       "sq_thread_idle=2, wq_fd=4, sq_entries=8, cq_entries=16, features=IORING_FEAT_SINGLE_MMAP|0x20000000, "
	       "sq_off={head=0, tail=0, ring_mask=0, ring_entries=0, flags=0, dropped=0, array=0}, "
	       "cq_off={head=0, tail=0, ring_mask=0, ring_entries=0, overflow=0, cqes=0, flags=0}})"
	       " = %s (INJECTED)", result(r));
	r = syscall(SYS_io_uring_enter, 5, 1, 2, 0x21, NULL, 8);
	expect("io_uring_enter(5, 1, 2, IORING_ENTER_GETEVENTS|0x20, NULL, 8) = %s (INJECTED)", result(r));
	r = syscall(SYS_io_uring_register, 5, 2, fds, 2);
	expect("io_uring_register(5, IORING_REGISTER_FILES, [1, -1], 2) = %s (INJECTED)", result(r));
	r = syscall(SYS_io_uring_register, 5, 99, fds, 2);
	expect("io_uring_register(5, 0x63 /* IORING_REGISTER_??? */, %p, 2) = %s (INJECTED)", (void *)fds, result(r));
	return 0;
}
