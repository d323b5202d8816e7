/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef EMU_UNICORN_TRANSLATE_H
#define EMU_UNICORN_TRANSLATE_H

#include <stdint.h>

/*
 * The addresses (first, last) that Unicorn calls the instruction hook for: what is translated in
 * front of an instruction is to be hidden from it. For this thread, until the next call; NULL: no
 * hook.
 */
void translate_hook(uint64_t *range);

#endif
