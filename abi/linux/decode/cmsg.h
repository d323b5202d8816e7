/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Control messages of sockets. */
#ifndef DECODE_CMSG_H
#define DECODE_CMSG_H

#include "decode/internal.h"

/* len bytes of them; an address if they cannot all be read, or are too few for one. */
void put_control(struct decoder *d, uaddr_t at, uint64_t len);

#endif
