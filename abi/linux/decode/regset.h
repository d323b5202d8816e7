/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers of a task as ptrace hands them out. */
#ifndef DECODE_REGSET_H
#define DECODE_REGSET_H

#include "decode/decode.h"

/* Of type NT_PRSTATUS or NT_FPREGSET, n bytes of them; n that are not whole words: an address. */
void put_regset(struct decoder *d, uint32_t type, uaddr_t at, uint64_t n);
/* How many bytes it has. */
uint64_t regset_size(const struct decoder *d, uint32_t type);

#endif
