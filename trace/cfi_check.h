/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Is call frame information of a guest's file such that a library may be trusted with it? */
#ifndef TRACE_CFI_CHECK_H
#define TRACE_CFI_CHECK_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Of a whole .eh_frame or .debug_frame: every entry in the forms that compilers write, with
 * registers that exist, saved states that nest a little, and expressions that cannot fail in
 * arithmetic or loop. What is looser could make an unwinder take all memory, or divide by zero.
 */
bool cfi_is_sound(const void *section, size_t n, bool is_eh, bool is_64bit);

#endif
