/* SPDX-License-Identifier: GPL-2.0-or-later */
/* swapon: flags, and a priority among them. */
#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_swapon, "/nowhere", 0);
	expect("swapon(\"/nowhere\", 0) = %s", result(r));
	r = syscall(SYS_swapon, "/nowhere", 0x8005);
	expect("swapon(\"/nowhere\", SWAP_FLAG_PREFER|5) = %s", result(r));
	r = syscall(SYS_swapon, NULL, 0x10007);
	expect("swapon(NULL, SWAP_FLAG_DISCARD|7) = %s", result(r));
	r = syscall(SYS_swapoff, (void *)16);
	expect("swapoff(0x10) = %s", result(r));
	return 0;
}
