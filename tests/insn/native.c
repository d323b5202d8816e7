/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs a form on the host's CPU. A trap enters a signal handler, which puts the form's state into
 * the signal frame; the form ends in a trap again, whose handler takes the state out of the frame
 * and puts the caller's back. So no instruction of ours stands between the state and the form, and
 * 32-bit code runs in Linux's 32-bit code segment with no helper program.
 */
#include <cpuid.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include "insn.h"

#define USER32_CS 0x23
#define USER64_CS 0x33
#define USER_DS 0x2b
#define XSTATE_X87_SSE 3

static const int gpr_of_frame[16] = {
	REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
	REG_R8,	 REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15,
};

/* What the handler works on: one form at a time, one thread. */
static struct {
	enum { IDLE, ENTER, INSIDE } phase;
	struct insn_state *state;
	struct insn_end *end;
	bool is_64bit;
	gregset_t caller;
	uint8_t caller_fx[512];
} run;

static uint8_t *fx_of(ucontext_t *uc)
{
	return (uint8_t *)uc->uc_mcontext.fpregs;
}

/* The frame may hold x87 or SSE state as "initial", without bytes: say that the bytes count. */
static void claim_xstate(ucontext_t *uc)
{
	uint64_t bv;

	memcpy(&bv, fx_of(uc) + 512, sizeof(bv));
	bv |= XSTATE_X87_SSE;
	memcpy(fx_of(uc) + 512, &bv, sizeof(bv));
}

static void enter(ucontext_t *uc)
{
	greg_t *regs = uc->uc_mcontext.gregs;

	memcpy(run.caller, regs, sizeof(run.caller));
	memcpy(run.caller_fx, fx_of(uc), 416);
	for (int i = 0; i < 16; i++)
		regs[gpr_of_frame[i]] = (greg_t)run.state->gpr[i];
	regs[REG_RIP] = (greg_t)run.state->rip;
	regs[REG_EFL] = (greg_t)run.state->rflags;
	regs[REG_CSGSFS] = (regs[REG_CSGSFS] & ~0xffffll) | (run.is_64bit ? USER64_CS : USER32_CS);
	memcpy(fx_of(uc), &run.state->fx, 416);
	claim_xstate(uc);
	run.phase = INSIDE;
}

static void leave(ucontext_t *uc)
{
	greg_t *regs = uc->uc_mcontext.gregs;

	for (int i = 0; i < 16; i++)
		run.state->gpr[i] = (uint64_t)regs[gpr_of_frame[i]];
	run.state->rip = (uint64_t)regs[REG_RIP];
	run.state->rflags = (uint64_t)regs[REG_EFL];
	memcpy(&run.state->fx, fx_of(uc), 416);
	run.end->vector = (int)regs[REG_TRAPNO];
	run.end->error = (uint32_t)regs[REG_ERR];
	run.end->address = run.end->vector == 14 ? (uint64_t)regs[REG_CR2] : 0;

	memcpy(regs, run.caller, sizeof(run.caller));
	memcpy(fx_of(uc), run.caller_fx, 416);
	claim_xstate(uc);
	run.phase = IDLE;
}

static void on_trap(int sig, siginfo_t *info, void *context)
{
	(void)info;
	if (run.phase == ENTER) {
		enter(context);
	} else if (run.phase == INSIDE) {
		leave(context);
	} else {
		/* A bug of the test itself: let it be fatal. */
		signal(sig, SIG_DFL);
		raise(sig);
	}
}

static void map_at(uint64_t address, uint64_t size, int prot)
{
	void *p = mmap((void *)address, size, prot,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	if (p != (void *)address) {
		perror("native: mmap");
		exit(1);
	}
}

void native_init(void)
{
	static const int signals[] = { SIGTRAP, SIGSEGV, SIGILL, SIGFPE, SIGBUS };
	static uint8_t stack[1 << 16];
	stack_t alt = { .ss_sp = stack, .ss_size = sizeof(stack) };
	struct sigaction sa = { .sa_sigaction = on_trap, .sa_flags = SA_SIGINFO | SA_ONSTACK };

	sigaltstack(&alt, NULL);
	for (unsigned i = 0; i < ARRAY_SIZE(signals); i++)
		sigaction(signals[i], &sa, NULL);
	map_at(FORM_CODE, FORM_CODE_SIZE, PROT_READ | PROT_WRITE | PROT_EXEC);
	map_at(FORM_DATA, FORM_DATA_SIZE, PROT_READ | PROT_WRITE);
	memset((void *)FORM_CODE, 0xcc, FORM_CODE_SIZE);
}

void native_place(unsigned slot, const struct form *form)
{
	uint8_t *code = (uint8_t *)FORM_CODE + slot * FORM_SLOT;

	memcpy(code, form->code, form->len);
	if (form->flags & FORM_REFUSED)
		memcpy(code + form->refused_at, "\x0f\x0b", 2); /* what it should be: ud2 */
}

void native_run(struct insn_state *state, struct insn_end *end, bool is_64bit)
{
	memcpy((void *)FORM_DATA, state->data, FORM_DATA_SIZE);
	run.state = state;
	run.end = end;
	run.is_64bit = is_64bit;
	run.phase = ENTER;
	/* 32-bit code addresses through ds and es, which 64-bit programs have null. */
	__asm__ volatile("mov %0, %%ds; mov %0, %%es" ::"r"(is_64bit ? 0 : USER_DS));
	__asm__ volatile("int3" ::: "memory");
	memcpy(state->data, (void *)FORM_DATA, FORM_DATA_SIZE);
}
