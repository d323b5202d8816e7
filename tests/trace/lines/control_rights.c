/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Control messages: descriptors and credentials.
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
	h->cmsg_len = CMSG_LEN(12);
	m.msg_controllen = CMSG_SPACE(12);
	memcpy(CMSG_DATA(h), (int[]){ 0, 1, 2 }, 12);
	r = sendmsg(-1, &m, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=[{cmsg_len=28, cmsg_level=SOL_SOCKET, "
	       "cmsg_type=SCM_RIGHTS, cmsg_data=[0, 1, 2]}], msg_controllen=32, msg_flags=0}, "
	       "0) = %s",
	       result(r));
	h->cmsg_level = SOL_SOCKET;
	h->cmsg_type = SCM_RIGHTS;
	h->cmsg_len = CMSG_LEN(0);
	m.msg_controllen = CMSG_SPACE(0);
	r = sendmsg(-1, &m, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=[{cmsg_len=16, cmsg_level=SOL_SOCKET, "
	       "cmsg_type=SCM_RIGHTS}], msg_controllen=16, msg_flags=0}, 0) = %s",
	       result(r));
	h->cmsg_level = SOL_SOCKET;
	h->cmsg_type = SCM_CREDENTIALS;
	h->cmsg_len = CMSG_LEN(12);
	m.msg_controllen = CMSG_SPACE(12);
	memcpy(CMSG_DATA(h), (int[]){ 7, 8, 9 }, 12);
	r = sendmsg(-1, &m, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=[{cmsg_len=28, cmsg_level=SOL_SOCKET, "
	       "cmsg_type=SCM_CREDENTIALS, cmsg_data={pid=7, uid=8, gid=9}}], "
	       "msg_controllen=32, msg_flags=0}, 0) = %s",
	       result(r));
	h->cmsg_level = SOL_SOCKET;
	h->cmsg_type = SCM_CREDENTIALS;
	h->cmsg_len = CMSG_LEN(8);
	m.msg_controllen = CMSG_SPACE(8);
	r = sendmsg(-1, &m, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=[{cmsg_len=24, cmsg_level=SOL_SOCKET, "
	       "cmsg_type=SCM_CREDENTIALS}], msg_controllen=24, msg_flags=0}, 0) = %s",
	       result(r));
	h->cmsg_level = SOL_SOCKET;
	h->cmsg_type = 3;
	h->cmsg_len = CMSG_LEN(3);
	m.msg_controllen = CMSG_SPACE(3);
	memcpy(CMSG_DATA(h), "ctx", 3);
	r = sendmsg(-1, &m, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=[{cmsg_len=19, cmsg_level=SOL_SOCKET, "
	       "cmsg_type=SCM_SECURITY, cmsg_data=\"ctx\"}], msg_controllen=24, msg_flags=0}, "
	       "0) = %s",
	       result(r));
	h->cmsg_level = SOL_SOCKET;
	h->cmsg_type = 99;
	h->cmsg_len = CMSG_LEN(4);
	m.msg_controllen = CMSG_SPACE(4);
	r = sendmsg(-1, &m, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", "
	       "iov_len=1}], msg_iovlen=1, msg_control=[{cmsg_len=20, cmsg_level=SOL_SOCKET, "
	       "cmsg_type=0x63 /* SCM_??? */}], msg_controllen=24, msg_flags=0}, 0) = %s",
	       result(r));
	return 0;
}
