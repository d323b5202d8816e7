/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: on tmpfs hostfs */
/* Users' extended attributes: of a file, a directory and what is not either. */
#include <linux/xattr.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <time.h>

#include "guest.h"

static void names(const char *what, ssize_t n, const char *list)
{
	printf("%s %zd", what, n);
	for (ssize_t i = 0; i < n; i += (ssize_t)strlen(list + i) + 1)
		if (!strncmp(list + i, "user.", 5))
			printf(" %s", list + i);
	puts("");
}

/* Until the clock that files' times are taken from shows a later one. */
static void let_time_pass(const struct timespec *since)
{
	struct timespec now;

	do {
		usleep(5000);
		clock_gettime(CLOCK_REALTIME_COARSE, &now);
	} while (now.tv_sec < since->tv_sec ||
		 (now.tv_sec == since->tv_sec && now.tv_nsec <= since->tv_nsec));
}

static void values(int fd)
{
	char value[16] = "", list[64];
	struct stat before, after;

	show(getxattr("f", "user.a", value, sizeof(value)));
	show(setxattr("f", "user.a", "one", 3, XATTR_REPLACE));
	fstat(fd, &before);
	let_time_pass(&before.st_ctim);
	show(setxattr("f", "user.a", "one", 3, XATTR_CREATE));
	fstat(fd, &after);
	printf("ctime %s\n", before.st_ctim.tv_sec == after.st_ctim.tv_sec &&
			     before.st_ctim.tv_nsec == after.st_ctim.tv_nsec ? "same" : "changed");
	show(setxattr("f", "user.a", "one", 3, XATTR_CREATE));
	show(fsetxattr(fd, "user.a", "two+", 4, 0));
	show(getxattr("f", "user.a", NULL, 0));
	show(getxattr("f", "user.a", value, 3));
	show(fgetxattr(fd, "user.a", value, sizeof(value)));
	printf("'%.4s'\n", value);
	show(getxattr("f", "user.a", (void *)8, 16));
	show(getxattr("f", "user.", value, sizeof(value)));
	show(getxattr("f", "other.a", value, sizeof(value)));
	show(setxattr("f", "user.empty", NULL, 0, 0));
	show(getxattr("f", "user.empty", value, sizeof(value)));
	show(removexattr("f", "user.a"));
	show(removexattr("f", "user.a"));
	show(listxattr("f", NULL, 0));
	show(listxattr("f", list, 3));
	names("f", flistxattr(fd, list, sizeof(list)), list);
	show(listxattr("f", (void *)8, 64));
}

/* Not for FIFOs and symlinks; a symlink is followed by the calls without l. */
static void kinds(void)
{
	char value[16], list[64];

	mkdir("d", 0755);
	symlink("f", "s");
	mkfifo("p", 0644);
	show(setxattr("d", "user.d", "dir", 3, 0));
	names("d", listxattr("d", list, sizeof(list)), list);
	show(setxattr("p", "user.p", "x", 1, 0));
	show(getxattr("p", "user.p", value, sizeof(value)));
	show(lsetxattr("s", "user.s", "x", 1, 0));
	show(lgetxattr("s", "user.s", value, sizeof(value)));
	show(setxattr("s", "user.s", "x", 1, 0));
	show(lgetxattr("f", "user.s", value, sizeof(value)));
	show(llistxattr("s", list, sizeof(list)));
	show(rename("f", "g"));
	show(getxattr("g", "user.s", value, sizeof(value)));
}

int main(void)
{
	int fd = open("f", O_CREAT | O_RDWR, 0644);

	if (setxattr("f", "user.try", "", 0, 0) || removexattr("f", "user.try")) {
		puts("no attributes here");
		return 77;
	}
	values(fd);
	kinds();
	return 0;
}
