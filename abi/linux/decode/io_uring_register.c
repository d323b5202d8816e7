/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Structures that io_uring_register takes. */
#include "decode/files.h"
#include "decode/io_uring.h"

static const char *const op_names[] = {
	"IORING_OP_NOP", "IORING_OP_READV", "IORING_OP_WRITEV", "IORING_OP_FSYNC",
	"IORING_OP_READ_FIXED", "IORING_OP_WRITE_FIXED", "IORING_OP_POLL_ADD",
	"IORING_OP_POLL_REMOVE", "IORING_OP_SYNC_FILE_RANGE", "IORING_OP_SENDMSG",
	"IORING_OP_RECVMSG", "IORING_OP_TIMEOUT", "IORING_OP_TIMEOUT_REMOVE",
	"IORING_OP_ACCEPT", "IORING_OP_ASYNC_CANCEL", "IORING_OP_LINK_TIMEOUT",
	"IORING_OP_CONNECT", "IORING_OP_FALLOCATE", "IORING_OP_OPENAT", "IORING_OP_CLOSE",
	"IORING_OP_FILES_UPDATE", "IORING_OP_STATX", "IORING_OP_READ", "IORING_OP_WRITE",
	"IORING_OP_FADVISE", "IORING_OP_MADVISE", "IORING_OP_SEND", "IORING_OP_RECV",
	"IORING_OP_OPENAT2", "IORING_OP_EPOLL_CTL", "IORING_OP_SPLICE",
	"IORING_OP_PROVIDE_BUFFERS", "IORING_OP_REMOVE_BUFFERS", "IORING_OP_TEE",
	"IORING_OP_SHUTDOWN", "IORING_OP_RENAMEAT", "IORING_OP_UNLINKAT", "IORING_OP_MKDIRAT",
	"IORING_OP_SYMLINKAT", "IORING_OP_LINKAT", "IORING_OP_MSG_RING", "IORING_OP_FSETXATTR",
	"IORING_OP_SETXATTR", "IORING_OP_FGETXATTR", "IORING_OP_GETXATTR", "IORING_OP_SOCKET",
	"IORING_OP_URING_CMD"
};

static void put_op(struct decoder *d, unsigned op)
{
	bool known = op < sizeof(op_names) / sizeof(op_names[0]);

	d->sink->symbol(d->ctx, op, SINK_HEX, known ? op_names[op] : "IORING_OP_???");
}

static const struct xlat sqe_flags[] = {
	{ 1, "IOSQE_FIXED_FILE" }, { 2, "IOSQE_IO_DRAIN" }, { 4, "IOSQE_IO_LINK" },
	{ 8, "IOSQE_IO_HARDLINK" }, { 16, "IOSQE_ASYNC" }, { 32, "IOSQE_BUFFER_SELECT" },
	{ 64, "IOSQE_CQE_SKIP_SUCCESS" }, {}
};
static const struct xlat restrictions[] = {
	{ 0, "IORING_RESTRICTION_REGISTER_OP" }, { 1, "IORING_RESTRICTION_SQE_OP" },
	{ 2, "IORING_RESTRICTION_SQE_FLAGS_ALLOWED" },
	{ 3, "IORING_RESTRICTION_SQE_FLAGS_REQUIRED" }, {}
};

struct restriction {
	uint16_t opcode;
	uint8_t value, resv;
	uint32_t resv2[3];
};

static void put_restriction(struct decoder *d, const void *elem, __unused void *ctx)
{
	const struct restriction *r = elem;
	char text[16];

	begin(d, SINK_STRUCT);
	field(d, "opcode");
	put_value(d, restrictions, r->opcode, "IORING_RESTRICTION_???");
	switch (r->opcode) {
	case 0:
		field(d, "register_op");
		print_uring_op(d, r->value);
		break;
	case 1:
		field(d, "sqe_op");
		put_op(d, r->value);
		break;
	case 2:
	case 3:
		field(d, "sqe_flags");
		put_flags(d, sqe_flags, r->value, "IOSQE_???");
		break;
	default:
		snprintf(text, sizeof(text), "op: %#x", r->value);
		d->sink->comment(d->ctx, text);
	}
	if (r->resv)
		field_hex(d, r, resv);
	uring_put_reserved(d, "resv2", r->resv2);
	end(d);
}

void uring_put_restrictions(struct decoder *d, uaddr_t v, uint64_t n)
{
	struct restriction r;

	put_array(d, v, n, &r, sizeof(r), put_restriction, NULL);
}

/* --- descriptors of rings --- */

struct ring_fd {
	uint32_t offset, resv;
	uint64_t data;
};

static void put_ring_fd(struct decoder *d, const void *elem, void *ctx)
{
	const struct ring_fd *f = elem;
	const bool *made = ctx;

	begin(d, SINK_STRUCT);
	field(d, "offset");
	if (*made)
		put_number(d, (int32_t)f->offset);
	else
		put_unsigned(d, f->offset);
	if (f->resv)
		field_hex(d, f, resv);
	if (*made) {
		field(d, "data");
		put_fd(d, (int)f->data);
	} else if (f->data) {
		field_hex(d, f, data);
	}
	end(d);
}

void uring_put_ring_fds(struct decoder *d, uaddr_t v, uint64_t n, bool made)
{
	struct ring_fd f;

	put_array(d, v, n, &f, sizeof(f), put_ring_fd, &made);
}

void uring_put_buffer_ring(struct decoder *d, uaddr_t v)
{
	struct {
		uint64_t ring_addr;
		uint32_t ring_entries;
		uint16_t bgid, pad;
		uint64_t resv[3];
	} b;
	unsigned i;

	if (!fetch(d, &b, v, sizeof(b)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "ring_addr");
	put_address(d, b.ring_addr);
	field_unsigned(d, &b, ring_entries);
	field_unsigned(d, &b, bgid);
	if (b.pad)
		field_hex(d, &b, pad);
	if (b.resv[0] || b.resv[1] || b.resv[2]) {
		field(d, "resv");
		begin(d, SINK_ARRAY);
		for (i = 0; i < 3; i++)
			put_hex(d, b.resv[i]);
		end(d);
	}
	end(d);
}
