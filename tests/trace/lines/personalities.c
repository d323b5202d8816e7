/* SPDX-License-Identifier: GPL-2.0-or-later */
/* personality: the domain and its flags, as an argument and as a remark on the result. */
#include "lines.h"

int main(void)
{
	syscall(SYS_personality, 0x0040000);
	expect("personality(PER_LINUX|ADDR_NO_RANDOMIZE) = 0 (PER_LINUX)");
	syscall(SYS_personality, 0xffffffff);
	expect("personality(0xffffffff) = 0x40000 (PER_LINUX|ADDR_NO_RANDOMIZE)");
	syscall(SYS_personality, 8);
	expect("personality(PER_LINUX32) = 0x40000 (PER_LINUX|ADDR_NO_RANDOMIZE)");
	syscall(SYS_personality, 0);
	expect("personality(PER_LINUX) = 0x8 (PER_LINUX32)");
	return 0;
}
