/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells which instructions are not for Unicorn's translator as they are, see translate.c. */
#include "emu/unicorn/decode.h"
#include "emu/unicorn/env.h"

uint32_t cpu_ldub_code_x86_64(struct uc_env *env, uint64_t pc);

struct reader {
	struct uc_env *env;
	uint64_t pc;
	bool is_64bit;
	struct insn *insn;
};

static uint8_t next_byte(struct reader *r)
{
	uint8_t byte = (uint8_t)cpu_ldub_code_x86_64(r->env, r->pc + r->insn->len);

	r->insn->bytes[r->insn->len++] = byte;
	return byte;
}

static unsigned legacy_prefix(uint8_t byte)
{
	switch (byte) {
	case 0xf0:
		return PREFIX_LOCK;
	case 0xf2:
		return PREFIX_REPNE;
	case 0xf3:
		return PREFIX_REP;
	case 0x66:
		return PREFIX_DATA;
	case 0x67:
		return PREFIX_ADDRESS;
	case 0x26:
	case 0x2e:
	case 0x36:
	case 0x3e:
	case 0x64:
	case 0x65:
		return PREFIX_SEGMENT;
	default:
		return 0;
	}
}

bool insn_is_prefix(uint8_t byte, bool is_64bit)
{
	return legacy_prefix(byte) || (is_64bit && (byte & 0xf0) == 0x40);
}

/* Up to the opcode, which is returned. What does not count is not in insn->prefixes and rex. */
static int read_prefixes(struct reader *r)
{
	struct insn *insn = r->insn;

	while (insn->len < INSN_MAX) {
		uint8_t byte = next_byte(r);
		unsigned prefix = legacy_prefix(byte);

		if (!insn_is_prefix(byte, r->is_64bit)) {
			insn->nr_bytes = insn->len - 1;
			return byte;
		}
		if (prefix & (PREFIX_REP | PREFIX_REPNE)) /* the last of these */
			insn->prefixes &= ~(unsigned)(PREFIX_REP | PREFIX_REPNE);
		insn->prefixes |= prefix;
		insn->rex = prefix ? 0 : byte; /* only in front of the opcode */
	}
	return -1;
}

static void replace_prefix(struct insn *insn, uint8_t from, uint8_t to)
{
	for (unsigned i = 0; i < insn->nr_bytes; i++) {
		if (insn->bytes[i] == from) {
			insn->bytes[i] = to;
			insn->rewritten = true;
		}
	}
}

/* Opcodes of the second map that REP, REPNE and DATA choose among, REP and REPNE first. */
static bool is_chosen_by_prefix(uint16_t opcode)
{
	switch (opcode) {
	case 0x0f10 ... 0x0f17:
	case 0x0f28 ... 0x0f2f:
	case 0x0f50 ... 0x0f7f:
	case 0x0fc2:
	case 0x0fd0 ... 0x0fff:
		return true;
	default:
		return false;
	}
}

/*
 * Unicorn lets prefixes count that do not: a REX that is not the last, all but the last of REP and
 * REPNE, DATA next to these. They become copies of one that does.
 */
static void drop_idle_prefixes(struct reader *r)
{
	struct insn *insn = r->insn;
	unsigned rep = insn->prefixes & (PREFIX_REP | PREFIX_REPNE);

	for (unsigned i = insn->nr_bytes; i-- > 1;) {
		if (r->is_64bit && (insn->bytes[i - 1] & 0xf0) == 0x40) {
			insn->bytes[i - 1] = insn->bytes[i];
			insn->rewritten = true;
		}
	}
	if (!rep || insn->nr_bytes < 2)
		return;
	replace_prefix(insn, rep == PREFIX_REP ? 0xf2 : 0xf3, rep == PREFIX_REP ? 0xf3 : 0xf2);
	if (insn->prefixes & PREFIX_DATA && is_chosen_by_prefix(insn->opcode)) {
		replace_prefix(insn, 0x66, rep == PREFIX_REP ? 0xf3 : 0xf2);
		insn->prefixes &= ~(unsigned)PREFIX_DATA;
	}
}

