/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a signal handler finds on its stack, in both ABIs (asm/sigcontext.h, asm/sigframe.h). */
#ifndef UAPI_SIGCONTEXT_H
#define UAPI_SIGCONTEXT_H

#include "uapi/signal.h"

/* uc_flags. UC_FP_XSTATE (1) is never set: there is no XSAVE. */
#define UC_SIGCONTEXT_SS 2
#define UC_STRICT_RESTORE_SS 4

/* The image of FXSAVE, with the kernel's word to readers in the part reserved for software. */
#define FP_XSTATE_MAGIC1 0x46505853u
#define FP_XSTATE_MAGIC2_SIZE 4
#define XFEATURES_FPSSE 3

struct linux_fpx_sw_bytes {
	uint32_t magic1, extended_size;
	uint64_t xfeatures;
	uint32_t xstate_size, pad[7];
};
_Static_assert(sizeof(struct linux_fpx_sw_bytes) == 48, "_fpx_sw_bytes");

struct linux_fxsave {
	uint16_t cwd, swd;
	uint8_t twd, reserved; /* one bit a register: not empty */
	uint16_t fop;
	uint64_t rip, rdp;
	uint32_t mxcsr, mxcsr_mask;
	uint8_t st[8][16], xmm[16][16], pad[48];
	struct linux_fpx_sw_bytes sw;
};
_Static_assert(sizeof(struct linux_fxsave) == 512, "fxregs_state");

/* The image of 32-bit FSAVE, before the FXSAVE one in i386 frames. */
struct i386_fsave {
	uint32_t cwd, swd, twd, fip, fcs, foo, fos;
	uint8_t st[8][10];
	uint16_t status, magic; /* magic 0: an FXSAVE image follows */
} __attribute__((packed));
_Static_assert(sizeof(struct i386_fsave) == 112, "fregs_state");

struct x64_sigcontext {
	uint64_t r8, r9, r10, r11, r12, r13, r14, r15;
	uint64_t di, si, bp, bx, dx, ax, cx, sp, ip, flags;
	uint16_t cs, gs, fs, ss;
	uint64_t err, trapno, oldmask, cr2, fpstate, reserved1[8];
};
_Static_assert(sizeof(struct x64_sigcontext) == 256, "sigcontext_64");

struct x64_ucontext {
	uint64_t flags, link;
	struct x64_stack stack;
	struct x64_sigcontext mcontext;
	uint64_t sigmask;
};
_Static_assert(sizeof(struct x64_ucontext) == 304, "ucontext");

struct x64_rt_sigframe {
	uint64_t pretcode;
	struct x64_ucontext uc;
	struct x64_siginfo info;
};
_Static_assert(sizeof(struct x64_rt_sigframe) == 440, "rt_sigframe");

struct i386_sigcontext {
	uint16_t gs, gsh, fs, fsh, es, esh, ds, dsh;
	uint32_t di, si, bp, sp, bx, dx, cx, ax, trapno, err, ip;
	uint16_t cs, csh;
	uint32_t flags, sp_at_signal;
	uint16_t ss, ssh;
	uint32_t fpstate, oldmask, cr2;
};
_Static_assert(sizeof(struct i386_sigcontext) == 88, "sigcontext_32");

struct i386_ucontext {
	uint32_t flags, link;
	struct i386_stack stack;
	struct i386_sigcontext mcontext;
	uint32_t sigmask[2];
};
_Static_assert(sizeof(struct i386_ucontext) == 116, "ucontext_ia32");

struct i386_sigframe {
	uint32_t pretcode;
	int32_t sig;
	struct i386_sigcontext sc;
	uint8_t fpstate_unused[624];
	uint32_t extramask;
	uint8_t retcode[8];
};
_Static_assert(sizeof(struct i386_sigframe) == 732, "sigframe_ia32");

struct i386_rt_sigframe {
	uint32_t pretcode;
	int32_t sig;
	uint32_t pinfo, puc;
	struct i386_siginfo info;
	struct i386_ucontext uc;
	uint8_t retcode[8];
};
_Static_assert(sizeof(struct i386_rt_sigframe) == 268, "rt_sigframe_ia32");

#endif
