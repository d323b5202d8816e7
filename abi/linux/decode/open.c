/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How files are opened and named: flags of open and of the calls that take a directory, modes. */
#include "decode/files.h"
#include "decode/forms.h"
#include "kernel/slab.h"
#include "uaccess.h"
#include "uapi/fcntl.h"
#include "uapi/stat.h"

#define __O_TMPFILE 020000000 /* which is not all of O_TMPFILE */

static const struct xlat access_modes[] = {
	X(O_RDONLY), X(O_WRONLY), X(O_RDWR), X(O_ACCMODE), {}
};
/* What is made of several bits stands before its parts. */
static const struct xlat open_flags[] = {
	X(O_CREAT), X(O_EXCL), X(O_NOCTTY), X(O_TRUNC), X(O_APPEND), X(O_NONBLOCK),
	X(O_SYNC), X(O_DSYNC), X(O_DIRECT), X(O_LARGEFILE), X(O_NOFOLLOW), X(O_NOATIME),
	X(O_CLOEXEC), X(O_PATH), X(O_TMPFILE), X(__O_TMPFILE),
	X(O_DIRECTORY), { O_ASYNC, "FASYNC" }, {}
};

bool open_has_mode(uint64_t flags)
{
	return flags & (O_CREAT | __O_TMPFILE);
}

void put_open_flags(struct decoder *d, uint64_t flags)
{
	put_value_flags(d, access_modes, O_ACCMODE, open_flags, flags);
}

void add_open_flags(struct names *t, uint64_t flags)
{
	add_name(t, xlat_name(access_modes, flags & O_ACCMODE));
	add_flags(t, open_flags, flags & ~(uint64_t)O_ACCMODE);
}

void print_oflags(struct decoder *d, uint64_t v)
{
	put_open_flags(d, (uint32_t)v);
}

/* dup3, pipe2 and the like: flags of open without an access mode. */
void print_oflags_only(struct decoder *d, uint64_t v)
{
	put_flags(d, open_flags, (uint32_t)v, "O_???");
}

/* --- modes --- */

/* As chmod(1) writes it, at least three characters: 000, 007, 0644. Returns where they begin. */
static const char *octal_mode(char text[16], unsigned bits)
{
	char *end = text + 15, *p = end;

	*p = '\0';
	do
		*--p = (char)('0' + (bits & 7));
	while (bits >>= 3);
	do
		*--p = '0';
	while (end - p < 3);
	return p;
}

void put_mode_bits(struct decoder *d, unsigned mode)
{
	char text[16];

	d->sink->symbol(d->ctx, mode, SINK_OCTAL, octal_mode(text, mode));
}

void print_umode(struct decoder *d, uint64_t v)
{
	put_mode_bits(d, (uint16_t)v);
}

void result_mode(struct decoder *d)
{
	put_mode_bits(d, (unsigned)d->result);
}

static const struct xlat file_types[] = {
	X(S_IFREG), X(S_IFDIR), X(S_IFCHR), X(S_IFBLK), X(S_IFIFO), X(S_IFLNK), X(S_IFSOCK), {}
};

/* "S_IFREG|0644", which is most of what there is; all names have seven or eight characters. */
static void put_plain_mode(struct decoder *d, const char *type, unsigned mode)
{
	char text[16], *p = text + 7;

	memcpy(text, type, 8);
	p += *p != '\0';
	*p++ = '|';
	*p++ = '0';
	if (mode & 0700)
		*p++ = (char)('0' + (mode >> 6 & 7));
	*p++ = (char)('0' + (mode >> 3 & 7));
	*p++ = (char)('0' + (mode & 7));
	*p = '\0';
	d->sink->symbol(d->ctx, mode, SINK_OCTAL, text);
}

void put_file_mode(struct decoder *d, unsigned mode)
{
	const char *type = xlat_name(file_types, mode & S_IFMT);
	unsigned rest = mode & ~(S_IFMT | S_ISUID | S_ISGID | S_ISVTX);
	struct names names;
	char digits[16];

	if (!type && (mode & S_IFMT)) {
		put_mode_bits(d, mode);
		return;
	}
	if (type && !(mode & ~(S_IFMT | 0777u))) {
		put_plain_mode(d, type, mode);
		return;
	}
	names_init(&names);
	if (type)
		add_name(&names, type);
	if (mode & S_ISUID)
		add_name(&names, "S_ISUID");
	if (mode & S_ISGID)
		add_name(&names, "S_ISGID");
	if (mode & S_ISVTX)
		add_name(&names, "S_ISVTX");
	add_name(&names, octal_mode(digits, rest));
	d->sink->symbol(d->ctx, mode, SINK_OCTAL, names.s);
}

/* mknod's: a file's type and permissions. */
void print_file_mode(struct decoder *d, uint64_t v)
{
	put_file_mode(d, (uint16_t)v);
}

/* --- other arguments --- */

static const struct xlat accesses[] = {
	X(F_OK), { 4, "R_OK" }, { 2, "W_OK" }, { 1, "X_OK" }, {}
};

void print_access_mode(struct decoder *d, uint64_t v)
{
	put_flags(d, accesses, (uint32_t)v, "?_OK");
}