static bool read_modrm(struct reader *r)
{
	struct insn *insn = r->insn;

	if (!insn->has_modrm && insn->len < INSN_MAX) {
		insn->modrm = next_byte(r);
		insn->has_modrm = true;
	}
	return insn->has_modrm;
}

/* C4, C5, 62 and 8F: VEX, EVEX and XOP, or LES, LDS, BOUND and POP. */
static bool is_vector_prefix(struct reader *r)
{
	switch (r->insn->opcode) {
	case 0xc4:
	case 0xc5:
	case 0x62:
		return r->is_64bit || (read_modrm(r) && modrm_mod(r->insn) == 3);
	case 0x8f:
		return read_modrm(r) && modrm_reg(r->insn) != 0;
	default:
		return false;
	}
}

/* Groups of /r whose members are allowed behind LOCK, one bit each; 0: not a group. */
static unsigned lockable_members(uint16_t opcode)
{
	switch (opcode) {
	case 0x80:
	case 0x81:
	case 0x82:
	case 0x83:
		return 0x7f; /* all but CMP */
	case 0xf6:
	case 0xf7:
		return BIT(2) | BIT(3); /* NOT NEG */
	case 0xfe:
	case 0xff:
		return BIT(0) | BIT(1); /* INC DEC */
	case 0x0fba:
		return BIT(5) | BIT(6) | BIT(7); /* BTS BTR BTC */
	case 0x0fc7:
		return BIT(1); /* CMPXCHG8B */
	default:
		return 0;
	}
}

static bool is_lockable_opcode(uint16_t opcode)
{
	switch (opcode) {
	case 0x86:
	case 0x87: /* XCHG */
	case 0x0fab:
	case 0x0fb3:
	case 0x0fbb: /* BTS BTR BTC */
	case 0x0fb0:
	case 0x0fb1:
	case 0x0fc0:
	case 0x0fc1: /* CMPXCHG XADD */
		return true;
	default:
		return opcode < 0x38 && (opcode & 6) == 0; /* ADD ... XOR to memory */
	}
}

static bool lock_is_legal(struct reader *r)
{
	unsigned members = lockable_members(r->insn->opcode);

	if (!members && !is_lockable_opcode(r->insn->opcode))
		return false;
	if (!read_modrm(r) || modrm_mod(r->insn) == 3)
		return false;
	return !members || members & BIT(modrm_reg(r->insn));
}

/* Shifts of vectors by a number: the register form, and only some members of the group. */
static bool is_vector_shift(const struct insn *insn)
{
	unsigned members = BIT(2) | BIT(4) | BIT(6);

	if (insn->opcode == 0x0f73)
		members = BIT(2) | BIT(6) | (insn->prefixes & PREFIX_DATA ? BIT(3) | BIT(7) : 0);
	return modrm_mod(insn) == 3 && members & BIT(modrm_reg(insn));
}

/* What is undefined, or not announced by the guest's CPUID, and Unicorn has all the same. */
static bool is_undefined(struct reader *r)
{
	struct insn *insn = r->insn;
	bool rep = insn->prefixes & (PREFIX_REP | PREFIX_REPNE),
	     data = insn->prefixes & PREFIX_DATA;

	switch (insn->opcode) {
	case 0x0f0e:
	case 0x0f0f: /* 3DNow! */
	case 0x0f78:
	case 0x0f79: /* SSE4A */
		return true;
	case 0x0f2b: /* MOVNTSS, MOVNTSD of SSE4A; MOVNTPS, MOVNTPD are SSE's */
		return rep;
	case 0x0fc3: /* MOVNTI */
		return rep || data;
	default:
		break;
	}
	switch (insn->opcode) {
	case 0xc6:
	case 0xc7: /* XABORT, XBEGIN of RTM in MOV's group */
		return read_modrm(r) && modrm_mod(insn) == 3 && modrm_reg(insn) == 7;
	case 0x0f12:
	case 0x0f16: /* MOVLPD, MOVHPD */
		return data && !rep && read_modrm(r) && modrm_mod(insn) == 3;
	case 0x0f20:
	case 0x0f22: /* control registers that do not exist */
		return read_modrm(r) && BIT(modrm_reg(insn)) & (BIT(1) | BIT(5) | BIT(6) | BIT(7));
	case 0x0f50:
	case 0x0fc5:
	case 0x0fd7:
	case 0x0ff7: /* have no operand in memory */
		return read_modrm(r) && modrm_mod(insn) != 3;
	case 0x0fd6: /* MOVQ2DQ, MOVDQ2Q, likewise */
		return rep && read_modrm(r) && modrm_mod(insn) != 3;
	case 0x0fe7: /* MOVNTQ has no other */
		return !data && read_modrm(r) && modrm_mod(insn) == 3;
	case 0x0f71:
	case 0x0f72:
	case 0x0f73:
		return read_modrm(r) && !is_vector_shift(insn);
	case 0x0fae: /* FXSAVE, FXRSTOR, LDMXCSR, STMXCSR */
		return (rep || data) && read_modrm(r) && modrm_mod(insn) != 3 &&
		       modrm_reg(insn) < 4;
	default:
		return false;
	}
}

