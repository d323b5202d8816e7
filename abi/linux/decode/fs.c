/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files: how they are opened, what they are, where they stand. */
#include "decode/internal.h"
#include "uapi/fcntl.h"
#include "uapi/stat.h"
#include "uapi/statbuf.h"

#define X(name) { name, #name }

static const struct xlat access_modes[] = {
	X(O_RDONLY), X(O_WRONLY), X(O_RDWR), X(O_ACCMODE), {}
};
/* What is made of several bits stands before its parts. */
static const struct xlat open_flags[] = {
	X(O_CREAT), X(O_EXCL), X(O_NOCTTY), X(O_TRUNC), X(O_APPEND), X(O_NONBLOCK),
	X(O_SYNC), X(O_DSYNC), X(O_ASYNC), X(O_DIRECT), X(O_LARGEFILE), X(O_NOFOLLOW),
	X(O_NOATIME), X(O_CLOEXEC), X(O_PATH), X(O_TMPFILE), X(O_DIRECTORY), {}
};

bool open_has_mode(uint64_t flags)
{
	return (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE;
}

void print_oflags(struct decoder *d, uint64_t v)
{
	put_value_flags(d, access_modes, O_ACCMODE, open_flags, (uint32_t)v);
}

/* pipe2, eventfd2 and the like: flags of open without an access mode. */
void print_oflags_only(struct decoder *d, uint64_t v)
{
	put_flags(d, open_flags, (uint32_t)v, "O_???");
}

/* At least three digits, as chmod(1) writes it. */
static int octal_mode(char *to, size_t size, unsigned bits)
{
	return snprintf(to, size, bits ? "%#03o" : "000", bits);
}

void print_umode(struct decoder *d, uint64_t v)
{
	char text[16];

	octal_mode(text, sizeof(text), (uint16_t)v);
	d->sink->symbol(d->ctx, (uint16_t)v, SINK_OCTAL, text);
}

static const struct xlat file_types[] = {
	X(S_IFREG), X(S_IFDIR), X(S_IFCHR), X(S_IFBLK), X(S_IFIFO), X(S_IFLNK), X(S_IFSOCK), {}
};

/* "S_IFREG|S_ISUID|0755" */
static void put_file_mode(struct decoder *d, unsigned mode)
{
	const char *type = xlat_name(file_types, mode & S_IFMT);
	char text[80], digits[16];

	octal_mode(digits, sizeof(digits), mode & 0777);
	snprintf(text, sizeof(text), "%s%s%s%s%s%s", type ? type : "", type ? "|" : "",
		 mode & S_ISUID ? "S_ISUID|" : "", mode & S_ISGID ? "S_ISGID|" : "",
		 mode & S_ISVTX ? "S_ISVTX|" : "", digits);
	d->sink->symbol(d->ctx, mode, SINK_OCTAL, text);
}

static const struct xlat accesses[] = {
	X(F_OK), { 4, "R_OK" }, { 2, "W_OK" }, { 1, "X_OK" }, {}
};

void print_access_mode(struct decoder *d, uint64_t v)
{
	put_flags(d, accesses, (uint32_t)v, "?_OK");
}

static const struct xlat whences[] = {
	X(SEEK_SET), X(SEEK_CUR), X(SEEK_END), X(SEEK_DATA), X(SEEK_HOLE), {}
};

void print_whence(struct decoder *d, uint64_t v)
{
	put_value(d, whences, (uint32_t)v, "SEEK_???");
}

static const struct xlat flocks[] = { X(LOCK_SH), X(LOCK_EX), X(LOCK_NB), X(LOCK_UN), {} };

void print_flock_op(struct decoder *d, uint64_t v)
{
	put_flags(d, flocks, (uint32_t)v, "LOCK_???");
}

void print_fds(struct decoder *d, uint64_t v)
{
	int fds[2];

	if (!fetch_out(d, fds, v, sizeof(fds)))
		return;
	begin(d, SINK_ARRAY);
	put_number(d, fds[0]);
	put_number(d, fds[1]);
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

/* --- stat --- */

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
