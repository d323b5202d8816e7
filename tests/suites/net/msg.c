/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sendmsg(2), recvmsg(2), sendmmsg(2), recvmmsg(2): AF_UNIX. */
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>

#include "net.h"

#define COMPAT_FLAG 0x80000000 /* of the kernel's own */
#define IOVS 1024
#define HI R3_IOV(R3_IN("hi"), 2), 1
#define EIGHT R3_IOV(R3_OUT(8), 8), 1

/* Control messages: their headers have lengths as wide as a long. */
#define RIGHTS(fd) \
	R3_BY_ABI(R3_U32S(20, 0, SOL_SOCKET, SCM_RIGHTS, fd), R3_U32S(16, SOL_SOCKET, SCM_RIGHTS, fd))
#define RIGHTS_SIZE R3_BY_ABI(20, 16)
#define CONTROL(len, level, type) R3_BY_ABI(R3_U32S(len, 0, level, type, 0), R3_U32S(len, level, type, 0))

#define FAULT_ROWS(other_flags) \
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, MSG(0, 0, HI, 0, 0, 0), other_flags)}, \
	{"not open, at nothing", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_BAD, other_flags)}, \
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), R3_BAD, other_flags)}, \
	{"a file", R3_ERR(ENOTSOCK), R3_WITH(R3_FD(FILE), R3_BAD, other_flags)}, \
	{"at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), R3_BAD, other_flags)}, \
	{"at NULL", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), R3_NULL, other_flags)}, \
	{"the kernel's", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), R3_KERNEL, other_flags)}, \
	{"half of it", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), R3_SHORT(20), other_flags)}, \
	{"a name below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), MSG(R3_BAD, -1, HI, 0, 0, 0), other_flags)}, \
	{"a name below 0, a vector at nothing", R3_ERR(EINVAL), \
	 R3_WITH(R3_FD(SOCKET), MSG(R3_BAD, -1, R3_BAD, 1, 0, 0, 0), other_flags)}, \
	{"a vector at nothing", R3_ERR(EFAULT), \
	 R3_WITH(R3_FD(SOCKET), MSG(0, 0, R3_BAD, 1, 0, 0, 0), other_flags)}, \
	{"a vector too long", R3_ERR(EMSGSIZE), \
	 R3_WITH(R3_FD(SOCKET), MSG(0, 0, R3_BAD, IOVS + 1, 0, 0, 0), other_flags)}, \
	{"a vector of length -1", R3_ERR(EMSGSIZE), \
	 R3_WITH(R3_FD(SOCKET), MSG(0, 0, R3_BAD, -1, 0, 0, 0), other_flags)}, \
	{"a part below 0", R3_ERR(EINVAL), \
	 R3_WITH(R3_FD(SOCKET), MSG(0, 0, R3_IOV(R3_OUT(8), -1), 1, 0, 0, 0), other_flags)}

static const struct r3_row send_rows[] = {
	FAULT_ROWS(0),
	{"a flag of the kernel's", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), MSG(0, 0, HI, 0, 0, 0), COMPAT_FLAG),
	 .abis = R3_ONLY_X86_64},
	{"a flag of the kernel's", 2, R3_WITH(R3_FD(SOCKET), MSG(0, 0, HI, 0, 0, 0), COMPAT_FLAG),
	 .abis = R3_ONLY_I386},
	{"such a flag, not open", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, R3_BAD, COMPAT_FLAG), .abis = R3_ONLY_X86_64},
	{"two bytes", 2, R3_WITH(R3_FD(SOCKET), MSG(0, 0, HI, 0, 0, 0), 0)},
	{"two bytes, flags in the header", 2, R3_WITH(R3_FD(SOCKET), MSG(0, 0, HI, 0, 0, -1), 0)},
	{"three parts", 6, R3_WITH(R3_FD(SOCKET), MSG(0, 0, R3_IOV(R3_IN("abc"), 3, R3_BAD, 0, R3_IN("def"), 3), 3,
						     0, 0, 0), 0)},
	{"no part", 0, R3_WITH(R3_FD(SOCKET), MSG(0, 0, R3_BAD, 0, 0, 0, 0), 0)},
	{"an empty datagram", 0, R3_WITH(R3_FD(DGRAM), MSG(0, 0, 0, 0, 0, 0, 0), 0)},
	{"a part at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), MSG(0, 0, R3_IOV(R3_BAD, 2), 1, 0, 0, 0), 0)},
	{"one that is not connected", R3_ERR(ENOTCONN), R3_WITH(R3_FD(SOCKET_NEW), MSG(0, 0, HI, 0, 0, 0), 0)},
	{"a name of one that is connected", R3_ERR(EISCONN),
	 R3_WITH(R3_FD(SOCKET), MSG(UN("file"), UN_SIZE("file"), HI, 0, 0, 0), 0)},
	{"a name of one that is not", R3_ERR(EOPNOTSUPP),
	 R3_WITH(R3_FD(SOCKET_NEW), MSG(UN("file"), UN_SIZE("file"), HI, 0, 0, 0), 0)},
	{"no name of some length", 2, R3_WITH(R3_FD(SOCKET), MSG(0, -1, HI, 0, 0, 0), 0)},
	{"a name of no length", 2, R3_WITH(R3_FD(SOCKET), MSG(R3_BAD, 0, HI, 0, 0, 0), 0)},
	{"a name at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(DGRAM), MSG(R3_BAD, 10, HI, 0, 0, 0), 0)},
	{"a name too long", R3_ERR(EINVAL), R3_WITH(R3_FD(DGRAM), MSG(R3_OUT(128), 200, HI, 0, 0, 0), 0)},
	{"to what there is not", R3_ERR(ENOENT),
	 R3_WITH(R3_FD(DGRAM), MSG(UN("none"), UN_SIZE("none"), HI, 0, 0, 0), 0)},
	{"to a name without rights", R3_ERR(EACCES),
	 R3_WITH(R3_FD(DGRAM), MSG(UN("locked/x"), UN_SIZE("locked/x"), HI, 0, 0, 0), 0), .setup = r3_scene},
	{"control at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), MSG(0, 0, HI, R3_BAD, 20, 0), 0)},
	{"control of no length", 2, R3_WITH(R3_FD(SOCKET), MSG(0, 0, HI, R3_BAD, 0, 0), 0)},
	{"control at NULL", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), MSG(0, 0, HI, 0, 20, 0), 0),
	 .abis = R3_ONLY_X86_64},
	{"control at NULL", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), MSG(0, 0, HI, 0, 20, 0), 0),
	 .abis = R3_ONLY_I386},
	{"control of 31 bits", R3_ERR(ENOBUFS), R3_WITH(R3_FD(SOCKET), MSG(0, 0, HI, R3_BAD, INT_MAX, 0), 0),
	 .abis = R3_ONLY_X86_64},
	{"control of 31 bits", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), MSG(0, 0, HI, R3_BAD, INT_MAX, 0), 0),
	 .abis = R3_ONLY_I386},
	{"control of the sign bit", R3_ERR(ENOBUFS),
	 R3_WITH(R3_FD(SOCKET), MSG(0, 0, HI, R3_BAD, 0x80000000, 0), 0)},
	{"control, less than a header", 2, R3_WITH(R3_FD(SOCKET), MSG(0, 0, HI, R3_OUT(8), 8, 0), 0),
	 .abis = R3_ONLY_X86_64},
	{"control, less than a header", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), MSG(0, 0, HI, R3_BAD, 8, 0), 0),
	 .abis = R3_ONLY_I386},
	{"control of an empty header", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), MSG(0, 0, HI, R3_OUT(20), 20, 0), 0)},
	{"control of a header too long", R3_ERR(EINVAL),
	 R3_WITH(R3_FD(SOCKET), MSG(0, 0, HI, CONTROL(21, SOL_SOCKET, SCM_RIGHTS), RIGHTS_SIZE, 0), 0)},
	{"control of another level", 2,
	 R3_WITH(R3_FD(SOCKET), MSG(0, 0, HI, CONTROL(16, 6, SCM_RIGHTS), 16, 0), 0)},
	{"control that there is not", R3_ERR(EINVAL),
	 R3_WITH(R3_FD(SOCKET), MSG(0, 0, HI, CONTROL(16, SOL_SOCKET, 77), 16, 0), 0)},
	{"a descriptor", 2, R3_WITH(R3_FD(SOCKET), MSG(0, 0, HI, RIGHTS(R3_FD(FILE)), RIGHTS_SIZE, 0), 0)},
	{"a descriptor of O_PATH", 2, R3_WITH(R3_FD(SOCKET), MSG(0, 0, HI, RIGHTS(R3_FD(PATH)), RIGHTS_SIZE, 0), 0)},
	{"a descriptor that is not open along", R3_ERR(EBADF),
	 R3_WITH(R3_FD(SOCKET), MSG(0, 0, HI, RIGHTS(R3_CLOSED), RIGHTS_SIZE, 0), 0)},
	{"descriptor -1 along", R3_ERR(EBADF), R3_WITH(R3_FD(SOCKET), MSG(0, 0, HI, RIGHTS(-1), RIGHTS_SIZE, 0), 0)},
	{"a descriptor, not connected", R3_ERR(ENOTCONN),
	 R3_WITH(R3_FD(SOCKET_NEW), MSG(0, 0, HI, RIGHTS(R3_FD(FILE)), RIGHTS_SIZE, 0), 0)},
	{"such a descriptor, not connected", R3_ERR(EBADF),
	 R3_WITH(R3_FD(SOCKET_NEW), MSG(0, 0, HI, RIGHTS(R3_CLOSED), RIGHTS_SIZE, 0), 0)},
};

