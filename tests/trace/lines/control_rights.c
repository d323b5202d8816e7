/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Control messages: descriptors and credentials.
 *
 *	bits: 64
 */
#include "control.h"

int main(void)
{
	send_control(SOL_SOCKET, SCM_RIGHTS, (int[]){ 0, 1, 2 }, 12,
		     "[{cmsg_len=28, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=[0, 1, "
		     "2]}], msg_controllen=32");
	send_control(SOL_SOCKET, SCM_RIGHTS, NULL, 0,
		     "[{cmsg_len=16, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS}], "
		     "msg_controllen=16");
	send_control(SOL_SOCKET, SCM_CREDENTIALS, (int[]){ 7, 8, 9 }, 12,
		     "[{cmsg_len=28, cmsg_level=SOL_SOCKET, cmsg_type=SCM_CREDENTIALS, "
		     "cmsg_data={pid=7, uid=8, gid=9}}], msg_controllen=32");
	send_control(SOL_SOCKET, SCM_CREDENTIALS, NULL, 8,
		     "[{cmsg_len=24, cmsg_level=SOL_SOCKET, cmsg_type=SCM_CREDENTIALS}], "
		     "msg_controllen=24");
	send_control(SOL_SOCKET, 3, "ctx", 3,
		     "[{cmsg_len=19, cmsg_level=SOL_SOCKET, cmsg_type=SCM_SECURITY, "
		     "cmsg_data=\"ctx\"}], msg_controllen=24");
	send_control(SOL_SOCKET, 99, NULL, 4,
		     "[{cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=0x63 /* SCM_??? */}], "
		     "msg_controllen=24");
	return 0;
}
