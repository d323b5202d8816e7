/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The version of the kernel interface, as in Linux's vDSOs: 6.12.0. */
	.section .note.Linux, "a", @note
	.balign 4
	.long 2f - 1f
	.long 4f - 3f
	.long 0
1:	.asciz "Linux"
2:	.balign 4
3:	.long 0x00060c00
4:	.balign 4

	.section .note.GNU-stack, "", @progbits
