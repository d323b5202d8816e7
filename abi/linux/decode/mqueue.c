/* SPDX-License-Identifier: GPL-2.0-or-later */
/* POSIX's message queues. */
#include "decode/forms.h"
#include "decode/internal.h"
#include "uapi/fcntl.h"

/* Longs: flags, messages that fit in, their size, messages that are in. */
static bool fetch_attr(struct decoder *d, int64_t attr[4], uaddr_t v)
{
	int32_t narrow[4];
	unsigned i;

	if (d->is_64bit)
		return fetch_out(d, attr, v, 4 * sizeof(attr[0]));
	if (!fetch_out(d, narrow, v, sizeof(narrow)))
		return false;
	for (i = 0; i < 4; i++)
		attr[i] = narrow[i];
	return true;
}

static void put_attr(struct decoder *d, uaddr_t v, bool named_flags)
{
	static const struct xlat flags[] = { { O_NONBLOCK, "O_NONBLOCK" }, {} };
	static const char *const names[] = { "mq_flags", "mq_maxmsg", "mq_msgsize", "mq_curmsgs" };
	int64_t attr[4];
	unsigned i;

	if (!fetch_attr(d, attr, v))
		return;
	if (!d->is_64bit)
		attr[0] = (uint32_t)attr[0];
	begin(d, SINK_STRUCT);
	field(d, names[0]);
	if (named_flags)
		put_flags(d, flags, (uint64_t)attr[0], "O_???");
	else
		put_hex(d, (uint64_t)attr[0]);
	for (i = 1; i < 4; i++) {
		field(d, names[i]);
		put_number(d, attr[i]);
	}
	end(d);
}

void print_mq_attr(struct decoder *d, uint64_t v)
{
	put_attr(d, v, true);
}

/* mq_open takes no notice of the flags. */
void print_mq_open_attr(struct decoder *d, uint64_t v)
{
	put_attr(d, v, false);
}

/* Mode and attributes are those of a queue that is made. */
void args_mq_open(struct decoder *d)
{
	if (is_entering(d))
		put_args_defined(d, 0, d->args[1] & O_CREAT ? 4 : 2);
}
