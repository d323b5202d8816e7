/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: bits 32 */
/* int $0x80 from 32-bit code, and the entry that AT_SYSINFO publishes. */
#include <sys/auxv.h>

#include "traps32.h"

TRAP(int80, "int $0x80");
TRAP(vsyscall, "call *vsyscall_entry");

uint32_t vsyscall_entry;

int main(void)
{
	vsyscall_entry = getauxval(AT_SYSINFO);
	check_trap("int $0x80", int80);
	check_trap("AT_SYSINFO", vsyscall);
	return 0;
}
