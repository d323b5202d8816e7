/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine's name: uname in its three sizes, and the calls that set host and domain name. */
#include <string.h>
#include "kernel/cred.h"
#include "kernel/task.h"
#include "kernel/utsname.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/personality.h"
#include "uapi/utsname.h"

/* setarch --uname-2.6: programs that cannot read a 3 at the front; 6.12 is 60 + 12. */
static const char *release(void)
{
	return current->personality & UNAME26 ? "2.6.72" : UTS_RELEASE;
}

static const char *machine(void)
{
	return (current->personality & PER_MASK) == PER_LINUX32 ? UTS_MACHINE32 : UTS_MACHINE;
}

static void fill_utsname(struct linux_utsname *u)
{
	memset(u, 0, sizeof(*u));
	strcpy(u->sysname, UTS_SYSNAME);
	memcpy(u->nodename, kernel->nodename, sizeof(u->nodename));
	strcpy(u->release, release());
	strcpy(u->version, UTS_VERSION);
	strcpy(u->machine, machine());
	memcpy(u->domainname, kernel->domainname, sizeof(u->domainname));
}

SYSCALL_DEFINE1(newuname, uutsname_out_t, name)
{
	struct linux_utsname u;

	fill_utsname(&u);
	return copy_to_user(name, &u, sizeof(u)) ? -EFAULT : 0;
}

/* Without the domain name. */
SYSCALL_DEFINE1(uname, uold_utsname_out_t, name)
{
	struct linux_utsname u;

	fill_utsname(&u);
	return copy_to_user(name, &u, offsetof(struct linux_utsname, domainname)) ? -EFAULT : 0;
}

/* Eight characters of each. */
SYSCALL_DEFINE1(olduname, uold_utsname_out_t, name)
{
	struct i386_oldold_utsname o;
	struct linux_utsname u;

	fill_utsname(&u);
	memset(&o, 0, sizeof(o));
	memcpy(o.sysname, u.sysname, OLD_UTS_LEN);
	memcpy(o.nodename, u.nodename, OLD_UTS_LEN);
	memcpy(o.release, u.release, OLD_UTS_LEN);
	memcpy(o.version, u.version, OLD_UTS_LEN);
	memcpy(o.machine, u.machine, OLD_UTS_LEN);
	return copy_to_user(name, &o, sizeof(o)) ? -EFAULT : 0;
}

static long set_name(char name[UTS_LEN + 1], uaddr_t from, int len)
{
	char tmp[UTS_LEN + 1] = { 0 };

	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	if (len < 0 || len > UTS_LEN)
		return -EINVAL;
	if (copy_from_user(tmp, from, len))
		return -EFAULT;
	memcpy(name, tmp, sizeof(tmp));
	return 0;
}

SYSCALL_DEFINE2(sethostname, usystem_name_t, name, uint_t, len)
{
	return set_name(kernel->nodename, name, len);
}

SYSCALL_DEFINE2(setdomainname, usystem_name_t, name, uint_t, len)
{
	return set_name(kernel->domainname, name, len);
}
