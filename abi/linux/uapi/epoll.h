/* SPDX-License-Identifier: GPL-2.0-or-later */
/* epoll: operations and flags; events are poll's (uapi/poll.h). */
#ifndef UAPI_EPOLL_H
#define UAPI_EPOLL_H

#include <stdint.h>
#include "uapi/fcntl.h"

#define EPOLL_CLOEXEC O_CLOEXEC
#define EPOLL_CTL_ADD 1
#define EPOLL_CTL_DEL 2
#define EPOLL_CTL_MOD 3

#define EPOLLEXCLUSIVE (1u << 28)
#define EPOLLWAKEUP (1u << 29)
#define EPOLLONESHOT (1u << 30)
#define EPOLLET (1u << 31)

struct linux_epoll_event { /* the same in both ABIs: x86-64's is packed */
	uint32_t events;
	uint64_t data;
} __attribute__((packed));
_Static_assert(sizeof(struct linux_epoll_event) == 12, "epoll_event");

#endif
