/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Snapshots; docs/snapshot.md. */
#include <string.h>

#include "api/machine.h"
#include "kernel/snapshot.h"

int r3_snapshot(struct r3_machine *m)
{
	const char *why = NULL;
	int err;

	if (!machine_ok(m))
		return machine_bad();
	err = snapshot_take(m->kernel, &why);
	if (err)
		return machine_fail(m, err, "no snapshot: %s", why ? why : strerror(-err));
	m->saved = (struct machine_state){ m->ended, m->status, m->until };
	return 0;
}

static int restored(struct r3_machine *m, int err)
{
	if (err)
		return machine_fail(m, err, "cannot restore: %s",
				    err == -ENOENT ? "there is no snapshot" : strerror(-err));
	m->ended = m->saved.ended;
	m->status = m->saved.status;
	m->until = m->saved.until;
	return 0;
}

int r3_restore(struct r3_machine *m)
{
	return machine_ok(m) ? restored(m, snapshot_restore(m->kernel)) : machine_bad();
}

int r3_restore_counting(struct r3_machine *m, struct r3_left *left)
{
	struct kernel_left k = { 0 };
	int err;

	if (!machine_ok(m))
		return machine_bad();
	err = kernel_restore_counting(m->kernel, &k);
	if (left)
		*left = left_of(&k);
	return restored(m, err);
}

void r3_drop_snapshot(struct r3_machine *m)
{
	struct kernel *before;

	if (!machine_ok(m))
		return;
	before = kernel_enter(m->kernel);
	snapshot_drop(m->kernel);
	kernel_enter(before);
}
