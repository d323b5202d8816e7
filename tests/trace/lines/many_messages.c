/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several messages at once: how much of each was sent. */
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/uio.h>

#include "lines.h"

int main(void)
{
	struct iovec v[2] = { { "hello", 5 }, { "world", 5 } };
	struct mmsghdr m[2] = { { { .msg_iov = v, .msg_iovlen = 1 }, 0 }, { { .msg_iov = v, .msg_iovlen = 2 }, 0 } };
	int sv[2];
	long r;

	r = socketpair(AF_UNIX, SOCK_DGRAM, 0, sv);
	expect("socketpair(AF_UNIX, SOCK_DGRAM, 0, [3, 4]) = %s", result(r));
	r = sendmmsg(3, m, 2, MSG_DONTWAIT);
	expect("sendmmsg(3, [{msg_hdr={msg_name=NULL, msg_namelen=0, "
	       "msg_iov=[{iov_base=\"hello\", iov_len=5}], msg_iovlen=1, msg_controllen=0, "
	       "msg_flags=0}, msg_len=5}, {msg_hdr={msg_name=NULL, msg_namelen=0, "
	       "msg_iov=[{iov_base=\"hello\", iov_len=5}, {iov_base=\"world\", iov_len=5}], "
	       "msg_iovlen=2, msg_controllen=0, msg_flags=0}, msg_len=10}], 2, MSG_DONTWAIT) "
	       "= %s",
	       result(r));
	r = sendmmsg(-1, m, 2, 0);
	expect("sendmmsg(-1, [{msg_hdr={msg_name=NULL, msg_namelen=0, "
	       "msg_iov=[{iov_base=\"hello\", iov_len=5}], msg_iovlen=1, msg_controllen=0, "
	       "msg_flags=0}}, {msg_hdr={msg_name=NULL, msg_namelen=0, "
	       "msg_iov=[{iov_base=\"hello\", iov_len=5}, {iov_base=\"world\", iov_len=5}], "
	       "msg_iovlen=2, msg_controllen=0, msg_flags=0}}], 2, 0) = %s",
	       result(r));
	r = sendmmsg(-1, NULL, 3, 0);
	expect("sendmmsg(-1, NULL, 3, 0) = %s", result(r));
	r = sendmmsg(-1, (void *)16, 3, 0);
	expect("sendmmsg(-1, 0x10, 3, 0) = %s", result(r));
	return 0;
}
