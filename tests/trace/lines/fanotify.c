/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fanotify: classes, marks and events.
 * trace: -e inject=fanotify_init,fanotify_mark:retval=0
 */
#include "lines.h"

#ifdef __i386__
#define MASK(v) (uint32_t)(v), (uint32_t)((uint64_t)(v) >> 32)
#else
#define MASK(v) (uint64_t)(v)
#endif

int main(void)
{
	long r;

	r = syscall(SYS_fanotify_init, 0x207, O_RDWR | O_CLOEXEC);
	expect("fanotify_init(FAN_CLASS_CONTENT|FAN_CLOEXEC|FAN_NONBLOCK|FAN_REPORT_FID, O_RDWR|O_CLOEXEC)"
	       " = %s (INJECTED)", result(r));
	r = syscall(SYS_fanotify_init, 0x4000, 0);
	expect("fanotify_init(FAN_CLASS_NOTIF|0x4000 /* FAN_??? */, O_RDONLY) = %s (INJECTED)", result(r));
	r = syscall(SYS_fanotify_mark, 3, 0x11, MASK(0x40000002), AT_FDCWD, "x");
	expect("fanotify_mark(3, FAN_MARK_ADD|FAN_MARK_MOUNT, FAN_MODIFY|FAN_ONDIR, AT_FDCWD, \"x\")"
	       " = %s (INJECTED)", result(r));
	r = syscall(SYS_fanotify_mark, 3, 0, MASK(1ull << 32), -1, NULL);
	expect("fanotify_mark(3, 0, 0x100000000 /* FAN_??? */, FAN_NOFD, NULL) = %s (INJECTED)", result(r));
	return 0;
}
