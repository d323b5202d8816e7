/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What of two outcomes differs, leaving out what the manuals leave undefined. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "insn.h"

#define FSW_UE 0x10
#define FSW_PE 0x20
#define FSW_C1 0x200
#define NEAR_ULPS 4

const char *const insn_part_names[NR_PARTS] = {
	"end", "rip", "gpr", "flags", "mem", "xmm", "mxcsr", "st", "fsw", "fcw", "ftw", "mmx",
};

static bool gprs_differ(const struct insn_state *a, const struct insn_state *b, bool is_64bit)
{
	uint64_t mask = is_64bit ? ~0ull : 0xffffffff;

	for (int i = 0; i < (is_64bit ? 16 : 8); i++)
		if ((a->gpr[i] ^ b->gpr[i]) & mask)
			return true;
	return false;
}

static bool about_equal(uint32_t a, uint32_t b)
{
	float x, y;

	memcpy(&x, &a, 4);
	memcpy(&y, &b, 4);
	return a == b || fabsf(x - y) <= 0x1.8p-11f * fabsf(x); /* each may err by 1.5 * 2^-12 */
}

static bool xmms_differ(const struct insn_state *a, const struct insn_state *b, bool approx)
{
	const uint32_t *x = (const uint32_t *)a->fx.xmm, *y = (const uint32_t *)b->fx.xmm;

	if (!approx)
		return memcmp(x, y, sizeof(a->fx.xmm)) != 0;
	for (unsigned i = 0; i < sizeof(a->fx.xmm) / 4; i++)
		if (!about_equal(x[i], y[i]))
			return true;
	return false;
}

/* Within a few units in the last place. */
static bool sts_near(const uint8_t a[10], const uint8_t b[10])
{
	uint64_t x, y;
	uint16_t ex, ey;

	memcpy(&x, a, 8);
	memcpy(&y, b, 8);
	memcpy(&ex, a + 8, 2);
	memcpy(&ey, b + 8, 2);
	ex += (ex & 0x7fff) == 0; /* denormals count in the same units as the smallest normals */
	ey += (ey & 0x7fff) == 0;
	if (ex == ey + 1) /* across a power of two */
		return x - (1ull << 63) + (0 - y) / 2 <= NEAR_ULPS;
	if (ey == ex + 1)
		return y - (1ull << 63) + (0 - x) / 2 <= NEAR_ULPS;
	return ex == ey && (x > y ? x - y : y - x) <= NEAR_ULPS;
}

static unsigned compare_sts(const struct form *form, const struct insn_state *native,
			    const struct insn_state *ours)
{
	unsigned parts = 0;

	for (int i = 0; i < 8; i++) {
		const uint8_t *a = native->fx.st[i], *b = ours->fx.st[i];

		if (memcmp(a, b, 10) == 0 || (form->flags & FORM_NEAR && sts_near(a, b)))
			continue;
		if (memcmp(native->fx.st[i], ours->fx.st[i], 8) == 0 &&
		    memcmp(native->fx.st[i] + 8, "\xff\xff", 2) == 0)
			parts |= 1u << PART_MMX;
		else
			parts |= 1u << PART_ST;
	}
	return parts;
}

static unsigned compared_status(const struct form *form)
{
	if (form->flags & FORM_NEAR) /* how it was rounded, whether it was exact: all near by */
		return ~(unsigned)(FSW_C1 | FSW_UE | FSW_PE);
	return form->flags & FORM_ANY_C1 ? ~(unsigned)FSW_C1 : ~0u;
}

unsigned insn_compare(const struct form *form, bool is_64bit, const struct insn_state *native,
		      const struct insn_end *native_end, const struct insn_state *ours,
		      const struct insn_end *our_end)
{
	uint64_t flags = RFLAGS_COMPARED & ~(uint64_t)(form->flags & FORM_UNDEFINED);
	unsigned parts = 0;

	if (native_end->vector != our_end->vector || native_end->error != our_end->error ||
	    native_end->address != our_end->address)
		parts |= 1u << PART_END;
	if (native->rip != ours->rip)
		parts |= 1u << PART_RIP;
	if (gprs_differ(native, ours, is_64bit))
		parts |= 1u << PART_GPR;
	if ((native->rflags ^ ours->rflags) & flags)
		parts |= 1u << PART_FLAGS;
	if (memcmp(native->data, ours->data, sizeof(native->data)) != 0)
		parts |= 1u << PART_MEM;
	if (xmms_differ(native, ours, form->flags & FORM_APPROX))
		parts |= 1u << PART_XMM;
	if (native->fx.mxcsr != ours->fx.mxcsr)
		parts |= 1u << PART_MXCSR;
	parts |= compare_sts(form, native, ours);
	if ((native->fx.fsw ^ ours->fx.fsw) & compared_status(form))
		parts |= 1u << PART_FSW;
	if (native->fx.fcw != ours->fx.fcw)
		parts |= 1u << PART_FCW;
	if (native->fx.ftw != ours->fx.ftw)
		parts |= 1u << PART_FTW;
	return parts;
}

