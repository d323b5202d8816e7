/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limits, usage, and what sysinfo and times tell. */
#ifndef UAPI_RESOURCE_H
#define UAPI_RESOURCE_H

#include "uapi/time.h"

struct linux_rlimit64 { /* x86-64's rlimit, and rlimit64 */
	uint64_t cur, max;
};
struct i386_rlimit {
	uint32_t cur, max;
};
#define COMPAT_RLIM_INFINITY 0xffffffffu
#define COMPAT_RLIM_OLD_INFINITY 0x7fffffffu

#define RUSAGE_SELF 0
#define RUSAGE_CHILDREN (-1)
#define RUSAGE_THREAD 1

struct x64_rusage {
	struct x64_timeval utime, stime;
	int64_t maxrss, ixrss, idrss, isrss, minflt, majflt, nswap, inblock, oublock, msgsnd,
		msgrcv, nsignals, nvcsw, nivcsw;
};
_Static_assert(sizeof(struct x64_rusage) == 144, "rusage");

struct i386_rusage {
	struct i386_timeval utime, stime;
	int32_t maxrss, ixrss, idrss, isrss, minflt, majflt, nswap, inblock, oublock, msgsnd,
		msgrcv, nsignals, nvcsw, nivcsw;
};
_Static_assert(sizeof(struct i386_rusage) == 72, "compat_rusage");

struct x64_sysinfo {
	int64_t uptime;
	uint64_t loads[3], totalram, freeram, sharedram, bufferram, totalswap, freeswap;
	uint16_t procs, pad;
	uint64_t totalhigh, freehigh;
	uint32_t mem_unit;
};
_Static_assert(sizeof(struct x64_sysinfo) == 112, "sysinfo");

struct i386_sysinfo {
	int32_t uptime;
	uint32_t loads[3], totalram, freeram, sharedram, bufferram, totalswap, freeswap;
	uint16_t procs, pad;
	uint32_t totalhigh, freehigh, mem_unit;
	char fill[8];
};
_Static_assert(sizeof(struct i386_sysinfo) == 64, "compat_sysinfo");

struct x64_tms {
	int64_t utime, stime, cutime, cstime;
};
struct i386_tms {
	int32_t utime, stime, cutime, cstime;
};

#endif
