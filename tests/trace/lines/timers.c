/* SPDX-License-Identifier: GPL-2.0-or-later */
/* POSIX timers: whom they tell and how. */
#include <signal.h>
#include <time.h>

#include "lines.h"

int main(void)
{
	static struct { long value; int signo, notify, tid, pad[16]; } ev = { 5, SIGUSR1, SIGEV_NONE, 0, { 0 } };
	static int id = 7;
	long r;

	r = syscall(SYS_timer_create, CLOCK_MONOTONIC, &ev, &id);
	expect("timer_create(CLOCK_MONOTONIC, {sigev_value={sival_int=5, sival_ptr=0x5}, sigev_signo=10, "
	       "sigev_notify=SIGEV_NONE}, [%d]) = %s", id, result(r));
	r = syscall(SYS_timer_getoverrun, id);
	expect("timer_getoverrun(%d) = %s", id, result(r));
	r = syscall(SYS_timer_delete, id);
	expect("timer_delete(%d) = %s", id, result(r));
	ev.value = 0;
	ev.notify = 9;
	r = syscall(SYS_timer_create, CLOCK_REALTIME, &ev, &id);
	expect("timer_create(CLOCK_REALTIME, {sigev_signo=10, sigev_notify=0x9 /* SIGEV_??? */}, %p) = %s",
	       (void *)&id, result(r));
	r = syscall(SYS_timer_create, 99, NULL, NULL);
	expect("timer_create(0x63 /* CLOCK_??? */, NULL, NULL) = %s", result(r));
	return 0;
}
