/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets of signals, for decoders of other things that have some. */
#ifndef DECODE_SIGNAL_H
#define DECODE_SIGNAL_H

#include "decode/decode.h"

/* A set of the kernel's 64 signals. */
void put_sigset(struct decoder *d, uint64_t bits);
/* One of the guest's, with its size as the guest told it. */
void put_sigset_at(struct decoder *d, uaddr_t at, uint64_t size);

#endif