/* --- rows of recvmsg --- */

static const struct r3_row recv_rows[] = {
	FAULT_ROWS(MSG_DONTWAIT),
	{"a flag of the kernel's", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, R3_BAD, COMPAT_FLAG), .abis = R3_ONLY_X86_64},
	{"nothing is there", R3_BLOCKS, R3_WITH(R3_FD(SOCKET), MSG(0, 0, EIGHT, 0, 0, 0), 0)},
	{"nothing is there, without waiting", R3_ERR(EAGAIN),
	 R3_WITH(R3_FD(SOCKET), MSG(0, 0, EIGHT, 0, 0, 0), MSG_DONTWAIT)},
	{"no part, without waiting", R3_ERR(EAGAIN),
	 R3_WITH(R3_FD(SOCKET), MSG(0, 0, R3_BAD, 0, 0, 0, 0), MSG_DONTWAIT)},
	{"one that is not connected", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET_NEW), MSG(0, 0, EIGHT, 0, 0, 0), 0)},
	{"out of band of datagrams", R3_ERR(EOPNOTSUPP), R3_WITH(R3_FD(DGRAM), MSG(0, 0, EIGHT, 0, 0, 0), MSG_OOB)},
};

/* --- messages in steps --- */

struct message {
	int64_t name, namelen, control, controllen;
	unsigned parts;
	r3_ptr part[4];
	size_t size[4];
};

