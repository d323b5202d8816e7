/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * statx: how, what, and what there is.
 * trace: -e inject=statx:retval=0
 */
#include <sys/stat.h>

#include "lines.h"

int main(void)
{
	struct statx st = { .stx_mask = 0x1fff, .stx_mode = 0100644, .stx_size = 12, .stx_attributes = 0x10 };
	long r;

	r = syscall(SYS_statx, AT_FDCWD, "f", 0x2000 | AT_SYMLINK_NOFOLLOW, 0x7ff, &st);
	expect("statx(AT_FDCWD, \"f\", AT_STATX_FORCE_SYNC|AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, "
	       "{stx_mask=STATX_ALL|STATX_MNT_ID, stx_attributes=STATX_ATTR_IMMUTABLE, "
	       "stx_mode=S_IFREG|0644, stx_size=12, ...}) = %s (INJECTED)", result(r));
	st.stx_mask = 0x4001;
	st.stx_attributes = 0;
	r = syscall(SYS_statx, 5, "", 0x1001, 3, &st);
	expect("statx(5, \"\", AT_STATX_SYNC_AS_STAT|AT_EMPTY_PATH|0x1, STATX_TYPE|STATX_MODE, "
	       "{stx_mask=STATX_TYPE|0x4000, stx_attributes=0, stx_mode=S_IFREG|0644, ...})"
	       " = %s (INJECTED)", result(r));
	r = syscall(SYS_statx, 5, "", 0, 0x80004000, NULL);
	expect("statx(5, \"\", AT_STATX_SYNC_AS_STAT, 0x80004000 /* STATX_??? */, NULL) = %s (INJECTED)", result(r));
	return 0;
}
