/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The cache of names over a filesystem that counts what it is asked: what is looked up once, what
 * again, what is forgotten; and the inodes that a filesystem wants kept.
 */
#include "rig.h"

#include <stdio.h>
#include <string.h>

static struct {
	unsigned lookups, revalidates, destroyed;
	bool stale, keep;
	int error;
} counted;

static struct inode *make_inode(struct super_block *sb, uint32_t mode);

/* "dNAME" is a directory, "fNAME" a file; everything else is not there. */
static int counting_lookup(struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = NULL;

	counted.lookups++;
	if (counted.error)
		return counted.error;
	if (dentry->name[0] == 'd' || dentry->name[0] == 'f') {
		inode = make_inode(dir->sb, dentry->name[0] == 'd' ? S_IFDIR | 0755 : S_IFREG | 0644);
		if (!inode)
			return -ENOMEM;
	}
	d_add(dentry, inode);
	return 0;
}

static bool counting_revalidate(__unused struct inode *dir, __unused struct dentry *dentry)
{
	counted.revalidates++;
	return !counted.stale;
}

static const struct inode_ops dir_ops = { .lookup = counting_lookup,
					  .revalidate = counting_revalidate };
static const struct inode_ops file_ops = {};
static const struct file_ops no_ops = {};

static struct inode *make_inode(struct super_block *sb, uint32_t mode)
{
	struct inode *inode = inode_alloc(sb, mode);

	if (inode) {
		inode->op = S_ISDIR(mode) ? &dir_ops : &file_ops;
		inode->fop = &no_ops;
	}
	return inode;
}

static void destroy(__unused struct inode *inode)
{
	counted.destroyed++;
}

static bool keep(struct inode *inode)
{
	return counted.keep && S_ISREG(inode->mode);
}

static const struct super_ops super_ops = { .destroy_inode = destroy, .keep_inode = keep };
static const struct fs_type type = { .name = "counting" };

static void mount_counting(void)
{
	struct super_block *sb = sb_alloc(&type, &super_ops);
	struct inode *root = make_inode(sb, S_IFDIR | 0755);

	assert_non_null(root);
	sb->root = d_make_root(root);
	assert_int_equal(kern_mount(sb, "/m", 0, "counting"), 0);
	memset(&counted, 0, sizeof(counted));
}

static void unmount(void)
{
	struct dentry *root = dentry_of("/m");
	struct mount *mnt;

	list_for_each_entry(mnt, fs_mounts(), node)
		if (mnt->root == root)
			break;
	mount_detach(mnt);
	assert_int_equal(rmdir_("/m"), 0);
}

static void a_name_is_looked_up_once(__unused void **state)
{
	mount_counting();
	assert_int_equal(stat_("/m/d1/d2/f"), 0);
	assert_int_equal(counted.lookups, 3);
	assert_int_equal(stat_("/m/d1/d2/f"), 0);
	assert_int_equal(stat_("/m/d1/d2/../d2/./f"), 0);
	assert_int_equal(counted.lookups, 3);
	assert_true(counted.revalidates >= 6);
	assert_int_equal(stat_("/m/d1/none"), -ENOENT);
	assert_int_equal(stat_("/m/d1/none"), -ENOENT);
	assert_int_equal(counted.lookups, 4);
	assert_int_equal(stat_("/m/f/x"), -ENOTDIR);
	assert_int_equal(stat_("/m/none/x"), -ENOENT);
	assert_int_equal(counted.lookups, 6);
	unmount();
}

static void a_stale_name_is_looked_up_again(__unused void **state)
{
	mount_counting();
	assert_int_equal(stat_("/m/d1/f"), 0);
	counted.stale = true;
	assert_int_equal(stat_("/m/d1/f"), 0);
	assert_int_equal(counted.lookups, 4);
	assert_int_equal(counted.destroyed, 2);
	unmount();
}

static void an_error_is_not_remembered(__unused void **state)
{
	mount_counting();
	counted.error = -EIO;
	assert_int_equal(stat_("/m/f"), -EIO);
	counted.error = 0;
	assert_int_equal(stat_("/m/f"), 0);
	assert_int_equal(counted.lookups, 2);
	unmount();
}

static void unused_names_are_bounded(__unused void **state)
{
	char name[32];

	mount_counting();
	for (int i = 0; i < 30000; i++) {
		snprintf(name, sizeof(name), "/m/d%d/%s%d", i % 100, i % 2 ? "f" : "n", i);
		assert_int_equal(stat_(name), i % 2 ? 0 : -ENOENT);
	}
	assert_in_range(fs_state()->nr_unused, 1000, 8192);
	assert_in_range(fs_state()->nr_dentries, 1000, 9000);
	unmount();
}

