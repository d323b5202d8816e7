/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fork, vfork, clone and clone3: one copy_process() in Linux's order of checks. A new task begins
 * as a copy of its parent (task_dup() says what it does not inherit) and starts on its own kernel
 * stack, where it sets what its registers have of its own.
 */
#include "kernel/fork.h"

#include <string.h>

#include "entry/entry.h"
#include "fs/fs.h"
#include "kernel/internal.h"
#include "kernel/pidfd.h"
#include "kernel/rlimit.h"
#include "kernel/slab.h"
#include "kernel/tls.h"
#include "kernel/trace.h"
#include "mm/mm.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/pidfd.h"
#include "uapi/sched.h"

/* --- what a flag combination may not be --- */

static int check_flags(uint64_t flags)
{
	if ((flags & (CLONE_NEWNS | CLONE_FS)) == (CLONE_NEWNS | CLONE_FS))
		return -EINVAL;
	if ((flags & (CLONE_NEWUSER | CLONE_FS)) == (CLONE_NEWUSER | CLONE_FS))
		return -EINVAL;
	if ((flags & CLONE_THREAD) && !(flags & CLONE_SIGHAND))
		return -EINVAL;
	if ((flags & CLONE_SIGHAND) && !(flags & CLONE_VM))
		return -EINVAL;
	if ((flags & CLONE_PARENT) && (current->signal->flags & SIGNAL_UNKILLABLE))
		return -EINVAL; /* nobody else could reap init's sibling */
	if ((flags & CLONE_THREAD) && (flags & (CLONE_NEWUSER | CLONE_NEWPID)))
		return -EINVAL;
	if ((flags & CLONE_PIDFD) && (flags & CLONE_DETACHED))
		return -EINVAL;
	return 0;
}

/* --- what is shared or copied --- */

static int copy_files(uint64_t flags, struct task *p)
{
	p->files = flags & CLONE_FILES ? files_get(current->files) : files_dup(current->files);
	return p->files ? 0 : -ENOMEM;
}

static int copy_fs(uint64_t flags, struct task *p)
{
	if (!(flags & CLONE_FS)) {
		p->fs = fs_struct_dup(current->fs);
		return p->fs ? 0 : -ENOMEM;
	}
	p->fs = current->fs;
	p->fs->refs++;
	return 0;
}

static int copy_sighand(uint64_t flags, struct task *p)
{
	if (flags & CLONE_SIGHAND) {
		p->sighand = current->sighand;
		p->sighand->refs++;
		return 0;
	}
	p->sighand = sighand_dup(current->sighand);
	if (!p->sighand)
		return -ENOMEM;
	if (flags & CLONE_CLEAR_SIGHAND)
		flush_signal_handlers(p->sighand);
	return 0;
}

static int copy_signal(uint64_t flags, struct task *p)
{
	if (flags & CLONE_THREAD) {
		p->signal = current->signal;
		p->signal->refs++;
		return 0;
	}
	p->signal = signal_struct_dup();
	return p->signal ? 0 : -ENOMEM;
}

static int copy_mm(uint64_t flags, struct task *p)
{
	if (!(flags & CLONE_VM)) {
		p->mm = mm_dup(current->mm);
		return p->mm ? 0 : -ENOMEM;
	}
	p->mm = current->mm;
	mm_get(p->mm);
	return 0;
}

static int copy_namespaces(uint64_t flags)
{
	if ((flags & (CLONE_NEWIPC | CLONE_SYSVSEM)) == (CLONE_NEWIPC | CLONE_SYSVSEM) &&
	    capable(CAP_SYS_ADMIN))
		return -EINVAL;
	return flags & CLONE_NAMESPACES ? -EPERM : 0; /* by policy, to everybody */
}

/* A 64-bit program's is the base of FS, set when it starts; i386's a descriptor, read here. */
static int copy_tls(const struct clone_args *args, struct task *p)
{
	if (!(args->flags & CLONE_SETTLS))
		return 0;
	if (current->abi->is_64bit)
		return args->tls < abi_x64.task_size ? 0 : -EPERM;
	return set_thread_area_of(p, (uint32_t)args->tls);
}

static int copy_objects(const struct clone_args *args, struct task *p)
{
	uint64_t flags = args->flags;
	int err = copy_files(flags, p);

	if (!err)
		err = copy_fs(flags, p);
	if (!err)
		err = copy_sighand(flags, p);
	if (!err)
		err = copy_signal(flags, p);
	if (!err)
		err = copy_mm(flags, p);
	if (!err)
		err = copy_namespaces(flags);
	if (!err)
		err = copy_tls(args, p);
	return err;
}

