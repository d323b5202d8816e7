/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asynchronous I/O of the first kind: what is submitted, what has completed. */
#include "decode/files.h"
#include "decode/forms.h"
#include "uaccess.h"

struct linux_iocb {
	uint64_t data;
	uint32_t key, rw_flags;
	uint16_t opcode;
	int16_t reqprio;
	uint32_t fildes;
	uint64_t buf, nbytes;
	int64_t offset;
	uint64_t reserved2;
	uint32_t flags, resfd;
};
_Static_assert(sizeof(struct linux_iocb) == 64, "iocb");

enum { PREAD, PWRITE, FSYNC, FDSYNC, PREADX, POLL, NOOP, PREADV, PWRITEV };

static const struct xlat opcodes[] = {
	{ PREAD, "IOCB_CMD_PREAD" }, { PWRITE, "IOCB_CMD_PWRITE" }, { FSYNC, "IOCB_CMD_FSYNC" },
	{ FDSYNC, "IOCB_CMD_FDSYNC" }, { PREADX, "IOCB_CMD_PREADX" }, { POLL, "IOCB_CMD_POLL" },
	{ NOOP, "IOCB_CMD_NOOP" }, { PREADV, "IOCB_CMD_PREADV" }, { PWRITEV, "IOCB_CMD_PWRITEV" }, {}
};
static const struct xlat iocb_flags[] = {
	{ 1, "IOCB_FLAG_RESFD" }, { 2, "IOCB_FLAG_IOPRIO" }, {}
};

void print_aio_context_out(struct decoder *d, uint64_t v)
{
	uint64_t wide;
	uint32_t narrow;

	if (d->is_64bit ? !fetch_out(d, &wide, v, 8) : !fetch_out(d, &narrow, v, 4))
		return;
	begin(d, SINK_ARRAY);
	put_address(d, d->is_64bit ? wide : narrow);
	end(d);
}

static void put_head(struct decoder *d, const struct linux_iocb *cb)
{
	field(d, "aio_data");
	put_hex(d, cb->data);
	if (cb->key) {
		field(d, "aio_key");
		put_unsigned(d, cb->key);
	}
	if (cb->rw_flags) {
		field(d, "aio_rw_flags");
		print_rwf(d, cb->rw_flags);
	}
	field(d, "aio_lio_opcode");
	put_value_in(d, opcodes, cb->opcode, SINK_DECIMAL, "IOCB_CMD_???");
	if (cb->reqprio) {
		field(d, "aio_reqprio");
		put_number(d, cb->reqprio);
	}
	field(d, "aio_fildes");
	put_fd(d, (int)cb->fildes);
}

static void put_buffer(struct decoder *d, const struct linux_iocb *cb)
{
	field(d, "aio_buf");
	if (cb->opcode == PWRITE)
		put_user_bytes(d, cb->buf, cb->nbytes);
	else if (cb->opcode == PREAD)
		put_hex(d, cb->buf);
	else if (cb->opcode == PWRITEV)
		put_iovecs(d, cb->buf, cb->nbytes, UINT64_MAX);
	else
		put_iovecs_without_data(d, cb->buf, cb->nbytes);
	if (cb->opcode == PREAD || cb->opcode == PWRITE) {
		field(d, "aio_nbytes");
		put_unsigned(d, cb->nbytes);
	}
	field(d, "aio_offset");
	put_number(d, cb->offset);
	if (cb->flags) {
		field(d, "aio_flags");
		put_flags(d, iocb_flags, cb->flags, "IOCB_FLAG_???");
	}
	if (cb->flags & 1) {
		field(d, "aio_resfd");
		put_fd(d, (int)cb->resfd);
	} else if (cb->resfd) {
		field(d, "aio_resfd");
		put_hex(d, cb->resfd);
	}
}

static void put_iocb(struct decoder *d, const struct linux_iocb *cb)
{
	begin(d, SINK_STRUCT);
	put_head(d, cb);
	switch (cb->opcode) {
	case PREAD:
	case PWRITE:
	case PREADV:
	case PWRITEV:
		put_buffer(d, cb);
		break;
	case POLL:
		field(d, "aio_buf");
		put_poll_events(d, (uint32_t)cb->buf);
		break;
	}
	end(d);
}

static void put_iocb_at(struct decoder *d, const void *elem, __unused void *ctx)
{
	const uint64_t *wide = elem;
	const uint32_t *narrow = elem;
	struct linux_iocb cb;

	if (fetch(d, &cb, d->is_64bit ? *wide : *narrow, sizeof(cb)))
		put_iocb(d, &cb);
}

void print_iocbs(struct decoder *d, uint64_t v)
{
	int64_t n = d->is_64bit ? (int64_t)d->args[d->arg - 1] : (int32_t)d->args[d->arg - 1];
	uint64_t elem;

	if (n < 0) {
		put_address(d, v);
		return;
	}
	put_array(d, v, (uint64_t)n, &elem, d->is_64bit ? 8 : 4, put_iocb_at, NULL);
}

/* To cancel it, what it is suffices. */
void print_iocb(struct decoder *d, uint64_t v)
{
	struct linux_iocb cb;

	if (!fetch(d, &cb, v, sizeof(cb)))
		return;
	begin(d, SINK_STRUCT);
	put_head(d, &cb);
	end(d);
}

/* It is told as it was, whatever became of the call. */
void print_aio_timeout(struct decoder *d, uint64_t v)
{
	int64_t result = d->result;

	d->result = 0;
	print_timespec(d, v);
	d->result = result;
}

void print_aio_timeout32(struct decoder *d, uint64_t v)
{
	int64_t result = d->result;

	d->result = 0;
	print_timespec32(d, v);
	d->result = result;
}

struct linux_io_event {
	uint64_t data, obj;
	int64_t res, res2;
};

static void put_io_event(struct decoder *d, const void *elem, __unused void *ctx)
{
	const struct linux_io_event *e = elem;

	begin(d, SINK_STRUCT);
	field_hex(d, e, data);
	field_hex(d, e, obj);
	field_number(d, e, res);
	field_number(d, e, res2);
	end(d);
}

void print_io_event(struct decoder *d, uint64_t v)
{
	struct linux_io_event e;

	if (fetch_out(d, &e, v, sizeof(e)))
		put_io_event(d, &e, NULL);
}

void print_io_events(struct decoder *d, uint64_t v)
{
	struct linux_io_event e;

	if (failed(d))
		put_address(d, v);
	else
		put_array(d, v, (uint64_t)d->result, &e, sizeof(e), put_io_event, NULL);
}
