/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
	long neighbour;

	printf("foo: %ld bytes of kernel stack\n", syscall(463));
	neighbour = syscall(464);
	printf("its neighbour: %ld, %s\n", neighbour, strerror(errno));
	return 0;
}
