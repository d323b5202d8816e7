/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The classic packet filter's instructions, as the macros of <linux/filter.h> write them; with the names
 * of the extended one's operations, as strace has them.
 */
#include "decode/bpf_filter.h"

#include "uaccess.h"

struct sock_filter {
	uint16_t code;
	uint8_t jt, jf;
	uint32_t k;
};

#define CLASS_RET 6

static const struct xlat classes[] = {
	{ 0, "BPF_LD" }, { 1, "BPF_LDX" }, { 2, "BPF_ST" }, { 3, "BPF_STX" },
	{ 4, "BPF_ALU" }, { 5, "BPF_JMP" }, { 6, "BPF_RET" }, { 7, "BPF_MISC" }, {}
};
static const struct xlat sizes[] = { { 0, "BPF_W" }, { 8, "BPF_H" }, { 0x10, "BPF_B" },
				     { 0x18, "BPF_DW" }, {} };
static const struct xlat modes[] = {
	{ 0, "BPF_IMM" }, { 0x20, "BPF_ABS" }, { 0x40, "BPF_IND" }, { 0x60, "BPF_MEM" },
	{ 0x80, "BPF_LEN" }, { 0xa0, "BPF_MSH" }, { 0xc0, "BPF_XADD" }, {}
};
static const struct xlat sources[] = { { 0, "BPF_K" }, { 8, "BPF_X" }, {} };
static const struct xlat alu_ops[] = {
	{ 0, "BPF_ADD" }, { 0x10, "BPF_SUB" }, { 0x20, "BPF_MUL" }, { 0x30, "BPF_DIV" },
	{ 0x40, "BPF_OR" }, { 0x50, "BPF_AND" }, { 0x60, "BPF_LSH" }, { 0x70, "BPF_RSH" },
	{ 0x80, "BPF_NEG" }, { 0x90, "BPF_MOD" }, { 0xa0, "BPF_XOR" }, { 0xb0, "BPF_MOV" },
	{ 0xc0, "BPF_ARSH" }, { 0xd0, "BPF_END" }, {}
};
static const struct xlat jump_ops[] = {
	{ 0, "BPF_JA" }, { 0x10, "BPF_JEQ" }, { 0x20, "BPF_JGT" }, { 0x30, "BPF_JGE" },
	{ 0x40, "BPF_JSET" }, { 0x50, "BPF_JNE" }, { 0x60, "BPF_JSGT" }, { 0x70, "BPF_JSGE" },
	{ 0x80, "BPF_CALL" }, { 0x90, "BPF_EXIT" }, { 0xa0, "BPF_JLT" }, { 0xb0, "BPF_JLE" },
	{ 0xc0, "BPF_JSLT" }, { 0xd0, "BPF_JSLE" }, {}
};
static const struct xlat return_values[] = { { 0, "BPF_K" }, { 8, "BPF_X" }, { 0x10, "BPF_A" },
					     {} };
static const struct xlat misc_ops[] = { { 0, "BPF_TAX" }, { 0x80, "BPF_TXA" }, {} };

static void add_unknown(struct names *t, unsigned bits)
{
	char text[32];

	snprintf(text, sizeof(text), "%#x /* BPF_??? */", bits);
	add_name(t, text);
}

static void add(struct names *t, const struct xlat *table, unsigned bits)
{
	const char *name = xlat_name(table, bits);

	if (name)
		add_name(t, name);
	else
		add_unknown(t, bits);
}

static void put_code(struct decoder *d, unsigned code)
{
	struct names t = { .n = 0 };

	add(&t, classes, code & 7);
	switch (code & 7) {
	case 0:
	case 1:
		add(&t, sizes, code & 0x18);
		add(&t, modes, code & 0xe0);
		break;
	case 2:
	case 3:
		if (code & ~7u)
			add_unknown(&t, code & ~7u);
		break;
	case 4:
		add(&t, sources, code & 8);
		add(&t, alu_ops, code & 0xf0);
		break;
	case 5:
		add(&t, sources, code & 8);
		add(&t, jump_ops, code & 0xf0);
		break;
	case CLASS_RET:
		add(&t, return_values, code & 0x18);
		if (code & ~0x1fu)
			add_unknown(&t, code & ~0x1fu);
		break;
	case 7:
		add(&t, misc_ops, code & 0xf8);
		if (code & ~0xffu)
			add_unknown(&t, code & ~0xffu);
		break;
	}
	d->sink->symbol(d->ctx, code, SINK_HEX, t.s);
}

