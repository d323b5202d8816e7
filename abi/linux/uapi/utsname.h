/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UAPI_UTSNAME_H
#define UAPI_UTSNAME_H

#define NEW_UTS_LEN 64
#define OLD_UTS_LEN 8

struct linux_utsname { /* uname and olduname of i386 lack or shorten fields */
	char sysname[65], nodename[65], release[65], version[65], machine[65], domainname[65];
};
_Static_assert(sizeof(struct linux_utsname) == 390, "new_utsname");

struct i386_oldold_utsname {
	char sysname[9], nodename[9], release[9], version[9], machine[9];
};
_Static_assert(sizeof(struct i386_oldold_utsname) == 45, "oldold_utsname");

#endif
