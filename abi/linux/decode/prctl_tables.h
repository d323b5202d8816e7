/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of values that prctl's operations take. */
#ifndef DECODE_PRCTL_TABLES_H
#define DECODE_PRCTL_TABLES_H

#include "decode/internal.h"

static const struct xlat suid_dumps[] = {
	{ 0, "SUID_DUMP_DISABLE" }, { 1, "SUID_DUMP_USER" }, { 2, "SUID_DUMP_ROOT" }, {}
};
static const struct xlat unaligns[] = {
	{ 1, "PR_UNALIGN_NOPRINT" }, { 2, "PR_UNALIGN_SIGBUS" }, {}
};
static const struct xlat tscs[] = { { 1, "PR_TSC_ENABLE" }, { 2, "PR_TSC_SIGSEGV" }, {} };
static const struct xlat securebits[] = {
	{ 1, "SECBIT_NOROOT" }, { 2, "SECBIT_NOROOT_LOCKED" }, { 4, "SECBIT_NO_SETUID_FIXUP" },
	{ 8, "SECBIT_NO_SETUID_FIXUP_LOCKED" }, { 16, "SECBIT_KEEP_CAPS" },
	{ 32, "SECBIT_KEEP_CAPS_LOCKED" }, { 64, "SECBIT_NO_CAP_AMBIENT_RAISE" },
	{ 128, "SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED" }, {}
};
static const struct xlat prctl_caps[] = {
	{ 0, "CAP_CHOWN" }, { 1, "CAP_DAC_OVERRIDE" }, { 2, "CAP_DAC_READ_SEARCH" },
	{ 3, "CAP_FOWNER" }, { 4, "CAP_FSETID" }, { 5, "CAP_KILL" }, { 6, "CAP_SETGID" },
	{ 7, "CAP_SETUID" }, { 8, "CAP_SETPCAP" }, { 9, "CAP_LINUX_IMMUTABLE" },
	{ 10, "CAP_NET_BIND_SERVICE" }, { 11, "CAP_NET_BROADCAST" }, { 12, "CAP_NET_ADMIN" },
	{ 13, "CAP_NET_RAW" }, { 14, "CAP_IPC_LOCK" }, { 15, "CAP_IPC_OWNER" },
	{ 16, "CAP_SYS_MODULE" }, { 17, "CAP_SYS_RAWIO" }, { 18, "CAP_SYS_CHROOT" },
	{ 19, "CAP_SYS_PTRACE" }, { 20, "CAP_SYS_PACCT" }, { 21, "CAP_SYS_ADMIN" },
	{ 22, "CAP_SYS_BOOT" }, { 23, "CAP_SYS_NICE" }, { 24, "CAP_SYS_RESOURCE" },
	{ 25, "CAP_SYS_TIME" }, { 26, "CAP_SYS_TTY_CONFIG" }, { 27, "CAP_MKNOD" },
	{ 28, "CAP_LEASE" }, { 29, "CAP_AUDIT_WRITE" }, { 30, "CAP_AUDIT_CONTROL" },
	{ 31, "CAP_SETFCAP" }, { 32, "CAP_MAC_OVERRIDE" }, { 33, "CAP_MAC_ADMIN" },
	{ 34, "CAP_SYSLOG" }, { 35, "CAP_WAKE_ALARM" }, { 36, "CAP_BLOCK_SUSPEND" },
	{ 37, "CAP_AUDIT_READ" }, { 38, "CAP_PERFMON" }, { 39, "CAP_BPF" },
	{ 40, "CAP_CHECKPOINT_RESTORE" }, {}
};
static const struct xlat mm_fields[] = {
	{ 1, "PR_SET_MM_START_CODE" }, { 2, "PR_SET_MM_END_CODE" }, { 3, "PR_SET_MM_START_DATA" },
	{ 4, "PR_SET_MM_END_DATA" }, { 5, "PR_SET_MM_START_STACK" }, { 6, "PR_SET_MM_START_BRK" },
	{ 7, "PR_SET_MM_BRK" }, { 8, "PR_SET_MM_ARG_START" }, { 9, "PR_SET_MM_ARG_END" },
	{ 10, "PR_SET_MM_ENV_START" }, { 11, "PR_SET_MM_ENV_END" }, { 12, "PR_SET_MM_AUXV" },
	{ 13, "PR_SET_MM_EXE_FILE" }, { 14, "PR_SET_MM_MAP" }, { 15, "PR_SET_MM_MAP_SIZE" }, {}
};
static const struct xlat ambients[] = {
	{ 1, "PR_CAP_AMBIENT_IS_SET" }, { 2, "PR_CAP_AMBIENT_RAISE" },
	{ 3, "PR_CAP_AMBIENT_LOWER" }, { 4, "PR_CAP_AMBIENT_CLEAR_ALL" }, {}
};
static const struct xlat mce_kills[] = {
	{ 0, "PR_MCE_KILL_CLEAR" }, { 1, "PR_MCE_KILL_SET" }, {}
};
static const struct xlat mce_policies[] = {
	{ 0, "PR_MCE_KILL_LATE" }, { 1, "PR_MCE_KILL_EARLY" }, { 2, "PR_MCE_KILL_DEFAULT" }, {}
};
static const struct xlat seccomp_modes[] = {
	{ 0, "SECCOMP_MODE_DISABLED" }, { 1, "SECCOMP_MODE_STRICT" }, { 2, "SECCOMP_MODE_FILTER" }, {}
};
static const struct xlat speculations[] = {
	{ 0, "PR_SPEC_STORE_BYPASS" }, { 1, "PR_SPEC_INDIRECT_BRANCH" }, { 2, "PR_SPEC_L1D_FLUSH" }, {}
};
static const struct xlat speculation_states[] = {
	{ 1, "PR_SPEC_PRCTL" }, { 2, "PR_SPEC_ENABLE" }, { 4, "PR_SPEC_DISABLE" },
	{ 8, "PR_SPEC_FORCE_DISABLE" }, { 16, "PR_SPEC_DISABLE_NOEXEC" }, {}
};
static const struct xlat dispatches[] = {
	{ 0, "PR_SYS_DISPATCH_OFF" }, { 1, "PR_SYS_DISPATCH_ON" }, {}
};
static const struct xlat fp_modes[] = { { 1, "PR_FP_MODE_FR" }, { 2, "PR_FP_MODE_FRE" }, {} };
static const struct xlat pac_keys[] = {
	{ 1, "PR_PAC_APIAKEY" }, { 2, "PR_PAC_APIBKEY" }, { 4, "PR_PAC_APDAKEY" },
	{ 8, "PR_PAC_APDBKEY" }, { 16, "PR_PAC_APGAKEY" }, {}
};
static const struct xlat core_ops[] = {
	{ 0, "PR_SCHED_CORE_GET" }, { 1, "PR_SCHED_CORE_CREATE" }, { 2, "PR_SCHED_CORE_SHARE_TO" },
	{ 3, "PR_SCHED_CORE_SHARE_FROM" }, {}
};
static const struct xlat pidtypes[] = {
	{ 0, "PIDTYPE_PID" }, { 1, "PIDTYPE_TGID" }, { 2, "PIDTYPE_PGID" }, { 3, "PIDTYPE_SID" }, {}
};
static const struct xlat vma_ops[] = { { 0, "PR_SET_VMA_ANON_NAME" }, {} };

#endif