static r3_ptr make_message(struct r3_task *t, const struct message *m)
{
	int64_t words[8] = { 0 };

	for (unsigned i = 0; i < m->parts; i++) {
		words[2 * i] = (int64_t)m->part[i];
		words[2 * i + 1] = (int64_t)m->size[i];
	}
	return r3_words(t, 7, m->name, m->namelen,
			(int64_t)r3_words(t, 8, words[0], words[1], words[2], words[3], words[4], words[5],
					  words[6], words[7]),
			(int64_t)m->parts, m->control, m->controllen, (int64_t)0);
}

static uint64_t control_size(struct r3_task *t, r3_ptr msg)
{
	return r3_get_word(t, msg, 5);
}

static uint32_t flags_of(struct r3_task *t, r3_ptr msg)
{
	return r3_get_u32(t, msg + 6 * r3_word(t));
}

/* A message of SCM_RIGHTS; what it holds begins behind a length, a level and a type. */
static r3_ptr rights(struct r3_task *t, const int *fd, unsigned n, int64_t *size)
{
	size_t head = r3_word(t) + 8;
	r3_ptr p = r3_alloc(t, head + 4 * n);

	r3_put_word(t, p, 0, head + 4 * n);
	r3_put(t, p + r3_word(t), (int[]){ SOL_SOCKET, SCM_RIGHTS }, 8);
	r3_put(t, p + head, fd, 4 * n);
	*size = (int64_t)(head + 4 * n);
	return p;
}

