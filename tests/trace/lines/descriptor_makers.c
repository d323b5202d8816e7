/* SPDX-License-Identifier: GPL-2.0-or-later */
/* eventfd2, timerfd_create, signalfd4, inotify_init1 and their flags. */
#include "lines.h"

int main(void)
{
	uint64_t set = 0x10002;
	long r;

	r = syscall(SYS_eventfd2, -1, 1 | O_CLOEXEC | O_NONBLOCK);
	expect("eventfd2(4294967295, EFD_SEMAPHORE|EFD_CLOEXEC|EFD_NONBLOCK) = %s", result(r));
	r = syscall(SYS_eventfd2, 7, 2);
	expect("eventfd2(7, 0x2 /* EFD_??? */) = %s", result(r));
	r = syscall(SYS_timerfd_create, 1, O_CLOEXEC);
	expect("timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC) = %s", result(r));
	r = syscall(SYS_signalfd4, -1, &set, 8, O_NONBLOCK);
	expect("signalfd4(-1, [INT CHLD], 8, SFD_NONBLOCK) = %s", result(r));
	r = syscall(SYS_inotify_init1, 1);
	expect("inotify_init1(0x1 /* IN_??? */) = %s", result(r));
	r = syscall(SYS_inotify_add_watch, -1, "x", 0x80000102);
	expect("inotify_add_watch(-1, \"x\", IN_MODIFY|IN_CREATE|IN_ONESHOT) = %s", result(r));
	r = syscall(SYS_inotify_rm_watch, -1, 5);
	expect("inotify_rm_watch(-1, 5) = %s", result(r));
	return 0;
}
