/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Control messages that are cut off or cannot be read.
 *
 *	bits: 64
 */
#include <sys/socket.h>
#include <sys/uio.h>

#include "lines.h"

int main(void)
{
	unsigned char c[128];
	struct iovec v = { "x", 1 };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1, .msg_control = c };
	struct cmsghdr *h = (void *)c;
	memset(c, 0, sizeof(c));
	long r;

	h->cmsg_level = SOL_SOCKET;
	h->cmsg_type = SCM_RIGHTS;
	h->cmsg_len = CMSG_LEN(4);
	m.msg_controllen = CMSG_SPACE(4);
	m.msg_controllen = 5;
	m.msg_control = (void *)16;
	r = sendmsg(-1, &m, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=0x10, msg_controllen=5, msg_flags=0}, "
	       "0) = %s",
	       result(r));
	m.msg_controllen = 100;
	r = sendmsg(-1, &m, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=0x10, msg_controllen=100, "
	       "msg_flags=0}, 0) = %s",
	       result(r));
	m.msg_control = c;
	m.msg_controllen = 32;
	h->cmsg_len = 200;
	r = sendmsg(-1, &m, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=[{cmsg_len=200, cmsg_level=SOL_SOCKET, "
	       "cmsg_type=SCM_RIGHTS, cmsg_data=[0, 0, 0, 0]}], msg_controllen=32, "
	       "msg_flags=0}, 0) = %s",
	       result(r));
	return 0;
}
