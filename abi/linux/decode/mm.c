/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory: protections, ways of mapping, advice. */
#include "uapi/mman.h"

#include "decode/internal.h"

static const struct xlat prots[] = { X(PROT_NONE),	X(PROT_READ),	 X(PROT_WRITE), X(PROT_EXEC),
				     X(PROT_SEM),	X(PROT_GROWSDOWN), X(PROT_GROWSUP), {} };

void print_prot(struct decoder *d, uint64_t v)
{
	put_flags(d, prots, v, "PROT_???");
}

static const struct xlat map_types[] = { X(MAP_SHARED), X(MAP_PRIVATE), X(MAP_SHARED_VALIDATE), {} };
static const struct xlat map_flags[] = {
	X(MAP_FIXED), X(MAP_ANONYMOUS), X(MAP_32BIT), X(MAP_NORESERVE), X(MAP_POPULATE),
	X(MAP_NONBLOCK), X(MAP_GROWSDOWN), X(MAP_DENYWRITE), X(MAP_EXECUTABLE), X(MAP_LOCKED),
	X(MAP_STACK), X(MAP_HUGETLB), X(MAP_SYNC), X(MAP_FIXED_NOREPLACE), X(MAP_UNINITIALIZED), {}
};

void print_mapflags(struct decoder *d, uint64_t v)
{
	put_value_flags(d, map_types, MAP_TYPE, map_flags, v);
}

static const struct xlat mremap_flags[] = {
	X(MREMAP_MAYMOVE), X(MREMAP_FIXED), X(MREMAP_DONTUNMAP), {}
};

void print_mremapflags(struct decoder *d, uint64_t v)
{
	put_flags(d, mremap_flags, v, "MREMAP_???");
}

static const struct xlat msync_flags[] = { X(MS_ASYNC), X(MS_INVALIDATE), X(MS_SYNC), {} };

void print_msyncflags(struct decoder *d, uint64_t v)
{
	put_flags(d, msync_flags, (uint32_t)v, "MS_???");
}

static const struct xlat advices[] = {
	X(MADV_NORMAL), X(MADV_RANDOM), X(MADV_SEQUENTIAL), X(MADV_WILLNEED), X(MADV_DONTNEED),
	X(MADV_FREE), X(MADV_REMOVE), X(MADV_DONTFORK), X(MADV_DOFORK), X(MADV_MERGEABLE),
	X(MADV_UNMERGEABLE), X(MADV_HUGEPAGE), X(MADV_NOHUGEPAGE), X(MADV_DONTDUMP), X(MADV_DODUMP),
	X(MADV_WIPEONFORK), X(MADV_KEEPONFORK), X(MADV_COLD), X(MADV_PAGEOUT),
	X(MADV_POPULATE_READ), X(MADV_POPULATE_WRITE), {}
};

void print_madvice(struct decoder *d, uint64_t v)
{
	put_value(d, advices, (uint32_t)v, "MADV_???");
}

static const struct xlat memfd_flags[] = { X(MFD_CLOEXEC), X(MFD_ALLOW_SEALING), X(MFD_HUGETLB),
					   X(MFD_NOEXEC_SEAL), X(MFD_EXEC), {} };

void print_mfdflags(struct decoder *d, uint64_t v)
{
	put_flags(d, memfd_flags, (uint32_t)v, "MFD_???");
}