static void send_rights(struct r3_task *t, int to, const int *fd, unsigned n)
{
	struct message m = { .parts = 1, .part = { r3_bytes(t, "x", 1) }, .size = { 1 } };

	m.control = (int64_t)rights(t, fd, n, &m.controllen);
	r3_assert_result(t, 1, SYS_sendmsg, to, make_message(t, &m), 0);
}

static r3_ptr room(struct r3_task *t, size_t bytes, size_t control)
{
	struct message m = { .parts = 1, .part = { r3_alloc(t, bytes) }, .size = { bytes },
			     .control = (int64_t)r3_alloc(t, control), .controllen = (int64_t)control };

	return make_message(t, &m);
}

static void descriptors_go_along(struct r3_task *t)
{
	int fd[2], file = r3_fd(t, R3_FD_FILE);
	size_t head = r3_word(t) + 8;
	r3_ptr msg, control;

	make_pair(t, SOCK_STREAM, fd);
	send_rights(t, fd[1], (int[]){ file, file }, 2);
	r3_assert_result(t, 5, SYS_lseek, file, 5, 0);
	msg = room(t, 8, 64);
	control = r3_get_word(t, msg, 4);
	r3_assert_result(t, 1, SYS_recvmsg, fd[0], msg, MSG_CMSG_CLOEXEC);
	assert_int_equal(r3_get_word(t, control, 0), head + 8);
	assert_int_equal(control_size(t, msg), (head + 8 + r3_word(t) - 1) & -r3_word(t));
	assert_int_equal(flags_of(t, msg), MSG_CMSG_CLOEXEC);
	r3_assert_result(t, 5, SYS_lseek, r3_get_u32(t, control + head), 0, 1);
	r3_assert_result(t, FD_CLOEXEC, SYS_fcntl, r3_get_u32(t, control + head + 4), F_GETFD);
}

/* Room for less than all: the rest is closed, and it is said. */
static void descriptors_without_room(struct r3_task *t)
{
	int fd[2], file = r3_fd(t, R3_FD_FILE);
	size_t head = r3_word(t) + 8;
	unsigned open;
	r3_ptr msg;

	make_pair(t, SOCK_DGRAM, fd);
	open = r3_count_fds(t);
	for (unsigned given = 0; given < 3; given++) {
		send_rights(t, fd[1], (int[]){ file, file, file }, 3);
		msg = room(t, 8, given ? head + 4 * given : 0);
		r3_assert_result(t, 1, SYS_recvmsg, fd[0], msg, 0);
		assert_int_equal(flags_of(t, msg), MSG_CTRUNC);
		assert_int_equal(control_size(t, msg), given ? head + 4 * given : 0);
		open += given;
		r3_assert_fds(t, open);
	}
}

static void descriptors_at_the_limit(struct r3_task *t)
{
	int fd[2], file = r3_fd(t, R3_FD_FILE);
	r3_ptr msg;

	make_pair(t, SOCK_STREAM, fd);
	send_rights(t, fd[1], (int[]){ file, file }, 2);
	msg = room(t, 8, 64);
	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_NOFILE,
			 r3_bytes(t, (uint64_t[]){ r3_count_fds(t) + 1, 100 }, 16), 0);
	r3_assert_result(t, 1, SYS_recvmsg, fd[0], msg, 0);
	assert_int_equal(flags_of(t, msg), MSG_CTRUNC);
	r3_assert_errno(t, EMFILE, SYS_dup, fd[0]);
	limit(t, RLIMIT_NOFILE, 100);
	r3_assert_fds(t, 4);
}

