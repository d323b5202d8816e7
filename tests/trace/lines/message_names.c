/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages with addresses: the length before and after. */
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/uio.h>

#include "lines.h"

int main(void)
{
	char buf[100];
	struct sockaddr_un a = { .sun_family = AF_UNIX }, b = { .sun_family = AF_UNIX }, from;
	struct iovec v = { "hello", 5 }, w = { buf, 100 };
	struct msghdr m = { .msg_name = &b, .msg_iov = &v, .msg_iovlen = 1 };
	const char *own = own_name();
	socklen_t len;
	long r;

	len = 3 + (socklen_t)sprintf(a.sun_path + 1, "ma%s", own);
	sprintf(b.sun_path + 1, "mb%s", own);
	m.msg_namelen = len;
	r = socket(AF_UNIX, SOCK_DGRAM, 0);
	expect("socket(AF_UNIX, SOCK_DGRAM, 0) = %s", result(r));
	r = socket(AF_UNIX, SOCK_DGRAM, 0);
	expect("socket(AF_UNIX, SOCK_DGRAM, 0) = %s", result(r));
	r = bind(3, (void *)&a, len);
	expect("bind(3, {sa_family=AF_UNIX, sun_path=@\"ma%s\"}, %u) = %s", own, len, result(r));
	r = bind(4, (void *)&b, len);
	expect("bind(4, {sa_family=AF_UNIX, sun_path=@\"mb%s\"}, %u) = %s", own, len, result(r));
	r = sendmsg(3, &m, 0);
	expect("sendmsg(3, {msg_name={sa_family=AF_UNIX, sun_path=@\"mb%s\"}, msg_namelen=%u, "
	       "msg_iov=[{iov_base=\"hello\", iov_len=5}], msg_iovlen=1, msg_controllen=0, "
	       "msg_flags=0}, 0) = %s",
	       own, len, result(r));
	m.msg_name = &from;
	m.msg_namelen = sizeof(from);
	m.msg_iov = &w;
	r = recvmsg(4, &m, 0);
	expect("recvmsg(4, {msg_name={sa_family=AF_UNIX, sun_path=@\"ma%s\"}, msg_namelen=110 "
	       "=> %u, msg_iov=[{iov_base=\"hello\", iov_len=100}], msg_iovlen=1, "
	       "msg_controllen=0, msg_flags=0}, 0) = %s",
	       own, len, result(r));
	m.msg_namelen = 77;
	r = recvmsg(4, &m, MSG_DONTWAIT);
	expect("recvmsg(4, {msg_namelen=77}, MSG_DONTWAIT) = %s", result(r));
	return 0;
}
