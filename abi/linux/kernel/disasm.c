/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Capstone's view of an instruction. Its objects are malloc'ed, so they live in one function. */
#include "kernel/disasm.h"

#include <capstone/capstone.h>
#include <stdio.h>
#include <string.h>

/* What programs test for in CPUID and sometimes use without; the emulated CPU is an x86-64-v2. */
static const char *feature_of_group(const csh cs, const cs_insn *insn)
{
	static const struct {
		unsigned group;
		const char *feature;
	} features[] = { /* the more special first: AVX-512 instructions are in AVX's group, too */
		{ X86_GRP_AVX512, "AVX-512" }, { X86_GRP_CDI, "AVX-512" },
		{ X86_GRP_ERI, "AVX-512" },    { X86_GRP_PFI, "AVX-512" },
		{ X86_GRP_DQI, "AVX-512" },    { X86_GRP_BWI, "AVX-512" },
		{ X86_GRP_FMA, "FMA" },	       { X86_GRP_FMA4, "FMA4" },
		{ X86_GRP_F16C, "F16C" },      { X86_GRP_AVX2, "AVX2" },
		{ X86_GRP_AVX, "AVX" },	       { X86_GRP_XOP, "XOP" },
		{ X86_GRP_BMI, "BMI1" },       { X86_GRP_BMI2, "BMI2" },
		{ X86_GRP_TBM, "TBM" },	       { X86_GRP_ADX, "ADX" },
		{ X86_GRP_SHA, "SHA" },	       { X86_GRP_RTM, "TSX" },
		{ X86_GRP_HLE, "TSX" },	       { X86_GRP_SSE4A, "SSE4a" },
		{ X86_GRP_3DNOW, "3DNow!" },   { X86_GRP_FSGSBASE, "FSGSBASE" },
		{ X86_GRP_SGX, "SGX" },	       { X86_GRP_VM, "virtualization" },
	};
	unsigned i;

	for (i = 0; i < sizeof(features) / sizeof(features[0]); i++)
		if (cs_insn_group(cs, insn, features[i].group))
			return features[i].feature;
	return NULL;
}

/* Those that Capstone puts into no group. */
static const char *feature_of_id(unsigned id)
{
	switch (id) {
	case X86_INS_RDRAND:
		return "RDRAND";
	case X86_INS_RDSEED:
		return "RDSEED";
	case X86_INS_RDTSCP:
		return "RDTSCP";
	case X86_INS_MOVBE:
		return "MOVBE";
	case X86_INS_CLFLUSHOPT:
		return "CLFLUSHOPT";
	case X86_INS_CLWB:
		return "CLWB";
	case X86_INS_XGETBV:
	case X86_INS_XSAVE:
	case X86_INS_XSAVE64:
	case X86_INS_XSAVEC:
	case X86_INS_XSAVEC64:
	case X86_INS_XSAVEOPT:
	case X86_INS_XSAVEOPT64:
	case X86_INS_XRSTOR:
	case X86_INS_XRSTOR64:
		return "XSAVE";
	default:
		return NULL;
	}
}

/* By encoding, for what neither knows: VEX, EVEX and XOP escapes are never anything else here. */
static const char *feature_of_escape(const uint8_t *bytes, size_t n, bool is_64bit)
{
	bool escape = n > 1 && (is_64bit || bytes[1] >= 0xc0);

	if (escape && (bytes[0] == 0xc4 || bytes[0] == 0xc5))
		return "AVX";
	if (escape && bytes[0] == 0x62)
		return "AVX-512";
	if (n > 1 && bytes[0] == 0x8f && (bytes[1] & 0x1f) >= 8)
		return "XOP";
	return NULL;
}

static bool is_port_access(unsigned id)
{
	switch (id) {
	case X86_INS_IN:
	case X86_INS_OUT:
	case X86_INS_INSB:
	case X86_INS_INSW:
	case X86_INS_INSD:
	case X86_INS_OUTSB:
	case X86_INS_OUTSW:
	case X86_INS_OUTSD:
	case X86_INS_CLI:
	case X86_INS_STI:
		return true;
	default:
		return false;
	}
}

static void describe(struct disasm *d, csh cs, const cs_insn *insn)
{
	d->size = insn->size;
	snprintf(d->mnemonic, sizeof(d->mnemonic), "%s", insn->mnemonic);
	snprintf(d->text, sizeof(d->text), "%s%s%s", insn->mnemonic, insn->op_str[0] ? " " : "",
		 insn->op_str);
	d->needs = feature_of_group(cs, insn);
	if (!d->needs)
		d->needs = feature_of_id(insn->id);
	d->privileged = cs_insn_group(cs, insn, X86_GRP_PRIVILEGE) || is_port_access(insn->id);
}

void disassemble(struct disasm *d, const uint8_t *bytes, size_t n, uaddr_t addr, bool is_64bit)
{
	cs_insn *insn;
	csh cs;

	memset(d, 0, sizeof(*d));
	if (cs_open(CS_ARCH_X86, is_64bit ? CS_MODE_64 : CS_MODE_32, &cs) == CS_ERR_OK) {
		cs_option(cs, CS_OPT_DETAIL, CS_OPT_ON);
		if (cs_disasm(cs, bytes, n, addr, 1, &insn)) {
			describe(d, cs, insn);
			cs_free(insn, 1);
		}
		cs_close(&cs);
	}
	if (!d->needs)
		d->needs = feature_of_escape(bytes, n, is_64bit);
}