static void too_many_descriptors(struct r3_task *t)
{
	int fd[2], many[254];
	struct message m = { .parts = 1, .part = { r3_bytes(t, "x", 1) }, .size = { 1 } };

	make_pair(t, SOCK_STREAM, fd);
	for (unsigned i = 0; i < 254; i++)
		many[i] = fd[0];
	m.control = (int64_t)rights(t, many, 254, &m.controllen);
	r3_assert_errno(t, EINVAL, SYS_sendmsg, fd[1], make_message(t, &m), 0);
	m.control = (int64_t)rights(t, many, 253, &m.controllen);
	r3_assert_result(t, 1, SYS_sendmsg, fd[1], make_message(t, &m), 0);
}

/* What was looked at is there twice. */
static void descriptors_that_are_looked_at(struct r3_task *t)
{
	int fd[2], file = r3_fd(t, R3_FD_FILE);
	unsigned open;

	make_pair(t, SOCK_STREAM, fd);
	send_rights(t, fd[1], &file, 1);
	open = r3_count_fds(t);
	r3_assert_result(t, 1, SYS_recvmsg, fd[0], room(t, 8, 64), MSG_PEEK);
	r3_assert_fds(t, open + 1);
	r3_assert_result(t, 1, SYS_recvmsg, fd[0], room(t, 8, 64), 0);
	r3_assert_fds(t, open + 2);
}

static void credentials(struct r3_task *t)
{
	size_t head = r3_word(t) + 8;
	r3_ptr msg, control, p;
	uint32_t who[3];
	int fd[2];

	make_pair(t, SOCK_DGRAM, fd);
	send_text(t, fd[1], "before");
	r3_assert_result(t, 0, SYS_setsockopt, fd[0], SOL_SOCKET, SO_PASSCRED, r3_bytes(t, &(int){ 1 }, 4), 4);
	send_text(t, fd[1], "after");
	msg = room(t, 8, 64);
	control = r3_get_word(t, msg, 4);
	r3_assert_result(t, 6, SYS_recvmsg, fd[0], msg, 0);
	assert_int_equal(control_size(t, msg), head + 12 + (r3_is_i386(t) ? 0 : 4));
	p = control + head;
	r3_get(t, p, who, sizeof(who));
	assert_int_equal(who[0], 0);
	assert_int_equal(who[1], 65534);
	msg = room(t, 8, 64);
	control = r3_get_word(t, msg, 4);
	r3_assert_result(t, 5, SYS_recvmsg, fd[0], msg, 0);
	r3_get(t, control + head, who, sizeof(who));
	assert_int_equal(who[0], r3_tid(t));
	assert_int_equal(who[1], r3_call(t, r3_is_i386(t) ? "getuid32" : "getuid"));
}

static int64_t send_credentials(struct r3_task *t, int fd, int pid, unsigned uid, unsigned gid)
{
	size_t head = r3_word(t) + 8;
	struct message m = { .parts = 1, .part = { r3_bytes(t, "x", 1) }, .size = { 1 },
			     .control = (int64_t)r3_alloc(t, head + 12), .controllen = (int64_t)head + 12 };

	r3_put_word(t, (r3_ptr)m.control, 0, head + 12);
	r3_put(t, (r3_ptr)m.control + r3_word(t), (int[]){ SOL_SOCKET, SCM_CREDENTIALS }, 8);
	r3_put(t, (r3_ptr)m.control + head, (unsigned[]){ (unsigned)pid, uid, gid }, 12);
	return r3_syscall(t, SYS_sendmsg, fd, make_message(t, &m), 0);
}

static void credentials_of_others(struct r3_task *t)
{
	unsigned uid = (unsigned)r3_call(t, r3_is_i386(t) ? "getuid32" : "getuid");
	unsigned gid = (unsigned)r3_call(t, r3_is_i386(t) ? "getgid32" : "getgid");
	int fd[2];

	make_pair(t, SOCK_STREAM, fd);
	assert_int_equal(send_credentials(t, fd[0], r3_tid(t), uid, gid), 1);
	assert_int_equal(send_credentials(t, fd[0], 1, uid, gid), -EPERM);
	assert_int_equal(send_credentials(t, fd[0], r3_tid(t), 0, gid), -EPERM);
	assert_int_equal(send_credentials(t, fd[0], r3_tid(t), uid, 0), -EPERM);
	assert_int_equal(send_credentials(t, fd[0], r3_tid(t), UINT_MAX, gid), -EINVAL);
}

