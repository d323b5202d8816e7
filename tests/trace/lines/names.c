/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names that are made, moved and taken away. */
#include "lines.h"

int main(void)
{
	char buf[16];
	long r;

	r = syscall(SYS_symlink, "0123456789", "names.l");
	expect("symlink(\"0123456789\", \"names.l\") = %s", result(r));
	r = syscall(SYS_readlink, "names.l", buf, 4);
	expect("readlink(\"names.l\", \"0123\", 4) = %s", result(r));
	r = syscall(SYS_readlinkat, -1, "x", buf, 16);
	expect("readlinkat(-1, \"x\", %p, 16) = %s", (void *)buf, result(r));
	r = syscall(SYS_linkat, AT_FDCWD, "none", 5, "b", AT_SYMLINK_FOLLOW);
	expect("linkat(AT_FDCWD, \"none\", 5, \"b\", AT_SYMLINK_FOLLOW) = %s", result(r));
	r = syscall(SYS_renameat2, -1, "a", -1, "b", 5);
	expect("renameat2(-1, \"a\", -1, \"b\", RENAME_NOREPLACE|RENAME_WHITEOUT) = %s", result(r));
	r = syscall(SYS_renameat2, -1, "a", -1, "b", 8);
	expect("renameat2(-1, \"a\", -1, \"b\", 0x8 /* RENAME_?? */) = %s", result(r));
	r = syscall(SYS_unlinkat, AT_FDCWD, "names.l", AT_REMOVEDIR);
	expect("unlinkat(AT_FDCWD, \"names.l\", AT_REMOVEDIR) = %s", result(r));
	r = syscall(SYS_unlink, "names.l");
	expect("unlink(\"names.l\") = %s", result(r));
	return 0;
}
