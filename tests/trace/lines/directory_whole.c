/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * -v: the entries.
 * trace: -v -e inject=getdents64:retval=48
 */
#include "lines.h"

int main(void)
{
	struct {
		uint64_t ino;
		int64_t off;
		uint16_t reclen;
		uint8_t type;
		char name[5];
	} __attribute__((packed)) e[2] = { { 5, 6, 24, 4, "." }, { 7, -1, 24, 99, "abc" } };
	long r;

	r = syscall(SYS_getdents64, 3, e, 100);
	expect("getdents64(3, [{d_ino=5, d_off=6, d_reclen=24, d_type=DT_DIR, d_name=\".\"}, "
	       "{d_ino=7, d_off=18446744073709551615, d_reclen=24, d_type=0x63 /* DT_??? */, d_name=\"abc\"}], 100)"
	       " = %s (INJECTED)", result(r));
	return 0;
}
