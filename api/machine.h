/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands behind struct r3_machine. */
#ifndef API_MACHINE_H
#define API_MACHINE_H

#include "kernel/kernel.h"
#include "kernel/trace.h"
#include "ring3/ring3.h"
#include "ring3/trace.h"

struct r3_machine {
	struct kernel *kernel;
	struct r3_options options;
	char *cwd;	 /* NULL: / */
	int stdio[3];	 /* host descriptors; -1: closed */
	bool ended;
	int status;
	struct r3_observer observer; /* r3_observe */
	struct tracer tracer;
	struct r3_code_hooks code_hooks; /* r3_hook_code */
	char error[512];
};

/* Record a failure on m: err is a negative errno, returned. */
int machine_fail(struct r3_machine *m, int err, const char *fmt, ...) __printf(3, 4);

#endif
