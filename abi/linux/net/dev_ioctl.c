/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands of network devices, of which there are none, and who may use them. */
#include "net/sock.h"

#include "uapi/sockios.h"

#define I386_IFREQ 32
#define X64_IFREQ 40

/* What is asked of a device by its name, or of its number. */
static bool asks(unsigned cmd)
{
	switch (cmd) {
	case SIOCGIFNAME:
	case SIOCGIFFLAGS:
	case SIOCGIFMETRIC:
	case SIOCGIFMTU:
	case SIOCGIFHWADDR:
	case SIOCGIFSLAVE:
	case SIOCGIFINDEX:
	case SIOCGIFTXQLEN:
	case SIOCGIFMAP:
	case SIOCBONDSLAVEINFOQUERY:
	case SIOCBONDINFOQUERY:
		return true;
	}
	return false;
}

/* What changes one, or asks its hardware. */
static bool changes(unsigned cmd)
{
	switch (cmd) {
	case SIOCSIFFLAGS:
	case SIOCSIFMETRIC:
	case SIOCSIFMTU:
	case SIOCSIFNAME:
	case SIOCSIFHWADDR:
	case SIOCSIFSLAVE:
	case SIOCADDMULTI:
	case SIOCDELMULTI:
	case SIOCSIFHWBROADCAST:
	case SIOCSIFTXQLEN:
	case SIOCGMIIPHY:
	case SIOCGMIIREG:
	case SIOCSMIIREG:
	case SIOCSIFMAP:
	case SIOCBONDENSLAVE:
	case SIOCBONDRELEASE:
	case SIOCBONDSETHWADDR:
	case SIOCBONDCHANGEACTIVE:
		return true;
	}
	return false;
}

/* Addresses are a family's of the Internet: to others these are no commands. */
long dev_ioctl(unsigned cmd, uaddr_t ua)
{
	char ifreq[X64_IFREQ];
	int none = 0;

	if (cmd == SIOCGIFCONF)
		return put_user(none, ua); /* ifc_len comes first */
	if (cmd < SIOCGIFNAME || cmd > SIOC_DEV_LAST)
		return -ENOIOCTLCMD;
	if (copy_from_user(ifreq, ua, in_compat_syscall() ? I386_IFREQ : X64_IFREQ))
		return -EFAULT;
	if (changes(cmd))
		return capable(CAP_NET_ADMIN) ? -ENODEV : -EPERM;
	return asks(cmd) ? -ENODEV : -ENOTTY;
}
