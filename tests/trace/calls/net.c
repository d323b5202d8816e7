/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sockets, memory, and what processes say to each other. */
#include "calls.h"

#include <asm/mman.h>
#include <asm/socket.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/ipc.h>
#include <linux/mempolicy.h>
#include <linux/mqueue.h>
#include <linux/msg.h>
#include <linux/netlink.h>
#include <linux/sem.h>
#include <linux/shm.h>
#include <linux/tcp.h>
#include <linux/uio.h>
#include <linux/un.h>
#include <linux/userfaultfd.h>

enum { UNIX = 1, INET = 2, INET6 = 10, NETLINK = 16, PACKET = 17 };
enum { STREAM = 1, DGRAM = 2, RAW = 3 };
#define BE16(x) (unsigned short)((x) << 8 | (x) >> 8)

static char data[64] = "hello\0world";
static struct sockaddr_un un = { UNIX, "/tmp/socket" }, abstract = { UNIX, "\0abstract" }, empty = { UNIX, "" };
static struct sockaddr_in in = { INET, BE16(80), { 0x0100007f }, { 0 } };
static struct sockaddr_in6 in6 = { INET6, BE16(443), 5, { .in6_u.u6_addr8 = { 0x20, 1, 0xd, 0xb8, [15] = 1 } }, 0 };
static struct sockaddr_nl nl = { NETLINK, 0, 1234, 5 };
static struct { unsigned short family; char data[14]; } odd = { 99, "abc" }, unspec = { 0, "" };
static int len16 = 16, len110 = 110, len4 = 4, one = 1, sv[2] = { 3, 4 };
static struct { int on, seconds; } linger = { 1, 5 };
static struct { long sec, usec; } timeout = { 3, 500000 };
static struct { int pid, uid, gid; } cred = { 5, 0, 7 };
static struct iovec iov[] = { { data, 5 }, { data + 6, 5 } };
static struct { unsigned long len; int level, type; int fd[2]; } rights = { sizeof(unsigned long) + 16, 1, 1, { 3, 4 } };
static struct { unsigned long len; int level, type; int pid, uid, gid; } creds = { sizeof(unsigned long) + 20, 1, 2, 5, 0, 7 };
struct msg { void *name; int namelen; struct iovec *iov; unsigned long iovlen; void *control; unsigned long controllen; int flags; };
static struct msg msg = { &in, 16, iov, 2, &rights, sizeof(rights), 0 }, plain = { 0, 0, iov, 1, 0, 0, 0x20 },
		  with_creds = { &un, 13, iov, 1, &creds, sizeof(creds), 0x8 }, broken = { (void *)BAD, 5, (void *)BAD, 3, (void *)BAD, 5, 0 };
static struct { struct msg hdr; unsigned len; } mm[2] = { { { 0, 0, iov, 2, 0, 0, 0 }, 10 }, { { &in, 16, iov, 1, 0, 0, 0 }, 3 } };
static struct { long sec, nsec; } ts = { 1, 2 };
static struct { int64_t sec, nsec; } ts64 = { 1, 2 };
static struct { struct nlmsghdr h; char body[16]; } nlmsg = { { 32, 18, 0x301, 1, 0 }, "" };
static unsigned long socketcall_args[6] = { INET, STREAM, 0, 0, 0, 0 }, bind_args[] = { 3, (unsigned long)&in, 16 };
static unsigned long nodes[4] = { 5 };
#ifdef __i386__
static unsigned long old_mmap_args[6] = { 0, 4096, 3, 0x22, -1ul, 0 };
#endif
static unsigned status[2] = { 0, -2 }, where[2] = { 0, 1 };
static void *pages[2] = { data, (void *)BAD };
static unsigned char vec[4] = { 1, 0, 1, 3 };
static struct sembuf sops[] = { { 0, -1, 0x1000 }, { 1, 2, 0x800 } };
static struct { long type; char text[16]; } message = { 5, "message" };
static struct mq_attr mqa = { .mq_flags = 0x800, .mq_maxmsg = 10, .mq_msgsize = 100 };
static struct { int value, signo, notify, pad[16]; } sigev = { 5, 12, 0, { 0 } };
static char zeros[512];

