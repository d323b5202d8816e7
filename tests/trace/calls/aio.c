/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asynchronous I/O of both kinds. */
#include <linux/aio_abi.h>
#include <linux/io_uring.h>
#include <linux/uio.h>

#include "calls.h"

static char text[] = "0123456789";
static struct iovec iov[2] = { { text, 3 }, { text, 10 } };
static struct iocb cb[] = {
	{ .aio_data = 1, .aio_lio_opcode = 0, .aio_fildes = 3, .aio_buf = 4, .aio_nbytes = 5, .aio_offset = -6 },
	{ .aio_data = ~0ull, .aio_lio_opcode = 1, .aio_reqprio = -7, .aio_nbytes = 8, .aio_flags = 1, .aio_resfd = 9 },
	{ .aio_lio_opcode = 2 }, { .aio_lio_opcode = 3, .aio_rw_flags = 0x18 },
	{ .aio_lio_opcode = 5, .aio_buf = 0x19 }, { .aio_lio_opcode = 6 }, { .aio_lio_opcode = 99 },
};
static struct iocb *cbs[] = { &cb[0], &cb[1], &cb[2], &cb[3], &cb[4], &cb[5], &cb[6] };
static struct io_event events[3] = { { 1, 2, -3, 4 }, { 5, 6, 7, -8 }, { 9, 10, 11, 12 } };
static unsigned long ctx = 0x5000;
static long ts[2] = { 1, 2 };
static long long wide_ts[2] = { 1, 2 };
static unsigned long long set = 0x10002;
static struct {
	const void *set;
	unsigned long size;
} sig = { &set, 8 };
static struct io_uring_params p = { .flags = 0x23, .sq_thread_cpu = 1, .sq_thread_idle = 2, .wq_fd = 4,
				    .sq_entries = 8, .cq_entries = 16, .features = ~0u, .sq_off = { .head = 1 },
				    .cq_off = { .cqes = 2 } };
static int fds[3] = { 1, -1, -2 };
static struct io_uring_restriction limits[5] = {
	{ .opcode = 0, .register_op = 11 }, { .opcode = 1, .sqe_op = 46 }, { .opcode = 2, .sqe_flags = 0xff },
	{ .opcode = 3, .resv = 7 }, { .opcode = 4, .sqe_op = 99, .resv2 = { 0, 8 } },
};
static struct io_uring_rsrc_update ring_fds[2] = { { 1, 0, 2 }, { -1u, 5, 3 } };
static struct io_uring_buf_reg buffers = { .ring_addr = 0x1000, .ring_entries = 8, .bgid = 3 };

TABLE = {
	C(io_setup, 5, P(&ctx)), C(io_destroy, 0x5000), C(io_submit, 0x5000, 7, P(cbs)),
	C(io_submit, 0x5000, -1L, P(cbs)), C(io_submit, 0, 1, BAD), C(io_cancel, 0x5000, P(&cb[1]), P(events)),
	C(io_getevents, 0x5000, 1, 3, P(events), P(ts)), C(io_getevents, 0x5000, -1L, -2L, P(events), 0),
	C(io_pgetevents, 0x5000, 1, 3, P(events), P(ts), P(&sig)),
	C(io_pgetevents_time64, 0x5000, 1, 3, P(events), P(wide_ts), P(&sig)),
	C(io_uring_setup, 8, P(&p)), C(io_uring_setup, 8, 0), C(io_uring_enter, 5, 1, 2, 0x1f, P(&set), 8),
	C(io_uring_enter, 5, 1, 2, 0x20, 0, 8), C(io_uring_register, 5, 0, P(iov), 2),
	C(io_uring_register, 5, 1, 0, 0), C(io_uring_register, 5, 2, P(fds), 3),
	C(io_uring_register, 5, 4, P(fds), 1), C(io_uring_register, 5, 99, P(fds), 1),
	C(io_uring_register, 5, 11, P(limits), 5), C(io_uring_register, 5, 20, P(ring_fds), 2),
	C(io_uring_register, 5, 21, P(ring_fds), 2), C(io_uring_register, 5, 22, P(&buffers), 1),
	C(io_uring_register, 5, 23, P(&buffers), 1),
};
