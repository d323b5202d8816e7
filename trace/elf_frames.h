/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The small ELF file of call frame information that libdw is given; for elf_image.c. */
#ifndef TRACE_ELF_FRAMES_H
#define TRACE_ELF_FRAMES_H

#include "trace/elf_file.h"

/* Sets im->frames from what f has; it stays NULL when there is nothing, or nothing to trust. */
void elf_frames_make(struct elf_image *im, const struct elf_file *f);

#endif
