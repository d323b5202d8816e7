/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UAPI_POLL_H
#define UAPI_POLL_H

#define EPOLLIN 0x0001u
#define EPOLLPRI 0x0002u
#define EPOLLOUT 0x0004u
#define EPOLLERR 0x0008u
#define EPOLLHUP 0x0010u
#define EPOLLNVAL 0x0020u
#define EPOLLRDNORM 0x0040u
#define EPOLLRDBAND 0x0080u
#define EPOLLWRNORM 0x0100u
#define EPOLLWRBAND 0x0200u
#define EPOLLMSG 0x0400u
#define EPOLLRDHUP 0x2000u

#endif