static void a_datagram_is_cut(struct r3_task *t)
{
	r3_ptr msg;
	int fd[2];

	make_pair(t, SOCK_DGRAM, fd);
	send_text(t, fd[1], "abcdef");
	msg = room(t, 2, 0);
	r3_assert_result(t, 6, SYS_recvmsg, fd[0], msg, MSG_TRUNC | MSG_PEEK);
	assert_int_equal(flags_of(t, msg), MSG_TRUNC);
	r3_assert_result(t, 2, SYS_recvmsg, fd[0], msg, 0);
	assert_int_equal(flags_of(t, msg), MSG_TRUNC);
}

static void packets_without_a_mark(struct r3_task *t)
{
	r3_ptr msg;
	int fd[2];

	make_pair(t, SOCK_SEQPACKET, fd);
	send_text(t, fd[1], "ab");
	msg = room(t, 4, 0);
	r3_assert_result(t, 2, SYS_recvmsg, fd[0], msg, 0);
	assert_int_equal(flags_of(t, msg), 0);
}

/* The name's length is the sender's, however little room there is. */
static void a_name_is_cut(struct r3_task *t)
{
	int server = bound(t, SOCK_DGRAM, "server"), client = bound(t, SOCK_DGRAM, "client");
	struct message m = { .parts = 1, .part = { r3_alloc(t, 8) }, .size = { 8 },
			     .name = (int64_t)r3_alloc(t, 4), .namelen = 4 };
	r3_ptr msg = make_message(t, &m);

	r3_assert_result(t, 2, SYS_sendto, client, r3_bytes(t, "hi", 2), 2, 0, r3_bytes(t, "\1\0server", 9), 9);
	r3_assert_result(t, 2, SYS_recvmsg, server, msg, 0);
	r3_assert_memory(t, (r3_ptr)m.name, "\1\0cl", 4);
	assert_int_equal(r3_get_u32(t, msg + r3_word(t)), 9);
}

static void into_parts(struct r3_task *t)
{
	struct message m = { .parts = 3, .part = { r3_alloc(t, 2), 0, r3_alloc(t, 8) }, .size = { 2, 0, 8 } };
	int fd[2];

	make_pair(t, SOCK_STREAM, fd);
	send_text(t, fd[1], "abcdef");
	r3_assert_result(t, 6, SYS_recvmsg, fd[0], make_message(t, &m), 0);
	r3_assert_memory(t, m.part[0], "ab", 2);
	r3_assert_memory(t, m.part[2], "cdef", 4);
}

static void receiving_is_interrupted(struct r3_task *t)
{
	r3_ptr msg;
	struct r3_task *other;
	int fd[2];

	make_pair(t, SOCK_STREAM, fd);
	msg = room(t, 8, 0);
	r3_handle(t, SIGUSR1, 0);
	other = r3_thread(t);
	r3_begin(t, SYS_recvmsg, fd[0], msg, 0);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
}

static void sending_is_interrupted(struct r3_task *t)
{
	struct message m = { .parts = 1, .part = { r3_alloc(t, 4096) }, .size = { 4096 } };
	struct r3_task *other;
	r3_ptr msg = make_message(t, &m);
	int fd[2];

	make_pair(t, SOCK_STREAM, fd);
	while (r3_syscall(t, SYS_sendmsg, fd[0], msg, MSG_DONTWAIT) > 0)
		;
	r3_assert_errno(t, EAGAIN, SYS_sendmsg, fd[0], msg, MSG_DONTWAIT);
	r3_handle(t, SIGUSR1, 0);
	other = r3_thread(t);
	r3_begin(t, SYS_sendmsg, fd[0], msg, 0);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
}

