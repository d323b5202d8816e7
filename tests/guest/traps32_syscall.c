/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: bits 32 */
/*
 * syscall from 32-bit code by hand: ecx is lost to the CPU, so that the second argument travels in
 * ebp and the sixth on the stack; the way back is the vDSO's, as for sysenter.
 */
#include "traps32.h"

TRAP(syscall32, "call enter");
asm(".text\nenter:\n"
    "pushl %ecx; pushl %edx; pushl %ebp; movl %ecx, %ebp\n"
    "syscall\n"
    "ud2\n");

int main(void)
{
	allow_missing();
	check_trap("syscall", syscall32);
	return 0;
}
