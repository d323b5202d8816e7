/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where "-4095 to -1 is an error" bites, and how each call gets around it. See README.md. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What a stub makes of an answer, and what the C library's function of that name says. */
static void compare(const char *what, long raw, long cooked)
{
	if (raw == -1)
		printf("%s: a stub says -1, %s; the C library %ld\n", what, strerrorname_np(errno), cooked);
	else
		printf("%s: a stub says %ld, the C library %ld\n", what, raw, cooked);
}

int main(void)
{
	int pipes[2];
	struct f_owner_ex owner;

	if (pipe(pipes) || fcntl(pipes[0], F_SETOWN, -2))
		return 1;
	compare("F_GETOWN of process group 2", syscall(SYS_fcntl, pipes[0], F_GETOWN),
		fcntl(pipes[0], F_GETOWN));
	if (syscall(SYS_fcntl, pipes[0], F_GETOWN_EX, &owner))
		return 1;
	printf("F_GETOWN_EX: type %d, number %d\n", owner.type, owner.pid);

	setpriority(PRIO_PROCESS, 0, 7);
	compare("getpriority at nice 7", syscall(SYS_getpriority, PRIO_PROCESS, 0),
		getpriority(PRIO_PROCESS, 0));

	errno = 0;
	printf("errno after what succeeded: %d\n", (close(pipes[0]), errno));
	close(-1);
	printf("and it stays after the next: %s\n", (close(pipes[1]), strerrorname_np(errno)));
	return 0;
}
