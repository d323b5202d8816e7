/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int fd = open("/dev/rot13", O_RDWR), length;
	char text[64];
	ssize_t n;

	if (!fork()) { /* it sleeps: nothing is there yet */
		n = read(fd, text, sizeof(text));
		printf("%.*s", (int)n, text);
		return 0;
	}
	write(fd, "Uryyb, jbeyq!\n", 14);
	wait(NULL);
	write(fd, "abc", 3);
	ioctl(fd, 0x7201, &length);
	printf("%d bytes wait\n", length);
	n = ioctl(fd, 0x7201, 8);
	printf("ioctl to nowhere: %d, %s\n", (int)n, strerror(errno));
	n = ioctl(fd, 0x7209);
	printf("another ioctl: %d, %s\n", (int)n, strerror(errno));
	return 0;
}
