/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the guest is told about its CPU: only what the engine does right. That is x86-64-v2 as a
 * Westmere has it, without the hypervisor bit; no AVX, BMI, XSAVE, RDRAND, ERMS. Leaves that are
 * not listed are zero.
 */
#include "emu/unicorn/engine.h"

#define VENDOR "GenuineIntel"
#define BRAND "ring3 virtual x86-64 processor"
#define FAMILY 6
#define MODEL 44
#define STEPPING 1
#define FEATURES_EDX 0x078bfbffu /* FPU .. SSE2, CLFLUSH, without DS, SS, HTT, TM, PBE */
#define FEATURES_ECX 0x02982203u /* SSE3 PCLMUL SSSE3 CX16 SSE4.1 SSE4.2 POPCNT AES */
#define FEATURES_EXT_EDX 0x20100800u /* SYSCALL NX LM */
#define FEATURES_EXT_ECX 0x1u	     /* LAHF in 64-bit mode */

#define ANY_SUBLEAF UINT32_MAX

struct leaf {
	uint32_t leaf, subleaf;
	uint32_t eax, ebx, ecx, edx;
};

#define CHARS(a, b, c, d) ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 | (uint32_t)(d) << 24)
#define BRAND4(i) CHARS(brand[i], brand[(i) + 1], brand[(i) + 2], brand[(i) + 3])

/* A cache's leaf 4: type (1 data, 2 code, 3 both), level, ways, sets; lines of 64 bytes. */
#define CACHE_EAX(type, level) ((type) | (level) << 5 | 1u << 8)
#define CACHE_EBX(ways) (((ways) - 1u) << 22 | 63u)

static const struct leaf leaves[] = {
	{ 0x00000000, ANY_SUBLEAF, 0xb, CHARS('G', 'e', 'n', 'u'), CHARS('n', 't', 'e', 'l'),
	  CHARS('i', 'n', 'e', 'I') },
	{ 0x00000001, ANY_SUBLEAF, (MODEL >> 4) << 16 | FAMILY << 8 | (MODEL & 15) << 4 | STEPPING,
	  0x00010800, FEATURES_ECX, FEATURES_EDX },
	{ 0x00000002, ANY_SUBLEAF, 0x00feff01, 0x000000f0, 0, 0 }, /* "see leaf 4" */
	{ 0x00000004, 0, CACHE_EAX(1, 1u), CACHE_EBX(8), 63, 0 },    /* 32 KiB */
	{ 0x00000004, 1, CACHE_EAX(2, 1u), CACHE_EBX(8), 63, 0 },    /* 32 KiB */
	{ 0x00000004, 2, CACHE_EAX(3, 2u), CACHE_EBX(8), 511, 0 },   /* 256 KiB */
	{ 0x00000004, 3, CACHE_EAX(3, 3u), CACHE_EBX(16), 8191, 0 }, /* 8 MiB */
	{ 0x80000000, ANY_SUBLEAF, 0x80000008, 0, 0, 0 },
	{ 0x80000001, ANY_SUBLEAF, 0, 0, FEATURES_EXT_ECX, FEATURES_EXT_EDX },
	{ 0x80000006, ANY_SUBLEAF, 0, 0, 0x01006040, 0 },
	{ 0x80000008, ANY_SUBLEAF, 0x00003028, 0, 0, 0 }, /* 40 bits physical, 48 virtual */
};

static struct leaf brand_leaf(uint32_t leaf)
{
	static const char brand[48] = BRAND;
	unsigned i = (leaf - 0x80000002u) * 16;

	return (struct leaf){ leaf, ANY_SUBLEAF, BRAND4(i), BRAND4(i + 4), BRAND4(i + 8),
			      BRAND4(i + 12) };
}

static struct leaf answer(uint32_t leaf, uint32_t subleaf)
{
	if (leaf >= 0x80000002 && leaf <= 0x80000004)
		return brand_leaf(leaf);
	/* As Intel's: beyond the end of a range the last basic leaf answers; ours is zero. */
	for (unsigned i = 0; i < ARRAY_SIZE(leaves); i++)
		if (leaves[i].leaf == leaf &&
		    (leaves[i].subleaf == ANY_SUBLEAF || leaves[i].subleaf == subleaf))
			return leaves[i];
	return (struct leaf){ .leaf = leaf };
}

static int on_cpuid(uc_engine *uc __unused, void *user)
{
	struct engine *e = user;
	struct leaf l = answer((uint32_t)reg_read(e, CPU_RAX), (uint32_t)reg_read(e, CPU_RCX));

	reg_write(e, CPU_RAX, l.eax);
	reg_write(e, CPU_RBX, l.ebx);
	reg_write(e, CPU_RCX, l.ecx);
	reg_write(e, CPU_RDX, l.edx);
	return 1; /* skip Unicorn's own answer */
}

bool cpuid_init(struct engine *e)
{
	uc_hook hook;

	return !uc_hook_add(e->uc, &hook, UC_HOOK_INSN, (void *)on_cpuid, e, 1, 0,
			    UC_X86_INS_CPUID);
}

const struct cpu_features *unicorn_features(struct cpu *cpu __unused)
{
	static const struct cpu_features features = {
		.hwcap = FEATURES_EDX,
		.hwcap2 = 0,
		.vendor = VENDOR,
		.brand = BRAND,
		.family = FAMILY,
		.model = MODEL,
		.stepping = STEPPING,
		.flags = "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 "
			 "clflush mmx fxsr sse sse2 syscall nx lm nopl cpuid pni pclmulqdq ssse3 "
			 "cx16 sse4_1 sse4_2 popcnt aes lahf_lm",
	};

	return &features;
}
