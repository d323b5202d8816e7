/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The vDSOs as bytes: an ELF shared object each, one page in memory. Offsets of the symbols that
 * the kernel itself needs come from the build: VDSO32_<symbol> in vdso_offsets.h.
 */
#ifndef LOADER_VDSO_H
#define LOADER_VDSO_H

#include <stdint.h>
#include "vdso_offsets.h"

extern const uint8_t vdso32_image[], vdso32_image_end[];
extern const uint8_t vdso64_image[], vdso64_image_end[];

#endif
