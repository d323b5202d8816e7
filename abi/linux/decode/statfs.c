/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What filesystems are: statfs in its forms. */
#include "uapi/statfs.h"
#include "decode/files.h"

/* Numbers that filesystems are known by. */
static const struct xlat magics[] = {
#define MAGIC(value, name) { value, #name },
#include "decode/fsmagic.def"
#undef MAGIC
	{}
};

static const struct xlat mount_flags[] = {
	X(ST_VALID), X(ST_RDONLY), X(ST_NOSUID), X(ST_NODEV), X(ST_NOEXEC), X(ST_SYNCHRONOUS),
	X(ST_MANDLOCK), X(ST_NOATIME), X(ST_NODIRATIME), X(ST_RELATIME), X(ST_NOSYMFOLLOW), {}
};

struct any_statfs {
	uint64_t f_type, f_bsize, f_blocks, f_bfree, f_bavail, f_files, f_ffree, f_namelen,
		f_frsize, f_flags;
	const uint32_t *f_fsid;
};

static void put_fsid(struct decoder *d, const uint32_t *v)
{
	field(d, "f_fsid");
	begin(d, SINK_STRUCT);
	field(d, "val");
	begin(d, SINK_ARRAY);
	put_hex(d, v[0]);
	put_hex(d, v[1]);
	end(d);
	end(d);
}

static void put_statfs(struct decoder *d, const struct any_statfs *st)
{
	begin(d, SINK_STRUCT);
	field(d, "f_type");
	put_value(d, magics, st->f_type, NULL);
	field_unsigned(d, st, f_bsize);
	field_unsigned(d, st, f_blocks);
	field_unsigned(d, st, f_bfree);
	field_unsigned(d, st, f_bavail);
	field_unsigned(d, st, f_files);
	field_unsigned(d, st, f_ffree);
	put_fsid(d, st->f_fsid);
	field_unsigned(d, st, f_namelen);
	field_unsigned(d, st, f_frsize);
	if (st->f_flags & ST_VALID) {
		field(d, "f_flags");
		put_flags(d, mount_flags, st->f_flags, "ST_???");
	}
	end(d);
}

#define STATFS_FIELDS(st)                                                               \
	(st).f_type, (st).f_bsize, (st).f_blocks, (st).f_bfree, (st).f_bavail, (st).f_files, \
	(st).f_ffree, (st).f_namelen, (st).f_frsize, (st).f_flags, (st).f_fsid

static void print_x64_statfs(struct decoder *d, uint64_t v)
{
	struct x64_statfs st;

	if (fetch_out(d, &st, v, sizeof(st)))
		put_statfs(d, &(struct any_statfs){ STATFS_FIELDS(st) });
}

static void print_i386_statfs(struct decoder *d, uint64_t v)
{
	struct i386_statfs st;

	if (fetch_out(d, &st, v, sizeof(st)))
		put_statfs(d, &(struct any_statfs){ STATFS_FIELDS(st) });
}

void print_statfs(struct decoder *d, uint64_t v)
{
	if (d->is_64bit)
		print_x64_statfs(d, v);
	else
		print_i386_statfs(d, v);
}

void print_statfs64(struct decoder *d, uint64_t v)
{
	uint64_t size = d->args[d->arg - 1];
	struct i386_statfs64 st;

	if (size != sizeof(st))
		put_address(d, v);
	else if (fetch_out(d, &st, v, sizeof(st)))
		put_statfs(d, &(struct any_statfs){ STATFS_FIELDS(st) });
}
