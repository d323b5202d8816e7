/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The forms in 32-bit mode. */
#define FORM_TABLE forms32
	.code32
#include "forms.inc"
#include "forms-int.inc"
#include "forms-string.inc"
#include "forms-x87.inc"
#include "forms-mmx.inc"
#include "forms-sse.inc"
#include "forms-sse4.inc"
#include "forms-refused.inc"
#include "forms-prefix.inc"
