/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * membarrier(2). There is one CPU, so that every barrier is one already; what remains is who has
 * registered for what.
 */
#include "kernel/task.h"
#include "mm/mm.h"
#include "syscall.h"

#define CMD_QUERY 0
#define CMD_GLOBAL BIT(0)
#define CMD_GLOBAL_EXPEDITED BIT(1)
#define CMD_REGISTER_GLOBAL_EXPEDITED BIT(2)
#define CMD_PRIVATE_EXPEDITED BIT(3)
#define CMD_REGISTER_PRIVATE_EXPEDITED BIT(4)
#define CMD_PRIVATE_EXPEDITED_SYNC_CORE BIT(5)
#define CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE BIT(6)
#define CMD_PRIVATE_EXPEDITED_RSEQ BIT(7)
#define CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ BIT(8)
#define CMD_GET_REGISTRATIONS BIT(9)
#define ALL_CMDS (BIT(10) - 1)

#define CMD_FLAG_CPU 1

/* These two count as that for private barriers, which all the same are refused without their own. */
static unsigned registrations(unsigned state)
{
	bool implied = state & (CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE |
				CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ);

	return state | (implied ? CMD_REGISTER_PRIVATE_EXPEDITED : 0);
}

SYSCALL_DEFINE3(membarrier, membarrier_cmd_t, cmd, flags_t, flags, int_t, cpu_id)
{
	unsigned *state = &current->mm->membarrier_state;

	(void)cpu_id;
	if (cmd == CMD_PRIVATE_EXPEDITED_RSEQ ? flags & ~CMD_FLAG_CPU : flags)
		return -EINVAL;
	switch (cmd) {
	case CMD_QUERY:
		return ALL_CMDS;
	case CMD_GLOBAL:
	case CMD_GLOBAL_EXPEDITED:
		return 0;
	case CMD_REGISTER_GLOBAL_EXPEDITED:
	case CMD_REGISTER_PRIVATE_EXPEDITED:
	case CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE:
	case CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ:
		*state |= cmd;
		return 0;
	case CMD_PRIVATE_EXPEDITED:
	case CMD_PRIVATE_EXPEDITED_SYNC_CORE:
	case CMD_PRIVATE_EXPEDITED_RSEQ:
		return *state & cmd << 1 ? 0 : -EPERM;
	case CMD_GET_REGISTRATIONS:
		return registrations(*state);
	default:
		return -EINVAL;
	}
}
