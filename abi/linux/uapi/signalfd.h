/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a read of a signalfd gives, the same in both ABIs. */
#ifndef UAPI_SIGNALFD_H
#define UAPI_SIGNALFD_H

#include <stdint.h>

struct signalfd_siginfo {
	uint32_t signo;
	int32_t err, code;
	uint32_t pid, uid;
	int32_t fd;
	uint32_t tid, band, overrun, trapno;
	int32_t status, value_int;
	uint64_t value_ptr, utime, stime, addr;
	uint16_t addr_lsb, pad2;
	int32_t syscall;
	uint64_t call_addr;
	uint32_t arch;
	uint8_t pad[28];
};
_Static_assert(sizeof(struct signalfd_siginfo) == 128, "signalfd_siginfo");

#endif
