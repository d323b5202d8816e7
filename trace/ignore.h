/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A sink that hears nothing, for those who listen to a little. */
#ifndef TRACE_IGNORE_H
#define TRACE_IGNORE_H

#include "ring3/trace.h"

extern const struct r3_sink ignoring_sink;

#endif
