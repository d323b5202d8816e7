/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mounts: mount in its old form, and the calls that build one step by step. */
#include "decode/files.h"
#include "decode/forms.h"
#include "uapi/fcntl.h"
#include "uapi/stat.h"

static const struct xlat mount_flags[] = {
	X(MS_RDONLY), X(MS_NOSUID), X(MS_NODEV), X(MS_NOEXEC), X(MS_SYNCHRONOUS), X(MS_REMOUNT),
	X(MS_MANDLOCK), X(MS_DIRSYNC), X(MS_NOSYMFOLLOW), X(MS_NOATIME), X(MS_NODIRATIME),
	X(MS_BIND), X(MS_MOVE), X(MS_REC), X(MS_SILENT), X(MS_POSIXACL), X(MS_UNBINDABLE),
	X(MS_PRIVATE), X(MS_SLAVE), X(MS_SHARED), X(MS_RELATIME), { 1 << 22, "MS_KERNMOUNT" },
	{ 1 << 23, "MS_I_VERSION" }, X(MS_STRICTATIME), X(MS_LAZYTIME), { 1 << 26, "MS_SUBMOUNT" },
	{ 1 << 27, "MS_NOREMOTELOCK" }, { 1 << 28, "MS_NOSEC" }, { 1 << 29, "MS_BORN" },
	{ 1 << 30, "MS_ACTIVE" }, { 1u << 31, "MS_NOUSER" }, {}
};

#define MS_MGC_VAL 0xc0ed0000u
#define MS_MGC_MSK 0xffff0000u
#define PROPAGATION (MS_UNBINDABLE | MS_PRIVATE | MS_SLAVE | MS_SHARED)

/* What programs that are older than flags put into the upper half is no flags. */
static bool has_magic(uint64_t flags)
{
	return (flags & MS_MGC_MSK) == MS_MGC_VAL;
}

void print_mount_flags(struct decoder *d, uint64_t v)
{
	struct names t = { .n = 0 };

	if (!has_magic(v)) {
		put_flags(d, mount_flags, v, "MS_???");
		return;
	}
	add_name(&t, "MS_MGC_VAL");
	add_flags(&t, mount_flags, v & ~(uint64_t)MS_MGC_MSK);
	d->sink->symbol(d->ctx, v, SINK_HEX, t.s);
}

static uint64_t flags_of_mount(const struct decoder *d)
{
	return has_magic(d->args[3]) ? d->args[3] & ~(uint64_t)MS_MGC_MSK : d->args[3];
}

/* A type or data that the kernel does not look at need be none. */
static void put_mount_string(struct decoder *d, unsigned i, bool ignored)
{
	put_arg_as(d, i, ignored ? print_ADDR : print_str);
}

void args_mount(struct decoder *d)
{
	uint64_t flags = flags_of_mount(d);
	bool changes = flags & (MS_BIND | MS_MOVE | PROPAGATION);

	if (!is_entering(d))
		return;
	put_args_defined(d, 0, 2);
	put_mount_string(d, 2, changes || (flags & MS_REMOUNT));
	put_arg_defined(d, 3);
	put_mount_string(d, 4, changes && !(flags & MS_REMOUNT));
}

static const struct xlat umount_flags[] = {
	{ 1, "MNT_FORCE" }, { 2, "MNT_DETACH" }, { 4, "MNT_EXPIRE" }, { 8, "UMOUNT_NOFOLLOW" }, {}
};

void print_umount_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, umount_flags, (uint32_t)v, "MNT_???");
}

/* --- the calls of Linux 5.2 --- */

static const struct xlat open_tree_flags[] = {
	{ 1, "OPEN_TREE_CLONE" }, { O_CLOEXEC, "OPEN_TREE_CLOEXEC" }, X(AT_SYMLINK_NOFOLLOW),
	X(AT_REMOVEDIR), X(AT_SYMLINK_FOLLOW), X(AT_NO_AUTOMOUNT), X(AT_EMPTY_PATH),
	X(AT_RECURSIVE), {}
};

void print_open_tree_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, open_tree_flags, (uint32_t)v, "OPEN_TREE_???");
}

static const struct xlat move_mount_flags[] = {
	{ 0x001, "MOVE_MOUNT_F_SYMLINKS" }, { 0x002, "MOVE_MOUNT_F_AUTOMOUNTS" },
	{ 0x004, "MOVE_MOUNT_F_EMPTY_PATH" }, { 0x010, "MOVE_MOUNT_T_SYMLINKS" },
	{ 0x020, "MOVE_MOUNT_T_AUTOMOUNTS" }, { 0x040, "MOVE_MOUNT_T_EMPTY_PATH" },
	{ 0x100, "MOVE_MOUNT_SET_GROUP" }, {}
};

void print_move_mount_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, move_mount_flags, (uint32_t)v, "MOVE_MOUNT_???");
}

static const struct xlat fsopen_flags[] = { { 1, "FSOPEN_CLOEXEC" }, {} };

void print_fsopen_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, fsopen_flags, (uint32_t)v, "FSOPEN_???");
}

static const struct xlat fspick_flags[] = {
	{ 1, "FSPICK_CLOEXEC" }, { 2, "FSPICK_SYMLINK_NOFOLLOW" }, { 4, "FSPICK_NO_AUTOMOUNT" },
	{ 8, "FSPICK_EMPTY_PATH" }, {}
};

