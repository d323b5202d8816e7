/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Descriptors that are passed from one socket to another.
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
	int sv[2];
	char b[8];
	struct iovec w = { b, 8 };
	long r;

	r = socketpair(AF_UNIX, SOCK_STREAM, 0, sv);
	expect("socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = %s", result(r));
	h->cmsg_level = SOL_SOCKET;
	h->cmsg_type = SCM_RIGHTS;
	h->cmsg_len = CMSG_LEN(8);
	m.msg_controllen = CMSG_SPACE(8);
	memcpy(CMSG_DATA(h), (int[]){ 0, 2 }, 8);
	r = sendmsg(3, &m, 0);
	expect("sendmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=[{cmsg_len=24, cmsg_level=SOL_SOCKET, "
	       "cmsg_type=SCM_RIGHTS, cmsg_data=[0, 2]}], msg_controllen=24, msg_flags=0}, 0) "
	       "= %s",
	       result(r));
	m.msg_iov = &w;
	m.msg_controllen = sizeof(c);
	r = recvmsg(4, &m, 0);
	expect("recvmsg(4, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=8}], msg_iovlen=1, msg_control=[{cmsg_len=24, cmsg_level=SOL_SOCKET, "
	       "cmsg_type=SCM_RIGHTS, cmsg_data=[5, 6]}], msg_controllen=24, msg_flags=0}, 0) "
	       "= %s",
	       result(r));
	r = recvmsg(4, &m, MSG_DONTWAIT);
	expect("recvmsg(4, {msg_namelen=0}, MSG_DONTWAIT) = %s", result(r));
	return 0;
}