/* --- the new task's own start --- */

/* As in Linux nobody is told if there is no such word. */
static void put_tid(pid_t tid, uaddr_t to)
{
	size_t left = copy_to_user(to, &tid, sizeof(tid));

	(void)left;
}

/*
 * On its kernel stack, with the registers that its parent had at the call. It goes to user mode as
 * from a call that returned 0.
 */
static void ret_from_fork(void *arg)
{
	const struct clone_args args = *(struct clone_args *)arg;
	struct task *t = current;

	kfree(arg);
	syscall_set_return(t, 0);
	if (args.stack)
		task_set_reg(t, CPU_RSP, args.stack);
	if (args.flags & CLONE_SETTLS) {
		if (t->abi->is_64bit)
			set_fs_base(args.tls);
		else
			reload_tls_segments();
	}
	if (args.flags & CLONE_CHILD_SETTID)
		put_tid(t->pid, args.child_tid);
	t->abi = t->image;
	if (t->work & TW_EXIT_MASK)
		exit_to_user_mode();
}

/* --- putting it together --- */

static void sched_fork(struct task *p)
{
	if (!p->reset_on_fork) {
		rq_fork(p, current);
		return;
	}
	if (p->policy == SCHED_FIFO || p->policy == SCHED_RR) {
		p->policy = SCHED_NORMAL;
		p->nice = 0;
		p->rt_priority = 0;
	}
	p->nice = max(p->nice, 0);
	p->reset_on_fork = false;
	p->custom_slice = 0;
	rq_fork(p, current);
}

static int check_limits(void)
{
	if (nproc_limit_reached(current->cred) && !capable(CAP_SYS_RESOURCE) &&
	    !capable(CAP_SYS_ADMIN))
		return -EAGAIN;
	current->nproc_exceeded = false;
	return kernel->nr_tasks >= max_threads() ? -EAGAIN : 0;
}

static void init_thread_state(uint64_t flags, struct task *p)
{
	if ((flags & (CLONE_VM | CLONE_VFORK)) == CLONE_VM) {
		p->sas_sp = p->sas_size = 0; /* two cannot use the same one */
		p->sas_flags = SS_DISABLE;
	}
	if (flags & CLONE_VM) {
		p->rseq = 0;
		p->rseq_len = p->rseq_sig = 0;
	}
}

static void choose_parent(const struct clone_args *args, struct task *p)
{
	if (args->flags & (CLONE_PARENT | CLONE_THREAD)) {
		p->parent = current->parent;
		p->parent_exec_id = current->parent_exec_id;
		p->exit_signal = current->group_leader->exit_signal;
	} else {
		p->parent = current;
		p->parent_exec_id = current->self_exec_id;
		p->exit_signal = args->exit_signal;
	}
	if (args->flags & CLONE_THREAD)
		p->exit_signal = -1;
}

/* From here everybody sees it. */
static void link_task(const struct clone_args *args, struct task *p, struct pid *pid)
{
	struct signal_struct *s = p->signal;

	attach_task_pid(p, pid);
	choose_parent(args, p);
	if (args->flags & CLONE_THREAD) {
		p->group_leader = current->group_leader;
		p->tgid = current->tgid;
	} else {
		p->group_leader = s->leader = p;
		p->tgid = p->pid;
		attach_group_pid(s, PIDTYPE_PGID, current->signal->pids[PIDTYPE_PGID]);
		attach_group_pid(s, PIDTYPE_SID, current->signal->pids[PIDTYPE_SID]);
		if (p->parent)
			list_add_tail(&p->sibling, &p->parent->children);
	}
	s->live++;
	s->nr_threads++;
	list_add_tail(&p->thread_node, &s->threads);
	list_add_tail(&p->task_node, &kernel->tasks);
	kernel->nr_tasks++;
	kernel->stats.tasks++;
	trace_task_start(p, current);
}

/* The parent's registers as they are now: outside of the engine, where they are complete. */
static int copy_thread(const struct clone_args *args, struct task *p)
{
	struct clone_args *start = kmalloc(sizeof(*start));

	p->start_arg = start;
	if (!start)
		return -ENOMEM;
	*start = *args;
	task_leave_engine();
	kernel->cpu_ops->save(kernel->cpu, p->cpu_state);
	p->cpu_state_valid = true;
	return 0;
}

/*
 * The parent's descriptor of its child. Nothing may fail any more once it is installed: where that
 * is (link_task()), the number is already known to the caller.
 */
struct pidfd_slot {
	struct file *file; /* NULL: none is wanted */
	int fd;
};