#define SOL 1
TABLE = {
	C(socket, UNIX, STREAM | 0x80800, 0), C(socket, INET, DGRAM, 17),
	C(socket, INET6, RAW, 58), C(socket, NETLINK, RAW, 0), C(socket, PACKET, RAW, 0x300),
	C(socket, 99, 99, 99), C(socketpair, UNIX, STREAM, 0, P(sv)),
	C(bind, 3, P(&un), 110), C(bind, 3, P(&un), 13), C(bind, 3, P(&abstract), 11),
	C(bind, 3, P(&empty), 2), C(bind, 3, P(&in), 16), C(bind, 3, P(&in6), 28),
	C(bind, 3, P(&nl), 12), C(bind, 3, P(&odd), 16), C(bind, 3, BAD, 16),
	C(bind, 3, P(&in), 8), C(connect, 3, P(&unspec), 16), C(connect, 3, P(&in), 16),
	C(connect, 3, 0, 0),
	C(listen, 3, 128), C(accept, 3, P(&in), P(&len16)), C(accept, 3, 0, 0),
	C(accept4, 3, P(&un), P(&len110), 0x80800), C(getsockname, 3, P(&in), P(&len16)),
	C(getpeername, 3, P(&un), P(&len110)), C(shutdown, 3, 1), C(shutdown, 3, 7),
	C(sendto, 3, P(data), 11, 0x4000, 0, 0), C(sendto, 3, P(data), 5, 0x4040, P(&in), 16),
	C(recvfrom, 3, P(data), 64, 0x42, P(&in), P(&len16)),
	C(recvfrom, 3, P(data), 64, 0, 0, 0),
	C(sendmsg, 3, P(&msg), 0x4000), C(sendmsg, 3, P(&plain), 0),
	C(sendmsg, 3, P(&with_creds), 0), C(sendmsg, 3, P(&broken), 0), C(sendmsg, 3, BAD, 0),
	C(recvmsg, 3, P(&msg), 0x40000000), C(recvmsg, 3, P(&plain), 0),
	C(recvmsg, 3, P(&with_creds), 0x20),
	C(sendmmsg, 3, P(mm), 2, 0x4000), C(recvmmsg, 3, P(mm), 2, 0x10000, P(&ts)),
	C(recvmmsg, 3, P(mm), 2, 0, 0), C(recvmmsg_time64, 3, P(mm), 2, 0, P(&ts64)),
	C(sendto, 3, P(&nlmsg), 32, 0, P(&nl), 12),
	C(setsockopt, 3, SOL, 2, P(&one), 4), C(setsockopt, 3, SOL, 13, P(&linger), 8),
	C(setsockopt, 3, SOL, 20, P(&timeout), sizeof(timeout)),
	C(setsockopt, 3, SOL, 99, P(data), 5), C(setsockopt, 3, 6, 1, P(&one), 4),
	C(setsockopt, 3, 0, 1, P(&one), 4), C(setsockopt, 3, 41, 26, P(&one), 4),
	C(setsockopt, 3, SOL, 2, BAD, 4), C(setsockopt, 3, SOL, 25, P("lo"), 3),
	C(getsockopt, 3, SOL, 4, P(&one), P(&len4)), C(getsockopt, 3, SOL, 3, P(&one), P(&len4)),
	C(getsockopt, 3, SOL, 17, P(&cred), P(&len16)),
	C(getsockopt, 3, SOL, 13, P(&linger), P(&len16)),
	C(getsockopt, 3, 6, 11, P(zeros), P(&len110)), C(getsockopt, 3, 77, 5, P(data), P(&len4)),
	C(getsockopt, 3, SOL, 38, P(&one), P(&len4)),
	C(socketcall, 1, P(socketcall_args)), C(socketcall, 2, P(bind_args)),
	C(socketcall, 99, P(bind_args)), C(socketcall, 1, BAD),
#ifdef __x86_64__
	C(mmap, 0, 4096, 3, 0x22, I(-1), 0), C(mmap, 0x1000, 8192, 5, 0x12, 3, 0x2000),
	C(mmap, 0, 1 << 21, 0, 0x54022, I(-1), 0), C(mmap, 0, 4096, 1, 0x100011, 3, 4096),
	C(mmap, 0, 4096, 1, 0x8003, 3, 4096),
#else
	C(mmap, P(old_mmap_args)), C(mmap2, 0, 4096, 3, 0x22, -1, 0),
	C(mmap2, 0x1000, 8192, 5, 0x12, 3, 2), C(mmap, BAD),
#endif
	C(munmap, 0x1000, 4096), C(mprotect, 0x1000, 4096, 7),
	C(mprotect, 0x1000, 4096, 0x2000001), C(mremap, 0x1000, 4096, 8192, 1),
	C(mremap, 0x1000, 4096, 8192, 3, 0x5000), C(msync, 0x1000, 4096, 5),
	C(madvise, 0x1000, 4096, 4), C(madvise, 0x1000, 4096, 999),
	C(mincore, 0x1000, 8192, P(vec)), C(brk, 0), C(brk, 0x5000),
	C(mlock, 0x1000, 4096), C(mlock2, 0x1000, 4096, 1), C(munlock, 0x1000, 4096),
	C(mlockall, 7), C(munlockall), C(remap_file_pages, 0x1000, 4096, 0, 5, 0x10000),
	C(pkey_alloc, 0, 3), C(pkey_free, 5), C(pkey_mprotect, 0x1000, 4096, 3, 5),
	C(memfd_secret, 0x80000),
	C(mbind, 0x1000, 4096, 0x8002, P(nodes), 64, 3), C(set_mempolicy, 3, P(nodes), 8),
	C(get_mempolicy, P(status), P(nodes), 64, 0x1000, 3),
	C(migrate_pages, 5, 8, P(nodes), P(nodes)),
	C(move_pages, 0, 2, P(pages), P(where), P(status), 4),
	C(set_mempolicy_home_node, 0x1000, 4096, 1, 0),
	C(process_vm_readv, 5, P(iov), 2, P(iov), 1, 0),
	C(process_vm_writev, 5, P(iov), 2, P(iov), 1, 0),
	C(shmget, 0x1234, 4096, 01600), C(shmget, 0, 4096, 0600), C(shmat, 5, 0, 010000),
	C(shmat, 5, 0x1000, 060000), C(shmdt, 0x1000), C(shmctl, 5, 0, 0),
	C(shmctl, 5, 2, P(zeros)), C(shmctl, 5, 11, 0),
	C(semget, 0, 3, 0600), C(semop, 5, P(sops), 2), C(semtimedop, 5, P(sops), 1, P(&ts)),
	C(semtimedop_time64, 5, P(sops), 2, P(&ts64)), C(semctl, 5, 1, 16, 3), C(semctl, 5, 0, 0),
	C(semctl, 5, 0, 12, 0), C(msgget, 0x55, 01666), C(msgsnd, 5, P(&message), 7, 0x800),
	C(msgrcv, 5, P(&message), 16, -3, 0x1000), C(msgctl, 5, 0, 0), C(msgctl, 5, 2, P(zeros)),
	C(ipc, 1, 5, 2, 0, P(sops)), C(ipc, 2, 0, 3, 0600), C(ipc, 3, 5, 1, 16, P(&one)),
	C(ipc, 11, 5, 7, 0x800, P(&message)), C(ipc, 13, 0x55, 01666), C(ipc, 14, 5, 0, 0, 0),
	C(ipc, 21, 5, 0, P(nodes), 0), C(ipc, 22, 0, 0, 0, 0x1000), C(ipc, 23, 0, 4096, 0600),
	C(ipc, 24, 5, 0, 0, 0), C(ipc, 99, 1, 2, 3, 4, 5),
	C(mq_open, P("queue"), 0102, 0600, P(&mqa)), C(mq_open, P("queue"), 0),
	C(mq_unlink, P("queue")), C(mq_timedsend, 3, P(data), 5, 7, P(&ts)),
	C(mq_timedreceive, 3, P(data), 64, P(&one), P(&ts)), C(mq_notify, 3, P(&sigev)),
	C(mq_notify, 3, 0), C(mq_getsetattr, 3, P(&mqa), P(&mqa)),
	C(mq_timedsend_time64, 3, P(data), 5, 7, P(&ts64)),
	C(mq_timedreceive_time64, 3, P(data), 64, P(&one), P(&ts64)),
};
