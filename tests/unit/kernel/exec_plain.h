/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_KERNEL_EXEC_PLAIN_H
#define TESTS_KERNEL_EXEC_PLAIN_H

#include "kernel/binfmt.h"
#include "kernel/cred.h"

/* execve of a file without set-id bits, as far as rights go. */
static inline int exec_plain(void)
{
	struct inode inode = { .mode = S_IFREG | 0755 };
	struct file file = { .inode = &inode };
	struct linux_binprm b = { .file = &file };
	int err = exec_creds(&b);

	if (!err)
		commit_creds(b.cred);
	return err;
}

#endif
