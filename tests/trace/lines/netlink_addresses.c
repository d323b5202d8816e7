/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses of AF_NETLINK. */
#include <sys/socket.h>
#include <linux/netlink.h>

#include "lines.h"

int main(void)
{
	struct sockaddr_nl snl = { AF_NETLINK, 0, 1234, 0x11 };
	long r;

	r = bind(-1, (void *)&snl, sizeof(snl));
	expect("bind(-1, {sa_family=AF_NETLINK, nl_pid=1234, nl_groups=0x000011}, 12) = %s",
	       result(r));
	r = bind(-1, (void *)&snl, 11);
	expect("bind(-1, {sa_family=AF_NETLINK, sa_data=\"\\0\\0\\322\\4\\0\\0\\21\\0\\0\"}, "
	       "11) = %s",
	       result(r));
	snl.nl_pad = 5;
	snl.nl_groups = 0;
	r = bind(-1, (void *)&snl, sizeof(snl));
	expect("bind(-1, {sa_family=AF_NETLINK, nl_pad=0x5, nl_pid=1234, nl_groups=00000000}, "
	       "12) = %s",
	       result(r));
	return 0;
}
