/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Control messages: times of packets.
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
	h->cmsg_type = 29;
	h->cmsg_len = CMSG_LEN(16);
	m.msg_controllen = CMSG_SPACE(16);
	memcpy(CMSG_DATA(h), (long[]){ 5, 6 }, 2 * sizeof(long));
	r = sendmsg(-1, &m, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=[{cmsg_len=32, cmsg_level=SOL_SOCKET, "
	       "cmsg_type=SO_TIMESTAMP_OLD, cmsg_data={tv_sec=5, tv_usec=6}}], "
	       "msg_controllen=32, msg_flags=0}, 0) = %s",
	       result(r));
	h->cmsg_level = SOL_SOCKET;
	h->cmsg_type = 64;
	h->cmsg_len = CMSG_LEN(16);
	m.msg_controllen = CMSG_SPACE(16);
	memcpy(CMSG_DATA(h), (long long[]){ 5, 6 }, 16);
	r = sendmsg(-1, &m, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=[{cmsg_len=32, cmsg_level=SOL_SOCKET, "
	       "cmsg_type=SO_TIMESTAMPNS_NEW, cmsg_data={tv_sec=5, tv_nsec=6}}], "
	       "msg_controllen=32, msg_flags=0}, 0) = %s",
	       result(r));
	h->cmsg_level = SOL_SOCKET;
	h->cmsg_type = 65;
	h->cmsg_len = CMSG_LEN(48);
	m.msg_controllen = CMSG_SPACE(48);
	memcpy(CMSG_DATA(h), (long long[]){ 1, 2, 3, 4, 5, 6 }, 48);
	r = sendmsg(-1, &m, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=[{cmsg_len=64, cmsg_level=SOL_SOCKET, "
	       "cmsg_type=SO_TIMESTAMPING_NEW, cmsg_data=[{tv_sec=1, tv_nsec=2}, {tv_sec=3, "
	       "tv_nsec=4}, {tv_sec=5, tv_nsec=6}]}], msg_controllen=64, msg_flags=0}, 0) = %s",
	       result(r));
	h->cmsg_level = SOL_SOCKET;
	h->cmsg_type = 29;
	h->cmsg_len = CMSG_LEN(4);
	m.msg_controllen = CMSG_SPACE(4);
	r = sendmsg(-1, &m, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=[{cmsg_len=20, cmsg_level=SOL_SOCKET, "
	       "cmsg_type=SO_TIMESTAMP_OLD, cmsg_data=???}], msg_controllen=24, msg_flags=0}, "
	       "0) = %s",
	       result(r));
	return 0;
}
