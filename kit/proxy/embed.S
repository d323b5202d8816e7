/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The proxies' programs as bytes. */
	.section .rodata
	.globl kit_proxy32, kit_proxy32_end, kit_proxy64, kit_proxy64_end
	.hidden kit_proxy32, kit_proxy32_end, kit_proxy64, kit_proxy64_end
	.balign 16
kit_proxy32:
	.incbin PROXY32
kit_proxy32_end:
	.balign 16
kit_proxy64:
	.incbin PROXY64
kit_proxy64_end:

	.section .note.GNU-stack, "", @progbits
