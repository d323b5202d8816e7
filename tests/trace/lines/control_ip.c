/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Control messages: what IP says of a datagram.
 *
 *	bits: 64
 */
#include <sys/socket.h>
#include <sys/uio.h>
#include <netinet/in.h>

#include "lines.h"

int main(void)
{
	unsigned char c[128];
	struct iovec v = { "x", 1 };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1, .msg_control = c };
	struct cmsghdr *h = (void *)c;
	memset(c, 0, sizeof(c));
	long r;

	h->cmsg_level = SOL_IP;
	h->cmsg_type = IP_TTL;
	h->cmsg_len = CMSG_LEN(4);
	m.msg_controllen = CMSG_SPACE(4);
	memcpy(CMSG_DATA(h), (int[]){ 64 }, 4);
	r = sendmsg(-1, &m, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=[{cmsg_len=20, cmsg_level=SOL_IP, "
	       "cmsg_type=IP_TTL, cmsg_data=[64]}], msg_controllen=24, msg_flags=0}, 0) = %s",
	       result(r));
	h->cmsg_level = SOL_IP;
	h->cmsg_type = IP_TOS;
	h->cmsg_len = CMSG_LEN(1);
	m.msg_controllen = CMSG_SPACE(1);
	r = sendmsg(-1, &m, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=[{cmsg_len=17, cmsg_level=SOL_IP, "
	       "cmsg_type=IP_TOS, cmsg_data=[0x40]}], msg_controllen=24, msg_flags=0}, 0) = %s",
	       result(r));
	h->cmsg_level = SOL_IP;
	h->cmsg_type = IP_PKTINFO;
	h->cmsg_len = CMSG_LEN(12);
	m.msg_controllen = CMSG_SPACE(12);
	memcpy(CMSG_DATA(h), "\1\0\0\0\177\0\0\1\177\0\0\2", 12);
	r = sendmsg(-1, &m, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=[{cmsg_len=28, cmsg_level=SOL_IP, "
	       "cmsg_type=IP_PKTINFO, cmsg_data={ipi_ifindex=if_nametoindex(\"lo\"), "
	       "ipi_spec_dst=inet_addr(\"127.0.0.1\"), ipi_addr=inet_addr(\"127.0.0.2\")}}], "
	       "msg_controllen=32, msg_flags=0}, 0) = %s",
	       result(r));
	h->cmsg_level = SOL_IP;
	h->cmsg_type = 12;
	h->cmsg_len = CMSG_LEN(4);
	m.msg_controllen = CMSG_SPACE(4);
	r = sendmsg(-1, &m, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=[{cmsg_len=20, cmsg_level=SOL_IP, "
	       "cmsg_type=0xc /* IP_??? */}], msg_controllen=24, msg_flags=0}, 0) = %s",
	       result(r));
	h->cmsg_level = SOL_IPV6;
	h->cmsg_type = 50;
	h->cmsg_len = CMSG_LEN(4);
	m.msg_controllen = CMSG_SPACE(4);
	r = sendmsg(-1, &m, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=[{cmsg_len=20, cmsg_level=SOL_IPV6, "
	       "cmsg_type=0x32}], msg_controllen=24, msg_flags=0}, 0) = %s",
	       result(r));
	h->cmsg_level = 0x777;
	h->cmsg_type = 0x99;
	h->cmsg_len = CMSG_LEN(4);
	m.msg_controllen = CMSG_SPACE(4);
	r = sendmsg(-1, &m, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=[{cmsg_len=20, cmsg_level=0x777 /* "
	       "SOL_??? */, cmsg_type=0x99}], msg_controllen=24, msg_flags=0}, 0) = %s",
	       result(r));
	return 0;
}
