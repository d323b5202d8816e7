/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Execution domains, as an argument and as a result. */
#include "uapi/personality.h"

#include "decode/forms.h"
#include "decode/internal.h"

/* Those that are nothing but their lowest byte. */
static const struct xlat domains[] = {
	X(PER_LINUX), { 0x06, "PER_BSD" }, X(PER_LINUX32), { 0x0c, "PER_RISCOS" },
	{ 0x0f, "PER_OSF4" }, { 0x10, "PER_HPUX" }, {}
};
static const struct xlat flags[] = {
	X(UNAME26), X(ADDR_NO_RANDOMIZE), X(FDPIC_FUNCPTRS), X(MMAP_PAGE_ZERO),
	X(ADDR_COMPAT_LAYOUT), X(READ_IMPLIES_EXEC), X(ADDR_LIMIT_32BIT), X(SHORT_INODE),
	X(WHOLE_SECONDS), X(STICKY_TIMEOUTS), X(ADDR_LIMIT_3GB), {}
};

void print_personality(struct decoder *d, uint64_t v)
{
	uint32_t domain = v & PER_MASK, rest = (uint32_t)v & ~PER_MASK;

	if ((uint32_t)v == UINT32_MAX) { /* only asks */
		put_hex(d, UINT32_MAX);
		return;
	}
	if (rest)
		begin(d, SINK_PARTS);
	put_value(d, domains, domain, "PER_???");
	if (rest) {
		put_flags(d, flags, rest, NULL);
		end(d);
	}
}

void result_personality(struct decoder *d)
{
	uint32_t v = (uint32_t)d->result, domain = v & PER_MASK;
	const char *name = xlat_name(domains, domain);
	struct names t = { .n = 0 }, f = { .n = 0 };
	char number[32];

	put_hex(d, v);
	snprintf(number, sizeof(number), "%#x /* PER_??? */", domain);
	if (name || d->constants == CONSTANTS_NUMBERED) {
		add_name(&t, name ? name : "");
		restyle_names(d, &t, domain);
	} else {
		add_name(&t, number);
	}
	add_flags(&f, flags, v & ~PER_MASK);
	if (f.n) {
		restyle_names(d, &f, v & ~PER_MASK);
		add_name(&t, f.s);
	}
	put_remark(d, t.s);
}
