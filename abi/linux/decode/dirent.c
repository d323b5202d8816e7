/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What directories list: how many entries, or each of them. */
#include "decode/files.h"
#include "kernel/slab.h"
#include "uaccess.h"
#include "uapi/dirent.h"
#include "uapi/stat.h"

#define MAX_SHOWN (1 << 16) /* bytes of a listing */

static const struct xlat types[] = {
	X(DT_UNKNOWN), X(DT_FIFO), X(DT_CHR), X(DT_DIR), X(DT_BLK), X(DT_REG), X(DT_LNK),
	X(DT_SOCK), { 14, "DT_WHT" }, {}
};

/* One of the three layouts, at its place in a listing. */
struct entry {
	uint64_t ino;
	int64_t off;
	unsigned reclen, type;
	const char *name;
	size_t name_room;
	bool type_first;
};

static struct entry entry_of_64(const char *p)
{
	struct linux_dirent64 e;

	memcpy(&e, p, offsetof(struct linux_dirent64, d_name));
	return (struct entry){ e.d_ino, e.d_off, e.d_reclen, e.d_type,
			       p + offsetof(struct linux_dirent64, d_name),
			       e.d_reclen - offsetof(struct linux_dirent64, d_name), true };
}

static struct entry entry_of_x64(const char *p)
{
	struct x64_dirent e;

	memcpy(&e, p, offsetof(struct x64_dirent, d_name));
	return (struct entry){ e.d_ino, (int64_t)e.d_off, e.d_reclen,
			       (unsigned char)p[e.d_reclen - 1],
			       p + offsetof(struct x64_dirent, d_name),
			       e.d_reclen - offsetof(struct x64_dirent, d_name) - 1, false };
}

static struct entry entry_of_i386(const char *p)
{
	struct i386_dirent e;

	memcpy(&e, p, offsetof(struct i386_dirent, d_name));
	return (struct entry){ e.d_ino, e.d_off, e.d_reclen, (unsigned char)p[e.d_reclen - 1],
			       p + offsetof(struct i386_dirent, d_name),
			       e.d_reclen - offsetof(struct i386_dirent, d_name) - 1, false };
}

struct layout {
	unsigned reclen_at, min;
	struct entry (*entry_of)(const char *p);
};

static const struct layout layout_64 = { 16, offsetof(struct linux_dirent64, d_name) + 1,
					 entry_of_64 };
static const struct layout layout_x64 = { 16, offsetof(struct x64_dirent, d_name) + 2,
					  entry_of_x64 };
static const struct layout layout_i386 = { 8, offsetof(struct i386_dirent, d_name) + 2,
					   entry_of_i386 };

static void put_type(struct decoder *d, const struct entry *e)
{
	field(d, "d_type");
	put_value(d, types, e->type, "DT_???");
}

static void put_entry(struct decoder *d, const struct entry *e)
{
	begin(d, SINK_STRUCT);
	field(d, "d_ino");
	put_unsigned(d, e->ino);
	field(d, "d_off");
	put_unsigned(d, (uint64_t)e->off);
	field(d, "d_reclen");
	put_unsigned(d, e->reclen);
	if (e->type_first)
		put_type(d, e);
	field(d, "d_name");
	d->sink->string(d->ctx, e->name, strnlen(e->name, e->name_room), 0);
	if (!e->type_first)
		put_type(d, e);
	end(d);
}

/*
 * Told one by one if wanted; their number, and whether there is more than them. The guest may have
 * spoilt them: they are no longer than what is left.
 */
static unsigned walk(struct decoder *d, const struct layout *l, const char *p, size_t n, bool *more)
{
	unsigned count = 0;
	uint16_t reclen;
	struct entry e;

	for (; n >= l->min; p += reclen, n -= reclen, count++) {
		memcpy(&reclen, p + l->reclen_at, sizeof(reclen));
		if (reclen < l->min || reclen > n)
			break;
		e = l->entry_of(p);
		if (d->whole)
			put_entry(d, &e);
	}
	*more = n;
	return count;
}

static void put_listing(struct decoder *d, const struct layout *l, uaddr_t v)
{
	size_t n = (size_t)min(d->result, (int64_t)MAX_SHOWN);
	bool told = !failed(d) && !d->opaque && d->result <= (int64_t)(uint32_t)d->args[2];
	char *buf = told ? kmalloc(n ? n : 1) : NULL;
	char text[32];
	unsigned count;
	bool more;

	if (!buf) {
		put_address(d, v);
	} else if (copy_from_user(buf, v, n)) {
		put_address(d, v);
		d->sink->comment(d->ctx, "0+ entries");
	} else if (d->whole) {
		begin(d, SINK_ARRAY);
		walk(d, l, buf, n, &more);
		end(d);
	} else {
		put_address(d, v);
		count = walk(d, l, buf, n, &more);
		snprintf(text, sizeof(text), "%u%s entries", count, more ? "+" : "");
		d->sink->comment(d->ctx, text);
	}
	kfree(buf);
}

void print_dirents64(struct decoder *d, uint64_t v)
{
	put_listing(d, &layout_64, v);
}

void print_dirents(struct decoder *d, uint64_t v)
{
	put_listing(d, d->is_64bit ? &layout_x64 : &layout_i386, v);
}

/* i386's readdir: one entry, whose length is that of its name. */
void print_old_dirent(struct decoder *d, uint64_t v)
{
	struct i386_old_dirent e;
	size_t head = offsetof(struct i386_old_dirent, d_name);

	if (!d->result) {
		put_address(d, v);
		return;
	}
	if (!fetch_out(d, &e, v, head))
		return;
	begin(d, SINK_STRUCT);
	field(d, "d_ino");
	put_unsigned(d, e.d_ino);
	field(d, "d_off");
	put_unsigned(d, e.d_offset);
	field(d, "d_reclen");
	put_unsigned(d, e.d_namlen);
	field(d, "d_name");
	put_user_text(d, v + head, min(e.d_namlen, (uint16_t)255));
	end(d);
}
