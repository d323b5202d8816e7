/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sockets: numbers of types, flags and socketcall's calls; the same for both ABIs. */
#ifndef UAPI_SOCKET_H
#define UAPI_SOCKET_H

#include "uapi/fcntl.h"

#define NPROTO 46 /* families that Linux 6.12 knows of */
#define SOCK_MAX 11
#define SOCK_TYPE_MASK 0xf
#define SOCK_CLOEXEC O_CLOEXEC
#define SOCK_NONBLOCK O_NONBLOCK
#define SOCKADDR_STORAGE 128
#define MSG_CMSG_COMPAT 0x80000000u

enum {
	SYS_SOCKET = 1, SYS_BIND, SYS_CONNECT, SYS_LISTEN, SYS_ACCEPT, SYS_GETSOCKNAME,
	SYS_GETPEERNAME, SYS_SOCKETPAIR, SYS_SEND, SYS_RECV, SYS_SENDTO, SYS_RECVFROM,
	SYS_SHUTDOWN, SYS_SETSOCKOPT, SYS_GETSOCKOPT, SYS_SENDMSG, SYS_RECVMSG, SYS_ACCEPT4,
	SYS_RECVMMSG, SYS_SENDMMSG
};

#endif
