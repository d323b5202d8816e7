/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rig.h"

#include <string.h>

#include "kernel/cred.h"

int fs_setup(void **state)
{
	int err = machine_setup(state);

	if (err)
		return err;
	map_at(0, 32, RW);
	/* What the first calls leave cached and grown is there before anything is counted. */
	return clear_user(AREA, 32 * PG) ? -1 : 0;
}

void forget_files(void)
{
	files_put(current->files);
	current->files = files_create();
	assert_non_null(current->files);
}

void become_root(void)
{
	const struct cred *old = current->cred;

	current->cred = cred_create(0, 0);
	assert_non_null(current->cred);
	put_cred(old);
}

int fs_teardown(void **state)
{
	check_root();
	forget_files();
	return machine_teardown(state);
}

int fs_end(__unused void **state)
{
	struct kernel *k = kernel;

	current = NULL;
	kernel_enter(NULL);
	kernel_destroy(k);
	return 0;
}

uaddr_t str(const char *text)
{
	static unsigned next;
	uaddr_t at = AREA + (next++ % 8) * PG;

	assert_int_equal(copy_to_user(at, text, strlen(text) + 1), 0);
	return at;
}

long open_(const char *name, unsigned flags)
{
	return call(open, str(name), flags, 0644);
}

long mkdir_(const char *name)
{
	return call(mkdir, str(name), 0755);
}

long unlink_(const char *name)
{
	return call(unlink, str(name));
}

long rmdir_(const char *name)
{
	return call(rmdir, str(name));
}

long rename_(const char *from, const char *to, unsigned flags)
{
	return call(renameat2, (uint64_t)AT_FDCWD, str(from), (uint64_t)AT_FDCWD, str(to), flags);
}

long stat_(const char *name)
{
	return call(newlstat, str(name), BUF);
}

void make(const char *name)
{
	long fd = open_(name, O_CREAT | O_EXCL | O_WRONLY);

	assert_true(fd >= 0);
	assert_int_equal(call(close, fd), 0);
}

struct dentry *dentry_of(const char *name)
{
	struct path path;

	assert_int_equal(path_lookup(AT_FDCWD, name, 0, &path), 0);
	path_put(&path);
	return path.dentry;
}

static void check_entry(struct dentry *d)
{
	struct dentry *found = d_lookup(d->parent, d->name, d->name_len);

	assert_ptr_equal(found, d);
	dput(found);
	assert_int_equal(strlen(d->name), d->name_len);
	assert_true(d->refs >= 1);
	assert_true(d->inode && d->inode->refs >= 1);
	assert_false(d->flags & D_UNHASHED);
}

void check_tree(struct dentry *dir)
{
	unsigned subdirs = 0;
	uint64_t last = 0;
	struct dentry *d;

	list_for_each_entry(d, &dir->children, sibling) {
		assert_ptr_equal(d->parent, dir);
		if (!(d->flags & D_PERSISTENT))
			continue;
		check_entry(d);
		assert_true(d->cookie > last);
		last = d->cookie;
		if (S_ISDIR(d->inode->mode)) {
			subdirs++;
			check_tree(d);
		}
	}
	assert_int_equal(dir->inode->nlink, 2 + subdirs);
}

void check_root(void)
{
	check_tree(fs_state()->root->root);
}
