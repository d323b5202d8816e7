/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The errors of the loader's own: Linux's numbers, which the kernel passes on as they are. */
#ifndef LOADER_ERRNO_H
#define LOADER_ERRNO_H

#define ENOEXEC 8
#define ENOMEM 12

#endif
