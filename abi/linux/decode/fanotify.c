/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fanotify: groups, and what they watch. */
#include "decode/files.h"

static const struct xlat classes[] = {
	{ 0, "FAN_CLASS_NOTIF" }, { 4, "FAN_CLASS_CONTENT" }, { 8, "FAN_CLASS_PRE_CONTENT" }, {}
};
static const struct xlat init_flags[] = {
	{ 0x001, "FAN_CLOEXEC" },	  { 0x002, "FAN_NONBLOCK" },
	{ 0x010, "FAN_UNLIMITED_QUEUE" }, { 0x020, "FAN_UNLIMITED_MARKS" },
	{ 0x040, "FAN_ENABLE_AUDIT" },	  { 0x080, "FAN_REPORT_PIDFD" },
	{ 0x100, "FAN_REPORT_TID" },	  { 0x200, "FAN_REPORT_FID" },
	{ 0x400, "FAN_REPORT_DIR_FID" },  { 0x800, "FAN_REPORT_NAME" },
	{ 0x1000, "FAN_REPORT_TARGET_FID" }, {}
};

#define CLASS_BITS 0xcu

void print_fanotify_init_flags(struct decoder *d, uint64_t v)
{
	const char *class = xlat_name(classes, v & CLASS_BITS);
	struct names t = { .n = 0 }, flags = { .n = 0 };
	char unknown[1056];

	add_name(&t, class ? class : "0xc /* FAN_CLASS_??? */");
	v = (uint32_t)v;
	if (add_flags(&flags, init_flags, v & ~(uint64_t)CLASS_BITS)) {
		add_name(&t, flags.s);
	} else if (flags.n) {
		snprintf(unknown, sizeof(unknown), "%s /* FAN_??? */", flags.s);
		add_name(&t, unknown);
	}
	d->sink->symbol(d->ctx, v, SINK_HEX, class || flags.n ? t.s : "FAN_CLASS_???");
}

static const struct xlat mark_flags[] = {
	{ 0x001, "FAN_MARK_ADD" },	   { 0x002, "FAN_MARK_REMOVE" },
	{ 0x004, "FAN_MARK_DONT_FOLLOW" }, { 0x008, "FAN_MARK_ONLYDIR" },
	{ 0x010, "FAN_MARK_MOUNT" },	   { 0x020, "FAN_MARK_IGNORED_MASK" },
	{ 0x040, "FAN_MARK_IGNORED_SURV_MODIFY" }, { 0x080, "FAN_MARK_FLUSH" },
	{ 0x100, "FAN_MARK_FILESYSTEM" },  { 0x200, "FAN_MARK_EVICTABLE" },
	{ 0x400, "FAN_MARK_IGNORE" },	   {}
};

void print_fanotify_mark_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, mark_flags, (uint32_t)v, "FAN_MARK_???");
}

static const struct xlat events[] = {
	{ 0x00000001, "FAN_ACCESS" },	   { 0x00000002, "FAN_MODIFY" },
	{ 0x00000004, "FAN_ATTRIB" },	   { 0x00000008, "FAN_CLOSE_WRITE" },
	{ 0x00000010, "FAN_CLOSE_NOWRITE" }, { 0x00000020, "FAN_OPEN" },
	{ 0x00000040, "FAN_MOVED_FROM" },  { 0x00000080, "FAN_MOVED_TO" },
	{ 0x00000100, "FAN_CREATE" },	   { 0x00000200, "FAN_DELETE" },
	{ 0x00000400, "FAN_DELETE_SELF" }, { 0x00000800, "FAN_MOVE_SELF" },
	{ 0x00001000, "FAN_OPEN_EXEC" },   { 0x00004000, "FAN_Q_OVERFLOW" },
	{ 0x00008000, "FAN_FS_ERROR" },	   { 0x00010000, "FAN_OPEN_PERM" },
	{ 0x00020000, "FAN_ACCESS_PERM" }, { 0x00040000, "FAN_OPEN_EXEC_PERM" },
	{ 0x00080000, "FAN_DIR_MODIFY" },  { 0x40000000, "FAN_ONDIR" },
	{ 0x08000000, "FAN_EVENT_ON_CHILD" }, { 0x10000000, "FAN_RENAME" }, {}
};

void print_fanotify_mask(struct decoder *d, uint64_t v)
{
	put_flags(d, events, v, "FAN_???");
}

/* i386: this register and the next. */
void print_fanotify_mask_pair(struct decoder *d, uint64_t low)
{
	put_flags(d, events, d->args[d->arg + 1] << 32 | (uint32_t)low, "FAN_???");
}

void print_fanotify_dfd(struct decoder *d, uint64_t v)
{
	if ((int32_t)v == -1)
		d->sink->symbol(d->ctx, (uint64_t)-1, SINK_DECIMAL, "FAN_NOFD");
	else
		print_dfd(d, v);
}
