/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "trace/cfi_check.h"

#include <dwarf.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MAX_REGISTER 127
#define MAX_REMEMBERED 32
#define MAX_EXPRESSION 1024

/* Bytes ahead; what goes beyond their end is 0 and remembered. */
struct cursor {
	const uint8_t *p, *end;
	bool bad;
};

static const uint8_t *take(struct cursor *c, uint64_t n)
{
	const uint8_t *p = c->p;

	if (n > (uint64_t)(c->end - c->p)) {
		c->bad = true;
		c->p = c->end;
		return NULL;
	}
	c->p += n;
	return p;
}

static unsigned byte(struct cursor *c)
{
	const uint8_t *p = take(c, 1);

	return p ? *p : 0;
}

static uint32_t word(struct cursor *c)
{
	const uint8_t *p = take(c, 4);
	uint32_t v = 0;

	if (p)
		memcpy(&v, p, sizeof(v));
	return v;
}

/* Of either sign: the value counts only where it is small. */
static uint64_t leb(struct cursor *c)
{
	uint64_t v = 0;
	unsigned b, shift = 0;

	do {
		b = byte(c);
		if (shift < 63)
			v |= (uint64_t)(b & 0x7f) << shift;
		else if (b & 0x7e)
			c->bad = true;
		shift += 7;
	} while (b & 0x80 && !c->bad);
	return v;
}

static void reg(struct cursor *c)
{
	if (leb(c) > MAX_REGISTER)
		c->bad = true;
}

/* --- expressions --- */

static void operation(struct cursor *c)
{
	static const uint8_t operand[] = {
		[DW_OP_const1u] = 1, [DW_OP_const1s] = 1, [DW_OP_const2u] = 2, [DW_OP_const2s] = 2,
		[DW_OP_const4u] = 4, [DW_OP_const4s] = 4, [DW_OP_const8u] = 8, [DW_OP_const8s] = 8,
		[DW_OP_pick] = 1,
	};
	unsigned op = byte(c), size;

	switch (op) {
	case DW_OP_const1u ... DW_OP_const8s:
	case DW_OP_pick:
		take(c, operand[op]);
		break;
	case DW_OP_constu:
	case DW_OP_consts:
	case DW_OP_plus_uconst:
	case DW_OP_breg0 ... DW_OP_breg31:
		leb(c);
		break;
	case DW_OP_bregx:
		reg(c);
		leb(c);
		break;
	case DW_OP_deref_size:
		size = byte(c);
		if (!size || size > 8)
			c->bad = true;
		break;
	case DW_OP_deref:
	case DW_OP_dup ... DW_OP_over:
	case DW_OP_swap:
	case DW_OP_rot:
	case DW_OP_abs:
	case DW_OP_and:
	case DW_OP_minus:
	case DW_OP_mul ... DW_OP_plus:
	case DW_OP_shl ... DW_OP_xor:
	case DW_OP_eq ... DW_OP_ne:
	case DW_OP_lit0 ... DW_OP_lit31:
	case DW_OP_nop:
	case DW_OP_call_frame_cfa:
		break;
	default: /* division, jumps, places instead of values */
		c->bad = true;
	}
}

static void expression(struct cursor *c)
{
	uint64_t n = leb(c);
	const uint8_t *p = n <= MAX_EXPRESSION ? take(c, n) : NULL;
	struct cursor e = { p, p ? p + n : NULL, !p };

	while (!e.bad && e.p < e.end)
		operation(&e);
	c->bad |= e.bad;
}

/* --- instructions --- */

static void extended(struct cursor *c, unsigned op, unsigned *remembered)
{
	switch (op) {
	case DW_CFA_nop:
		break;
	case DW_CFA_advance_loc1:
		take(c, 1);
		break;
	case DW_CFA_advance_loc2:
		take(c, 2);
		break;
	case DW_CFA_advance_loc4:
		take(c, 4);
		break;
	case DW_CFA_offset_extended:
	case DW_CFA_def_cfa:
	case DW_CFA_offset_extended_sf:
	case DW_CFA_def_cfa_sf:
	case DW_CFA_val_offset:
	case DW_CFA_val_offset_sf:
		reg(c);
		leb(c);
		break;
	case DW_CFA_restore_extended:
	case DW_CFA_undefined:
	case DW_CFA_same_value:
	case DW_CFA_def_cfa_register:
		reg(c);
		break;
	case DW_CFA_register:
		reg(c);
		reg(c);
		break;
	case DW_CFA_def_cfa_offset:
	case DW_CFA_def_cfa_offset_sf:
	case DW_CFA_GNU_args_size:
		leb(c);
		break;
	case DW_CFA_remember_state:
		if (++*remembered > MAX_REMEMBERED)
			c->bad = true;
		break;
	case DW_CFA_restore_state:
		if (!*remembered || !(*remembered)--)
			c->bad = true;
		break;
	case DW_CFA_expression:
	case DW_CFA_val_expression:
		reg(c);
		expression(c);
		break;
	case DW_CFA_def_cfa_expression:
		expression(c);
		break;
	default:
		c->bad = true;
	}
}

