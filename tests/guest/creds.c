/* SPDX-License-Identifier: GPL-2.0-or-later */
/* User and group ids, capabilities and prctl: as root all that root may, then without it. */
#include <grp.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <signal.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>

#include "guest.h"

#define BAD 8

static void print_ids(void)
{
	unsigned r, e, s;

	getresuid(&r, &e, &s);
	printf("uid %d %d %d fs %ld", (int)r, (int)e, (int)s, raw(SYS_setfsuid, -1, 0, 0, 0, 0, 0));
	getresgid(&r, &e, &s);
	printf(" gid %d %d %d fs %ld\n", (int)r, (int)e, (int)s, raw(SYS_setfsgid, -1, 0, 0, 0, 0, 0));
}

/* The bounding set is the host's; the others are ours to see. */
static void print_caps(void)
{
	struct __user_cap_header_struct h = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct d[2];

	memset(d, 0x55, sizeof(d));
	raw(SYS_capget, (long)&h, (long)d, 0, 0, 0, 0);
	for (int i = 0; i < 2; i++)
		printf("%s%x %x %x", i ? " " : "caps ", d[i].effective, d[i].permitted, d[i].inheritable);
	printf("\n");
}

static void drop_to(unsigned long long keep)
{
	struct __user_cap_header_struct h = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct d[2] = { { keep, keep, 0 }, { keep >> 32, keep >> 32, 0 } };

	show(raw(SYS_capset, (long)&h, (long)d, 0, 0, 0, 0));
}

static void cap_calls(void)
{
	struct __user_cap_header_struct h = { 0x12345678, 0 };
	struct __user_cap_data_struct d[2];

	memset(d, 0, sizeof(d));
	show(raw(SYS_capget, BAD, 0, 0, 0, 0, 0));
	show(raw(SYS_capget, (long)&h, (long)d, 0, 0, 0, 0));
	printf("version %#x\n", h.version);
	h.version = 0;
	show(raw(SYS_capget, (long)&h, 0, 0, 0, 0, 0));
	printf("version %#x\n", h.version);
	h.pid = -1;
	show(raw(SYS_capget, (long)&h, (long)d, 0, 0, 0, 0));
	h.pid = 99999999;
	show(raw(SYS_capget, (long)&h, (long)d, 0, 0, 0, 0));
	show(raw(SYS_capset, (long)&h, (long)d, 0, 0, 0, 0));
	h.pid = 0;
	show(raw(SYS_capget, (long)&h, BAD, 0, 0, 0, 0));
	show(raw(SYS_capset, (long)&h, BAD, 0, 0, 0, 0));
	show(raw(SYS_capset, (long)&h, 0, 0, 0, 0, 0));
	h.version = 77;
	show(raw(SYS_capset, (long)&h, (long)d, 0, 0, 0, 0));
	printf("version %#x\n", h.version);
	h.version = _LINUX_CAPABILITY_VERSION_1;
	memset(d, 0x11, sizeof(d));
	raw(SYS_capget, (long)&h, (long)d, 0, 0, 0, 0);
	printf("one slice: %x\n", d[1].effective);
	/* Effective beyond permitted. */
	h.version = _LINUX_CAPABILITY_VERSION_3;
	memset(d, 0, sizeof(d));
	d[0].effective = 1;
	show(raw(SYS_capset, (long)&h, (long)d, 0, 0, 0, 0));
}