/* Members of a group that real CPUs have and Unicorn does not: made those that do the same. */
static void complete_group(struct reader *r)
{
	struct insn *insn = r->insn;
	bool test = (insn->opcode == 0xf6 || insn->opcode == 0xf7) && modrm_reg(insn) == 1;
	bool hint = insn->opcode == 0x0f18 && (modrm_mod(insn) == 3 || modrm_reg(insn) > 3);

	if (!test && !hint)
		return;
	if (hint)
		insn->bytes[insn->len - 2] = 0x1f; /* NOP with an operand */
	insn->bytes[insn->len - 1] &= 0xc7;	   /* member 0 */
	insn->nr_bytes = insn->len;
	insn->rewritten = true;
}

/* False: LOCK is not allowed there. */
static bool repair_lock(struct reader *r)
{
	struct insn *insn = r->insn;

	if (!lock_is_legal(r))
		return false;
	/*
	 * LOCK NEG leaves wrong flags. Without LOCK it is right, and nothing is lost: no other CPU
	 * of the machine runs at the same time. REP means nothing to it.
	 */
	if ((insn->opcode == 0xf6 || insn->opcode == 0xf7) && modrm_reg(insn) == 3)
		replace_prefix(insn, 0xf0, 0xf3);
	return true;
}

/* CVTPI2PD from memory is no MMX instruction; CVTDQ2PD does the same and Unicorn knows that. */
static void as_cvtdq2pd(struct insn *insn)
{
	replace_prefix(insn, 0x66, 0xf3);
	insn->bytes[insn->nr_bytes++] = 0x0f;
	insn->bytes[insn->nr_bytes++] = 0xe6;
}

/* The mandatory prefix of an SSE instruction: REP and REPNE win over DATA. */
static unsigned mandatory_prefix(const struct insn *insn)
{
	unsigned rep = insn->prefixes & (PREFIX_REP | PREFIX_REPNE);

	return rep ? rep : insn->prefixes & PREFIX_DATA;
}

/* Of the second map: is there a 16-byte operand, if it is in memory, and must it be aligned? */
static bool is_aligned_sse(const struct insn *insn)
{
	unsigned prefix = mandatory_prefix(insn);
	bool packed =
		!(prefix & (PREFIX_REP | PREFIX_REPNE)); /* or MMX, which has no such operand */

	switch (insn->opcode & 0xff) {
	case 0x12:
	case 0x16: /* MOVSLDUP, MOVSHDUP */
	case 0x5b: /* CVTTPS2DQ; the others below */
		return prefix == PREFIX_REP || (packed && (insn->opcode & 0xff) == 0x5b);
	case 0x14:
	case 0x15:
	case 0x28:
	case 0x29:
	case 0x2b: /* UNPCK MOVAPS MOVNTPS */
	case 0x51 ... 0x59:
	case 0x5c ... 0x5f:
	case 0xc2:
	case 0xc6: /* arithmetic, CMP, SHUF */
		return packed;
	case 0x2c:
	case 0x2d:
	case 0x5a: /* CVTPD2PI, CVTPD2PS */
	case 0x60 ... 0x6d:
	case 0x6f:
	case 0x74 ... 0x76:
	case 0x7f: /* integers, MOVDQA */
	case 0xd1 ... 0xd5:
	case 0xd8 ... 0xe5:
	case 0xe7 ... 0xef:
	case 0xf1 ... 0xf6:
	case 0xf8 ... 0xfe:
		return prefix == PREFIX_DATA;
	case 0x70: /* PSHUFD and kin */
		return prefix != 0;
	case 0x7c:
	case 0x7d:
	case 0xd0:
	case 0xe6: /* HADD HSUB ADDSUB, CVTPD2DQ */
		return prefix == PREFIX_DATA || prefix == PREFIX_REPNE;
	default:
		return false;
	}
}

