/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Segments of i386.
 * bits: 32
 */
#include <asm/ldt.h>

#include "lines.h"

int main(void)
{
	static struct user_desc u = { .entry_number = 13, .contents = 3, .seg_32bit = 1, .read_exec_only = 1 };
	long r;

	r = syscall(SYS_set_thread_area, &u);
	expect("set_thread_area({entry_number=13, base_addr=00000000, limit=00000000, seg_32bit=1, "
	       "contents=3, read_exec_only=1, limit_in_pages=0, seg_not_present=0, useable=0}) = %s",
	       result(r));
	u.entry_number = 77;
	r = syscall(SYS_get_thread_area, &u);
	expect("get_thread_area({entry_number=77, ...}) = %s", result(r));
	r = syscall(SYS_set_thread_area, NULL);
	expect("set_thread_area(NULL) = %s", result(r));
	return 0;
}
