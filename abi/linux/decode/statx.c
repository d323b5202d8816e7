/* SPDX-License-Identifier: GPL-2.0-or-later */
/* statx: its arguments, and what it says of a file. */
#include "decode/files.h"
#include "uapi/fcntl.h"
#include "uapi/stat.h"
#include "uapi/statbuf.h"

static const struct xlat sync_types[] = {
	X(AT_STATX_SYNC_AS_STAT), X(AT_STATX_FORCE_SYNC), X(AT_STATX_DONT_SYNC),
	{ AT_STATX_SYNC_TYPE, "AT_STATX_FORCE_SYNC|AT_STATX_DONT_SYNC" }, {}
};
static const struct xlat statx_flags[] = {
	X(AT_SYMLINK_NOFOLLOW), X(AT_REMOVEDIR), X(AT_SYMLINK_FOLLOW), X(AT_NO_AUTOMOUNT),
	X(AT_EMPTY_PATH), X(AT_RECURSIVE), {}
};

void print_statx_flags(struct decoder *d, uint64_t v)
{
	put_value_flags(d, sync_types, AT_STATX_SYNC_TYPE, statx_flags, (uint32_t)v);
}

#define STATX_ALL 0xfffu

static const struct xlat statx_masks[] = {
	X(STATX_ALL), X(STATX_BASIC_STATS), X(STATX_TYPE), X(STATX_MODE), X(STATX_NLINK),
	X(STATX_UID), X(STATX_GID), X(STATX_ATIME), X(STATX_MTIME), X(STATX_CTIME),
	X(STATX_INO), X(STATX_SIZE), X(STATX_BLOCKS), X(STATX_BTIME), X(STATX_MNT_ID),
	X(STATX_DIOALIGN), {}
};

void print_statx_mask(struct decoder *d, uint64_t v)
{
	put_flags(d, statx_masks, (uint32_t)v, "STATX_???");
}

#define STATX_ATTR_COMPRESSED 0x4u
#define STATX_ATTR_ENCRYPTED 0x800u
#define STATX_ATTR_VERITY 0x100000u

static const struct xlat statx_attributes[] = {
	X(STATX_ATTR_COMPRESSED), X(STATX_ATTR_IMMUTABLE), X(STATX_ATTR_APPEND),
	X(STATX_ATTR_NODUMP), X(STATX_ATTR_ENCRYPTED), X(STATX_ATTR_AUTOMOUNT),
	X(STATX_ATTR_MOUNT_ROOT), X(STATX_ATTR_VERITY), X(STATX_ATTR_DAX), {}
};

static void put_attributes(struct decoder *d, const char *name, uint64_t v)
{
	field(d, name);
	put_flags(d, statx_attributes, v, "STATX_ATTR_???");
}

static void put_statx_time(struct decoder *d, const char *name,
			   const struct linux_statx_timestamp *t)
{
	field(d, name);
	begin(d, SINK_STRUCT);
	field(d, "tv_sec");
	put_number(d, t->tv_sec);
	field(d, "tv_nsec");
	put_unsigned(d, t->tv_nsec);
	end(d);
	put_date(d, t->tv_sec, t->tv_nsec, 9);
}

static void put_times(struct decoder *d, const struct linux_statx *st)
{
	if (st->stx_mask & STATX_ATIME)
		put_statx_time(d, "stx_atime", &st->stx_atime);
	if (st->stx_mask & STATX_BTIME)
		put_statx_time(d, "stx_btime", &st->stx_btime);
	if (st->stx_mask & STATX_CTIME)
		put_statx_time(d, "stx_ctime", &st->stx_ctime);
	if (st->stx_mask & STATX_MTIME)
		put_statx_time(d, "stx_mtime", &st->stx_mtime);
}

static void put_devices(struct decoder *d, const struct linux_statx *st)
{
	field_unsigned(d, st, stx_rdev_major);
	field_unsigned(d, st, stx_rdev_minor);
	field_unsigned(d, st, stx_dev_major);
	field_unsigned(d, st, stx_dev_minor);
	if (st->stx_mask & STATX_MNT_ID)
		field_hex(d, st, stx_mnt_id);
	if (st->stx_mask & STATX_DIOALIGN) {
		field_unsigned(d, st, stx_dio_mem_align);
		field_unsigned(d, st, stx_dio_offset_align);
	}
}

static void put_ids(struct decoder *d, const struct linux_statx *st)
{
	if (st->stx_mask & STATX_NLINK)
		field_unsigned(d, st, stx_nlink);
	if (st->stx_mask & STATX_UID)
		field_unsigned(d, st, stx_uid);
	if (st->stx_mask & STATX_GID)
		field_unsigned(d, st, stx_gid);
}

static void put_statx(struct decoder *d, const struct linux_statx *st)
{
	begin(d, SINK_STRUCT);
	field(d, "stx_mask");
	put_flags(d, statx_masks, st->stx_mask, "STATX_???");
	if (d->whole)
		field_unsigned(d, st, stx_blksize);
	put_attributes(d, "stx_attributes", st->stx_attributes);
	if (d->whole)
		put_ids(d, st);
	if (st->stx_mask & (STATX_TYPE | STATX_MODE)) {
		field(d, "stx_mode");
		put_file_mode(d, st->stx_mode);
	}
	if (d->whole && (st->stx_mask & STATX_INO))
		field_unsigned(d, st, stx_ino);
	if (st->stx_mask & STATX_SIZE)
		field_unsigned(d, st, stx_size);
	if (d->whole) {
		if (st->stx_mask & STATX_BLOCKS)
			field_unsigned(d, st, stx_blocks);
		put_attributes(d, "stx_attributes_mask", st->stx_attributes_mask);
		put_times(d, st);
		put_devices(d, st);
	} else {
		put_more(d);
	}
	end(d);
}

void print_statx(struct decoder *d, uint64_t v)
{
	struct linux_statx st;

	if (fetch_out(d, &st, v, sizeof(st)))
		put_statx(d, &st);
}
