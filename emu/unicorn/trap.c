/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Traps: the four ways into the kernel, and the hook of exceptions. All are served inside their
 * hooks, with exact state: SYSENTER, whose own hook has neither RIP nor flags, is translated as
 * SYSCALL (translate.c) and told from it by its bytes.
 */
#include "emu/unicorn/decode.h"
#include "emu/unicorn/engine.h"

#define SYSENTER_OPCODE 0x34 /* behind 0f; SYSCALL's is 05 */

/* Prefixes count; almost nobody writes any. */
static void decode_call(struct engine *e, struct call_insn *c, uaddr_t rip, bool wide)
{
	uint8_t bytes[15];
	size_t n = guest_peek(e, rip, bytes, sizeof(bytes)), i = 0;

	while (i + 1 < n && insn_is_prefix(bytes[i], wide))
		i++;
	c->rip = rip;
	c->is_sysenter = i + 1 < n && bytes[i + 1] == SYSENTER_OPCODE;
	/* What the engine will add: SYSENTER is two bytes to it, whatever its prefixes. */
	c->len = c->is_sysenter ? 2 : i + 2;
}

static const struct call_insn *call_at_rip(struct engine *e, bool wide)
{
	uaddr_t rip = code_address(e);
	struct call_insn *c = &e->calls[(rip >> 1) % CALLS];

	if (unlikely(c->rip != rip || !c->len))
		decode_call(e, c, rip, wide);
	return c;
}

static void stop(struct engine *e, enum stop why)
{
	e->stop = why;
	uc_emu_stop(e->uc);
}

/* The call was served in its hook: on in ring 3, or out. */
static void after_call(struct engine *e, enum cpu_answer answer)
{
	if (unlikely(answer != CPU_GO_ON))
		stop(e, STOP_LEAVE);
	else if (unlikely(e->segments || e->step))
		stop(e, STOP_QUEUED);
	else
		tlb_flush_pending(e);
}

static __always_inline void serve_call(struct engine *e)
{
	bool wide = segment_is_64bit(e);
	const struct call_insn *c = call_at_rip(e, wide);
	enum cpu_trap trap = wide ? CPU_TRAP_SYSCALL64 : CPU_TRAP_SYSCALL32;
	enum cpu_answer answer;

	e->trap_len = c->len;
	if (c->is_sysenter) {
		trap = CPU_TRAP_SYSENTER;
	} else {
		reg_write(e, CPU_RCX, reg_read(e, CPU_RIP));
		reg_write(e, CPU_R11, reg_read(e, CPU_RFLAGS));
	}
	answer = e->client->syscall(e->client->ctx, trap);
	e->trap_len = 0;
	after_call(e, answer);
}

static void on_syscall(uc_engine *uc __unused, void *user)
{
	serve_call(user);
}

/* What calls the hook: it looks through Unicorn's hooks each time, and returns through one more. */
REPLACED(void, helper_syscall, struct uc_env *env, int len);
INTERPOSE(void, helper_syscall, struct uc_env *env, int len)
{
	struct engine *e = entered;

	if (unlikely(!e || e->cal.env != env)) {
		__real_helper_syscall_x86_64(env, len);
		return;
	}
	serve_call(e);
	env->eip += (uint64_t)len;
}

static void on_interrupt(uc_engine *uc __unused, uint32_t intno, void *user)
{
	struct engine *e = user;

	if (likely(intno == 0x80)) {
		after_call(e, e->client->syscall(e->client->ctx, CPU_TRAP_INT80));
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
