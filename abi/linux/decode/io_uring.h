/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the decoders of io_uring's calls share. */
#ifndef DECODE_IO_URING_H
#define DECODE_IO_URING_H

#include "decode/internal.h"

void uring_put_reserved(struct decoder *d, const char *name, const uint32_t resv[3]);

/* io_uring_register.c */
void uring_put_restrictions(struct decoder *d, uaddr_t v, uint64_t n);
void uring_put_ring_fds(struct decoder *d, uaddr_t v, uint64_t n, bool made);
void uring_put_buffer_ring(struct decoder *d, uaddr_t v);

#endif
