/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /proc/PID/mounts and mountinfo. */
#include "fs/proc/internal.h"

#define BLANKS " \t\n\\#"

static const struct {
	unsigned flag;
	const char *text;
} mount_flags[] = {
	{ MS_NOSUID, ",nosuid" },	  { MS_NODEV, ",nodev" },
	{ MS_NOEXEC, ",noexec" },	  { MS_NOATIME, ",noatime" },
	{ MS_NODIRATIME, ",nodiratime" }, { MS_NOSYMFOLLOW, ",nosymfollow" },
};

static void options(struct seq_buf *s, const struct mount *mnt, unsigned read_only)
{
	seq_puts(s, read_only & MS_RDONLY ? "ro" : "rw");
	for (unsigned i = 0; i < ARRAY_SIZE(mount_flags); i++)
		if (mnt->flags & mount_flags[i].flag)
			seq_puts(s, mount_flags[i].text);
	if (!(mnt->flags & (MS_NOATIME | MS_STRICTATIME)))
		seq_puts(s, ",relatime");
}

static void super_options(struct seq_buf *s, struct super_block *sb)
{
	if (sb->op->show_options)
		sb->op->show_options(sb, s);
}

static void mount_point(struct seq_buf *s, struct mount *mnt)
{
	const struct path at = { mnt, mnt->root };

	seq_path(s, &at);
}

int proc_mounts_show(struct seq_buf *s, __unused struct task *t)
{
	struct mount *mnt;

	list_for_each_entry(mnt, fs_mounts(), node) {
		seq_escape(s, mnt->source ? mnt->source : "none", BLANKS);
		seq_putc(s, ' ');
		mount_point(s, mnt);
		seq_printf(s, " %s ", mnt->sb->type->name);
		options(s, mnt, mnt->flags | mnt->sb->flags);
		super_options(s, mnt->sb);
		seq_puts(s, " 0 0\n");
	}
	return 0;
}

/* The directory of the filesystem that is mounted: "/" unless it is a part. */
static void mounted_root(struct seq_buf *s, const struct mount *mnt)
{
	const struct path at = { (struct mount *)(uintptr_t)mnt, mnt->root };

	if (mnt->root == mnt->sb->root)
		seq_putc(s, '/');
	else
		seq_path(s, &at);
}

int proc_mountinfo_show(struct seq_buf *s, __unused struct task *t)
{
	struct mount *mnt;

	list_for_each_entry(mnt, fs_mounts(), node) {
		seq_printf(s, "%i %i %u:%u ", mnt->id, mnt->parent->id, MAJOR(mnt->sb->dev),
			   MINOR(mnt->sb->dev));
		mounted_root(s, mnt);
		seq_putc(s, ' ');
		mount_point(s, mnt);
		seq_putc(s, ' ');
		options(s, mnt, mnt->flags);
		seq_printf(s, " - %s ", mnt->sb->type->name);
		seq_escape(s, mnt->source ? mnt->source : "none", BLANKS);
		seq_printf(s, " %s", mnt->sb->flags & MS_RDONLY ? "ro" : "rw");
		super_options(s, mnt->sb);
		seq_putc(s, '\n');
	}
	return 0;
}
