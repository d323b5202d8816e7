/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest's images as bytes. */
	.section .rodata
	.balign 16
	.globl kit_guest64_start, kit_guest64_end, kit_guest32_start, kit_guest32_end
	.hidden kit_guest64_start, kit_guest64_end, kit_guest32_start, kit_guest32_end
kit_guest64_start:
	.incbin GUEST64
kit_guest64_end:
	.balign 16
kit_guest32_start:
	.incbin GUEST32
kit_guest32_end:
	.section .note.GNU-stack, "", @progbits
