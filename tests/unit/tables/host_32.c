/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The host's own header confirms the pinned numbers: a difference does not compile. */
#include <asm/unistd_32.h>

#define PIN(nr, name) _Static_assert(__NR_##name == nr, #name);
#define PIN_NEW(nr, name)
#include "pins_32.inc"