void print_fspick_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, fspick_flags, (uint32_t)v, "FSPICK_???");
}

static const struct xlat fsmount_flags[] = { { 1, "FSMOUNT_CLOEXEC" }, {} };

void print_fsmount_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, fsmount_flags, (uint32_t)v, "FSMOUNT_???");
}

static const struct xlat mount_attributes[] = {
	{ 0x01, "MOUNT_ATTR_RDONLY" },	    { 0x02, "MOUNT_ATTR_NOSUID" },
	{ 0x04, "MOUNT_ATTR_NODEV" },	    { 0x08, "MOUNT_ATTR_NOEXEC" },
	{ 0x10, "MOUNT_ATTR_NOATIME" },	    { 0x20, "MOUNT_ATTR_STRICTATIME" },
	{ 0x80, "MOUNT_ATTR_NODIRATIME" },  { 0x100000, "MOUNT_ATTR_IDMAP" },
	{ 0x200000, "MOUNT_ATTR_NOSYMFOLLOW" }, {}
};

/* fsmount takes the first of them only. */
static const struct xlat fsmount_attributes[] = {
	{ 0x01, "MOUNT_ATTR_RDONLY" },	   { 0x02, "MOUNT_ATTR_NOSUID" },
	{ 0x04, "MOUNT_ATTR_NODEV" },	   { 0x08, "MOUNT_ATTR_NOEXEC" },
	{ 0x10, "MOUNT_ATTR_NOATIME" },	   { 0x20, "MOUNT_ATTR_STRICTATIME" },
	{ 0x80, "MOUNT_ATTR_NODIRATIME" }, {}
};

void print_mount_attributes(struct decoder *d, uint64_t v)
{
	put_flags(d, fsmount_attributes, (uint32_t)v, "MOUNT_ATTR_???");
}

static const struct xlat propagations[] = {
	X(MS_UNBINDABLE), X(MS_PRIVATE), X(MS_SLAVE), X(MS_SHARED), {}
};

void print_mount_attr(struct decoder *d, uint64_t v)
{
	uint64_t size = later_arg(d, ARG_usize_t);
	uint64_t a[4]; /* set, clear, propagation, user namespace */

	if (size < sizeof(a)) {
		put_address(d, v);
		return;
	}
	if (!fetch(d, a, v, sizeof(a)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "attr_set");
	put_flags(d, mount_attributes, a[0], "MOUNT_ATTR_???");
	field(d, "attr_clr");
	put_flags(d, mount_attributes, a[1], "MOUNT_ATTR_???");
	field(d, "propagation");
	put_value(d, propagations, a[2], "MS_???");
	field(d, "userns_fd");
	put_unsigned(d, a[3]);
	put_rest(d, v, sizeof(a), size);
	end(d);
}

/* --- fsconfig --- */

enum {
	FSCONFIG_SET_FLAG,
	FSCONFIG_SET_STRING,
	FSCONFIG_SET_BINARY,
	FSCONFIG_SET_PATH,
	FSCONFIG_SET_PATH_EMPTY,
	FSCONFIG_SET_FD,
	FSCONFIG_CMD_CREATE,
	FSCONFIG_CMD_RECONFIGURE,
};

static const struct xlat fsconfig_commands[] = {
	X(FSCONFIG_SET_FLAG), X(FSCONFIG_SET_STRING), X(FSCONFIG_SET_BINARY), X(FSCONFIG_SET_PATH),
	X(FSCONFIG_SET_PATH_EMPTY), X(FSCONFIG_SET_FD), X(FSCONFIG_CMD_CREATE),
	X(FSCONFIG_CMD_RECONFIGURE), {}
};

void print_fsconfig_cmd(struct decoder *d, uint64_t v)
{
	put_value(d, fsconfig_commands, (uint32_t)v, "FSCONFIG_???");
}

/* As many bytes as the last argument says, all in hexadecimal. */
static void print_blob(struct decoder *d, uint64_t v)
{
	put_user_hexed(d, v, (uint32_t)d->args[4], d->string_limit);
}

static print_fn *value_printer(unsigned cmd)
{
	switch (cmd) {
	case FSCONFIG_SET_STRING:
		return print_str;
	case FSCONFIG_SET_BINARY:
		return print_blob;
	case FSCONFIG_SET_PATH:
	case FSCONFIG_SET_PATH_EMPTY:
		return print_path;
	}
	return print_ADDR;
}

static print_fn *aux_printer(unsigned cmd)
{
	switch (cmd) {
	case FSCONFIG_SET_PATH:
	case FSCONFIG_SET_PATH_EMPTY:
		return print_dfd;
	case FSCONFIG_SET_FD:
		return print_fd;
	}
	return print_int;
}

void args_fsconfig(struct decoder *d)
{
	unsigned cmd = (unsigned)d->args[1];

	if (!is_entering(d))
		return;
	put_args_defined(d, 0, 2);
	put_arg_as(d, 2, cmd <= FSCONFIG_SET_FD ? print_str : print_ADDR);
	put_arg_as(d, 3, value_printer(cmd));
	put_arg_as(d, 4, aux_printer(cmd));
}
