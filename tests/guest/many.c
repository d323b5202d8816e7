/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: args 300 */
/* Many processes at a time, all asleep, until there is nothing more to read. */
#include <sys/resource.h>
#include <sys/wait.h>

#include "guest.h"

int main(int argc, char **argv)
{
	int most = argc > 1 ? atoi(argv[1]) : 10, made, reaped = 0, gate[2];
	struct rlimit limit = { 20000, 20000 };
	char c;

	setrlimit(RLIMIT_NPROC, &limit);
	if (pipe(gate))
		return 1;
	for (made = 0; made < most; made++) {
		pid_t p = fork();

		if (p < 0)
			break;
		if (!p) {
			close(gate[1]);
			_exit(read(gate[0], &c, 1) ? 1 : 0);
		}
	}
	printf("made %d\n", made);
	fflush(stdout);
	while (read(0, &c, 1) > 0)
		;
	close(gate[1]);
	while (wait(NULL) > 0)
		reaped++;
	printf("reaped %d\n", reaped);
	return 0;
}
