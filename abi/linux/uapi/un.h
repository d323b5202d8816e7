/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses of AF_UNIX. */
#ifndef UAPI_UN_H
#define UAPI_UN_H

#include <stddef.h>
#include <stdint.h>

#define UNIX_PATH_MAX 108

struct linux_sockaddr_un {
	uint16_t family;
	char path[UNIX_PATH_MAX];
};
#define UN_PATH offsetof(struct linux_sockaddr_un, path)
_Static_assert(sizeof(struct linux_sockaddr_un) == 110, "sockaddr_un");

#endif
