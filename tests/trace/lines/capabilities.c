/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Capabilities: versions, sets of one word and of two. */
#include <linux/capability.h>

#include "lines.h"

int main(void)
{
	static struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 4194000 };
	static struct __user_cap_data_struct data[2] = { { 1, 0x201, 0 }, { 8, 0, 0 } };
	long r;

	r = syscall(SYS_capset, &head, data);
	expect("capset({version=_LINUX_CAPABILITY_VERSION_3, pid=4194000}, "
	       "{effective=1<<CAP_CHOWN|1<<CAP_WAKE_ALARM, permitted=1<<CAP_CHOWN|1<<CAP_LINUX_IMMUTABLE, "
	       "inheritable=0}) = %s", result(r));
	head.version = _LINUX_CAPABILITY_VERSION_1;
	r = syscall(SYS_capset, &head, data);
	expect("capset({version=_LINUX_CAPABILITY_VERSION_1, pid=4194000}, {effective=1<<CAP_CHOWN, "
	       "permitted=1<<CAP_CHOWN|1<<CAP_LINUX_IMMUTABLE, inheritable=0}) = %s", result(r));
	head.version = 5;
	r = syscall(SYS_capget, &head, data);
	expect("capget({version=0x5 /* _LINUX_CAPABILITY_VERSION_??? */, pid=4194000}, %p) = %s",
	       (void *)data, result(r));
	return 0;
}
