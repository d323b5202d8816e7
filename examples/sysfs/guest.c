/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char name[] = "/sys/kernel/demo/threshold";

static void set(const char *text)
{
	int fd = open(name, O_WRONLY);

	if (write(fd, text, strlen(text)) < 0)
		printf("%s: %s\n", text, strerror(errno));
	close(fd);
}

int main(void)
{
	char text[16];
	int fd = open(name, O_RDONLY);
	ssize_t n = read(fd, text, sizeof(text));

	printf("it was %.*s", (int)n, text);
	set("75\n");
	set("101");
	set("much");
	n = pread(fd, text, sizeof(text), 0);
	printf("it is %.*s", (int)n, text);
	return 0;
}
