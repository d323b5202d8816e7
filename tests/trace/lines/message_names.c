/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages with addresses: the length before and after. */
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/uio.h>

#include "lines.h"

int main(void)
{
	char buf[100];
	struct sockaddr_un a = { AF_UNIX, "\0ma" }, b = { AF_UNIX, "\0mb" }, from;
	struct iovec v = { "hello", 5 }, w = { buf, 100 };
	struct msghdr m = { .msg_name = &b, .msg_namelen = 5, .msg_iov = &v, .msg_iovlen = 1 };
	long r;

	r = socket(AF_UNIX, SOCK_DGRAM, 0);
	expect("socket(AF_UNIX, SOCK_DGRAM, 0) = %s", result(r));
	r = socket(AF_UNIX, SOCK_DGRAM, 0);
	expect("socket(AF_UNIX, SOCK_DGRAM, 0) = %s", result(r));
	r = bind(3, (void *)&a, 5);
	expect("bind(3, {sa_family=AF_UNIX, sun_path=@\"ma\"}, 5) = %s", result(r));
	r = bind(4, (void *)&b, 5);
	expect("bind(4, {sa_family=AF_UNIX, sun_path=@\"mb\"}, 5) = %s", result(r));
	r = sendmsg(3, &m, 0);
	expect("sendmsg(3, {msg_name={sa_family=AF_UNIX, sun_path=@\"mb\"}, msg_namelen=5, "
	       "msg_iov=[{iov_base=\"hello\", iov_len=5}], msg_iovlen=1, msg_controllen=0, "
	       "msg_flags=0}, 0) = %s",
	       result(r));
	m.msg_name = &from;
	m.msg_namelen = sizeof(from);
	m.msg_iov = &w;
	r = recvmsg(4, &m, 0);
	expect("recvmsg(4, {msg_name={sa_family=AF_UNIX, sun_path=@\"ma\"}, msg_namelen=110 "
	       "=> 5, msg_iov=[{iov_base=\"hello\", iov_len=100}], msg_iovlen=1, "
	       "msg_controllen=0, msg_flags=0}, 0) = %s",
	       result(r));
	m.msg_namelen = 77;
	r = recvmsg(4, &m, MSG_DONTWAIT);
	expect("recvmsg(4, {msg_namelen=77}, MSG_DONTWAIT) = %s", result(r));
	return 0;
}
