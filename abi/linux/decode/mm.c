/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory: protections, ways of mapping, advice, keys. */
#include "uapi/mman.h"

#include "decode/files.h"
#include "decode/forms.h"
#include "decode/internal.h"

#define X(name) { name, #name }

static const struct xlat prots[] = { X(PROT_NONE), X(PROT_READ),      X(PROT_WRITE),   X(PROT_EXEC),
				     X(PROT_SEM),  X(PROT_GROWSDOWN), X(PROT_GROWSUP), {} };

void print_prot(struct decoder *d, uint64_t v)
{
	put_flags(d, prots, v, "PROT_???");
}

static const struct xlat map_types[] = { { 0, "MAP_FILE" }, X(MAP_SHARED), X(MAP_PRIVATE),
					 X(MAP_SHARED_VALIDATE), {} };
static const struct xlat map_flags[] = {
	X(MAP_FIXED), X(MAP_ANONYMOUS), X(MAP_32BIT), X(MAP_NORESERVE), X(MAP_POPULATE),
	X(MAP_NONBLOCK), X(MAP_GROWSDOWN), X(MAP_DENYWRITE), X(MAP_EXECUTABLE), X(MAP_LOCKED),
	X(MAP_STACK), X(MAP_HUGETLB), X(MAP_SYNC), X(MAP_FIXED_NOREPLACE), {}
};

/* The logarithm of a huge page's size stands above the flags. */
static void add_page_size(struct names *t, uint64_t shift, const char *what)
{
	char text[40];

	if (!shift)
		return;
	snprintf(text, sizeof(text), "%llu<<%s_HUGE_SHIFT", (unsigned long long)shift, what);
	add_name(t, text);
}

void print_mapflags(struct decoder *d, uint64_t value)
{
	uint32_t v = (uint32_t)value, size = v >> MAP_HUGE_SHIFT & MAP_HUGE_MASK;
	const char *type = xlat_name(map_types, v & MAP_TYPE);
	uint32_t flags = v & ~(uint32_t)MAP_TYPE;
	struct names t = { .n = 0 };
	char unknown[32];

	flags &= ~((uint32_t)MAP_HUGE_MASK << MAP_HUGE_SHIFT);
	if (!type) {
		snprintf(unknown, sizeof(unknown), "%#x /* MAP_??? */", v & MAP_TYPE);
		type = unknown;
	}
	add_name(&t, type);
	add_flags(&t, map_flags, flags);
	add_page_size(&t, size, "MAP");
	if (type == unknown && !flags && !size)
		d->sink->symbol(d->ctx, v, SINK_HEX, "MAP_???");
	else
		d->sink->symbol(d->ctx, v, SINK_HEX, t.s);
}

/* mmap2 counts pages; what it means is an offset. */
void print_page_offset(struct decoder *d, uint64_t v)
{
	put_hex(d, v << 12);
}

static const struct xlat mremap_flags[] = {
	X(MREMAP_MAYMOVE), X(MREMAP_FIXED), X(MREMAP_DONTUNMAP), {}
};

void print_mremapflags(struct decoder *d, uint64_t v)
{
	put_flags(d, mremap_flags, v, "MREMAP_???");
}

/* A new address is shown only to a call that may use it. */
void args_mremap(struct decoder *d)
{
	bool to_address = (d->args[3] & MREMAP_FIXED) && (d->args[3] & MREMAP_MAYMOVE);

	if (is_entering(d))
		put_args_defined(d, 0, to_address ? 5 : 4);
}

static const struct xlat msync_flags[] = { X(MS_SYNC), X(MS_ASYNC), X(MS_INVALIDATE), {} };

void print_msyncflags(struct decoder *d, uint64_t v)
{
	put_flags(d, msync_flags, (uint32_t)v, "MS_???");
}

static const struct xlat mlock2_flags[] = { X(MLOCK_ONFAULT), {} };
static const struct xlat mlockall_flags[] = { X(MCL_CURRENT), X(MCL_FUTURE), X(MCL_ONFAULT), {} };

void print_mlock2flags(struct decoder *d, uint64_t v)
{
	put_flags(d, mlock2_flags, (uint32_t)v, "MLOCK_???");
}

void print_mlockallflags(struct decoder *d, uint64_t v)
{
	put_flags(d, mlockall_flags, (uint32_t)v, "MCL_???");
}

