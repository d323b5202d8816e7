/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the frames of both ABIs share: their place, the FPU's state, and the segments. */
#ifndef ENTRY_SIGFRAME_H
#define ENTRY_SIGFRAME_H

#include "kernel/signal.h"
#include "kernel/task.h"

#define USER_CS 0x33
#define USER32_CS 0x23
#define USER_DS 0x2b

#define FRAME_ALIGN 16ull
#define FPSTATE_ALIGN 64ull

/* EFLAGS that sigreturn restores; the others are the kernel's. */
#define FIX_EFLAGS 0x50dd5u
#define EFLAGS_DF 0x400u
#define EFLAGS_RF 0x10000u
#define EFLAGS_TF 0x100u

/*
 * Where the frame goes: its own address, and that of the FPU state above it. 0, or -EFAULT when it
 * would overrun the alternate stack.
 */
struct frame_place {
	uaddr_t frame, fpstate;
};
int place_frame(struct frame_place *place, const struct ksignal *ksig, uint64_t sp, size_t size,
		bool ia32);

/* The FPU's state as the ABI's frames carry it. false: a fault, or an image that cannot be. */
bool save_fpstate(uaddr_t to, bool ia32);
bool restore_fpstate(uaddr_t from, bool ia32); /* from 0: the initial state */

bool valid_user_ss(uint16_t ss);
void set_user_segment(enum cpu_reg which, uint16_t selector); /* if it is another */
/* As IRET loads them: SIGSEGV if user code cannot have one of them. */
void set_code_and_stack(uint16_t cs, uint16_t ss);

/*
 * How a handler starts: initial FPU, no single step, code segment of its width. regs are set, too,
 * so that current has left the engine.
 */
void enter_handler(struct cpu_regs *regs, uint16_t cs);
/* The frame is bad: SIGSEGV. The result of the sigreturn. */
long bad_frame(void);

int x64_setup_frame(const struct ksignal *ksig, const struct sigset64 *oldmask);
int ia32_setup_frame(const struct ksignal *ksig, const struct sigset64 *oldmask);

#endif
