/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arguments of the ioctl commands of filesystems and block devices. */
#include "decode/ioctl.h"

/* In the kernel's numbers; <linux/fs.h>. */
static const struct xlat fs_flags[] = {
	{ 0x00000001, "FS_SECRM_FL" },	     { 0x00000002, "FS_UNRM_FL" },
	{ 0x00000004, "FS_COMPR_FL" },	     { 0x00000008, "FS_SYNC_FL" },
	{ 0x00000010, "FS_IMMUTABLE_FL" },   { 0x00000020, "FS_APPEND_FL" },
	{ 0x00000040, "FS_NODUMP_FL" },	     { 0x00000080, "FS_NOATIME_FL" },
	{ 0x00000100, "FS_DIRTY_FL" },	     { 0x00000200, "FS_COMPRBLK_FL" },
	{ 0x00000400, "FS_NOCOMP_FL" },	     { 0x00000800, "FS_ENCRYPT_FL" },
	{ 0x00001000, "FS_INDEX_FL" },	     { 0x00002000, "FS_IMAGIC_FL" },
	{ 0x00004000, "FS_JOURNAL_DATA_FL" }, { 0x00008000, "FS_NOTAIL_FL" },
	{ 0x00010000, "FS_DIRSYNC_FL" },     { 0x00020000, "FS_TOPDIR_FL" },
	{ 0x00040000, "FS_HUGE_FILE_FL" },   { 0x00080000, "FS_EXTENT_FL" },
	{ 0x00100000, "FS_VERITY_FL" },	     { 0x00200000, "FS_EA_INODE_FL" },
	{ 0x00400000, "FS_EOFBLOCKS_FL" },   { 0x00800000, "FS_NOCOW_FL" },
	{ 0x02000000, "FS_DAX_FL" },	     { 0x10000000, "FS_INLINE_DATA_FL" },
	{ 0x20000000, "FS_PROJINHERIT_FL" }, { 0x40000000, "FS_CASEFOLD_FL" },
	{ 0x80000000, "FS_RESERVED_FL" },    {}
};

/* Whatever the command's size says, the kernel reads and writes 32 bits. */
void ioctl_fs_flags32(struct decoder *d, uint64_t v)
{
	unsigned flags;

	if (!fetch_out(d, &flags, v, sizeof(flags)))
		return;
	begin(d, SINK_ARRAY);
	put_flags(d, fs_flags, flags, "FS_???_FL");
	end(d);
}

void ioctl_fs_flags(struct decoder *d, uint64_t v)
{
	ioctl_fs_flags32(d, v);
}

static const struct xlat xflags[] = {
	{ 0x00000001, "FS_XFLAG_REALTIME" },	{ 0x00000002, "FS_XFLAG_PREALLOC" },
	{ 0x00000008, "FS_XFLAG_IMMUTABLE" },	{ 0x00000010, "FS_XFLAG_APPEND" },
	{ 0x00000020, "FS_XFLAG_SYNC" },	{ 0x00000040, "FS_XFLAG_NOATIME" },
	{ 0x00000080, "FS_XFLAG_NODUMP" },	{ 0x00000100, "FS_XFLAG_RTINHERIT" },
	{ 0x00000200, "FS_XFLAG_PROJINHERIT" }, { 0x00000400, "FS_XFLAG_NOSYMLINKS" },
	{ 0x00000800, "FS_XFLAG_EXTSIZE" },	{ 0x00001000, "FS_XFLAG_EXTSZINHERIT" },
	{ 0x00002000, "FS_XFLAG_NODEFRAG" },	{ 0x00004000, "FS_XFLAG_FILESTREAM" },
	{ 0x00008000, "FS_XFLAG_DAX" },		{ 0x00010000, "FS_XFLAG_COWEXTSIZE" },
	{ 0x80000000, "FS_XFLAG_HASATTR" },	{}
};

