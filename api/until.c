/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Running up to a point. At a call the task stops on its kernel stack, like one that sleeps; in
 * front of code the engine is left in the hook of the block that begins there.
 */
#include <string.h>

#include "api/machine.h"
#include "kernel/sched.h"
#include "kernel/task.h"

static bool concerns(const struct r3_until *want, const struct task *t)
{
	return !want->tid || want->tid == t->pid;
}

static void meet(struct r3_machine *m, const struct task *t, uint64_t address)
{
	struct until *u = &m->until;

	u->met = true;
	u->stop.tid = t->pid;
	u->stop.pid = t->tgid;
	u->stop.address = address;
	kernel_pause(m->kernel);
}

/* On t's kernel stack, which is left here until the machine goes on. */
bool until_call(struct r3_machine *m, struct task *t)
{
	struct until *u = &m->until;
	struct r3_call c;

	if (!u->want.call || u->met || !concerns(&u->want, t))
		return false;
	describe_call(m, &c, t);
	if (u->want.call[0] && (!c.name || strcmp(c.name, u->want.call)))
		return false;
	meet(m, t, c.ip);
	u->stop.at_call = 1;
	u->stop.call = c;
	u->skip = false;
	schedule();
	return true;
}

/* In the hook of a block, on the engine's stack: one begins at the wanted address. */
bool until_block(struct r3_machine *m, uaddr_t address)
{
	struct until *u = &m->until;
	bool left = u->left_tid == current->pid && u->left_address == address;
	bool here = u->want.address == address && u->want.address && !left;

	if (left)
		u->left_tid = 0;
	if (u->met || !concerns(&u->want, current))
		return false;
	if (here || (u->want.blocks && u->stop.blocks == u->want.blocks)) {
		meet(m, current, address);
		u->left_tid = current->pid;
		u->left_address = address;
		return true;
	}
	u->stop.blocks++;
	return false;
}

/*
 * What was asked for last stays prepared: asking for it again costs nothing, and what was
 * translated with it need not be translated once more.
 */
void until_set(struct r3_machine *m, const struct r3_until *want)
{
	struct until *u = &m->until;

	u->want = want ? *want : (struct r3_until){ 0 };
	u->stop = (struct r3_stop){ 0 };
	u->met = false;
	m->kernel->only = u->want.only;
	m->kernel->stop_idle = u->want.idle;
	m->kernel->cpu_ops->set_boundary(m->kernel->cpu, u->want.address);
	machine_update_tracer(m);
	machine_update_hooks(m);
}

int r3_run_until(struct r3_machine *m, const struct r3_until *until, struct r3_stop *stop)
{
	int r;

	if (!machine_ok(m))
		return machine_bad();
	if (!until)
		return machine_fail(m, -EINVAL, "there is nothing to run until");
	until_set(m, until);
	r = machine_run(m);
	m->kernel->only = 0;
	m->kernel->stop_idle = false;
	if (r > 0 && stop) {
		*stop = m->until.stop;
		stop->idle = m->kernel->idled && !m->until.met;
	}
	return r > 0 ? R3_STOPPED : r;
}

/* The task will go on from elsewhere: what it stops at next it has not been stopped at. */
void until_moved(struct r3_machine *m, int tid)
{
	if (m->until.left_tid == tid)
		m->until.left_tid = 0;
}

int r3_change_call(struct r3_machine *m, const struct r3_call *call, int skip)
{
	struct kernel *before;
	struct task *t;

	if (!machine_ok(m))
		return machine_bad();
	if (!call)
		return machine_fail(m, -EINVAL, "there is no call");
	if (!m->until.met || !m->until.stop.at_call || m->until.stop.tid != call->tid)
		return machine_fail(m, -ESRCH, "task %d is not stopped at a call", call->tid);
	before = kernel_enter(m->kernel);
	t = find_task(call->tid);
	if (t) {
		t->orig_nr = call->number;
		memcpy(t->args, call->args, sizeof(t->args));
		m->until.skip = skip;
		m->until.result = call->result;
	}
	kernel_enter(before);
	return t ? 0 : machine_fail(m, -ESRCH, "there is no task %d", call->tid);
}
