/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sockets in /proc/net/unix and /proc/self. */
#include <stddef.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "guest.h"

static char own[40];

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* The lines about sockets with our names, without addresses and inode numbers, sorted. */
static void list(void)
{
	char line[400], path[200], *p, found[10][200];
	int n = 0;
	unsigned refs, protocol, flags, type, st, inode;
	FILE *f = fopen("/proc/net/unix", "r");

	if (!f || !fgets(line, sizeof(line), f)) {
		printf("no list\n");
		return;
	}
	printf("%s", line);
	while (fgets(line, sizeof(line), f)) {
		if (!strstr(line, own) || n == 10)
			continue;
		p = strchr(line, ':');
		if (sscanf(p, ": %X %X %X %X %X %u %199s", &refs, &protocol, &flags, &type, &st,
			   &inode, path) != 7) {
			printf("odd line: %s", line);
			continue;
		}
		*strstr(path, own) = '\0';
		snprintf(found[n++], sizeof(found[0]),
			 "refs %u protocol %u flags %x type %u state %u inode %d '%.50s'\n", refs,
			 protocol, flags, type, st, inode != 0, path);
	}
	fclose(f);
	qsort(found, n, sizeof(found[0]), by_text);
	for (int i = 0; i < n; i++)
		printf("%s", found[i]);
}

static int made(int type, const char *prefix, int abstract)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, type, 0), n;

	n = snprintf(un.sun_path + abstract, 100, "%s%s", prefix, own);
	show(bind(fd, (void *)&un, offsetof(struct sockaddr_un, sun_path) + abstract + n));
	return fd;
}

int main(void)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	char name[64], link[64], expected[64];
	struct stat st;
	int l, c, d, a;

	snprintf(own, sizeof(own), "-own-%d-", getpid());
	l = made(SOCK_STREAM, "listener", 0);
	show(listen(l, 5));
	list();
	c = socket(AF_UNIX, SOCK_STREAM, 0);
	snprintf(un.sun_path, sizeof(un.sun_path), "listener%s", own);
	show(connect(c, (void *)&un, sizeof(un)));
	list();
	a = accept(l, NULL, NULL);
	list();
	close(a);
	close(c);
	close(l);
	list();
	unlink(un.sun_path);
	d = made(SOCK_DGRAM, "datagram", 1);
	list();
	fstat(d, &st);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", d);
	snprintf(expected, sizeof(expected), "socket:[%llu]", (unsigned long long)st.st_ino);
	memset(link, 0, sizeof(link));
	show(readlink(name, link, sizeof(link) - 1) > 0);
	printf("%d\n", strcmp(link, expected));
	show(stat(name, &st));
	printf("%o\n", st.st_mode);
	show(lstat(name, &st));
	printf("%o\n", st.st_mode & S_IFMT);
	show(open(name, O_RDONLY));
	show((a = open(name, O_PATH)) >= 0);
	show(fstat(a, &st));
	printf("%o\n", st.st_mode);
	show(fchmod(d, 0600));
	show(fstat(d, &st));
	printf("%o\n", st.st_mode);
	return 0;
}
