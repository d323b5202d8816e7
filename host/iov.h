/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A piece of our own memory for the host's kernel to read or fill. */
#ifndef HOST_IOV_H
#define HOST_IOV_H

#include <stddef.h>

/* Laid out as struct iovec: host/ passes arrays of it on. */
struct host_iov {
	void *base;
	size_t len;
};

#endif