static const struct xlat at_flags[] = {
	X(AT_SYMLINK_NOFOLLOW), X(AT_REMOVEDIR), X(AT_SYMLINK_FOLLOW), X(AT_NO_AUTOMOUNT),
	X(AT_EMPTY_PATH), X(AT_RECURSIVE), {}
};

void print_atflags(struct decoder *d, uint64_t v)
{
	put_flags(d, at_flags, (uint32_t)v, "AT_???");
}

static const struct xlat handle_flags[] = { X(AT_SYMLINK_FOLLOW), X(AT_EMPTY_PATH), {} };

void print_handle_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, handle_flags, (uint32_t)v, "AT_???");
}

static const struct xlat mount_setattr_flags[] = {
	X(AT_SYMLINK_NOFOLLOW), X(AT_NO_AUTOMOUNT), X(AT_EMPTY_PATH), X(AT_RECURSIVE), {}
};

void print_mount_setattr_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, mount_setattr_flags, (uint32_t)v, "AT_???");
}

static const struct xlat faccessat_flags[] = {
	X(AT_SYMLINK_NOFOLLOW), X(AT_EACCESS), X(AT_EMPTY_PATH), {}
};

void print_faccessat_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, faccessat_flags, (uint32_t)v, "AT_???");
}

static const struct xlat whences[] = {
	X(SEEK_SET), X(SEEK_CUR), X(SEEK_END), X(SEEK_DATA), X(SEEK_HOLE), {}
};

void print_whence(struct decoder *d, uint64_t v)
{
	put_value(d, whences, (uint32_t)v, "SEEK_???");
}

static const struct xlat flocks[] = {
	X(LOCK_SH), X(LOCK_EX), X(LOCK_NB), X(LOCK_UN), X(LOCK_MAND), X(LOCK_RW), X(LOCK_READ),
	X(LOCK_WRITE), {}
};

void print_flock_op(struct decoder *d, uint64_t v)
{
	put_flags(d, flocks, (uint32_t)v, "LOCK_???");
}

static const struct xlat rename_flags[] = {
	X(RENAME_NOREPLACE), X(RENAME_EXCHANGE), X(RENAME_WHITEOUT), {}
};

void print_rename_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, rename_flags, (uint32_t)v, "RENAME_??");
}

static const struct xlat falloc_modes[] = {
	X(FALLOC_FL_KEEP_SIZE), X(FALLOC_FL_PUNCH_HOLE), X(FALLOC_FL_NO_HIDE_STALE),
	X(FALLOC_FL_COLLAPSE_RANGE), X(FALLOC_FL_ZERO_RANGE), X(FALLOC_FL_INSERT_RANGE),
	X(FALLOC_FL_UNSHARE_RANGE), {}
};

void print_falloc_mode(struct decoder *d, uint64_t v)
{
	put_flags(d, falloc_modes, (uint32_t)v, "FALLOC_FL_???");
}

static const struct xlat fadvices[] = {
	X(POSIX_FADV_NORMAL), X(POSIX_FADV_RANDOM), X(POSIX_FADV_SEQUENTIAL),
	X(POSIX_FADV_WILLNEED), X(POSIX_FADV_DONTNEED), X(POSIX_FADV_NOREUSE), {}
};

void print_fadvice(struct decoder *d, uint64_t v)
{
	put_value(d, fadvices, (uint32_t)v, "POSIX_FADV_???");
}

static const struct xlat sync_range_flags[] = {
	X(SYNC_FILE_RANGE_WAIT_BEFORE), X(SYNC_FILE_RANGE_WRITE), X(SYNC_FILE_RANGE_WAIT_AFTER), {}
};

void print_sync_range_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, sync_range_flags, (uint32_t)v, "SYNC_FILE_RANGE_???");
}

static const struct xlat close_range_flags[] = {
	X(CLOSE_RANGE_UNSHARE), X(CLOSE_RANGE_CLOEXEC), {}
};

void print_close_range_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, close_range_flags, (uint32_t)v, "CLOSE_RANGE_???");
}

/* --- openat2 --- */

static const struct xlat resolve_flags[] = {
	X(RESOLVE_NO_XDEV), X(RESOLVE_NO_MAGICLINKS), X(RESOLVE_NO_SYMLINKS), X(RESOLVE_BENEATH),
	X(RESOLVE_IN_ROOT), X(RESOLVE_CACHED), {}
};

struct open_how {
	uint64_t flags, mode, resolve;
};

/* 64 bits, of which others than permissions are an error. */
static void put_open_how_mode(struct decoder *d, uint64_t mode)
{
	if (mode > 0xffffffff)
		put_octal(d, mode);
	else
		put_mode_bits(d, (unsigned)mode);
}

void print_open_how(struct decoder *d, uint64_t v)
{
	uint64_t size = later_arg(d, ARG_usize_t);
	struct open_how how;

	if (size < sizeof(how)) {
		put_address(d, v);
		return;
	}
	if (!fetch(d, &how, v, sizeof(how)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "flags");
	put_open_flags(d, how.flags);
	if (how.mode || open_has_mode(how.flags)) {
		field(d, "mode");
		put_open_how_mode(d, how.mode);
	}
	field(d, "resolve");
	put_flags(d, resolve_flags, how.resolve, "RESOLVE_???");
	put_rest(d, v, sizeof(how), size);
	end(d);
}
