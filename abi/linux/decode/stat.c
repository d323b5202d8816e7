/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What files are: stat in its forms. */
#include "decode/files.h"
#include "uapi/fcntl.h"
#include "uapi/stat.h"
#include "uapi/statbuf.h"

struct any_time {
	int64_t sec;
	uint64_t nsec;
};

struct any_stat {
	uint64_t dev, ino, nlink;
	unsigned mode, uid, gid;
	uint64_t rdev;
	uint64_t blksize, blocks, size;
	struct any_time atime, mtime, ctime;
	bool old; /* has no more than whole seconds */
};

static void put_file_time(struct decoder *d, const char *name, const char *nsec_name,
			  const struct any_stat *st, struct any_time t)
{
	field(d, name);
	put_number(d, t.sec);
	put_date(d, t.sec, t.nsec, 9);
	if (st->old)
		return;
	field(d, nsec_name);
	put_unsigned(d, t.nsec);
}

static void put_owner(struct decoder *d, const struct any_stat *st)
{
	field(d, "st_nlink");
	put_unsigned(d, st->nlink);
	field(d, "st_uid");
	put_unsigned(d, st->uid);
	field(d, "st_gid");
	put_unsigned(d, st->gid);
	field(d, "st_blksize");
	put_unsigned(d, st->blksize);
	field(d, "st_blocks");
	put_unsigned(d, st->blocks);
}

static void put_size(struct decoder *d, const struct any_stat *st)
{
	unsigned type = st->mode & S_IFMT;

	if (type == S_IFCHR || type == S_IFBLK) {
		field(d, "st_rdev");
		print_dev(d, st->rdev);
	} else {
		field(d, "st_size");
		put_number(d, (int64_t)st->size);
	}
}

static void put_stat(struct decoder *d, const struct any_stat *st)
{
	begin(d, SINK_STRUCT);
	if (d->whole) {
		field(d, "st_dev");
		print_dev(d, st->dev);
		field(d, "st_ino");
		put_unsigned(d, st->ino);
	}
	field(d, "st_mode");
	put_file_mode(d, st->mode);
	if (d->whole)
		put_owner(d, st);
	put_size(d, st);
	if (d->whole) {
		put_file_time(d, "st_atime", "st_atime_nsec", st, st->atime);
		put_file_time(d, "st_mtime", "st_mtime_nsec", st, st->mtime);
		put_file_time(d, "st_ctime", "st_ctime_nsec", st, st->ctime);
	} else {
		put_more(d);
	}
	end(d);
}

/* The forms differ in widths, not in names. */
#define STAT_FIELDS(st)                                                                       \
	.dev = (st).st_dev, .ino = (st).st_ino, .nlink = (st).st_nlink, .mode = (st).st_mode, \
	.uid = (st).st_uid, .gid = (st).st_gid, .rdev = (st).st_rdev, .size = (st).st_size
#define STAT_TIMES(st, type)                                                    \
	.blksize = (st).st_blksize, .blocks = (st).st_blocks,                   \
	.atime = { (type)(st).atime, (st).atime_nsec },                         \
	.mtime = { (type)(st).mtime, (st).mtime_nsec },                         \
	.ctime = { (type)(st).ctime, (st).ctime_nsec }

static void print_x64_stat(struct decoder *d, uint64_t v)
{
	struct x64_stat st;

	if (fetch_out(d, &st, v, sizeof(st)))
		put_stat(d, &(struct any_stat){ STAT_FIELDS(st), STAT_TIMES(st, int64_t) });
}

static void print_i386_stat(struct decoder *d, uint64_t v)
{
	struct i386_stat st;

	if (fetch_out(d, &st, v, sizeof(st)))
		put_stat(d, &(struct any_stat){ STAT_FIELDS(st), STAT_TIMES(st, uint32_t) });
}

void print_stat(struct decoder *d, uint64_t v)
{
	if (d->is_64bit)
		print_x64_stat(d, v);
	else
		print_i386_stat(d, v);
}

void print_stat64(struct decoder *d, uint64_t v)
{
	struct i386_stat64 st;

	if (fetch_out(d, &st, v, sizeof(st)))
		put_stat(d, &(struct any_stat){ STAT_FIELDS(st), STAT_TIMES(st, int32_t) });
}

void print_old_stat(struct decoder *d, uint64_t v)
{
	struct i386_old_stat st;

	if (fetch_out(d, &st, v, sizeof(st)))
		put_stat(d, &(struct any_stat){ STAT_FIELDS(st), .old = true,
						.atime.sec = st.atime, .mtime.sec = st.mtime,
						.ctime.sec = st.ctime });
}
