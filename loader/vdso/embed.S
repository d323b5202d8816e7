/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The linked vDSOs as bytes; VDSO32 and VDSO64 are paths given by the build. */
	.section .rodata
	.globl vdso32_image, vdso32_image_end, vdso64_image, vdso64_image_end
	.balign 16
vdso32_image:
	.incbin VDSO32
vdso32_image_end:
	.balign 16
vdso64_image:
	.incbin VDSO64
vdso64_image_end:

	.section .note.GNU-stack, "", @progbits
