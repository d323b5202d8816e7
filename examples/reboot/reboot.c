/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reboot(2), by its own name and numbers. See README.md for what it may do here. */
#include <errno.h>
#include <fcntl.h>
#include <linux/reboot.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static long reboot_call(unsigned magic1, unsigned magic2, unsigned cmd, const void *arg)
{
	fflush(stdout); /* nobody comes back to do it */
	return syscall(SYS_reboot, magic1, magic2, cmd, arg);
}

static void say(const char *what, long result)
{
	printf("%s: %s\n", what, result ? strerrorname_np(errno) : "done");
}

#define MAGIC LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2C

int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "";

	if (strcmp(how, "restart") == 0) {
		if (access("booted", F_OK) == 0) {
			puts("the second time");
			return 0;
		}
		puts("the first time");
		close(creat("booted", 0600));
		reboot_call(MAGIC, LINUX_REBOOT_CMD_RESTART2, "quickly");
	} else if (strcmp(how, "halt") == 0) {
		reboot_call(MAGIC, LINUX_REBOOT_CMD_HALT, NULL);
	} else if (strcmp(how, "off") == 0) {
		reboot_call(MAGIC, LINUX_REBOOT_CMD_POWER_OFF, NULL);
	} else {
		say("wrong magic", reboot_call(1, 2, LINUX_REBOOT_CMD_HALT, NULL));
		say("wrong second magic",
		    reboot_call(LINUX_REBOOT_MAGIC1, 2, LINUX_REBOOT_CMD_HALT, NULL));
		say("no such command", reboot_call(MAGIC, 12345, NULL));
		say("a command that cannot be read",
		    reboot_call(MAGIC, LINUX_REBOOT_CMD_RESTART2, (void *)8));
		say("Ctrl-Alt-Del off", reboot_call(MAGIC, LINUX_REBOOT_CMD_CAD_OFF, NULL));
		return 0;
	}
	say(how, -1);
	return 1;
}
