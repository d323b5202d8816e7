/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Handles: a size before and after.
 * trace: -e inject=name_to_handle_at,open_by_handle_at:retval=0
 */
#include "lines.h"

int main(void)
{
	struct { unsigned n; int type; unsigned char b[8]; } h = { 4, -7, { 1, 2, 3, 4 } };
	int mount = 5;
	long r;

	r = syscall(SYS_name_to_handle_at, AT_FDCWD, "f", &h, &mount, AT_SYMLINK_FOLLOW);
	expect("name_to_handle_at(AT_FDCWD, \"f\", {handle_bytes=4, handle_type=-7, "
	       "f_handle=\"\\x01\\x02\\x03\\x04\"}, [5], AT_SYMLINK_FOLLOW) = %s (INJECTED)", result(r));
	r = syscall(SYS_open_by_handle_at, 3, &h, O_RDWR | O_CLOEXEC);
	expect("open_by_handle_at(3, {handle_bytes=4, handle_type=-7, "
	       "f_handle=\"\\x01\\x02\\x03\\x04\"}, O_RDWR|O_CLOEXEC) = %s (INJECTED)", result(r));
	r = syscall(SYS_open_by_handle_at, 3, NULL, 0);
	expect("open_by_handle_at(3, NULL, O_RDONLY) = %s (INJECTED)", result(r));
	return 0;
}
