// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * program many N: N short calls, and "done" said. program escapes: escape sequences wherever a name
 * or a string of a program's own can get into a trace.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#define RED "\033[31m\007\x9b"

static void many(long n)
{
	for (long i = 0; i < n; i++)
		access("/a/path/that/is/not/there/and/fills/the/trace", F_OK);
	puts("done");
}

static void escapes(char *self)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX, .sun_path = RED "socket" };
	int fd = openat(AT_FDCWD, RED "<file>", O_RDWR | O_CREAT, 0600);

	prctl(PR_SET_NAME, RED "name");
	if (write(fd, RED "text", 8) < 0)
		exit(1);
	bind(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&un, sizeof(un));
	syscall(SYS_memfd_create, RED "memory", 0);
	if (!fork())
		execl(self, RED "argument", "", RED, NULL);
	unlink(RED "socket");
	unlink(RED "<file>");
	*(volatile int *)0 = 1;
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "many"))
		many(atol(argv[2]));
	else if (argc == 2)
		escapes(argv[0]);
	return 3;
}