static void print_bytes(const char *what, const uint8_t *p, int n)
{
	printf(" %s", what);
	while (n--)
		printf("%02x", p[n]);
}

static void explain_mem(const struct insn_state *start, const struct insn_state *native,
			const struct insn_state *ours)
{
	for (unsigned i = 0, shown = 0; i < FORM_DATA_SIZE && shown < 8; i++) {
		if (native->data[i] == ours->data[i])
			continue;
		printf("      mem %+d: start %02x native %02x ours %02x\n", (int)i - 0x1000,
		       start->data[i], native->data[i], ours->data[i]);
		shown++;
	}
}

static void explain_vectors(const char *name, const uint8_t *start, const uint8_t *native,
			    const uint8_t *ours, unsigned n, int bytes)
{
	for (unsigned i = 0; i < n; i++) {
		if (memcmp(native + 16 * i, ours + 16 * i, (size_t)bytes) == 0)
			continue;
		printf("      %s%u:", name, i);
		print_bytes("start ", start + 16 * i, bytes);
		print_bytes("native ", native + 16 * i, bytes);
		print_bytes("ours ", ours + 16 * i, bytes);
		printf("\n");
	}
}

void insn_explain(unsigned parts, const struct insn_state *start, const struct insn_state *native,
		  const struct insn_end *native_end, const struct insn_state *ours,
		  const struct insn_end *our_end)
{
	if (parts & (1u << PART_END | 1u << PART_RIP))
		printf("      end: native %d/%x/%llx at +%lld, ours %d/%x/%llx at +%lld\n",
		       native_end->vector, native_end->error, (long long)native_end->address,
		       (long long)(native->rip - start->rip), our_end->vector, our_end->error,
		       (long long)our_end->address, (long long)(ours->rip - start->rip));
	if (parts & (1u << PART_GPR))
		for (int i = 0; i < 16; i++)
			if (native->gpr[i] != ours->gpr[i])
				printf("      gpr%d: start %llx native %llx ours %llx\n", i,
				       (long long)start->gpr[i], (long long)native->gpr[i],
				       (long long)ours->gpr[i]);
	if (parts & (1u << PART_FLAGS))
		printf("      flags: start %llx native %llx ours %llx\n",
		       (long long)(start->rflags & RFLAGS_COMPARED),
		       (long long)(native->rflags & RFLAGS_COMPARED),
		       (long long)(ours->rflags & RFLAGS_COMPARED));
	if (parts & (1u << PART_MEM))
		explain_mem(start, native, ours);
	if (parts & (1u << PART_XMM | 1u << PART_MXCSR))
		printf("      mxcsr: start %x native %x ours %x\n", start->fx.mxcsr,
		       native->fx.mxcsr, ours->fx.mxcsr);
	if (parts & (1u << PART_XMM))
		explain_vectors("xmm", start->fx.xmm[0], native->fx.xmm[0], ours->fx.xmm[0], 16,
				16);
	if (parts & (1u << PART_ST | 1u << PART_FSW | 1u << PART_FCW | 1u << PART_FTW))
		printf("      x87: start %x/%x/%x native %x/%x/%x ours %x/%x/%x (cw/sw/tags)\n",
		       start->fx.fcw, start->fx.fsw, start->fx.ftw, native->fx.fcw, native->fx.fsw,
		       native->fx.ftw, ours->fx.fcw, ours->fx.fsw, ours->fx.ftw);
	if (parts & (1u << PART_ST)) {
		explain_vectors("st", start->fx.st[0], native->fx.st[0], ours->fx.st[0], 8, 10);
		for (unsigned i = 0; i < 2; i++) {
			printf("      start st%u:", i);
			print_bytes("", start->fx.st[i], 10);
			printf("\n");
		}
	}
}
