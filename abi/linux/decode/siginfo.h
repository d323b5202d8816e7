/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a signal carries, whatever ABI laid it out. */
#ifndef DECODE_SIGINFO_H
#define DECODE_SIGINFO_H

#include "decode/decode.h"

struct ksiginfo;

/* Fields of all forms: signal and code say which of them mean something. */
struct siginfo_view {
	int signo, err, code;
	int pid;
	unsigned uid;
	int timerid, overrun;
	uint64_t value;
	int status;
	uint64_t utime, stime; /* clock ticks */
	uint64_t addr, lower, upper;
	unsigned lsb, pkey;
	int64_t band;
	int fd;
	uint64_t call_addr;
	int syscall;
	uint32_t arch;
};

void put_siginfo(struct decoder *d, const struct siginfo_view *s);

/* One as the guest has it, in all its bytes. */
#define SIGINFO_BYTES 128
void put_read_siginfo(struct decoder *d, const void *bytes);

/* The number of a system call of another task, and whose it is. */
void put_call_number(struct decoder *d, uint64_t nr, uint32_t arch);
void put_audit_arch(struct decoder *d, uint32_t arch);

/* The same for a signal on its way to a task: only the sink and what is wanted count in d. */
void decode_signal(struct decoder *d, const struct ksiginfo *info);

#endif
