/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages: scattered data, with as much as was transferred. */
#include <sys/socket.h>
#include <sys/uio.h>

#include "lines.h"

int main(void)
{
	int sv[2];
	char buf[100];
	struct iovec v[2] = { { "hello", 5 }, { " world, of which not all is shown", 33 } };
	struct iovec w[2] = { { buf, 4 }, { buf + 10, 90 } };
	struct msghdr m = { .msg_iov = v, .msg_iovlen = 2 };
	long r;

	r = socketpair(AF_UNIX, SOCK_STREAM, 0, sv);
	expect("socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = %s", result(r));
	r = sendmsg(3, &m, MSG_NOSIGNAL);
	expect("sendmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"hello\", "
	       "iov_len=5}, {iov_base=\" world, of which not all is show\"..., iov_len=33}], "
	       "msg_iovlen=2, msg_controllen=0, msg_flags=0}, MSG_NOSIGNAL) = %s",
	       result(r));
	m.msg_iov = w;
	r = recvmsg(4, &m, 0);
	expect("recvmsg(4, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"hell\", "
	       "iov_len=4}, {iov_base=\"o world, of which not all is sho\"..., iov_len=90}], "
	       "msg_iovlen=2, msg_controllen=0, msg_flags=0}, 0) = %s",
	       result(r));
	r = recvmsg(4, &m, MSG_DONTWAIT);
	expect("recvmsg(4, {msg_namelen=0}, MSG_DONTWAIT) = %s", result(r));
	r = sendmsg(-1, NULL, 0);
	expect("sendmsg(-1, NULL, 0) = %s", result(r));
	r = recvmsg(-1, (void *)16, 0);
	expect("recvmsg(-1, 0x10, 0) = %s", result(r));
	m.msg_iov = (void *)16;
	r = sendmsg(-1, &m, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=0x10, msg_iovlen=2, "
	       "msg_controllen=0, msg_flags=0}, 0) = %s",
	       result(r));
	return 0;
}
