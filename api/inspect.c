/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking into tasks: registers, memory, what is mapped, and their code as it runs. */
#include <string.h>

#include "api/machine.h"
#include "entry/entry.h"
#include "fs/fs.h"
#include "kernel/sched.h"
#include "kernel/stack.h"
#include "kernel/task.h"
#include "mm/mm.h"
#include "ring3/trace.h"

/* The task and its address space, with m's kernel as the one at hand until leave(). */
struct look {
	struct kernel *before;
	struct task *t;
	struct mm *mm;
};

static bool look_into(struct look *l, const struct r3_machine *m, int tid)
{
	if (!machine_ok(m))
		return false;
	l->before = kernel_enter(m->kernel);
	l->t = current && current->pid == tid ? current : find_task(tid);
	l->mm = l->t ? l->t->mm : NULL;
	if (l->mm)
		return true;
	kernel_enter(l->before);
	return false;
}

static void look_away(const struct look *l)
{
	kernel_enter(l->before);
}

/*
 * Outside of r3_run() every task's registers can be reached that has begun to run; inside, those of
 * the task that an observer or hook is called for.
 */
static int check_registers(const struct look *l)
{
	if (current)
		return l->t == current ? 0 : -ESRCH;
	return l->t->start_fn || !(l->t->cpu_state_valid || kernel->cpu_owner == l->t) ? -EBUSY : 0;
}

int r3_registers(const struct r3_machine *m, int tid, struct r3_registers *regs)
{
	struct cpu_regs r;
	struct look l;
	int err;

	if (!regs)
		return -EINVAL;
	if (!look_into(&l, m, tid))
		return -ESRCH;
	err = check_registers(&l);
	if (!err) {
		task_get_regs(l.t, &r);
		memcpy(regs->r, r.r, sizeof(regs->r));
		regs->rip = r.rip;
		regs->rflags = r.rflags;
		regs->is_64bit = l.t->image->is_64bit;
	}
	look_away(&l);
	return err;
}

/* In a hook the engine's stack is in use: nothing can be replaced then. */
static bool in_hook(void)
{
	return current && !kstack_contains(current->kstack, __builtin_frame_address(0));
}

int r3_set_registers(struct r3_machine *m, int tid, const struct r3_registers *regs)
{
	struct cpu_regs r;
	struct look l;
	int err;

	if (!machine_ok(m))
		return machine_bad();
	if (!regs)
		return machine_fail(m, -EINVAL, "there are no registers");
	if (!look_into(&l, m, tid))
		return machine_fail(m, -ESRCH, "there is no task %d", tid);
	err = in_hook() ? -EBUSY : check_registers(&l);
	if (!err) {
		memcpy(r.r, regs->r, sizeof(r.r));
		r.rip = regs->rip;
		r.rflags = regs->rflags;
		task_set_regs(l.t, &r);
		if (regs->rip != m->until.left_address)
			until_moved(m, tid);
	}
	look_away(&l);
	return err ? machine_fail(m, err, "task %d is not where that can be done", tid) : 0;
}

int r3_call_routine(struct r3_machine *m, int tid, unsigned number, const uint64_t args[6])
{
	struct look l;
	int err = 0;

	if (!machine_ok(m))
		return machine_bad();
	if (!args)
		return machine_fail(m, -EINVAL, "there are no arguments");
	if (!look_into(&l, m, tid))
		return machine_fail(m, -ESRCH, "there is no task %d", tid);
	if (current || l.t->in_kernel || l.t->start_fn || l.t->state != TASK_RUNNING)
		err = -EBUSY;
	if (!err) {
		entry_call_routine(l.t, number, args);
		until_moved(m, tid);
	}
	look_away(&l);
	return err ? machine_fail(m, err, "task %d is not where that can be done", tid) : 0;
}

const char *r3_sleeps_in(const struct r3_machine *m, int tid)
{
	const char *where;
	struct look l;

	if (!look_into(&l, m, tid))
		return NULL;
	where = task_wchan(l.t);
	look_away(&l);
	return where;
}

static int64_t access_memory(const struct r3_machine *m, int tid, uint64_t addr, void *buf, size_t n,
			     unsigned how)
{
	struct look l;
	size_t left;

	if (n && !buf)
		return -EINVAL;
	if (!look_into(&l, m, tid))
		return -ESRCH;
	left = access_process_vm(l.mm, addr, buf, n, how);
	look_away(&l);
	return (int64_t)(n - left);
}

int64_t r3_read_memory(const struct r3_machine *m, int tid, uint64_t addr, void *buf, size_t n)
{
	return access_memory(m, tid, addr, buf, n, GUP_FORCE);
}

int64_t r3_write_memory(struct r3_machine *m, int tid, uint64_t addr, const void *buf, size_t n)
{
	return access_memory(m, tid, addr, (void *)(uintptr_t)buf, n, GUP_FORCE | GUP_WRITE);
}

