/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For programs that send control messages and expect how they are told. */
#ifndef LINES_CONTROL_H
#define LINES_CONTROL_H

#include <sys/socket.h>
#include <sys/uio.h>

#include "lines.h"

/*
 * sendmsg() to no socket with one control message of n bytes of data, and its line: told is what
 * stands from msg_control's value to msg_controllen's.
 */
static inline void send_control(int level, int type, const void *data, size_t n, const char *told)
{
	_Alignas(struct cmsghdr) unsigned char c[128] = { 0 };
	struct iovec v = { "x", 1 };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1, .msg_control = c };
	struct cmsghdr *h = (void *)c;
	long r;

	h->cmsg_level = level;
	h->cmsg_type = type;
	h->cmsg_len = CMSG_LEN(n);
	m.msg_controllen = CMSG_SPACE(n);
	if (data)
		memcpy(CMSG_DATA(h), data, n);
	r = sendmsg(-1, &m, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=%s, msg_flags=0}, 0) = %s",
	       told, result(r));
}

#endif
