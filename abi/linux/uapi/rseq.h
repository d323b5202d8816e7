/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UAPI_RSEQ_H
#define UAPI_RSEQ_H

#include <stdint.h>

#define RSEQ_FLAG_UNREGISTER 1
#define RSEQ_CPU_ID_UNINITIALIZED ((uint32_t)-1)
#define RSEQ_ORIG_SIZE 32

struct linux_rseq {
	uint32_t cpu_id_start, cpu_id;
	uint64_t rseq_cs; /* of the section being executed */
	uint32_t flags, node_id, mm_cid;
	char end[];
} __attribute__((aligned(32)));
_Static_assert(sizeof(struct linux_rseq) == 32, "rseq");

struct linux_rseq_cs {
	uint32_t version, flags;
	uint64_t start_ip, post_commit_offset, abort_ip;
};
_Static_assert(sizeof(struct linux_rseq_cs) == 32, "rseq_cs");

#endif
