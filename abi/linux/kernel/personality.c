/* SPDX-License-Identifier: GPL-2.0-or-later */
/* personality(2): a word that is kept for the calls and the exec that look at it. */
#include "kernel/task.h"
#include "syscall.h"

SYSCALL_DEFINE1(personality, personality_t, personality)
{
	uint32_t old = current->personality;

	if (personality != 0xffffffff)
		current->personality = personality;
	return old;
}