int r3_tasks(const struct r3_machine *m, int *tids, size_t max)
{
	struct task *t;
	size_t n = 0;

	if (!machine_ok(m))
		return machine_bad();
	list_for_each_entry(t, &m->kernel->tasks, task_node) {
		if (tids && n < max)
			tids[n] = t->pid;
		n++;
	}
	return (int)n;
}

static unsigned protection(uint64_t vm_flags)
{
	return (vm_flags & VM_READ ? R3_PROT_READ : 0) |
	       (vm_flags & VM_WRITE ? R3_PROT_WRITE : 0) |
	       (vm_flags & VM_EXEC ? R3_PROT_EXEC : 0);
}

static void describe_mapping(struct r3_mapping *to, const struct vma_info *v)
{
	const struct inode *inode = v->file ? v->file->inode : NULL;

	*to = (struct r3_mapping){ .start = v->start, .end = v->end,
				   .prot = protection(v->vm_flags) };
	if (!inode || !S_ISREG(inode->mode))
		return;
	to->has_file = 1;
	to->offset = v->pgoff << PAGE_SHIFT;
	to->device = inode->sb->dev;
	to->inode = inode->ino;
	to->size = inode->size;
	to->mtime_ns = inode->mtime.tv_sec * 1000000000 + inode->mtime.tv_nsec;
}

int r3_find_mapping(const struct r3_machine *m, int tid, uint64_t addr, struct r3_mapping *mapping)
{
	struct vma_info v;
	struct look l;
	bool found;

	if (!mapping)
		return -EINVAL;
	if (!look_into(&l, m, tid))
		return -ESRCH;
	found = mm_next_vma(l.mm, addr, &v);
	if (found)
		describe_mapping(mapping, &v);
	look_away(&l);
	return found ? 0 : -ENOENT;
}

static int write_name(const struct vma_info *v, char *buf, size_t size)
{
	const char *name = v->name ? v->name : "";

	if (!v->name && v->file) {
		name = d_path(&v->file->path, buf, size);
		if (IS_ERR(name))
			return PTR_ERR(name);
	}
	if (strlen(name) >= size)
		return -ENAMETOOLONG;
	memmove(buf, name, strlen(name) + 1);
	return 0;
}

int r3_mapping_name(const struct r3_machine *m, int tid, uint64_t addr, char *buf, size_t size)
{
	struct vma_info v;
	struct look l;
	int err;

	if (!buf || !size)
		return -EINVAL;
	if (!look_into(&l, m, tid))
		return -ESRCH;
	err = mm_next_vma(l.mm, addr, &v) && v.start <= addr ? write_name(&v, buf, size) : -ENOENT;
	look_away(&l);
	return err;
}

int64_t r3_read_mapped_file(const struct r3_machine *m, int tid, uint64_t addr, uint64_t offset,
			    void *buf, size_t n)
{
	struct look l;
	int64_t done;

	if (n && !buf)
		return -EINVAL;
	if (!look_into(&l, m, tid))
		return -ESRCH;
	done = mm_peek_file(l.mm, addr, offset, buf, n);
	look_away(&l);
	return done;
}

uint64_t r3_mappings_version(const struct r3_machine *m, int tid)
{
	uint64_t version;
	struct look l;

	if (!look_into(&l, m, tid))
		return 0;
	version = l.mm->files_version;
	look_away(&l);
	return version;
}

/* --- code as it runs: on the engine's stack, for current --- */

static struct r3_code describe_code(uaddr_t address, uint32_t size)
{
	return (struct r3_code){ .tid = current->pid,
				 .pid = current->tgid,
				 .address = address,
				 .size = size,
				 .is_64bit = kernel->cpu_ops->is_64bit(kernel->cpu) };
}

static void on_block(void *ctx, uaddr_t address, uint32_t size)
{
	struct r3_machine *m = ctx;
	const struct r3_code_hooks *h = &m->code_hooks;
	struct r3_code code;

	if ((m->until.want.blocks || m->until.want.address) && until_block(m, address)) {
		kernel->cpu_ops->leave(kernel->cpu);
	} else if (h->block) {
		code = describe_code(address, size);
		h->block(h->ctx, &code);
	}
}

static void on_instruction(void *ctx, uaddr_t address, uint32_t size)
{
	const struct r3_code_hooks *h = &((struct r3_machine *)ctx)->code_hooks;
	struct r3_code code = describe_code(address, size);

	h->instruction(h->ctx, &code);
}

void machine_update_hooks(struct r3_machine *m)
{
	const struct r3_until *want = &m->until.want;
	struct kernel *k = m->kernel;
	struct cpu_hooks h = {
		.on_block = m->code_hooks.block || want->blocks || want->address ? on_block : NULL,
		.on_insn = m->code_hooks.instruction ? on_instruction : NULL,
		.ctx = m,
	};

	k->cpu_ops->set_hooks(k->cpu, h.on_block || h.on_insn ? &h : NULL);
}

void r3_hook_code(struct r3_machine *m, const struct r3_code_hooks *hooks)
{
	if (!machine_ok(m))
		return;
	m->code_hooks = hooks ? *hooks : (struct r3_code_hooks){ 0 };
	machine_update_hooks(m);
}