/* Those that use less of an operand in memory than Unicorn reads: what follows may not be there. */
static unsigned narrow_operand(const struct insn *insn)
{
	switch (insn->opcode) {
	case 0x0f2c:
	case 0x0f2d:
	case 0x0f5a: /* CVTTPS2PI, CVTPS2PI, CVTPS2PD */
		return mandatory_prefix(insn) ? 0 : 8;
	case 0x0f60:
	case 0x0f61:
	case 0x0f62: /* PUNPCKLBW, PUNPCKLWD, PUNPCKLDQ of MMX registers */
		return mandatory_prefix(insn) ? 0 : 4;
	case 0x0fe6: /* CVTDQ2PD */
		return mandatory_prefix(insn) == PREFIX_REP ? 8 : 0;
	default:
		return 0;
	}
}

/* The same for 0F 38 and 0F 3A, whose instructions have the prefix DATA. */
static bool is_aligned_sse4(uint16_t map, uint8_t opcode)
{
	switch (map << 8 | opcode) {
	case 0x0f3800 ... 0x0f380b:
	case 0x0f3810:
	case 0x0f3814:
	case 0x0f3815:
	case 0x0f3817:
	case 0x0f381c ... 0x0f381e:
	case 0x0f3828 ... 0x0f382b:
	case 0x0f3837 ... 0x0f3841:
	case 0x0f38db ... 0x0f38df:
	case 0x0f3a08:
	case 0x0f3a09:
	case 0x0f3a0c ... 0x0f3a0f:
	case 0x0f3a40 ... 0x0f3a42:
	case 0x0f3a44:
	case 0x0f3adf:
		return true;
	default:
		return false;
	}
}

/* SSSE3 on MMX registers: Unicorn forgets that these are the x87's. */
static bool is_ssse3_mmx(uint16_t map, uint8_t opcode)
{
	if (map == 0x0f3a)
		return opcode == 0x0f; /* PALIGNR */
	return opcode <= 0x0b || (opcode >= 0x1c && opcode <= 0x1e);
}

static enum insn_kind classify_three_bytes(struct reader *r)
{
	struct insn *insn = r->insn;
	uint8_t third;

	if (insn->len == INSN_MAX)
		return INSN_PLAIN;
	third = next_byte(r);
	if (insn->opcode == 0x0f3a && (third == 0x0a || third == 0x0b)) /* ROUNDSS, ROUNDSD */
		insn->narrow = third == 0x0a ? 4 : 8;
	if (insn->prefixes & (PREFIX_REP | PREFIX_REPNE))
		return third == 0xf0 || third == 0xf1 ? INSN_PLAIN : INSN_REFUSED; /* CRC32 */
	if (mandatory_prefix(insn) == PREFIX_DATA)
		insn->aligned = is_aligned_sse4(insn->opcode, third);
	else if (!mandatory_prefix(insn) && is_ssse3_mmx(insn->opcode, third))
		return INSN_ENTERS_MMX;
	return INSN_PLAIN;
}

static bool user_gate(uint8_t vector)
{
	return vector == 3 || vector == 4 || vector == 0x80;
}

/* Through another segment or with cut addresses they are rare. */
static void classify_string(struct insn *insn)
{
	if (!(insn->prefixes & PREFIX_REP) || insn->prefixes & (PREFIX_SEGMENT | PREFIX_ADDRESS))
		return;
	insn->string_moves = insn->opcode < 0xaa;
	if (!(insn->opcode & 1))
		insn->string_width = 1;
	else if (insn->rex & 8)
		insn->string_width = 8;
	else
		insn->string_width = insn->prefixes & PREFIX_DATA ? 2 : 4;
}

