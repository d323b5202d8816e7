/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reservations of host address space, for what needs guard pages. */
#ifndef HOST_MEMORY_H
#define HOST_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

void *host_reserve(size_t size);	   /* inaccessible; NULL: refused */
bool host_commit(void *p, size_t size);	   /* make part of it readable and writable */
void host_unreserve(void *p, size_t size); /* all of it */

#endif
