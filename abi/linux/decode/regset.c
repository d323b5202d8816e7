/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers in memory: tables of where each is, for both ABIs. */
#include "decode/regset.h"

#include "decode/xlat/ptrace.h"

struct reg {
	const char *name;
	uint16_t at;
	uint8_t size, n; /* n > 1: an array */
};

#define REG64(i, name) { name, (i) * 8, 8, 1 }
#define REG32(i, name) { name, (i) * 4, 4, 1 }

static const struct reg x64_regs[] = {
	REG64(0, "r15"), REG64(1, "r14"), REG64(2, "r13"), REG64(3, "r12"), REG64(4, "rbp"),
	REG64(5, "rbx"), REG64(6, "r11"), REG64(7, "r10"), REG64(8, "r9"), REG64(9, "r8"),
	REG64(10, "rax"), REG64(11, "rcx"), REG64(12, "rdx"), REG64(13, "rsi"), REG64(14, "rdi"),
	REG64(15, "orig_rax"), REG64(16, "rip"), REG64(17, "cs"), REG64(18, "eflags"),
	REG64(19, "rsp"), REG64(20, "ss"), REG64(21, "fs_base"), REG64(22, "gs_base"),
	REG64(23, "ds"), REG64(24, "es"), REG64(25, "fs"), REG64(26, "gs"), {}
};
static const struct reg i386_regs[] = {
	REG32(0, "ebx"), REG32(1, "ecx"), REG32(2, "edx"), REG32(3, "esi"), REG32(4, "edi"),
	REG32(5, "ebp"), REG32(6, "eax"), REG32(7, "xds"), REG32(8, "xes"), REG32(9, "xfs"),
	REG32(10, "xgs"), REG32(11, "orig_eax"), REG32(12, "eip"), REG32(13, "xcs"),
	REG32(14, "eflags"), REG32(15, "esp"), REG32(16, "xss"), {}
};
static const struct reg x64_fpregs[] = {
	{ "cwd", 0, 2, 1 }, { "swd", 2, 2, 1 }, { "ftw", 4, 2, 1 }, { "fop", 6, 2, 1 },
	{ "rip", 8, 8, 1 }, { "rdp", 16, 8, 1 }, { "mxcsr", 24, 4, 1 }, { "mxcr_mask", 28, 4, 1 },
	{ "st_space", 32, 4, 32 }, { "xmm_space", 160, 4, 64 }, { "padding", 416, 4, 24 }, {}
};
static const struct reg i386_fpregs[] = {
	REG32(0, "cwd"), REG32(1, "swd"), REG32(2, "twd"), REG32(3, "fip"), REG32(4, "fcs"),
	REG32(5, "foo"), REG32(6, "fos"), { "st_space", 28, 4, 20 }, {}
};

#define MAX_SIZE 512

static const struct reg *table_of(const struct decoder *d, uint32_t type)
{
	if (type == NT_FPREGSET)
		return d->is_64bit ? x64_fpregs : i386_fpregs;
	return d->is_64bit ? x64_regs : i386_regs;
}

uint64_t regset_size(const struct decoder *d, uint32_t type)
{
	const struct reg *r = table_of(d, type);

	while (r[1].name)
		r++;
	return r->at + r->size * r->n;
}

static void put_reg(struct decoder *d, const uint8_t *bytes, unsigned size)
{
	uint64_t v = 0;

	memcpy(&v, bytes, size);
	put_hex(d, v);
}

static void put_reg_array(struct decoder *d, const uint8_t *bytes, unsigned n)
{
	unsigned i;

	begin(d, SINK_ARRAY);
	for (i = 0; i < n; i++) {
		if (i >= d->string_limit && !d->whole) {
			put_more(d);
			break;
		}
		put_reg(d, bytes + i * 4, 4);
	}
	end(d);
}

void put_regset(struct decoder *d, uint32_t type, uaddr_t at, uint64_t n)
{
	uint64_t word = d->is_64bit ? 8 : 4, size = regset_size(d, type);
	const struct reg *r = table_of(d, type);
	uint8_t bytes[MAX_SIZE];

	if (!n || n % word) {
		put_address(d, at);
		return;
	}
	if (!fetch(d, bytes, at, min(n, size)))
		return;
	begin(d, SINK_STRUCT);
	for (; r->name && r->at + r->size <= n; r++) {
		field(d, r->name);
		if (r->n == 1)
			put_reg(d, bytes + r->at, r->size);
		else
			put_reg_array(d, bytes + r->at, min((unsigned)r->n, (unsigned)(n - r->at) / 4));
	}
	if (n > size)
		put_more(d);
	end(d);
}
