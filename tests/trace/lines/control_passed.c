/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Descriptors that are passed from one socket to another.
 *
 *	bits: 64
 */
#include "control.h"

int main(void)
{
	unsigned char c[128];
	char b[8];
	struct iovec v = { b, 8 };
	struct msghdr m = {
		.msg_iov = &v, .msg_iovlen = 1, .msg_control = c, .msg_controllen = sizeof(c)
	};
	int sv[2];
	long r;

	r = socketpair(AF_UNIX, SOCK_STREAM, 0, sv);
	expect("socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = %s", result(r));
	send_control_to(3, SOL_SOCKET, SCM_RIGHTS, (int[]){ 0, 2 }, 8,
			"[{cmsg_len=24, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, "
			"cmsg_data=[0, 2]}], msg_controllen=24");
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
