/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The FXSAVE image (64-bit form, as signal frames carry it), made of registers and back. */
#include "emu/unicorn/engine.h"

#include <string.h>

#define FX_ST 32
#define FX_XMM 160
#define MXCSR_MASK 0xffffu

struct fxsave_head {
	uint16_t fcw, fsw;
	uint8_t ftw, reserved; /* abridged: a bit a physical register, 1: in use */
	uint16_t fop;
	uint64_t rip, rdp;
	uint32_t mxcsr, mxcsr_mask;
};
_Static_assert(sizeof(struct fxsave_head) == FX_ST, "the head of an FXSAVE image");

static uint8_t abridge(uint16_t tags)
{
	uint8_t in_use = 0;

	for (unsigned i = 0; i < 8; i++)
		if ((tags >> 2 * i & 3) != 3)
			in_use |= 1u << i;
	return in_use;
}

/* In use: "valid" will do; Unicorn works out zero and special by itself when asked. */
static uint16_t unabridge(uint8_t in_use)
{
	uint16_t tags = 0;

	for (unsigned i = 0; i < 8; i++)
		if (!(in_use & 1u << i))
			tags |= 3u << 2 * i;
	return tags;
}

void unicorn_get_fpu(struct cpu *cpu, struct cpu_fpu *fpu)
{
	uc_engine *uc = engine_of(cpu)->uc;
	struct fxsave_head head = { .mxcsr_mask = MXCSR_MASK };
	uint16_t tags = 0;

	memset(fpu, 0, sizeof(*fpu));
	uc_reg_read(uc, UC_X86_REG_FPCW, &head.fcw);
	uc_reg_read(uc, UC_X86_REG_FPSW, &head.fsw);
	uc_reg_read(uc, UC_X86_REG_FPTAG, &tags);
	uc_reg_read(uc, UC_X86_REG_MXCSR, &head.mxcsr);
	head.ftw = abridge(tags);
	memcpy(fpu->image, &head, sizeof(head));
	for (unsigned i = 0; i < 8; i++)
		uc_reg_read(uc, UC_X86_REG_ST0 + (int)i, fpu->image + FX_ST + 16 * i);
	for (unsigned i = 0; i < 16; i++)
		uc_reg_read(uc, UC_X86_REG_XMM0 + (int)i, fpu->image + FX_XMM + 16 * i);
}

void unicorn_set_fpu(struct cpu *cpu, const struct cpu_fpu *fpu)
{
	uc_engine *uc = engine_of(cpu)->uc;
	struct fxsave_head head;
	uint16_t tags;

	memcpy(&head, fpu->image, sizeof(head));
	head.mxcsr &= MXCSR_MASK;
	tags = unabridge(head.ftw);
	uc_reg_write(uc, UC_X86_REG_FPCW, &head.fcw);
	uc_reg_write(uc, UC_X86_REG_FPSW, &head.fsw); /* the top of stack first: ST is relative */
	for (unsigned i = 0; i < 8; i++)
		uc_reg_write(uc, UC_X86_REG_ST0 + (int)i, fpu->image + FX_ST + 16 * i);
	uc_reg_write(uc, UC_X86_REG_FPTAG, &tags);
	uc_reg_write(uc, UC_X86_REG_MXCSR, &head.mxcsr);
	for (unsigned i = 0; i < 16; i++)
		uc_reg_write(uc, UC_X86_REG_XMM0 + (int)i, fpu->image + FX_XMM + 16 * i);
}
