/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For programs that send control messages and expect how they are told. */
#ifndef LINES_CONTROL_H
#define LINES_CONTROL_H

#include <sys/socket.h>
#include <sys/uio.h>

#include "lines.h"

/*
 * sendmsg() to fd with n bytes of control messages, and its line: told is what stands from
 * msg_control's value to msg_controllen's.
 */
static inline void send_raw_control(int fd, void *control, size_t n, const char *told)
{
	struct iovec v = { "x", 1 };
	struct msghdr m = {
		.msg_iov = &v, .msg_iovlen = 1, .msg_control = control, .msg_controllen = n
	};
	long r = sendmsg(fd, &m, 0);

	expect("sendmsg(%d, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=%s, msg_flags=0}, 0) = %s",
	       fd, told, result(r));
}

/* The same with one message of n bytes of data. */
static inline void send_control_to(int fd, int level, int type, const void *data, size_t n,
				   const char *told)
{
	_Alignas(struct cmsghdr) unsigned char c[128] = { 0 };
	struct cmsghdr *h = (void *)c;

	h->cmsg_level = level;
	h->cmsg_type = type;
	h->cmsg_len = CMSG_LEN(n);
	if (data)
		memcpy(CMSG_DATA(h), data, n);
	send_raw_control(fd, c, CMSG_SPACE(n), told);
}

/* To no socket. */
static inline void send_control(int level, int type, const void *data, size_t n, const char *told)
{
	send_control_to(-1, level, type, data, n, told);
}

#endif
