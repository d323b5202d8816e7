/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The end of tasks, and waiting for it. */
#include "fs/fs.h"
#include "kernel/futex.h"
#include "kernel/sched.h"
#include "kernel/signal.h"
#include "kernel/stack.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/futex.h"

/* What a thread promised to do for others at its end: clear a word and wake who waits for it. */
static void mm_release(struct task *t)
{
	uint32_t zero = 0;

	if (!t->mm)
		return;
	exit_robust_list(t);
	/* As in Linux only if others are left to see it; a fault changes nothing. */
	if (t->clear_child_tid && t->mm->users > 1 &&
	    !copy_to_user(t->clear_child_tid, &zero, sizeof(zero)))
		futex_wake(t->clear_child_tid, true, 1, FUTEX_BITSET_MATCH_ANY);
}

void do_exit(int code)
{
	struct task *t = current;

	exit_signals();
	t->exit_code = code;
	mm_release(t);
	exit_objects(t);
	t->state = TASK_DEAD;
	if (t == kernel->init) {
		kernel->exit_status = code;
		kernel->stop = true;
	}
	kstack_suspend(t->kstack);
	__builtin_unreachable();
}

void do_group_exit(int code)
{
	struct signal_struct *s = current->signal;

	if (!s->group_exit) {
		if (s->group_exec_task && s->group_exec_task != current)
			do_exit(0); /* only in the way of another thread's execve */
		s->group_exit = true;
		s->group_exit_code = code;
		zap_other_threads();
	}
	do_exit(s->group_exit_code);
}

SYSCALL_DEFINE1(exit, int_t, error_code)
{
	do_exit((error_code & 0xff) << 8);
}

SYSCALL_DEFINE1(exit_group, int_t, error_code)
{
	do_group_exit((error_code & 0xff) << 8);
}