struct result_form {
	print_fn *print;
};

static void put_instruction(struct decoder *d, const void *elem, void *ctx)
{
	const struct result_form *result = ctx;
	const struct sock_filter *f = elem;
	bool jumps = f->jt || f->jf;

	begin_call(d, jumps ? "BPF_JUMP" : "BPF_STMT");
	put_code(d, f->code);
	if (!jumps && (f->code & 7) == CLASS_RET)
		result->print(d, f->k);
	else
		put_hex(d, f->k);
	if (jumps) {
		put_hex(d, f->jt);
		put_hex(d, f->jf);
	}
	end(d);
}

/* --- the extended machine --- */

static const struct xlat extended_classes[] = {
	{ 0, "BPF_LD" }, { 1, "BPF_LDX" }, { 2, "BPF_ST" }, { 3, "BPF_STX" },
	{ 4, "BPF_ALU" }, { 5, "BPF_JMP" }, { 6, "BPF_JMP32" }, { 7, "BPF_ALU64" }, {}
};
static const struct xlat registers[] = {
	{ 0, "BPF_REG_0" }, { 1, "BPF_REG_1" }, { 2, "BPF_REG_2" }, { 3, "BPF_REG_3" },
	{ 4, "BPF_REG_4" }, { 5, "BPF_REG_5" }, { 6, "BPF_REG_6" }, { 7, "BPF_REG_7" },
	{ 8, "BPF_REG_8" }, { 9, "BPF_REG_9" }, { 10, "BPF_REG_10" }, {}
};

struct extended_insn {
	uint8_t code, registers;
	int16_t off;
	int32_t imm;
};

static void put_extended_code(struct decoder *d, unsigned code)
{
	struct names t = { .n = 0 };

	add(&t, extended_classes, code & 7);
	switch (code & 7) {
	case 4:
	case 7:
		add(&t, sources, code & 8);
		add(&t, alu_ops, code & 0xf0);
		break;
	case 5:
		add(&t, sources, code & 8);
		add(&t, jump_ops, code & 0xf0);
		break;
	case 6:
		if (code & ~7u)
			add_unknown(&t, code & ~7u);
		break;
	default:
		add(&t, sizes, code & 0x18);
		add(&t, modes, code & 0xe0);
	}
	d->sink->symbol(d->ctx, code, SINK_HEX, t.s);
}

static void put_extended(struct decoder *d, const void *elem, __unused void *ctx)
{
	const struct extended_insn *i = elem;

	begin(d, SINK_STRUCT);
	field(d, "code");
	put_extended_code(d, i->code);
	field(d, "dst_reg");
	put_value(d, registers, i->registers & 15, "BPF_REG_???");
	field(d, "src_reg");
	put_value(d, registers, i->registers >> 4, "BPF_REG_???");
	field_number(d, i, off);
	field(d, "imm");
	put_hex(d, (uint32_t)i->imm);
	end(d);
}

#define MAX_INSTRUCTIONS 4096

void put_bpf_instructions(struct decoder *d, uaddr_t at, uint64_t n)
{
	struct extended_insn i;

	if (n <= MAX_INSTRUCTIONS)
		put_array(d, at, n, &i, sizeof(i), put_extended, NULL);
	else
		put_address(d, at);
}

void put_statements(struct decoder *d, uaddr_t at, uint64_t n, print_fn *result)
{
	struct sock_filter f;

	if (d->whole && n <= MAX_INSTRUCTIONS)
		put_array(d, at, n, &f, sizeof(f), put_instruction, &(struct result_form){ result });
	else
		put_address(d, at);
}

void put_sock_fprog(struct decoder *d, uaddr_t at, print_fn *result)
{
	uint8_t b[16] = { 0 };
	uint64_t filter = 0;
	uint16_t len;

	if (!fetch(d, b, at, d->is_64bit ? 16 : 8))
		return;
	memcpy(&len, b, sizeof(len));
	memcpy(&filter, b + (d->is_64bit ? 8 : 4), d->is_64bit ? 8 : 4);
	begin(d, SINK_STRUCT);
	field(d, "len");
	put_unsigned(d, len);
	field(d, "filter");
	put_statements(d, filter, len, result);
	end(d);
}