static void instructions(struct cursor *c)
{
	unsigned remembered = 0;

	while (!c->bad && c->p < c->end) {
		unsigned op = byte(c);

		if ((op & 0xc0) == DW_CFA_offset)
			leb(c);
		else if (!(op & 0xc0))
			extended(c, op, &remembered);
	}
}

/* --- entries --- */

struct section {
	bool is_eh, is_64bit;
	const uint8_t *start;
	struct cie {
		size_t offset;
		uint8_t encoding; /* of addresses in its FDEs */
		bool augmented;	  /* they have augmentation data */
	} *cies; /* so far, by offset */
	size_t nr_cies;
};

static void encoded(struct cursor *c, const struct section *s, unsigned encoding)
{
	static const uint8_t size[16] = { [2] = 2, [3] = 4, [4] = 8, [10] = 2, [11] = 4, [12] = 8 };

	if ((encoding & 0x70) == DW_EH_PE_aligned)
		c->bad = true;
	else if (!(encoding & 0x0f))
		take(c, s->is_64bit ? 8 : 4);
	else if (size[encoding & 0x0f])
		take(c, size[encoding & 0x0f]);
	else
		c->bad = true;
}

static void augmentation(struct cursor *c, const struct section *s, const char *how,
			 struct cie *cie)
{
	uint64_t n = leb(c);
	const uint8_t *p = take(c, n);
	struct cursor data = { p, p ? p + n : NULL, !p };

	for (; *how; how++)
		switch (*how) {
		case 'R':
			cie->encoding = (uint8_t)byte(&data);
			break;
		case 'P':
			encoded(&data, s, byte(&data));
			break;
		case 'L':
			byte(&data);
			break;
		case 'S':
			break;
		default:
			data.bad = true;
		}
	c->bad |= data.bad;
}

static bool remember_cie(struct section *s, const struct cie *cie)
{
	struct cie *all = s->cies;

	if (!(s->nr_cies & (s->nr_cies - 1))) /* a power of two is full */
		all = realloc(all, (s->nr_cies ? 2 * s->nr_cies : 1) * sizeof(*all));
	if (!all)
		return false;
	s->cies = all;
	all[s->nr_cies++] = *cie;
	return true;
}

static void common_entry(struct cursor *c, struct section *s, size_t offset)
{
	struct cie cie = { .offset = offset };
	unsigned version = byte(c);
	const char *how = (const char *)c->p;

	if (version != 1 && version != 3 && version != 4)
		c->bad = true;
	take(c, strnlen(how, (size_t)(c->end - c->p)) + 1);
	if (version == 4 && (byte(c) != (s->is_64bit ? 8 : 4) || byte(c)))
		c->bad = true;
	leb(c);
	leb(c);
	if (version == 1)
		byte(c);
	else
		reg(c);
	if (c->bad)
		return;
	cie.augmented = *how == 'z';
	if (cie.augmented)
		augmentation(c, s, how + 1, &cie);
	else if (*how)
		c->bad = true;
	instructions(c);
	if (!c->bad && !remember_cie(s, &cie))
		c->bad = true;
}

static const struct cie *find_cie(const struct section *s, size_t offset)
{
	size_t low = 0, high = s->nr_cies;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (s->cies[mid].offset == offset)
			return &s->cies[mid];
		if (s->cies[mid].offset < offset)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static void frame_entry(struct cursor *c, const struct section *s, const struct cie *cie)
{
	if (!cie) {
		c->bad = true;
		return;
	}
	encoded(c, s, cie->encoding);
	encoded(c, s, cie->encoding & 0x0f);
	if (cie->augmented)
		take(c, leb(c));
	instructions(c);
}

/* One entry; a length of 0 ends a part of .eh_frame and is nothing by itself. */
static bool entry(struct cursor *all, struct section *s)
{
	size_t offset = (size_t)(all->p - s->start), id_at;
	uint32_t length = word(all), id;
	const uint8_t *p;
	struct cursor c;

	if (!length)
		return s->is_eh && !all->bad;
	p = length < 0xfffffff0 ? take(all, length) : NULL;
	c = (struct cursor){ p, p ? p + length : NULL, !p };
	id_at = offset + 4;
	id = word(&c);
	if (c.bad)
		return false;
	if (id == (s->is_eh ? 0 : UINT32_MAX))
		common_entry(&c, s, offset);
	else
		frame_entry(&c, s, find_cie(s, s->is_eh ? id_at - id : id));
	return !c.bad;
}

bool cfi_is_sound(const void *bytes, size_t n, bool is_eh, bool is_64bit)
{
	struct section s = { .is_eh = is_eh, .is_64bit = is_64bit, .start = bytes };
	struct cursor all = { s.start, s.start + n, false };
	bool sound = true;

	while (sound && all.p < all.end)
		sound = entry(&all, &s);
	free(s.cies);
	return sound;
}
