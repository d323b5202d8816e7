/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Capstone's other architectures, in name only: what is defined here the linker does not take from
 * Capstone's archive, and the program does not relocate their tables whenever it starts.
 */
#include <capstone/capstone.h>

static int absent(void)
{
	return CS_ERR_ARCH;
}

#define ABSENT_FUNCTION(name) \
	int name(void);       \
	int name(void) __attribute__((alias("absent")))
#define ABSENT(arch)                         \
	ABSENT_FUNCTION(arch##_global_init); \
	ABSENT_FUNCTION(arch##_option)

ABSENT(AArch64);
ABSENT(ARM);
ABSENT(EVM);
ABSENT(M680X);
ABSENT(M68K);
ABSENT(Mips);
ABSENT(PPC);
ABSENT(Sparc);
ABSENT(SystemZ);
ABSENT(TMS320C64x);
ABSENT(XCore);
