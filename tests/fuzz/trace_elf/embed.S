/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files to damage. */
	.section .rodata
	.globl program_32, program_32_end, program_64, program_64_end
program_32:
	.incbin "program.32"
program_32_end:
program_64:
	.incbin "program.64"
program_64_end:
	.section .note.GNU-stack,"",@progbits
