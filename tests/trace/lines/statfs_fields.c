/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * statfs: what filesystem, with which flags.
 * trace: -e inject=statfs,fstatfs:retval=0
 */
#include <sys/vfs.h>

#include "lines.h"

int main(void)
{
	struct statfs st = { .f_type = 0x01021994, .f_bsize = 4096, .f_blocks = 5, .f_namelen = 255,
			     .f_frsize = 4096, .f_flags = 0x1020 };
	long r;

	r = syscall(SYS_statfs, "/", &st);
	expect("statfs(\"/\", {f_type=TMPFS_MAGIC, f_bsize=4096, f_blocks=5, f_bfree=0, f_bavail=0, f_files=0, "
	       "f_ffree=0, f_fsid={val=[0, 0]}, f_namelen=255, f_frsize=4096, f_flags=ST_VALID|ST_RELATIME})"
	       " = %s (INJECTED)", result(r));
	st.f_type = 0x123;
	st.f_flags = 0;
	r = syscall(SYS_fstatfs, 3, &st);
	expect("fstatfs(3, {f_type=0x123, f_bsize=4096, f_blocks=5, f_bfree=0, f_bavail=0, f_files=0, "
	       "f_ffree=0, f_fsid={val=[0, 0]}, f_namelen=255, f_frsize=4096}) = %s (INJECTED)", result(r));
	return 0;
}