static void nobody_reads_any_more(struct r3_task *t)
{
	struct message m = { .parts = 1, .part = { r3_alloc(t, 8) }, .size = { 8 } };
	int fd[2], dgram[2];

	make_pair(t, SOCK_STREAM, fd);
	r3_assert_result(t, 0, SYS_close, fd[1]);
	r3_assert_errno(t, EPIPE, SYS_sendmsg, fd[0], make_message(t, &m), MSG_NOSIGNAL);
	bound(t, SOCK_DGRAM, "third");
	make_pair(t, SOCK_DGRAM, dgram);
	send_text(t, dgram[0], "lost");
	r3_assert_result(t, 0, SYS_connect, dgram[1], r3_bytes(t, "\1\0third", 8), 8);
	r3_assert_errno(t, ECONNRESET, SYS_sendmsg, dgram[0], make_message(t, &m), 0);
}

static void received_from_nobody(struct r3_task *t)
{
	int64_t fd = r3_assert_ok(t, SYS_socket, AF_UNIX, SOCK_SEQPACKET, 0);

	r3_assert_errno(t, ENOTCONN, SYS_recvmsg, fd, room(t, 8, 0), 0);
}

/* More parts than the kernel has room for without asking. */
static r3_ptr many_parts(struct r3_task *t, r3_ptr p)
{
	int64_t w = (int64_t)p;
	r3_ptr iov = r3_words(t, 18, w, (int64_t)1, w, (int64_t)1, w, (int64_t)1, w, (int64_t)1, w, (int64_t)1,
			      w, (int64_t)1, w, (int64_t)1, w, (int64_t)1, w, (int64_t)1);

	return r3_words(t, 7, (int64_t)0, (int64_t)0, (int64_t)iov, (int64_t)9, (int64_t)0, (int64_t)0,
			(int64_t)0);
}

static void message_or_no_memory(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t result = r3_call(t, r3_suite_call(t), *(r3_ptr *)ctx, ((r3_ptr *)ctx)[1], 0);

	assert_true(n ? result > 0 || result == -ENOMEM || result == -ENOBUFS : result > 0);
}

static void memory_runs_out(struct r3_task *t)
{
	r3_ptr p = r3_bytes(t, "x", 1), ctx[2];
	int fd[2];

	make_pair(t, SOCK_STREAM, fd);
	send_text(t, fd[0], "abc");
	ctx[0] = (r3_ptr)fd[1];
	ctx[1] = many_parts(t, p);
	assert_true(r3_sweep_failing(t, R3_FAIL_ALLOC, message_or_no_memory, ctx) > 0);
}

R3_SUITE(sendmsg, .page = "send", .rows = R3_ROWS(send_rows),
	 .cases = R3_CASES(R3_CASE(too_many_descriptors), R3_CASE(credentials_of_others),
			   R3_CASE(sending_is_interrupted), R3_CASE(nobody_reads_any_more),
			   R3_CASE(memory_runs_out, .ring3_only = "no allocation of the host's fails")),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(EALREADY, "sockets of the Internet"),
		 R3_NEVER(EDESTADDRREQ, "sockets of the Internet; AF_UNIX says ENOTCONN")));

R3_SUITE(recvmsg, .page = "recv", .rows = R3_ROWS(recv_rows),
	 .cases = R3_CASES(R3_CASE(descriptors_go_along), R3_CASE(descriptors_without_room),
			   R3_CASE(descriptors_at_the_limit), R3_CASE(descriptors_that_are_looked_at),
			   R3_CASE(credentials), R3_CASE(a_datagram_is_cut), R3_CASE(packets_without_a_mark),
			   R3_CASE(a_name_is_cut), R3_CASE(into_parts), R3_CASE(receiving_is_interrupted),
			   R3_CASE(received_from_nobody),
			   R3_CASE(memory_runs_out, .ring3_only = "no allocation of the host's fails")),
	 .unreached = R3_UNREACHED(R3_NEVER(ECONNREFUSED, "sockets of the Internet")));
