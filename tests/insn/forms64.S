/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The forms in 64-bit mode. */
#define MODE64 1
#define FORM_TABLE forms64
	.code64
#include "forms.inc"
#include "forms-int.inc"
#include "forms-string.inc"
#include "forms-x87.inc"
#include "forms-mmx.inc"
#include "forms-sse.inc"
#include "forms-sse4.inc"
#include "forms-refused.inc"
#include "forms-prefix.inc"
