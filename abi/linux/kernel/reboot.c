/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reboot(2): whoever may, ends the machine; who runs it may start it anew. */
#include "kernel/cred.h"
#include "kernel/task.h"
#include "syscall.h"
#include "uaccess.h"

#define REBOOT_MAGIC1 0xfee1deadu
#define CMD_RESTART 0x01234567u
#define CMD_HALT 0xcdef0123u
#define CMD_CAD_ON 0x89abcdefu
#define CMD_CAD_OFF 0u
#define CMD_POWER_OFF 0x4321fedcu
#define CMD_RESTART2 0xa1b2c3d4u

static bool valid_magic2(uint32_t magic)
{
	return magic == 672274793 || magic == 85072278 || magic == 369367448 || magic == 537993216;
}

static void __attribute__((noreturn)) leave(enum machine_end how)
{
	shut_down(how, 0);
	do_group_exit(0);
}

SYSCALL_DEFINE4(reboot, reboot_magic_t, magic1, reboot_magic_t, magic2, cmd_t, cmd, ustr_t, arg)
{
	char command[256];

	if (!capable(CAP_SYS_BOOT))
		return -EPERM;
	if ((uint32_t)magic1 != REBOOT_MAGIC1 || !valid_magic2(magic2))
		return -EINVAL;
	switch ((uint32_t)cmd) {
	case CMD_CAD_ON:
	case CMD_CAD_OFF:
		return 0; /* there is no keyboard */
	case CMD_RESTART2:
		if (strncpy_from_user(command, arg, sizeof(command) - 1) < 0)
			return -EFAULT;
		leave(END_RESTART); /* whatever the command was */
	case CMD_RESTART:
		leave(END_RESTART);
	case CMD_HALT:
		leave(END_HALT);
	case CMD_POWER_OFF:
		leave(END_POWER_OFF);
	default:
		return -EINVAL; /* suspend and kexec are not built in */
	}
}
