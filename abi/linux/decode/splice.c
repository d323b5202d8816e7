/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Data from file to file: sendfile, splice and their positions. */
#include "decode/files.h"
#include "decode/forms.h"

void print_loff_in(struct decoder *d, uint64_t v)
{
	int64_t pos;

	if (!fetch(d, &pos, v, sizeof(pos)))
		return;
	begin(d, SINK_ARRAY);
	put_number(d, pos);
	end(d);
}

/* sendfile's is told without a sign. */
static void put_position(struct decoder *d, uaddr_t v, bool wide)
{
	uint64_t pos;
	uint32_t narrow;

	if (wide ? !fetch(d, &pos, v, sizeof(pos)) : !fetch(d, &narrow, v, sizeof(narrow)))
		return;
	begin(d, SINK_ARRAY);
	put_unsigned(d, wide ? pos : narrow);
	end(d);
}

static void args_sendfile_of(struct decoder *d, bool wide)
{
	int64_t pos;

	if (is_entering(d)) {
		put_args_defined(d, 0, 2);
		d->arg = 2;
		put_arg(d, d->sys->args[2].name);
		put_position(d, d->args[2], wide);
		return;
	}
	if (d->result > 0 && peek(&pos, d->args[2], wide ? 8 : 4)) {
		d->sink->becomes(d->ctx);
		put_position(d, d->args[2], wide);
	}
	put_args_defined(d, 3, d->sys->nargs);
}

void args_sendfile64(struct decoder *d)
{
	args_sendfile_of(d, true);
}

void args_compat_sendfile(struct decoder *d)
{
	args_sendfile_of(d, false);
}
