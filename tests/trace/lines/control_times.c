/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Control messages: times of packets.
 *
 *	bits: 64
 */
#include "control.h"

int main(void)
{
	send_control(SOL_SOCKET, 29, (long[]){ 5, 6 }, 16,
		     "[{cmsg_len=32, cmsg_level=SOL_SOCKET, cmsg_type=SO_TIMESTAMP_OLD, "
		     "cmsg_data={tv_sec=5, tv_usec=6}}], msg_controllen=32");
	send_control(SOL_SOCKET, 64, (long long[]){ 5, 6 }, 16,
		     "[{cmsg_len=32, cmsg_level=SOL_SOCKET, cmsg_type=SO_TIMESTAMPNS_NEW, "
		     "cmsg_data={tv_sec=5, tv_nsec=6}}], msg_controllen=32");
	send_control(SOL_SOCKET, 65, (long long[]){ 1, 2, 3, 4, 5, 6 }, 48,
		     "[{cmsg_len=64, cmsg_level=SOL_SOCKET, cmsg_type=SO_TIMESTAMPING_NEW, "
		     "cmsg_data=[{tv_sec=1, tv_nsec=2}, {tv_sec=3, tv_nsec=4}, {tv_sec=5, "
		     "tv_nsec=6}]}], msg_controllen=64");
	send_control(SOL_SOCKET, 29, NULL, 4,
		     "[{cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=SO_TIMESTAMP_OLD, "
		     "cmsg_data=???}], msg_controllen=24");
	return 0;
}