static int pidfd_prepare(const struct clone_args *args, struct pid *pid, struct pidfd_slot *slot)
{
	int err;

	if (!(args->flags & CLONE_PIDFD))
		return 0;
	err = fd_reserve(&slot->fd, O_CLOEXEC);
	if (err)
		return err;
	slot->file = pidfd_create(pid, args->flags & CLONE_THREAD ? PIDFD_THREAD : 0);
	err = IS_ERR(slot->file) ? PTR_ERR(slot->file) : 0;
	if (!err && put_user(slot->fd, args->pidfd)) {
		file_put(slot->file);
		err = -EFAULT;
	}
	if (!err)
		return 0;
	slot->file = NULL;
	fd_unreserve(slot->fd);
	return err;
}

/* Those who restore checkpoints choose the number themselves. */
static struct pid *choose_pid(const struct clone_args *args, int *err)
{
	if (!args->set_tid_size)
		return pid_alloc(err);
	*err = -EINVAL;
	if (args->set_tid_size > 1 || args->set_tid < 1 || args->set_tid >= PID_MAX)
		return NULL;
	*err = -EPERM;
	if (!capable(CAP_SYS_ADMIN) && !capable(CAP_CHECKPOINT_RESTORE))
		return NULL;
	return pid_alloc_at(args->set_tid, err);
}

static void abandon(struct task *p)
{
	exit_objects(p);
	task_free(p);
}

/* Not running yet; or NULL with *err. */
static struct task *copy_process(const struct clone_args *args, int *err)
{
	struct pidfd_slot pidfd = { 0 };
	struct task *p;
	struct pid *pid;

	*err = check_flags(args->flags);
	if (*err)
		return NULL;
	recalc_sigpending();
	if (signal_pending(current)) {
		*err = -ERESTARTNOINTR; /* whoever is told to stop, multiplies no more */
		return NULL;
	}
	*err = check_limits();
	if (*err)
		return NULL;
	p = task_dup();
	*err = -ENOMEM;
	if (!p)
		return NULL;
	p->cred = get_cred(current->cred);
	sched_fork(p);
	init_thread_state(args->flags, p);
	*err = copy_objects(args, p);
	pid = *err ? NULL : choose_pid(args, err);
	if (!pid) {
		abandon(p);
		return NULL;
	}
	*err = copy_thread(args, p);
	if (!*err)
		*err = pidfd_prepare(args, pid, &pidfd);
	if (!*err && args->flags & CLONE_INTO_CGROUP) {
		*err = -EBADF; /* there are no control groups, so that no descriptor is one's */
		if (pidfd.file) {
			file_put(pidfd.file);
			fd_unreserve(pidfd.fd);
		}
	}
	if (*err) {
		kfree(p->start_arg);
		pid_abandon(pid);
		abandon(p);
		return NULL;
	}
	if (args->flags & CLONE_CHILD_CLEARTID)
		p->clear_child_tid = args->child_tid;
	link_task(args, p, pid);
	if (pidfd.file)
		fd_install(pidfd.fd, pidfd.file);
	return p;
}

/* --- vfork --- */

struct vfork_wait {
	struct task *parent;
	bool done;
};

void vfork_done(struct task *t)
{
	struct vfork_wait *w = t->vfork_wait;

	if (!w)
		return;
	t->vfork_wait = NULL;
	w->done = true;
	wake_up_process(w->parent);
}

/* Until the child execs or ends, unless the parent itself is killed. May sleep. */
static void wait_for_vfork_done(struct task *child, struct vfork_wait *w)
{
	while (!w->done && !(current->work & TW_KILLED)) {
		set_current_state(TASK_KILLABLE);
		schedule();
	}
	if (!w->done)
		child->vfork_wait = NULL; /* it still lives, for it would have told us */
}

long kernel_clone(const struct clone_args *args)
{
	struct vfork_wait vfork = { .parent = current };
	struct task *p;
	pid_t nr;
	int err;

	if ((args->flags & (CLONE_PIDFD | CLONE_PARENT_SETTID)) ==
		    (CLONE_PIDFD | CLONE_PARENT_SETTID) &&
	    args->pidfd == args->parent_tid)
		return -EINVAL;
	p = copy_process(args, &err);
	if (!p)
		return err;
	nr = p->pid;
	if (args->flags & CLONE_PARENT_SETTID)
		put_tid(nr, args->parent_tid);
	if (args->flags & CLONE_VFORK)
		p->vfork_wait = &vfork;
	task_start_kernel(p, ret_from_fork, p->start_arg);
	if (args->flags & CLONE_VFORK)
		wait_for_vfork_done(p, &vfork);
	return nr;
}

