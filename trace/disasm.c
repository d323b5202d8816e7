/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "trace/disasm.h"

#include <stdio.h>
#include <string.h>

static bool open_for(struct disasm *d, bool is_64bit)
{
	if (d->cs[is_64bit])
		return true;
	if (cs_open(CS_ARCH_X86, is_64bit ? CS_MODE_64 : CS_MODE_32, &d->cs[is_64bit]))
		return false;
	cs_option(d->cs[is_64bit], CS_OPT_SYNTAX, CS_OPT_SYNTAX_ATT);
	return true;
}

/* What Capstone says; what it cannot decode is taken a byte at a time. */
static void decode(struct disasm *d, struct instruction *to, const uint8_t *bytes, unsigned n)
{
	cs_insn *insn = NULL;

	to->size = 1;
	strcpy(to->text, "(bad)");
	if (!open_for(d, to->is_64bit))
		return;
	if (cs_disasm(d->cs[to->is_64bit], bytes, n, to->address, 1, &insn)) {
		to->size = (uint8_t)insn->size;
		snprintf(to->text, sizeof(to->text), *insn->op_str ? "%-6s %s" : "%s",
			 insn->mnemonic, insn->op_str);
		cs_free(insn, 1);
	}
}

const struct instruction *disasm_one(struct disasm *d, uint64_t address, const uint8_t *bytes,
				     unsigned n, bool is_64bit)
{
	struct instruction *i = &d->known[(address * 0x9e3779b97f4a7c15ull) >> 51];

	if (n > INSTRUCTION_BYTES)
		n = INSTRUCTION_BYTES;
	if (i->address == address && i->is_64bit == is_64bit && i->size && i->size <= n &&
	    !memcmp(i->bytes, bytes, i->size))
		return i;
	i->address = address;
	i->is_64bit = is_64bit;
	decode(d, i, bytes, n);
	memcpy(i->bytes, bytes, i->size);
	return i;
}

void disasm_close(struct disasm *d)
{
	if (d->cs[0])
		cs_close(&d->cs[0]);
	if (d->cs[1])
		cs_close(&d->cs[1]);
}
