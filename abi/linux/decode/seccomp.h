/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Filters of system calls, for ptrace, which can read them. */
#ifndef DECODE_SECCOMP_H
#define DECODE_SECCOMP_H

#include "decode/decode.h"

void put_filter_statements(struct decoder *d, uaddr_t at, uint64_t n);
void put_filter_flags(struct decoder *d, uint64_t flags);

#endif