struct linux_fsxattr {
	uint32_t fsx_xflags, fsx_extsize, fsx_nextents, fsx_projid, fsx_cowextsize;
	uint8_t pad[8];
};

static void put_fsxattr(struct decoder *d, uint64_t v, bool with_extents)
{
	struct linux_fsxattr x;

	if (!fetch_out(d, &x, v, sizeof(x)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "fsx_xflags");
	put_flags(d, xflags, x.fsx_xflags, "FS_XFLAG_???");
	field_unsigned(d, &x, fsx_extsize);
	if (with_extents)
		field_unsigned(d, &x, fsx_nextents);
	field_hex(d, &x, fsx_projid);
	field_unsigned(d, &x, fsx_cowextsize);
	end(d);
}

void ioctl_fsxattr(struct decoder *d, uint64_t v)
{
	put_fsxattr(d, v, true);
}

void ioctl_fsxattr_in(struct decoder *d, uint64_t v)
{
	put_fsxattr(d, v, false);
}

void ioctl_clone_range(struct decoder *d, uint64_t v)
{
	struct {
		int64_t src_fd;
		uint64_t src_offset, src_length, dest_offset;
	} r;

	if (!fetch(d, &r, v, sizeof(r)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "src_fd");
	put_fd(d, (int)r.src_fd);
	field_unsigned(d, &r, src_offset);
	field_unsigned(d, &r, src_length);
	field_unsigned(d, &r, dest_offset);
	end(d);
}

void ioctl_fitrim(struct decoder *d, uint64_t v)
{
	struct {
		uint64_t start, len, minlen;
	} r;

	if (!fetch(d, &r, v, sizeof(r)))
		return;
	begin(d, SINK_STRUCT);
	field_hex(d, &r, start);
	field_unsigned(d, &r, len);
	field_unsigned(d, &r, minlen);
	end(d);
}

void ioctl_geometry(struct decoder *d, uint64_t v)
{
	struct {
		uint8_t heads, sectors;
		uint16_t cylinders;
		uint32_t start32;
		uint64_t start64;
	} g;

	if (!fetch_out(d, &g, v, d->is_64bit ? 16 : 8))
		return;
	begin(d, SINK_STRUCT);
	field_unsigned(d, &g, heads);
	field_unsigned(d, &g, sectors);
	field_unsigned(d, &g, cylinders);
	field(d, "start");
	put_unsigned(d, d->is_64bit ? g.start64 : g.start32);
	end(d);
}

/* --- what is told twice: as asked for, and as answered --- */

static const struct xlat fiemap_flags[] = {
	{ 1, "FIEMAP_FLAG_SYNC" }, { 2, "FIEMAP_FLAG_XATTR" }, { 4, "FIEMAP_FLAG_CACHE" }, {}
};
static const struct xlat extent_flags[] = {
	{ 0x0001, "FIEMAP_EXTENT_LAST" },	    { 0x0002, "FIEMAP_EXTENT_UNKNOWN" },
	{ 0x0004, "FIEMAP_EXTENT_DELALLOC" },	    { 0x0008, "FIEMAP_EXTENT_ENCODED" },
	{ 0x0080, "FIEMAP_EXTENT_DATA_ENCRYPTED" }, { 0x0100, "FIEMAP_EXTENT_NOT_ALIGNED" },
	{ 0x0200, "FIEMAP_EXTENT_DATA_INLINE" },    { 0x0400, "FIEMAP_EXTENT_DATA_TAIL" },
	{ 0x0800, "FIEMAP_EXTENT_UNWRITTEN" },	    { 0x1000, "FIEMAP_EXTENT_MERGED" },
	{ 0x2000, "FIEMAP_EXTENT_SHARED" },	    {}
};

struct fiemap {
	uint64_t fm_start, fm_length;
	uint32_t fm_flags, fm_mapped_extents, fm_extent_count, reserved;
};

struct fiemap_extent {
	uint64_t fe_logical, fe_physical, fe_length, reserved64[2];
	uint32_t fe_flags, reserved[3];
};
_Static_assert(sizeof(struct fiemap_extent) == 56, "fiemap_extent");

static void put_extent(struct decoder *d, const void *elem, __unused void *ctx)
{
	const struct fiemap_extent *e = elem;

	begin(d, SINK_STRUCT);
	field_unsigned(d, e, fe_logical);
	field_unsigned(d, e, fe_physical);
	field_unsigned(d, e, fe_length);
	field(d, "fe_flags");
	put_flags(d, extent_flags, e->fe_flags, "FIEMAP_EXTENT_???");
	end(d);
}

static void put_fiemap_flags(struct decoder *d, const struct fiemap *m)
{
	field(d, "fm_flags");
	put_flags(d, fiemap_flags, m->fm_flags, "FIEMAP_FLAG_???");
}

static void put_mapped(struct decoder *d, uaddr_t v, const struct fiemap *m)
{
	struct fiemap_extent e;

	begin(d, SINK_STRUCT);
	put_fiemap_flags(d, m);
	field_unsigned(d, m, fm_mapped_extents);
	if (d->whole) {
		field(d, "fm_extents");
		put_array(d, v + sizeof(*m), m->fm_mapped_extents, &e, sizeof(e), put_extent, NULL);
	} else {
		put_more(d);
	}
	end(d);
}

void ioctl_fiemap(struct decoder *d, uint64_t v)
{
	struct fiemap m;

	if (!is_entering(d)) {
		if (failed(d) || d->opaque || !peek(&m, v, sizeof(m)))
			return;
		d->sink->becomes(d->ctx);
		put_mapped(d, v, &m);
		return;
	}
	if (!fetch(d, &m, v, sizeof(m)))
		return;
	begin(d, SINK_STRUCT);
	field_unsigned(d, &m, fm_start);
	field_unsigned(d, &m, fm_length);
	put_fiemap_flags(d, &m);
	field_unsigned(d, &m, fm_extent_count);
	end(d);
}

struct dedupe {
	uint64_t src_offset, src_length;
	uint16_t dest_count, reserved1;
	uint32_t reserved2;
};

struct dedupe_info {
	int64_t dest_fd;
	uint64_t dest_offset, bytes_deduped;
	int32_t status;
	uint32_t reserved;
};

static void put_dedupe_info(struct decoder *d, const void *elem, __unused void *ctx)
{
	const struct dedupe_info *i = elem;

	begin(d, SINK_STRUCT);
	if (is_entering(d)) {
		field(d, "dest_fd");
		put_fd(d, (int)i->dest_fd);
		field_unsigned(d, i, dest_offset);
	} else {
		field_unsigned(d, i, bytes_deduped);
		field_number(d, i, status);
	}
	end(d);
}

void ioctl_dedupe(struct decoder *d, uint64_t v)
{
	struct dedupe_info i;
	struct dedupe r;

	if (is_entering(d) ? !fetch(d, &r, v, sizeof(r)) :
			     failed(d) || d->opaque || !peek(&r, v, sizeof(r)))
		return;
	if (!is_entering(d))
		d->sink->becomes(d->ctx);
	begin(d, SINK_STRUCT);
	if (is_entering(d)) {
		field_unsigned(d, &r, src_offset);
		field_unsigned(d, &r, src_length);
		field_unsigned(d, &r, dest_count);
	}
	field(d, "info");
	put_array(d, v + sizeof(r), r.dest_count, &i, sizeof(i), put_dedupe_info, NULL);
	end(d);
}

/* --- loop devices --- */

struct loop_info64 {
	uint64_t lo_device, lo_inode, lo_rdevice, lo_offset, lo_sizelimit;
	uint32_t lo_number, lo_encrypt_type, lo_encrypt_key_size, lo_flags;
	char lo_file_name[64], lo_crypt_name[64], lo_encrypt_key[32];
	uint64_t lo_init[2];
};
_Static_assert(sizeof(struct loop_info64) == 232, "loop_info64");

static const struct xlat loop_flags[] = {
	{ 1, "LO_FLAGS_READ_ONLY" }, { 2, "LO_FLAGS_USE_AOPS" }, { 4, "LO_FLAGS_AUTOCLEAR" },
	{ 8, "LO_FLAGS_PARTSCAN" },  { 16, "LO_FLAGS_DIRECT_IO" }, {}
};
static const struct xlat loop_crypts[] = {
	{ 0, "LO_CRYPT_NONE" }, { 1, "LO_CRYPT_XOR" }, { 2, "LO_CRYPT_DES" },
	{ 3, "LO_CRYPT_FISH2" }, { 4, "LO_CRYPT_BLOW" }, { 5, "LO_CRYPT_CAST128" },
	{ 6, "LO_CRYPT_IDEA" }, { 9, "LO_CRYPT_DUMMY" }, { 10, "LO_CRYPT_SKIPJACK" },
	{ 18, "LO_CRYPT_CRYPTOAPI" }, {}
};

static void put_chars(struct decoder *d, const char *name, const char *s, size_t room)
{
	size_t n = strnlen(s, room);

	field(d, name);
	d->sink->string(d->ctx, s, min(n, (size_t)d->string_limit),
			n > d->string_limit ? SINK_CUT : 0);
}

static void put_loop_key(struct decoder *d, const struct loop_info64 *l)
{
	field(d, "lo_encrypt_key");
	d->sink->string(d->ctx, l->lo_encrypt_key,
			min(l->lo_encrypt_key_size, (uint32_t)sizeof(l->lo_encrypt_key)),
			SINK_BYTES);
	field(d, "lo_init");
	begin(d, SINK_ARRAY);
	put_hex(d, l->lo_init[0]);
	put_hex(d, l->lo_init[1]);
	end(d);
}

static void put_loop_info(struct decoder *d, const struct loop_info64 *l)
{
	begin(d, SINK_STRUCT);
	if (d->whole) {
		field(d, "lo_device");
		print_dev(d, l->lo_device);
		field_unsigned(d, l, lo_inode);
		field(d, "lo_rdevice");
		print_dev(d, l->lo_rdevice);
	}
	field_hex(d, l, lo_offset);
	if (d->whole)
		field_unsigned(d, l, lo_sizelimit);
	field_unsigned(d, l, lo_number);
	if (d->whole) {
		field(d, "lo_encrypt_type");
		put_value(d, loop_crypts, l->lo_encrypt_type, "LO_CRYPT_???");
		field_unsigned(d, l, lo_encrypt_key_size);
	}
	field(d, "lo_flags");
	put_flags(d, loop_flags, l->lo_flags, "LO_FLAGS_???");
	put_chars(d, "lo_file_name", l->lo_file_name, sizeof(l->lo_file_name));
	if (d->whole) {
		put_chars(d, "lo_crypt_name", l->lo_crypt_name, sizeof(l->lo_crypt_name));
		put_loop_key(d, l);
	} else {
		put_more(d);
	}
	end(d);
}

void ioctl_loop_status(struct decoder *d, uint64_t v)
{
	struct loop_info64 l;

	if (fetch_out(d, &l, v, sizeof(l)))
		put_loop_info(d, &l);
}

void ioctl_loop_config(struct decoder *d, uint64_t v)
{
	struct {
		uint32_t fd, block_size;
		struct loop_info64 info;
		uint64_t reserved[8];
	} c;

	if (!fetch(d, &c, v, sizeof(c)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "fd");
	put_fd(d, (int)c.fd);
	field_unsigned(d, &c, block_size);
	field(d, "info");
	put_loop_info(d, &c.info);
	end(d);
}
