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

struct linux_epoll_params {
	uint32_t busy_poll_usecs;
	uint16_t busy_poll_budget;
	uint8_t prefer_busy_poll;
	uint8_t pad;
};
_Static_assert(sizeof(struct linux_epoll_params) == 8, "epoll_params");

#define EPIOCSPARAMS 0x40088a01
#define EPIOCGPARAMS 0x80088a02

#endif
