/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking into tasks: registers, memory, what is mapped, and their code as it runs. */
#include <string.h>

#include "api/machine.h"
#include "fs/fs.h"
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

int r3_registers(const struct r3_machine *m, int tid, struct r3_registers *regs)
{
	struct cpu_regs r;
	struct look l;

	if (!look_into(&l, m, tid))
		return -ESRCH;
	if (l.t != current) {
		look_away(&l);
		return -ESRCH;
	}
	task_get_regs(l.t, &r);
	memcpy(regs->r, r.r, sizeof(regs->r));
	regs->rip = r.rip;
	regs->rflags = r.rflags;
	regs->is_64bit = l.t->image->is_64bit;
	look_away(&l);
	return 0;
}

int64_t r3_read_memory(const struct r3_machine *m, int tid, uint64_t addr, void *buf, size_t n)
{
	struct look l;
	size_t left;

	if (!look_into(&l, m, tid))
		return -ESRCH;
	left = access_process_vm(l.mm, addr, buf, n, GUP_FORCE);
	look_away(&l);
	return (int64_t)(n - left);
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
	const struct r3_code_hooks *h = &((struct r3_machine *)ctx)->code_hooks;
	struct r3_code code = describe_code(address, size);

	h->block(h->ctx, &code);
}

static void on_instruction(void *ctx, uaddr_t address, uint32_t size)
{
	const struct r3_code_hooks *h = &((struct r3_machine *)ctx)->code_hooks;
	struct r3_code code = describe_code(address, size);

	h->instruction(h->ctx, &code);
}

void r3_hook_code(struct r3_machine *m, const struct r3_code_hooks *hooks)
{
	struct kernel *k = m->kernel;
	struct cpu_hooks h = { .ctx = m };

	if (hooks) {
		m->code_hooks = *hooks;
		h.on_block = hooks->block ? on_block : NULL;
		h.on_insn = hooks->instruction ? on_instruction : NULL;
	}
	k->cpu_ops->set_hooks(k->cpu, h.on_block || h.on_insn ? &h : NULL);
}