static const struct xlat advices[] = {
	X(MADV_NORMAL), X(MADV_RANDOM), X(MADV_SEQUENTIAL), X(MADV_WILLNEED), X(MADV_DONTNEED),
	X(MADV_FREE), X(MADV_REMOVE), X(MADV_DONTFORK), X(MADV_DOFORK), X(MADV_HWPOISON),
	X(MADV_SOFT_OFFLINE), X(MADV_MERGEABLE), X(MADV_UNMERGEABLE), X(MADV_HUGEPAGE),
	X(MADV_NOHUGEPAGE), X(MADV_DONTDUMP), X(MADV_DODUMP), X(MADV_WIPEONFORK),
	X(MADV_KEEPONFORK), X(MADV_COLD), X(MADV_PAGEOUT), X(MADV_POPULATE_READ),
	X(MADV_POPULATE_WRITE), X(MADV_DONTNEED_LOCKED), X(MADV_COLLAPSE), {}
};

void print_madvice(struct decoder *d, uint64_t v)
{
	put_value(d, advices, (uint32_t)v, "MADV_???");
}

static const struct xlat memfd_flags[] = { X(MFD_CLOEXEC), X(MFD_ALLOW_SEALING), X(MFD_HUGETLB),
					   {} };

void print_mfdflags(struct decoder *d, uint64_t v)
{
	uint32_t size = (uint32_t)v >> MAP_HUGE_SHIFT, flags = (uint32_t)v & ((1u << MAP_HUGE_SHIFT) - 1);
	struct names t = { .n = 0 };

	if (!size) {
		put_flags(d, memfd_flags, flags, "MFD_???");
		return;
	}
	add_named_flags(&t, memfd_flags, flags, "MFD_???");
	add_page_size(&t, size, "MFD");
	d->sink->symbol(d->ctx, (uint32_t)v, SINK_HEX, t.s);
}

static const struct xlat secret_flags[] = { { 0x80000, "O_CLOEXEC" }, {} };

void print_secretflags(struct decoder *d, uint64_t v)
{
	put_flags(d, secret_flags, (uint32_t)v, NULL);
}

static const struct xlat pkey_rights[] = {
	X(PKEY_DISABLE_ACCESS), X(PKEY_DISABLE_WRITE), { 4, "PKEY_DISABLE_EXECUTE" }, {}
};

void print_pkeyrights(struct decoder *d, uint64_t v)
{
	put_flags(d, pkey_rights, v, "PKEY_???");
}

/* --- pages --- */

static void put_residency(struct decoder *d, const void *elem, __unused void *ctx)
{
	put_unsigned(d, *(const uint8_t *)elem & 1);
}

/* A byte for each page of what the two arguments before name. */
void print_mincore_out(struct decoder *d, uint64_t v)
{
	uint64_t len = d->args[d->arg - 1];
	uint8_t byte;

	if (failed(d))
		put_address(d, v);
	else
		put_array(d, v, len / 4096 + !!(len % 4096), &byte, 1, put_residency, NULL);
}

/* Buffers of which the addresses alone mean something: those of another process. */
void print_iovec_addresses(struct decoder *d, uint64_t v)
{
	put_iovecs_without_data(d, v, d->args[d->arg + 1]);
}

static const struct xlat swap_flags[] = { { 0x8000, "SWAP_FLAG_PREFER" },
					  { 0x10000, "SWAP_FLAG_DISCARD" },
					  { 0x20000, "SWAP_FLAG_DISCARD_ONCE" },
					  { 0x40000, "SWAP_FLAG_DISCARD_PAGES" }, {} };
#define SWAP_PRIORITY 0x7fffu

/* Flags, and below them a number. */
void print_swapflags(struct decoder *d, uint64_t v)
{
	uint32_t priority = (uint32_t)v & SWAP_PRIORITY, flags = (uint32_t)v & ~SWAP_PRIORITY;

	if (!flags) {
		put_unsigned(d, priority);
		return;
	}
	begin(d, SINK_PARTS);
	put_flags(d, swap_flags, flags, "SWAP_FLAG_???");
	put_unsigned(d, priority);
	end(d);
}

static const struct xlat uffd_flags[] = { { 1, "UFFD_USER_MODE_ONLY" }, { 0x800, "O_NONBLOCK" },
					  { 0x80000, "O_CLOEXEC" }, {} };

void print_uffdflags(struct decoder *d, uint64_t v)
{
	put_flags(d, uffd_flags, (uint32_t)v, "UFFD_???");
}
