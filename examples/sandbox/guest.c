/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
	FILE *out = fopen("/tmp/output", "w"), *in = fopen("/input", "r");
	char text[32] = "";
	int children = 0;

	fgets(text, sizeof(text), in);
	fprintf(out, "input: %s", text);
	fprintf(out, "/etc/passwd: %s\n", open("/etc/passwd", O_RDONLY) < 0 ? strerror(errno) : "open");
	fprintf(out, "/input: %s\n", open("/input", O_WRONLY) < 0 ? strerror(errno) : "open");
	fflush(out);
	for (;;) {
		pid_t pid = fork();

		if (!pid)
			pause();
		if (pid < 0)
			break;
		children++;
	}
	fprintf(out, "children: %d, then %s\n", children, strerror(errno));
	fflush(out);
	for (;;)
		;
}
