/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scattered buffers: iovecs, with as much of their data as was transferred. */
#include "decode/files.h"
#include "uapi/fcntl.h"

struct data {
	bool shown;
	uint64_t left; /* bytes that are there; UINT64_MAX: all */
};

static void put_iovec(struct decoder *d, const void *elem, void *ctx)
{
	const uint64_t *wide = elem;
	const uint32_t *narrow = elem;
	uint64_t base = d->is_64bit ? wide[0] : narrow[0], len = d->is_64bit ? wide[1] : narrow[1];
	struct data *data = ctx;
	uint64_t n = min(len, data->left);

	begin(d, SINK_STRUCT);
	field(d, "iov_base");
	if (data->shown)
		put_user_bytes(d, base, n);
	else
		put_address(d, base);
	if (data->left != UINT64_MAX)
		data->left -= n;
	field(d, "iov_len");
	put_unsigned(d, len);
	end(d);
}

static void put_all(struct decoder *d, uaddr_t v, uint64_t n, struct data data)
{
	uint64_t iov[2];

	put_array(d, v, n, iov, d->is_64bit ? 16 : 8, put_iovec, &data);
}

void put_iovecs(struct decoder *d, uaddr_t v, uint64_t n, uint64_t bytes)
{
	put_all(d, v, n, (struct data){ true, bytes });
}

void put_iovecs_without_data(struct decoder *d, uaddr_t v, uint64_t n)
{
	put_all(d, v, n, (struct data){ false, 0 });
}

/* Their number is the next argument. */
void print_iovec_in(struct decoder *d, uint64_t v)
{
	put_iovecs(d, v, d->args[d->arg + 1], UINT64_MAX);
}

void print_iovec_out(struct decoder *d, uint64_t v)
{
	if (failed(d))
		put_iovecs_without_data(d, v, d->args[d->arg + 1]);
	else
		put_iovecs(d, v, d->args[d->arg + 1], (uint64_t)d->result);
}

static const struct xlat rwf_flags[] = {
	X(RWF_HIPRI), X(RWF_DSYNC), X(RWF_SYNC), X(RWF_NOWAIT), X(RWF_APPEND), {}
};

void print_rwf(struct decoder *d, uint64_t v)
{
	put_flags(d, rwf_flags, (uint32_t)v, "RWF_???");
}