/* --- system calls --- */

SYSCALL_DEFINE0(fork)
{
	struct clone_args args = { .exit_signal = SIGCHLD };

	return kernel_clone(&args);
}

SYSCALL_DEFINE0(vfork)
{
	struct clone_args args = { .flags = CLONE_VFORK | CLONE_VM, .exit_signal = SIGCHLD };

	return kernel_clone(&args);
}

static long do_clone(uint64_t flags, uaddr_t newsp, uaddr_t parent_tid, uaddr_t child_tid,
		     uint64_t tls)
{
	struct clone_args args = {
		.flags = flags & CLONE_LEGACY_FLAGS & ~CSIGNAL,
		.pidfd = parent_tid,
		.child_tid = child_tid,
		.parent_tid = parent_tid,
		.exit_signal = flags & CSIGNAL,
		.stack = newsp,
		.tls = tls,
	};

	return kernel_clone(&args);
}

SYSCALL_DEFINE5(clone, cloneflags_t, flags, addr_t, newsp, uint_out_t, parent_tid, uint_out_t,
		child_tid, ulong_t, tls)
{
	return do_clone(flags, newsp, parent_tid, child_tid, tls);
}

SYSCALL_DEFINE5(compat_ia32_clone, cloneflags_t, flags, addr_t, newsp, uint_out_t, parent_tid,
		ulong_t, tls, uint_out_t, child_tid)
{
	return do_clone(flags, newsp, parent_tid, child_tid, tls);
}

static bool stack_valid(const struct linux_clone_args *a)
{
	if (!a->stack)
		return !a->stack_size;
	return a->stack_size && access_ok(a->stack, a->stack_size);
}

static bool clone3_args_valid(const struct linux_clone_args *a)
{
	if (a->flags & ~(CLONE_LEGACY_FLAGS | CLONE_CLEAR_SIGHAND | CLONE_INTO_CGROUP))
		return false;
	if (a->flags & (CLONE_DETACHED | (CSIGNAL & ~CLONE_NEWTIME)))
		return false;
	if ((a->flags & (CLONE_SIGHAND | CLONE_CLEAR_SIGHAND)) ==
	    (CLONE_SIGHAND | CLONE_CLEAR_SIGHAND))
		return false;
	if (a->flags & (CLONE_THREAD | CLONE_PARENT) && a->exit_signal)
		return false;
	return stack_valid(a);
}

/* One number for each pid namespace; there is one. */
static int read_set_tid(const struct linux_clone_args *a, struct clone_args *args)
{
	pid_t numbers[MAX_PID_NS_LEVEL] = { 0 };

	if (copy_from_user(numbers, a->set_tid, a->set_tid_size * sizeof(*numbers)))
		return -EFAULT;
	args->set_tid = numbers[0];
	args->set_tid_size = (unsigned)a->set_tid_size;
	return 0;
}

static int read_clone_args(struct linux_clone_args *a, uaddr_t from, uint64_t size)
{
	if (size > PAGE_SIZE)
		return -E2BIG;
	if (size < CLONE_ARGS_SIZE_VER0)
		return -EINVAL;
	memset(a, 0, sizeof(*a));
	return copy_struct_from_user(a, sizeof(*a), from, size);
}

static int check_clone_args(const struct linux_clone_args *a, uint64_t size)
{
	if (a->set_tid_size > MAX_PID_NS_LEVEL || !a->set_tid != !a->set_tid_size)
		return -EINVAL;
	if (a->exit_signal & ~CSIGNAL || a->exit_signal > NSIG)
		return -EINVAL;
	if (a->flags & CLONE_INTO_CGROUP &&
	    (a->cgroup > INT32_MAX || size < CLONE_ARGS_SIZE_VER2))
		return -EINVAL;
	return 0;
}

SYSCALL_DEFINE2(clone3, uclone_args_t, uargs, usize_t, size)
{
	struct linux_clone_args a;
	struct clone_args args = { 0 };
	int err = read_clone_args(&a, uargs, size);

	if (!err)
		err = check_clone_args(&a, size);
	if (!err)
		err = read_set_tid(&a, &args);
	if (err)
		return err;
	if (!clone3_args_valid(&a))
		return -EINVAL;
	args.flags = a.flags;
	args.pidfd = a.pidfd;
	args.child_tid = a.child_tid;
	args.parent_tid = a.parent_tid;
	args.exit_signal = (int)a.exit_signal;
	args.stack = a.stack ? a.stack + a.stack_size : 0;
	args.tls = a.tls;
	return kernel_clone(&args);
}
