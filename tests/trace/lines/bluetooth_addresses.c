/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses of AF_BLUETOOTH: the length says of which protocol. */
#include <sys/socket.h>

#include "lines.h"

int main(void)
{
	unsigned char hci[6] = { 31, 0, 1, 0, 0, 0 };
	unsigned char l2[14] = { 31, 0, 1, 0, 1, 2, 3, 4, 5, 6, 4, 0, 1 };
	unsigned char rc[10] = { 31, 0, 1, 2, 3, 4, 5, 6, 7 };
	long r;

	r = bind(-1, (void *)hci, 6);
	expect("bind(-1, {sa_family=AF_BLUETOOTH, hci_dev=htobs(1), "
	       "hci_channel=HCI_CHANNEL_RAW}, 6) = %s",
	       result(r));
	r = bind(-1, (void *)hci, 4);
	expect("bind(-1, {sa_family=AF_BLUETOOTH, hci_dev=htobs(1)}, 4) = %s", result(r));
	r = bind(-1, (void *)hci, 5);
	expect("bind(-1, {sa_family=AF_BLUETOOTH, sa_data=\"\\1\\0\\0\"}, 5) = %s", result(r));
	r = bind(-1, (void *)l2, 14);
	expect("bind(-1, {sa_family=AF_BLUETOOTH, l2_psm=htobs(L2CAP_PSM_SDP), "
	       "l2_bdaddr=01:02:03:04:05:06, l2_cid=htobs(L2CAP_CID_ATT), "
	       "l2_bdaddr_type=BDADDR_LE_PUBLIC}, 14) = %s",
	       result(r));
	r = bind(-1, (void *)l2, 12);
	expect("bind(-1, {sa_family=AF_BLUETOOTH, l2_psm=htobs(L2CAP_PSM_SDP), "
	       "l2_bdaddr=01:02:03:04:05:06, l2_cid=htobs(L2CAP_CID_ATT)}, 12) = %s",
	       result(r));
	r = bind(-1, (void *)rc, 10);
	expect("bind(-1, {sa_family=AF_BLUETOOTH, rc_bdaddr=01:02:03:04:05:06, rc_channel=7}, "
	       "10) = %s",
	       result(r));
	r = bind(-1, (void *)rc, 8);
	expect("bind(-1, {sa_family=AF_BLUETOOTH, sco_bdaddr=01:02:03:04:05:06}, 8) = %s",
	       result(r));
	l2[2] = 0x80;
	l2[3] = 0x12;
	l2[10] = 0x41;
	r = bind(-1, (void *)l2, 14);
	expect("bind(-1, {sa_family=AF_BLUETOOTH, l2_psm=htobs(L2CAP_PSM_DYN_START+639), "
	       "l2_bdaddr=01:02:03:04:05:06, l2_cid=htobs(L2CAP_CID_DYN_START+1), "
	       "l2_bdaddr_type=BDADDR_LE_PUBLIC}, 14) = %s",
	       result(r));
	return 0;
}