static enum insn_kind classify_opcode(struct reader *r)
{
	struct insn *insn = r->insn;

	switch (insn->opcode) {
	case 0x6c:
	case 0x6d:
	case 0x6e:
	case 0x6f: /* INS OUTS */
	case 0xe4:
	case 0xe5:
	case 0xe6:
	case 0xe7: /* IN OUT, by number */
	case 0xec:
	case 0xed:
	case 0xee:
	case 0xef: /* by DX */
		return INSN_PRIVILEGED;
	case 0x0f07:
	case 0x0f35: /* SYSRET SYSEXIT */
		return INSN_PRIVILEGED;
	case 0xf6:
	case 0xf7:
	case 0x0f18: /* TEST, hints */
		if (read_modrm(r))
			complete_group(r);
		return INSN_PLAIN;
	case 0xc0:
	case 0xc1:
	case 0xd0 ... 0xd3: /* RCL, RCR */
		if (read_modrm(r) && modrm_mod(insn) != 3 && (modrm_reg(insn) & 6) == 2)
			return INSN_ROTATES;
		return INSN_PLAIN;
	case 0xa4: /* MOVS, STOS */
	case 0xa5:
	case 0xaa:
	case 0xab:
		classify_string(insn);
		return INSN_PLAIN;
	case 0x0f34: /* SYSENTER: as on an AMD processor, for 32-bit code alone */
		return r->is_64bit ? INSN_REFUSED : INSN_SYSENTER;
	case 0xcd: /* INT n: to the gates that ring 3 may use */
		return insn->len < INSN_MAX && !user_gate(next_byte(r)) ? INSN_PRIVILEGED
									: INSN_PLAIN;
	case 0x0fc7: /* CMPXCHG8B, CMPXCHG16B: the flags they keep are lost */
		if (read_modrm(r) && modrm_reg(insn) == 1 && modrm_mod(insn) != 3)
			return INSN_NEEDS_FLAGS;
		return INSN_PLAIN;
	case 0x0fb1: /* CMPXCHG of 32 bits: clears the upper half of what it must not write */
		if (!r->is_64bit || insn->prefixes & PREFIX_DATA || insn->rex & 8 || !read_modrm(r))
			return INSN_PLAIN;
		insn->keeps_rax = true;
		return modrm_mod(insn) == 3 ? INSN_EMULATED : INSN_PLAIN;
	case 0x0f2a:
		if (mandatory_prefix(insn) == PREFIX_DATA && read_modrm(r) && modrm_mod(insn) != 3)
			as_cvtdq2pd(insn);
		insn->narrow = insn->rewritten ? 8 : 0;
		return INSN_PLAIN;
	case 0x0f38:
	case 0x0f3a:
		return classify_three_bytes(r);
	default:
		insn->aligned = insn->opcode >= 0x0f00 && is_aligned_sse(insn);
		insn->narrow = narrow_operand(insn);
		return INSN_PLAIN;
	}
}

enum insn_kind insn_classify(struct insn *insn, struct uc_env *env, uint64_t pc, bool is_64bit)
{
	struct reader r = { env, pc, is_64bit, insn };
	int opcode;

	*insn = (struct insn){ 0 };
	opcode = read_prefixes(&r);
	if (opcode < 0)
		return INSN_PLAIN; /* too long, which the translator finds too */
	insn->opcode = (uint16_t)opcode;
	if (is_vector_prefix(&r))
		return INSN_REFUSED;
	if (opcode == 0x0f) {
		if (insn->len == INSN_MAX)
			return INSN_PLAIN;
		insn->opcode = 0x0f00 | next_byte(&r);
	}
	if (insn->nr_bytes > 1)
		drop_idle_prefixes(&r);
	if (is_undefined(&r))
		return INSN_REFUSED;
	if (insn->prefixes & PREFIX_LOCK && !repair_lock(&r))
		return INSN_REFUSED;
	return classify_opcode(&r);
}
