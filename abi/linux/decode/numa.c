/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which nodes memory comes from: policies, sets of nodes, pages and where they are. */
#include "decode/errnames.h"
#include "decode/internal.h"
#include "uapi/errno.h"

static const struct xlat policies[] = { { 0, "MPOL_DEFAULT" },	 { 1, "MPOL_PREFERRED" },
					{ 2, "MPOL_BIND" },	 { 3, "MPOL_INTERLEAVE" },
					{ 4, "MPOL_LOCAL" },	 { 5, "MPOL_PREFERRED_MANY" }, {} };
static const struct xlat mode_flags[] = { { 0x8000, "MPOL_F_STATIC_NODES" },
					  { 0x4000, "MPOL_F_RELATIVE_NODES" },
					  { 0x2000, "MPOL_F_NUMA_BALANCING" }, {} };
#define MODE_FLAGS 0xe000u

/* A policy with flags above it. */
static void put_mode(struct decoder *d, uint64_t v)
{
	const char *policy = xlat_name(policies, v & ~(uint64_t)MODE_FLAGS);
	struct names t = { .n = 0 };

	if (!(v & MODE_FLAGS)) {
		put_value(d, policies, v, "MPOL_???");
		return;
	}
	if (policy)
		add_name(&t, policy);
	add_flags(&t, mode_flags, policy ? v & MODE_FLAGS : v);
	d->sink->symbol(d->ctx, v, SINK_HEX, t.s);
}

void print_mpol_long(struct decoder *d, uint64_t v)
{
	put_mode(d, v);
}

void print_mpol(struct decoder *d, uint64_t v)
{
	put_mode(d, (uint32_t)v);
}

void print_mpol_out(struct decoder *d, uint64_t v)
{
	uint32_t policy;

	if (!fetch_out(d, &policy, v, sizeof(policy)))
		return;
	begin(d, SINK_ARRAY);
	put_value(d, policies, policy, "MPOL_???");
	end(d);
}

static const struct xlat move_flags[] = {
	{ 1, "MPOL_MF_STRICT" }, { 2, "MPOL_MF_MOVE" }, { 4, "MPOL_MF_MOVE_ALL" }, {}
};

/* move_pages knows no strictness. */
void print_move_pages_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, move_flags + 1, (uint32_t)v, "MPOL_???");
}

void print_mpol_moveflags(struct decoder *d, uint64_t v)
{
	put_flags(d, move_flags, (uint32_t)v, "MPOL_???");
}

static const struct xlat get_flags[] = {
	{ 1, "MPOL_F_NODE" }, { 2, "MPOL_F_ADDR" }, { 4, "MPOL_F_MEMS_ALLOWED" }, {}
};

void print_mpol_getflags(struct decoder *d, uint64_t v)
{
	put_flags(d, get_flags, v, "MPOL_???");
}

/* --- sets of nodes: unsigned longs of the ABI --- */

static void put_word(struct decoder *d, const void *elem, __unused void *ctx)
{
	uint64_t word = *(const uint64_t *)elem;

	if (d->is_64bit)
		d->sink->number(d->ctx, word, SINK_HEX_16);
	else
		d->sink->number(d->ctx, (uint32_t)word, SINK_HEX_8);
}

/* The kernel takes one bit less than the caller says. */
static void put_nodes(struct decoder *d, uaddr_t v, uint64_t maxnode)
{
	unsigned size = d->is_64bit ? 8 : 4;
	uint64_t word = 0;

	if (maxnode == 1 || maxnode > UINT32_MAX)
		put_address(d, v);
	else
		put_array(d, v, maxnode ? (maxnode - 2) / (size * 8) + 1 : 0, &word, size, put_word,
			  NULL);
}

static uint64_t maxnode_of(const struct decoder *d)
{
	unsigned i;

	for (i = 0; i < d->sys->nargs; i++)
		if (d->sys->args[i].type == ARG_maxnode_t)
			return d->args[i];
	return 0;
}

void print_nodes_in(struct decoder *d, uint64_t v)
{
	put_nodes(d, v, maxnode_of(d));
}

void print_nodes_out(struct decoder *d, uint64_t v)
{
	if (failed(d))
		put_address(d, v);
	else
		put_nodes(d, v, maxnode_of(d));
}

/* --- move_pages: three arrays of the length that the second argument says --- */

static void put_page(struct decoder *d, const void *elem, __unused void *ctx)
{
	put_address(d, d->is_64bit ? *(const uint64_t *)elem : *(const uint32_t *)elem);
}

static void put_node(struct decoder *d, const void *elem, __unused void *ctx)
{
	put_number(d, *(const int32_t *)elem);
}

static void put_status(struct decoder *d, const void *elem, __unused void *ctx)
{
	int32_t status = *(const int32_t *)elem;
	char text[32];

	if (status >= 0 || !error_name(-status)) {
		put_number(d, status);
		return;
	}
	snprintf(text, sizeof(text), "-%s", error_name(-status));
	d->sink->symbol(d->ctx, (uint64_t)(int64_t)status, SINK_DECIMAL, text);
}

void print_pages_in(struct decoder *d, uint64_t v)
{
	uint64_t page;

	put_array(d, v, d->args[1], &page, d->is_64bit ? 8 : 4, put_page, NULL);
}

void print_page_nodes_in(struct decoder *d, uint64_t v)
{
	int32_t node;

	put_array(d, v, d->args[1], &node, sizeof(node), put_node, NULL);
}

void print_page_status_out(struct decoder *d, uint64_t v)
{
	int32_t status;

	if (failed(d))
		put_address(d, v);
	else
		put_array(d, v, d->args[1], &status, sizeof(status), put_status, NULL);
}
