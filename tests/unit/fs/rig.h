/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls with names, and a check of everything that must hold for a tree of dentries. */
#ifndef TESTS_UNIT_FS_RIG_H
#define TESTS_UNIT_FS_RIG_H

#include "fs/internal.h"
#include "../mm/machine.h"

/* machine_setup() with a page for strings and one for buffers. */
int fs_setup(void **state);
int fs_teardown(void **state);
int fs_end(void **state); /* a teardown for what cannot be counted: another root */
#define fs_test(fn) cmocka_unit_test_setup_teardown(fn, fs_setup, fs_teardown)

#define BUF (AREA + 16 * PG) /* 16 pages for data */
#define BUF_SIZE (16 * PG)

void become_root(void);
void forget_files(void);       /* closes all; a table that has grown is an object more */
uaddr_t str(const char *text); /* guest address of a copy; the last eight stay */
long open_(const char *name, unsigned flags);
long mkdir_(const char *name);
long unlink_(const char *name);
long rmdir_(const char *name);
long rename_(const char *from, const char *to, unsigned flags);
long stat_(const char *name);		    /* 0 or -errno */
void make(const char *name);		    /* an empty file; asserts */
struct dentry *dentry_of(const char *name); /* borrowed: stays as long as its file */

/*
 * The tree below the dentry of an in-memory filesystem: parents, hash, ascending positions, link
 * counts of directories.
 */
void check_tree(struct dentry *dir);
void check_root(void);

#endif
