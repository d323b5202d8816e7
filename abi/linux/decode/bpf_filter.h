/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs of the classic packet filter. */
#ifndef DECODE_BPF_FILTER_H
#define DECODE_BPF_FILTER_H

#include "decode/internal.h"

/* struct sock_fprog at an address: its length, and the program itself if all is wanted. */
/* n instructions of the extended machine. */
void put_bpf_instructions(struct decoder *d, uaddr_t at, uint64_t n);
/* n statements. */
void put_statements(struct decoder *d, uaddr_t at, uint64_t n, print_fn *result);
/* result: of what a statement that ends the program returns. */
void put_sock_fprog(struct decoder *d, uaddr_t at, print_fn *result);

#endif
