/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The same with another C library's threads. */
/* guest: bits 64 */
/* guest: cc musl-gcc */
/* guest: flags -pthread */
#include "pthreads.c"
