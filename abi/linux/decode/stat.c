/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What files are: stat in its forms. */
#include "decode/files.h"
#include "uapi/fcntl.h"
#include "uapi/stat.h"
#include "uapi/statbuf.h"

struct any_stat {
	unsigned mode;
	uint64_t rdev;
	int64_t size;
};

static void put_stat(struct decoder *d, const struct any_stat *st)
{
	unsigned type = st->mode & S_IFMT;

	begin(d, SINK_STRUCT);
	field(d, "st_mode");
	put_file_mode(d, st->mode);
	if (type == S_IFCHR || type == S_IFBLK) {
		field(d, "st_rdev");
		print_dev(d, st->rdev);
	} else {
		field(d, "st_size");
		put_number(d, st->size);
	}
	put_more(d);
	end(d);
}

void print_stat(struct decoder *d, uint64_t v)
{
	union {
		struct x64_stat x64;
		struct i386_stat i386;
	} st;
	struct any_stat any;

	if (!fetch_out(d, &st, v, d->is_64bit ? sizeof(st.x64) : sizeof(st.i386)))
		return;
	if (d->is_64bit)
		any = (struct any_stat){ st.x64.st_mode, st.x64.st_rdev, st.x64.st_size };
	else
		any = (struct any_stat){ st.i386.st_mode, st.i386.st_rdev, st.i386.st_size };
	put_stat(d, &any);
}

void print_stat64(struct decoder *d, uint64_t v)
{
	struct i386_stat64 st;

	if (fetch_out(d, &st, v, sizeof(st)))
		put_stat(d, &(struct any_stat){ st.st_mode, st.st_rdev, st.st_size });
}