static void deep_paths_are_forgotten_without_recursion(__unused void **state)
{
	static char name[PATH_MAX];
	size_t n = (size_t)snprintf(name, sizeof(name), "/m");

	mount_counting();
	while (n + 4 < sizeof(name))
		n += (size_t)snprintf(name + n, sizeof(name) - n, "/d");
	assert_int_equal(stat_(name), 0);
	/* A deeper directory, from there. */
	for (int i = 0; i < 20; i++) {
		assert_int_equal(call(chdir, str(i ? name + 3 : name)), 0);
		name[2] = '/';
	}
	assert_int_equal(call(chdir, str("/")), 0);
	fs_shrink();
	assert_in_range(fs_state()->nr_dentries, 1, 200);
	unmount();
}

static void what_is_used_is_not_forgotten(__unused void **state)
{
	long fd;

	mount_counting();
	fd = open_("/m/d1/f", O_RDONLY);
	assert_true(fd >= 0);
	fs_shrink();
	assert_int_equal(stat_("/m/d1/f"), 0);
	assert_int_equal(counted.lookups, 2);
	assert_int_equal(call(close, fd), 0);
	fs_shrink();
	assert_int_equal(counted.destroyed, 2);
	unmount();
}

static void kept_inodes_go_when_memory_is_short(__unused void **state)
{
	unsigned long inodes;

	mount_counting();
	counted.keep = true;
	inodes = fs_state()->nr_inodes;
	for (int i = 0; i < 10; i++) {
		assert_int_equal(stat_("/m/f"), 0);
		counted.stale = true; /* the name goes, the inode is kept */
	}
	assert_int_equal(counted.destroyed, 0);
	assert_int_equal(fs_state()->nr_inodes, inodes + 10);
	fs_shrink();
	assert_int_equal(fs_state()->nr_inodes, inodes);
	assert_int_equal(counted.destroyed, 10);
	counted.stale = false;
	for (int i = 0; i < 5000; i++) {
		assert_int_equal(stat_("/m/f"), 0);
		d_invalidate(dentry_of("/m/f"));
	}
	counted.keep = false;
	unmount();
}

static void a_mount_point_outlives_its_name(__unused void **state)
{
	struct super_block *sb;

	mount_counting();
	assert_int_equal(stat_("/m/d1"), 0);
	sb = tmpfs_create(0, 0755);
	assert_false(IS_ERR(sb));
	assert_int_equal(kern_mount(sb, "/m/d1", 0, "t"), 0);
	make("/m/d1/file");
	counted.stale = true;
	assert_int_equal(stat_("/m/d1/file"), 0);
	assert_int_equal(unlink_("/m/d1/file"), 0);
	mount_detach(list_last_entry(fs_mounts(), struct mount, node));
	unmount();
}

static void a_root_can_be_replaced(__unused void **state)
{
	struct super_block *sb = tmpfs_create(0, 0755);
	struct fs_counts counts;

	assert_false(IS_ERR(sb));
	assert_int_equal(sb->root->inode->op->mkdir(sb->root->inode, d_alloc(sb->root, "proc", 4), 0755),
			 0);
	dput(list_first_entry(&sb->root->children, struct dentry, sibling));
	assert_int_equal(kern_mount_root(sb, 0, "new"), 0);
	assert_int_equal(stat_("/tmp"), -ENOENT);
	assert_int_equal(stat_("/dev/null"), -ENOENT);
	assert_int_equal(stat_("/proc/version"), 0);
	assert_int_equal(stat_("/../proc"), 0);
	fs_count(&counts);
	assert_int_equal(counts.mounts, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fs_test(a_name_is_looked_up_once),
		fs_test(a_stale_name_is_looked_up_again),
		fs_test(an_error_is_not_remembered),
		fs_test(unused_names_are_bounded),
		fs_test(deep_paths_are_forgotten_without_recursion),
		fs_test(what_is_used_is_not_forgotten),
		fs_test(kept_inodes_go_when_memory_is_short),
		fs_test(a_mount_point_outlives_its_name),
	};
	const struct CMUnitTest alone[] = {
		cmocka_unit_test_setup_teardown(a_root_can_be_replaced, fs_setup, fs_end),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	return failed + cmocka_run_group_tests(alone, NULL, NULL);
}
