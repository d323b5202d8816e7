/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ioctl: of network interfaces.
 * trace: -e inject=ioctl:retval=0
 */
#include <net/if.h>
#include <linux/sockios.h>

#include "lines.h"

int main(void)
{
	struct ifreq q = { .ifr_name = "eth0" };
	long r;

	q.ifr_flags = 0x1043;
	r = syscall(SYS_ioctl, 0, SIOCGIFFLAGS, &q);
	expect("ioctl(0, SIOCGIFFLAGS, {ifr_name=\"eth0\", "
	       "ifr_flags=IFF_UP|IFF_BROADCAST|IFF_RUNNING|IFF_MULTICAST}) = %s (INJECTED)", result(r));
	q.ifr_ifindex = 3;
	r = syscall(SYS_ioctl, 0, SIOCGIFINDEX, &q);
	expect("ioctl(0, SIOCGIFINDEX, {ifr_name=\"eth0\", ifr_ifindex=3}) = %s (INJECTED)", result(r));
	memcpy(&q.ifr_addr, "\2\0\0\x50\x7f\0\0\1", 8);
	r = syscall(SYS_ioctl, 0, SIOCSIFADDR, &q);
	expect("ioctl(0, SIOCSIFADDR, {ifr_name=\"eth0\", ifr_addr={sa_family=AF_INET, "
	       "sin_port=htons(80), sin_addr=inet_addr(\"127.0.0.1\")}}) = %s (INJECTED)", result(r));
	r = syscall(SYS_ioctl, 0, SIOCGIFMTU, NULL);
	expect("ioctl(0, SIOCGIFMTU, NULL) = %s (INJECTED)", result(r));
	return 0;
}
