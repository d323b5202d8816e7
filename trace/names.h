/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names that options use and lines show: errors, signals; and times with units. */
#ifndef TRACE_NAMES_H
#define TRACE_NAMES_H

#include <stdbool.h>
#include <stdint.h>

/* "ENOENT", in any case, or a number from 1 to 4095; -1: neither. */
int errno_by_name(const char *name);
/* "SIGTERM", "term", "SIGRT_3", or a number; -1: neither. */
int signal_by_name(const char *name);
/* "SIGTERM", "SIGRT_3"; into buf if it must be. */
const char *name_of_signal(int sig, char buf[24]);
/* A number, perhaps with a fraction, and s, ms, us (so without one) or ns; as ns. */
bool parse_time(const char *s, uint64_t *ns);

#endif
