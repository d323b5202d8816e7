/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running programs: execve, and the first one. */
#ifndef KERNEL_EXEC_H
#define KERNEL_EXEC_H

#include "kernel/kernel.h"

/*
 * Replaces current's program, or gives it its first one, on behalf of the kernel itself: argv and
 * envp are NULL-terminated arrays of ours. 0, or a negative errno as execve(2) has it; then *why is
 * one static line, or NULL where the errno says it all, and current is as before. May sleep.
 */
int kernel_execve(const char *filename, const char *const argv[], const char *const envp[],
		  const char **why);

/*
 * kernel/dethread.c: the process is current's alone, who is its leader. 0, or -EAGAIN when somebody
 * ends it meanwhile. May sleep.
 */
int de_thread(void);
int unshare_sighand(void); /* handlers of current's own. 0 or -ENOMEM */

/* The vDSOs' frames: made at boot, the same ones for every program, so that their code is kept. */
int vdso_init(struct kernel *k);
void vdso_exit(struct kernel *k);

#endif
