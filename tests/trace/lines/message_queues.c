/* SPDX-License-Identifier: GPL-2.0-or-later */
/* POSIX's message queues: a mode and attributes of those that are made. */
#include <mqueue.h>

#include "lines.h"

int main(void)
{
	struct mq_attr a = { 0, 5, 64, 0, { 0 } };
	long r;

	r = syscall(SYS_mq_open, NULL, O_RDONLY, 0, &a);
	expect("mq_open(NULL, O_RDONLY) = %s", result(r));
	r = syscall(SYS_mq_open, NULL, O_RDWR | O_CREAT, 0600, &a);
	expect("mq_open(NULL, O_RDWR|O_CREAT, 0600, {mq_flags=0, mq_maxmsg=5, mq_msgsize=64, "
	       "mq_curmsgs=0}) = %s",
	       result(r));
	r = syscall(SYS_mq_open, (void *)16, O_RDONLY | O_CREAT | O_EXCL, 0, NULL);
	expect("mq_open(0x10, O_RDONLY|O_CREAT|O_EXCL, 000, NULL) = %s", result(r));
	r = syscall(SYS_mq_unlink, NULL);
	expect("mq_unlink(NULL) = %s", result(r));
	r = syscall(SYS_mq_notify, -1, NULL);
	expect("mq_notify(-1, NULL) = %s", result(r));
	r = syscall(SYS_mq_getsetattr, -1, (void *)16, NULL);
	expect("mq_getsetattr(-1, 0x10, NULL) = %s", result(r));
	r = syscall(SYS_mq_getsetattr, -1, NULL, (void *)16);
	expect("mq_getsetattr(-1, NULL, 0x10) = %s", result(r));
	return 0;
}
