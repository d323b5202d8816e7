/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Control messages that are cut off or cannot be read.
 *
 *	bits: 64
 */
#include "control.h"

int main(void)
{
	struct cmsghdr h[4] = { { .cmsg_len = 200, .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS } };

	send_raw_control(-1, (void *)16, 5, "0x10, msg_controllen=5");
	send_raw_control(-1, (void *)16, 100, "0x10, msg_controllen=100");
	send_raw_control(-1, h, 32,
			 "[{cmsg_len=200, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, "
			 "cmsg_data=[0, 0, 0, 0]}], msg_controllen=32");
	return 0;
}
