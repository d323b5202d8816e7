/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sockets: numbers, and the layouts of both ABIs. */
#ifndef UAPI_SOCKET_H
#define UAPI_SOCKET_H

#include <stdint.h>

#include "uapi/fcntl.h"

#define AF_UNSPEC 0
#define AF_UNIX 1
#define NPROTO 46 /* families that Linux 6.12 knows of */

#define SOCK_STREAM 1
#define SOCK_DGRAM 2
#define SOCK_RAW 3
#define SOCK_SEQPACKET 5
#define SOCK_MAX 11
#define SOCK_TYPE_MASK 0xf
#define SOCK_CLOEXEC O_CLOEXEC
#define SOCK_NONBLOCK O_NONBLOCK
#define SOCKADDR_STORAGE 128
#define SOMAXCONN 4096

#define SHUT_RD 0
#define SHUT_WR 1
#define SHUT_RDWR 2

#define MSG_OOB 0x1u
#define MSG_PEEK 0x2u
#define MSG_CTRUNC 0x8u
#define MSG_TRUNC 0x20u
#define MSG_DONTWAIT 0x40u
#define MSG_WAITALL 0x100u
#define MSG_ERRQUEUE 0x2000u
#define MSG_NOSIGNAL 0x4000u
#define MSG_WAITFORONE 0x10000u
#define MSG_CMSG_CLOEXEC 0x40000000u
#define MSG_CMSG_COMPAT 0x80000000u

enum {
	SYS_SOCKET = 1, SYS_BIND, SYS_CONNECT, SYS_LISTEN, SYS_ACCEPT, SYS_GETSOCKNAME,
	SYS_GETPEERNAME, SYS_SOCKETPAIR, SYS_SEND, SYS_RECV, SYS_SENDTO, SYS_RECVFROM,
	SYS_SHUTDOWN, SYS_SETSOCKOPT, SYS_GETSOCKOPT, SYS_SENDMSG, SYS_RECVMSG, SYS_ACCEPT4,
	SYS_RECVMMSG, SYS_SENDMMSG
};

#define SOL_SOCKET 1
enum {
	SO_DEBUG = 1, SO_REUSEADDR, SO_TYPE, SO_ERROR, SO_DONTROUTE, SO_BROADCAST, SO_SNDBUF,
	SO_RCVBUF, SO_KEEPALIVE, SO_OOBINLINE, SO_NO_CHECK, SO_PRIORITY, SO_LINGER, SO_BSDCOMPAT,
	SO_REUSEPORT, SO_PASSCRED, SO_PEERCRED, SO_RCVLOWAT, SO_SNDLOWAT, SO_RCVTIMEO_OLD,
	SO_SNDTIMEO_OLD, SO_BINDTODEVICE = 25, SO_ATTACH_FILTER, SO_DETACH_FILTER, SO_PEERNAME,
	SO_TIMESTAMP_OLD, SO_ACCEPTCONN, SO_PEERSEC, SO_SNDBUFFORCE, SO_RCVBUFFORCE, SO_PASSSEC,
	SO_TIMESTAMPNS_OLD, SO_MARK, SO_TIMESTAMPING_OLD, SO_PROTOCOL, SO_DOMAIN, SO_RXQ_OVFL,
	SO_WIFI_STATUS, SO_PEEK_OFF, SO_NOFCS, SO_LOCK_FILTER, SO_SELECT_ERR_QUEUE, SO_BUSY_POLL,
	SO_MAX_PACING_RATE, SO_BPF_EXTENSIONS, SO_INCOMING_CPU, SO_ATTACH_BPF,
	SO_ATTACH_REUSEPORT_CBPF, SO_ATTACH_REUSEPORT_EBPF, SO_CNX_ADVICE, SO_MEMINFO = 55,
	SO_INCOMING_NAPI_ID, SO_COOKIE, SO_PEERGROUPS = 59, SO_ZEROCOPY, SO_TXTIME,
	SO_BINDTOIFINDEX, SO_TIMESTAMP_NEW, SO_TIMESTAMPNS_NEW, SO_TIMESTAMPING_NEW,
	SO_RCVTIMEO_NEW, SO_SNDTIMEO_NEW, SO_DETACH_REUSEPORT_BPF, SO_PREFER_BUSY_POLL,
	SO_BUSY_POLL_BUDGET, SO_NETNS_COOKIE, SO_BUF_LOCK, SO_RESERVE_MEM, SO_TXREHASH,
	SO_RCVMARK, SO_PASSPIDFD, SO_PEERPIDFD
};

#define SCM_RIGHTS 1
#define SCM_CREDENTIALS 2
#define SCM_SECURITY 3
#define SCM_PIDFD 4

#define SIOCINQ 0x541b
#define SIOCOUTQ 0x5411
#define FIOSETOWN 0x8901
#define SIOCSPGRP 0x8902
#define FIOGETOWN 0x8903
#define SIOCGPGRP 0x8904
#define SIOCATMARK 0x8905
#define SIOCUNIXFILE 0x89e0

struct linux_ucred {
	int32_t pid;
	uint32_t uid, gid;
};
struct linux_linger {
	int32_t onoff, linger;
};

/* A control message is a header, data from its end on, and padding to the size of a long. */
struct x64_cmsghdr {
	uint64_t len;
	int32_t level, type;
};
struct i386_cmsghdr {
	uint32_t len;
	int32_t level, type;
};

struct x64_msghdr {
	uint64_t name;
	int32_t namelen, pad;
	uint64_t iov, iovlen, control, controllen;
	uint32_t flags, pad2;
};
struct i386_msghdr {
	uint32_t name;
	int32_t namelen;
	uint32_t iov, iovlen, control, controllen, flags;
};
_Static_assert(sizeof(struct x64_msghdr) == 56, "msghdr");
_Static_assert(sizeof(struct i386_msghdr) == 28, "compat_msghdr");
_Static_assert(sizeof(struct x64_cmsghdr) == 16, "cmsghdr");
_Static_assert(sizeof(struct i386_cmsghdr) == 12, "compat_cmsghdr");

#endif
