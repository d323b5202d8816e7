/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entries of /proc/PID/pagemap, one a page. */
#ifndef UAPI_PAGEMAP_H
#define UAPI_PAGEMAP_H

#include <stdint.h>

#define PM_PFRAME ((1ull << 55) - 1)
#define PM_MMAP_EXCLUSIVE (1ull << 56)
#define PM_FILE (1ull << 61) /* or shared memory */
#define PM_PRESENT (1ull << 63)

#endif