static void group_calls(void)
{
	gid_t many[40], some[] = { 30, 10, 20, 10, 5 }, bad[] = { 1, -1 };

	show(setgroups(5, some));
	show(getgroups(0, NULL));
	show(getgroups(4, many));
	show(getgroups(40, many));
	for (int i = 0; i < 5; i++)
		printf(" %d", many[i]);
	printf("\n");
	show(getgroups(-1, many));
	show(raw(SYS_getgroups, 40, BAD, 0, 0, 0, 0));
	show(raw(SYS_setgroups, 2, BAD, 0, 0, 0, 0));
	show(raw(SYS_setgroups, 65537, (long)many, 0, 0, 0, 0));
	show(raw(SYS_setgroups, -1, (long)many, 0, 0, 0, 0));
	show(raw(SYS_setgroups, 0, 0, 0, 0, 0, 0));
	show(getgroups(0, NULL));
#ifdef __i386__
	unsigned short g16[] = { 3, 0xffff, 1 }, out[3];

	show(raw(SYS_setgroups32, 2, (long)bad, 0, 0, 0, 0));
	show(raw(SYS_setgroups, 3, (long)g16, 0, 0, 0, 0));
	show(raw(SYS_getgroups, 3, (long)out, 0, 0, 0, 0));
	printf("%d %d %d\n", out[0], out[1], out[2]);
	many[0] = 100000;
	show(raw(SYS_setgroups32, 1, (long)many, 0, 0, 0, 0));
	show(raw(SYS_getgroups, 3, (long)out, 0, 0, 0, 0));
	printf("%d\n", out[0]);
#else
	show(raw(SYS_setgroups, 2, (long)bad, 0, 0, 0, 0));
#endif
}

#ifdef __i386__
static void sixteen_bits(void)
{
	unsigned short r, e, s;

	show(raw(SYS_setresuid32, 100000, 0, 0, 0, 0, 0));
	printf("getuid16 %ld geteuid16 %ld\n", raw(SYS_getuid, 0, 0, 0, 0, 0, 0),
	       raw(SYS_geteuid, 0, 0, 0, 0, 0, 0));
	show(raw(SYS_getresuid, (long)&r, (long)&e, (long)&s, 0, 0, 0));
	printf("%d %d %d\n", r, e, s);
	show(raw(SYS_getresuid, (long)&r, BAD, (long)&s, 0, 0, 0));
	show(raw(SYS_setresuid, 7, 0xffff, 0x1ffff, 0, 0, 0));
	print_ids();
	show(raw(SYS_setreuid, 0, 0x10000, 0, 0, 0, 0));
	show(raw(SYS_setregid, 8, 0xffff, 0, 0, 0, 0));
	show(raw(SYS_setfsuid, 9, 0, 0, 0, 0, 0));
	show(raw(SYS_setfsuid, 0, 0, 0, 0, 0, 0));
	show(raw(SYS_setgid, 0xffff, 0, 0, 0, 0, 0));
	show(raw(SYS_setgid, 0, 0, 0, 0, 0, 0));
	print_ids();
}
#endif

static void users(void)
{
	show(setuid(-1));
	show(setgid(-1));
	show(setresgid(1, 2, 3));
	show(setfsgid(4));
	print_ids();
	show(setregid(-1, 7));
	print_ids();
	show(setregid(9, -1));
	print_ids();
	show(setgid(0));
	show(setresuid(-1, -1, -1));
	print_ids();
	/* The file system's user alone: the rights over files go, and come back. */
	show(raw(SYS_setfsuid, 1000, 0, 0, 0, 0, 0));
	print_caps();
	show(raw(SYS_setfsuid, 0, 0, 0, 0, 0, 0));
	print_caps();
	/* The effective user: all effective ones go, and come back. */
	show(seteuid(1000));
	print_ids();
	print_caps();
	show(setgroups(0, NULL));
	show(setresuid(2000, -1, -1));
	show(setreuid(-1, 2000));
	show(setfsuid(2000));
	print_ids();
	show(seteuid(0));
	print_caps();
	/* Real and effective change places. */
	show(setreuid(1000, 0));
	print_ids();
	show(setreuid(0, 1000));
	print_ids();
	show(setreuid(0, 0));
	show(setresuid(0, 0, 0));
	print_ids();
}

