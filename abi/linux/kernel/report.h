/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Telling the user why a program died of its own fault. */
#ifndef KERNEL_REPORT_H
#define KERNEL_REPORT_H

#include "kernel/signal.h"

/*
 * current is about to die of info, a fault's signal (others are ignored): some lines through
 * kernel_report() with signal, address, access, instruction and registers.
 */
void report_crash(const struct ksiginfo *info);

#endif
