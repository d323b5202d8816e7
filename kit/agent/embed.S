/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The agents' programs as bytes. */
	.section .rodata
	.globl kit_agent32, kit_agent32_end, kit_agent64, kit_agent64_end
	.hidden kit_agent32, kit_agent32_end, kit_agent64, kit_agent64_end
	.balign 16
kit_agent32:
	.incbin AGENT32
kit_agent32_end:
	.balign 16
kit_agent64:
	.incbin AGENT64
kit_agent64_end:

	.section .note.GNU-stack, "", @progbits
