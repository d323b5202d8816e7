/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The host's entropy. */
#ifndef HOST_RANDOM_H
#define HOST_RANDOM_H

#include <stddef.h>

/* Fills buf whole; ends the process if the host has no entropy source at all. */
void host_getrandom(void *buf, size_t n);

#endif
