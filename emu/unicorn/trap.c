/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Traps: the four ways into the kernel, and the hook of exceptions. All are served inside their
 * hooks, with exact state: SYSENTER, whose own hook has neither RIP nor flags, is translated as an
 * interrupt that nothing else makes (translate.c).
 */
#include "emu/unicorn/decode.h"
#include "emu/unicorn/engine.h"

/* Prefixes count; almost nobody writes any. */
static unsigned decode_length(struct engine *e, uaddr_t rip, bool wide)
{
	uint8_t bytes[15];
	size_t n = guest_peek(e, rip, bytes, sizeof(bytes));

	for (size_t i = 0; i + 1 < n; i++)
		if (!insn_is_prefix(bytes[i], wide))
			return i + 2;
	return 2;
}

static unsigned syscall_length(struct engine *e, bool wide)
{
	uaddr_t rip = reg_read(e, CPU_RIP);
	unsigned slot = (rip >> 1) % LENGTHS;

	if (unlikely(e->lengths[slot].rip != rip || !e->lengths[slot].len)) {
		e->lengths[slot].rip = rip;
		e->lengths[slot].len = decode_length(e, rip, wide);
	}
	return e->lengths[slot].len;
}

static void stop(struct engine *e, enum stop why)
{
	e->stop = why;
	uc_emu_stop(e->uc);
}

/* The call was served in its hook: on in ring 3, or out. */
static void after_call(struct engine *e, enum cpu_answer answer)
{
	if (unlikely(answer == CPU_LEAVE))
		stop(e, STOP_LEAVE);
	else if (unlikely(e->segments || e->step))
		stop(e, STOP_QUEUED);
	else if (unlikely(e->flush_wanted || e->must_flush))
		tlb_flush(e);
}

static void on_syscall(uc_engine *uc __unused, void *user)
{
	struct engine *e = user;
	bool wide = segment_is_64bit(e);
	unsigned len = syscall_length(e, wide);
	enum cpu_answer answer;

	e->trap_len = len;
	reg_write(e, CPU_RCX, reg_read(e, CPU_RIP));
	reg_write(e, CPU_R11, reg_read(e, CPU_RFLAGS));
	answer = e->client->syscall(e->client->ctx,
				    wide ? CPU_TRAP_SYSCALL64 : CPU_TRAP_SYSCALL32);
	e->trap_len = 0;
	after_call(e, answer);
}

static void on_interrupt(uc_engine *uc __unused, uint32_t intno, void *user)
{
	struct engine *e = user;

	if (likely(intno == 0x80 || intno == SYSENTER_VECTOR)) {
		enum cpu_trap trap = intno == 0x80 ? CPU_TRAP_INT80 : CPU_TRAP_SYSENTER;

		after_call(e, e->client->syscall(e->client->ctx, trap));
		return;
	}
	if (unlikely(is_on_its_way(e)))
		return; /* TF was set at a call that leaves: the next instruction is the one to trap */
	e->intno = intno;
	stop(e, STOP_INTR);
}

bool trap_init(struct engine *e)
{
	uc_hook h;

	return !uc_hook_add(e->uc, &h, UC_HOOK_INSN, (void *)on_syscall, e, 1, 0,
			    UC_X86_INS_SYSCALL) &&
	       !uc_hook_add(e->uc, &h, UC_HOOK_INTR, (void *)on_interrupt, e, 1, 0);
}
