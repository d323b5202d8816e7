/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of what perf_event_open counts. */
#ifndef XLAT_PERF_EVENT_H
#define XLAT_PERF_EVENT_H

#include "decode/internal.h"

enum { HARDWARE, SOFTWARE, TRACEPOINT, HW_CACHE, RAW, BREAKPOINT };

static const struct xlat perf_types[] = {
	{ HARDWARE, "PERF_TYPE_HARDWARE" }, { SOFTWARE, "PERF_TYPE_SOFTWARE" },
	{ TRACEPOINT, "PERF_TYPE_TRACEPOINT" }, { HW_CACHE, "PERF_TYPE_HW_CACHE" },
	{ RAW, "PERF_TYPE_RAW" }, { BREAKPOINT, "PERF_TYPE_BREAKPOINT" }, {}
};
static const struct xlat perf_attr_sizes[] = {
	{ 64, "PERF_ATTR_SIZE_VER0" }, { 72, "PERF_ATTR_SIZE_VER1" }, { 80, "PERF_ATTR_SIZE_VER2" },
	{ 96, "PERF_ATTR_SIZE_VER3" }, { 104, "PERF_ATTR_SIZE_VER4" },
	{ 112, "PERF_ATTR_SIZE_VER5" }, { 120, "PERF_ATTR_SIZE_VER6" },
	{ 128, "PERF_ATTR_SIZE_VER7" }, {}
};
static const struct xlat perf_hardware[] = {
	{ 0, "PERF_COUNT_HW_CPU_CYCLES" }, { 1, "PERF_COUNT_HW_INSTRUCTIONS" },
	{ 2, "PERF_COUNT_HW_CACHE_REFERENCES" }, { 3, "PERF_COUNT_HW_CACHE_MISSES" },
	{ 4, "PERF_COUNT_HW_BRANCH_INSTRUCTIONS" }, { 5, "PERF_COUNT_HW_BRANCH_MISSES" },
	{ 6, "PERF_COUNT_HW_BUS_CYCLES" }, { 7, "PERF_COUNT_HW_STALLED_CYCLES_FRONTEND" },
	{ 8, "PERF_COUNT_HW_STALLED_CYCLES_BACKEND" }, { 9, "PERF_COUNT_HW_REF_CPU_CYCLES" }, {}
};
static const struct xlat perf_software[] = {
	{ 0, "PERF_COUNT_SW_CPU_CLOCK" }, { 1, "PERF_COUNT_SW_TASK_CLOCK" },
	{ 2, "PERF_COUNT_SW_PAGE_FAULTS" }, { 3, "PERF_COUNT_SW_CONTEXT_SWITCHES" },
	{ 4, "PERF_COUNT_SW_CPU_MIGRATIONS" }, { 5, "PERF_COUNT_SW_PAGE_FAULTS_MIN" },
	{ 6, "PERF_COUNT_SW_PAGE_FAULTS_MAJ" }, { 7, "PERF_COUNT_SW_ALIGNMENT_FAULTS" },
	{ 8, "PERF_COUNT_SW_EMULATION_FAULTS" }, { 9, "PERF_COUNT_SW_DUMMY" },
	{ 10, "PERF_COUNT_SW_BPF_OUTPUT" }, { 11, "PERF_COUNT_SW_CGROUP_SWITCHES" }, {}
};
static const struct xlat perf_caches[] = {
	{ 0, "PERF_COUNT_HW_CACHE_L1D" }, { 1, "PERF_COUNT_HW_CACHE_L1I" },
	{ 2, "PERF_COUNT_HW_CACHE_LL" }, { 3, "PERF_COUNT_HW_CACHE_DTLB" },
	{ 4, "PERF_COUNT_HW_CACHE_ITLB" }, { 5, "PERF_COUNT_HW_CACHE_BPU" },
	{ 6, "PERF_COUNT_HW_CACHE_NODE" }, {}
};
static const struct xlat perf_cache_ops[] = {
	{ 0, "PERF_COUNT_HW_CACHE_OP_READ" }, { 1, "PERF_COUNT_HW_CACHE_OP_WRITE" },
	{ 2, "PERF_COUNT_HW_CACHE_OP_PREFETCH" }, {}
};
static const struct xlat perf_cache_results[] = {
	{ 0, "PERF_COUNT_HW_CACHE_RESULT_ACCESS" }, { 1, "PERF_COUNT_HW_CACHE_RESULT_MISS" }, {}
};
static const struct xlat perf_samples[] = {
	{ 1 << 0, "PERF_SAMPLE_IP" }, { 1 << 1, "PERF_SAMPLE_TID" },
	{ 1 << 2, "PERF_SAMPLE_TIME" }, { 1 << 3, "PERF_SAMPLE_ADDR" },
	{ 1 << 4, "PERF_SAMPLE_READ" }, { 1 << 5, "PERF_SAMPLE_CALLCHAIN" },
	{ 1 << 6, "PERF_SAMPLE_ID" }, { 1 << 7, "PERF_SAMPLE_CPU" },
	{ 1 << 8, "PERF_SAMPLE_PERIOD" }, { 1 << 9, "PERF_SAMPLE_STREAM_ID" },
	{ 1 << 10, "PERF_SAMPLE_RAW" }, { 1 << 11, "PERF_SAMPLE_BRANCH_STACK" },
	{ 1 << 12, "PERF_SAMPLE_REGS_USER" }, { 1 << 13, "PERF_SAMPLE_STACK_USER" },
	{ 1 << 14, "PERF_SAMPLE_WEIGHT" }, { 1 << 15, "PERF_SAMPLE_DATA_SRC" },
	{ 1 << 16, "PERF_SAMPLE_IDENTIFIER" }, { 1 << 17, "PERF_SAMPLE_TRANSACTION" },
	{ 1 << 18, "PERF_SAMPLE_REGS_INTR" }, { 1 << 19, "PERF_SAMPLE_PHYS_ADDR" },
	{ 1 << 20, "PERF_SAMPLE_AUX" }, { 1 << 21, "PERF_SAMPLE_CGROUP" },
	{ 1 << 22, "PERF_SAMPLE_DATA_PAGE_SIZE" }, { 1 << 23, "PERF_SAMPLE_CODE_PAGE_SIZE" },
	{ 1 << 24, "PERF_SAMPLE_WEIGHT_STRUCT" }, {}
};
static const struct xlat perf_branch_samples[] = {
	{ 1 << 0, "PERF_SAMPLE_BRANCH_USER" }, { 1 << 1, "PERF_SAMPLE_BRANCH_KERNEL" },
	{ 1 << 2, "PERF_SAMPLE_BRANCH_HV" }, { 1 << 3, "PERF_SAMPLE_BRANCH_ANY" },
	{ 1 << 4, "PERF_SAMPLE_BRANCH_ANY_CALL" }, { 1 << 5, "PERF_SAMPLE_BRANCH_ANY_RETURN" },
	{ 1 << 6, "PERF_SAMPLE_BRANCH_IND_CALL" }, { 1 << 7, "PERF_SAMPLE_BRANCH_ABORT_TX" },
	{ 1 << 8, "PERF_SAMPLE_BRANCH_IN_TX" }, { 1 << 9, "PERF_SAMPLE_BRANCH_NO_TX" },
	{ 1 << 10, "PERF_SAMPLE_BRANCH_COND" }, { 1 << 11, "PERF_SAMPLE_BRANCH_CALL_STACK" },
	{ 1 << 12, "PERF_SAMPLE_BRANCH_IND_JUMP" }, { 1 << 13, "PERF_SAMPLE_BRANCH_CALL" },
	{ 1 << 14, "PERF_SAMPLE_BRANCH_NO_FLAGS" }, { 1 << 15, "PERF_SAMPLE_BRANCH_NO_CYCLES" },
	{ 1 << 16, "PERF_SAMPLE_BRANCH_TYPE_SAVE" }, { 1 << 17, "PERF_SAMPLE_BRANCH_HW_INDEX" },
	{ 1 << 18, "PERF_SAMPLE_BRANCH_PRIV_SAVE" }, {}
};
static const struct xlat perf_formats[] = {
	{ 1 << 0, "PERF_FORMAT_TOTAL_TIME_ENABLED" },
	{ 1 << 1, "PERF_FORMAT_TOTAL_TIME_RUNNING" }, { 1 << 2, "PERF_FORMAT_ID" },
	{ 1 << 3, "PERF_FORMAT_GROUP" }, { 1 << 4, "PERF_FORMAT_LOST" }, {}
};
static const struct xlat perf_breakpoints[] = {
	{ 0, "HW_BREAKPOINT_EMPTY" }, { 1, "HW_BREAKPOINT_R" }, { 2, "HW_BREAKPOINT_W" },
	{ 3, "HW_BREAKPOINT_RW" }, { 4, "HW_BREAKPOINT_X" }, {}
};
static const struct xlat perf_flags[] = {
	{ 1, "PERF_FLAG_FD_NO_GROUP" }, { 2, "PERF_FLAG_FD_OUTPUT" },
	{ 4, "PERF_FLAG_PID_CGROUP" }, { 8, "PERF_FLAG_FD_CLOEXEC" }, {}
};

/* The bits of perf_event_attr, in order: below those of precise_ip, and above. */
static const char *const perf_bits[] = {
	"disabled", "inherit", "pinned", "exclusive", "exclude_user", "exclude_kernel",
	"exclude_hv", "exclude_idle", "mmap", "comm", "freq", "inherit_stat", "enable_on_exec",
	"task", "watermark"
};
static const char *const perf_upper_bits[] = {
	"mmap_data", "sample_id_all", "exclude_host", "exclude_guest",
	"exclude_callchain_kernel", "exclude_callchain_user", "mmap2", "comm_exec",
	"use_clockid", "context_switch", "write_backward", "namespaces", "ksymbol", "bpf_event",
	"aux_output", "cgroup", "text_poke", "build_id", "inherit_thread", "remove_on_exec",
	"sigtrap"
};

#endif
