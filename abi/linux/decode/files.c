/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What calls on files have in common: descriptors, positions in files, arguments that are not shown. */
#include "decode/files.h"
#include "uapi/fcntl.h"
#include "uapi/stat.h"

/* --- 64-bit values that i386 passes in two registers: told as one, at the low half --- */

static bool is_high_half(const struct decoder *d, unsigned i)
{
	return i < d->sys->nargs &&
	       (d->sys->args[i].type == ARG_off_hi_t || d->sys->args[i].type == ARG_len_hi_t);
}

/* The high half stands behind the low one (in llseek before it) and tells nothing itself. */
static uint64_t pair(const struct decoder *d)
{
	unsigned i = d->arg;

	return d->args[is_high_half(d, i + 1) ? i + 1 : i - 1] << 32 | (uint32_t)d->args[i];
}

void print_pair(struct decoder *d, __unused uint64_t low)
{
	put_number(d, (int64_t)pair(d));
}

void print_length_pair(struct decoder *d, __unused uint64_t low)
{
	put_unsigned(d, pair(d));
}

/* --- arguments that are not shown --- */

static enum argtype type_before(const struct decoder *d)
{
	return d->arg ? d->sys->args[d->arg - 1].type : ARG_NR_TYPES;
}

static bool is_device(uint64_t mode)
{
	return (mode & S_IFMT) == S_IFCHR || (mode & S_IFMT) == S_IFBLK;
}

bool file_arg_is_absent(const struct decoder *d)
{
	switch (d->sys->args[d->arg].type) {
	case ARG_umode_t: /* means something with O_CREAT or O_TMPFILE only */
		return type_before(d) == ARG_oflags_t && !open_has_mode(d->args[d->arg - 1]);
	case ARG_udev_t: /* mknod's */
		return type_before(d) == ARG_file_mode_t && !is_device(d->args[d->arg - 1]);
	case ARG_uint_t: /* readdir's, which says nothing */
		return type_before(d) == ARG_uold_dirent_out_t && d->args[d->arg] == 1;
	default:
		return false;
	}
}

/* --- what the kernel writes --- */

void print_fds(struct decoder *d, uint64_t v)
{
	int fds[2];

	if (!fetch_out(d, fds, v, sizeof(fds)))
		return;
	begin(d, SINK_ARRAY);
	put_fd(d, fds[0]);
	put_fd(d, fds[1]);
	end(d);
}

void print_int_out(struct decoder *d, uint64_t v)
{
	int n;

	if (!fetch_out(d, &n, v, sizeof(n)))
		return;
	begin(d, SINK_ARRAY);
	put_number(d, n);
	end(d);
}

/* _llseek's result. */
void print_loff_out(struct decoder *d, uint64_t v)
{
	uint64_t n;

	if (!fetch_out(d, &n, v, sizeof(n)))
		return;
	begin(d, SINK_ARRAY);
	put_unsigned(d, n);
	end(d);
}