static void ambient(void)
{
	struct __user_cap_header_struct h = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct d[2] = { { 1 << CAP_CHOWN, 1 << CAP_CHOWN | 1 << CAP_SETUID,
						 1 << CAP_CHOWN } };

	show(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, 0, 0, 0));
	show(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 0, 0, 0));
	show(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 99, 0, 0));
	show(prctl(PR_CAP_AMBIENT, 9, 0, 0, 0));
	show(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 1, 0, 0));
	show(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0));
	show(raw(SYS_capset, (long)&h, (long)d, 0, 0, 0, 0));
	show(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_CHOWN, 0, 0));
	show(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, CAP_CHOWN, 0, 0));
	show(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_SETUID, 0, 0));
	show(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_LOWER, CAP_CHOWN, 0, 0));
	print_caps();
}

static void security(void)
{
	show(prctl(PR_GET_SECUREBITS));
	show(prctl(PR_GET_KEEPCAPS));
	show(prctl(PR_SET_KEEPCAPS, 2));
	show(prctl(PR_SET_SECUREBITS, 0x100000));
	show(prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP | SECBIT_KEEP_CAPS));
	show(prctl(PR_GET_SECUREBITS));
	show(prctl(PR_GET_KEEPCAPS));
	show(seteuid(1000));
	print_caps();
	show(seteuid(0));
	show(prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED));
	show(prctl(PR_SET_SECUREBITS, SECBIT_NOROOT_LOCKED));
	show(prctl(PR_SET_SECUREBITS, SECBIT_NOROOT));
	show(prctl(PR_CAPBSET_READ, 0));
	show(prctl(PR_CAPBSET_READ, 64));
	show(prctl(PR_CAPBSET_DROP, 64));
	show(prctl(PR_CAPBSET_DROP, CAP_SYS_BOOT));
	show(prctl(PR_CAPBSET_READ, CAP_SYS_BOOT));
}

static void unprivileged(void)
{
	show(prctl(PR_SET_DUMPABLE, 1));
	show(prctl(PR_SET_KEEPCAPS, 1));
	show(setresuid(1000, 1001, 1002));
	show(prctl(PR_GET_DUMPABLE));
	print_ids();
	print_caps();
	drop_to(1 << CAP_KILL);
	print_caps();
	drop_to(1 << CAP_CHOWN);
	drop_to(0);
	show(setuid(1001));
	print_ids();
	show(setuid(1000));
	show(setuid(1002));
	show(setuid(0));
	show(setreuid(-1, 1001));
	show(setresuid(1002, 1000, 1001));
	print_ids();
	show(setgroups(0, NULL));
	show(setgid(5));
	show(setresgid(0, 0, 0));
	show(kill(1, 0));
	show(kill(1, SIGTERM));
	show(kill(1, 65));
	show(prctl(PR_SET_SECUREBITS, 0));
	show(prctl(PR_CAPBSET_DROP, 0));
	show(sethostname("x", 1));
	show(setdomainname("x", -1));
	show(nice(-1));
	show(raw(SYS_settimeofday, 0, 0, 0, 0, 0, 0));
	show(raw(SYS_reboot, 0, 0, 0, 0, 0, 0));
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (getuid())
		return 77; /* a test for root */
	print_ids();
	group_calls();
	cap_calls();
#ifdef __i386__
	sixteen_bits();
	show(raw(SYS_setresuid32, 0, 0, 0, 0, 0, 0));
	show(raw(SYS_setresgid32, 0, 0, 0, 0, 0, 0));
#endif
	/* As on any host: only what the first of the sets tells is compared from here on. */
	drop_to(1ull << CAP_CHOWN | 1ull << CAP_FOWNER | 1ull << CAP_SETUID | 1ull << CAP_SETGID |
		1ull << CAP_SETPCAP | 1ull << CAP_MKNOD | 1ull << CAP_SYS_NICE);
	print_caps();
	users();
	security();
	show(prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED));
	ambient();
	drop_to(1ull << CAP_CHOWN | 1ull << CAP_SETUID);
	unprivileged();
	return 0;
}
