/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Times, for decoders of structures that have some. */
#ifndef DECODE_TIME_H
#define DECODE_TIME_H

#include "decode/decode.h"

/* {tv_sec=1, tv_usec=2}, by the fraction's name. */
void put_time(struct decoder *d, int64_t sec, const char *name, uint64_t fraction);

#endif
