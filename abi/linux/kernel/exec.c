/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * execve: what to run is opened, arguments are gathered, scripts lead to their interpreters, the
 * new space is made (binfmt_elf.c); then comes the point of no return, behind which nothing can
 * fail: the old space goes, the task leaves the engine and starts over.
 */
#include "kernel/exec.h"

#include <stdio.h>

#include "kernel/binfmt.h"
#include "kernel/cred.h"
#include "kernel/signal.h"
#include "kernel/slab.h"
#include "mm/mm.h"
#include "syscall.h"
#include "uapi/personality.h"

#define MAX_INTERPRETERS 5 /* scripts whose interpreters are scripts */
#define USER_RFLAGS 0x202  /* interrupts on, and the bit that is always set */
#define STACK_LIMIT (8u << 20) /* the usual soft limit, and the most for programs with more rights */

/* --- the file --- */

static int refuse_mode(uint32_t mode, const char **why)
{
	if (S_ISLNK(mode))
		return -ELOOP;
	if (S_ISREG(mode))
		return 0;
	*why = S_ISDIR(mode) ? "it is a directory" : "it is not a regular file";
	return -EACCES;
}

static int may_exec(const struct path *path, const char **why)
{
	struct inode *inode = path->dentry->inode;
	int err = refuse_mode(inode->mode, why);

	if (err)
		return err;
	if (path_noexec(path)) {
		*why = "its file system is mounted noexec";
		return -EACCES;
	}
	err = inode_permission(inode, MAY_EXEC);
	if (err == -EACCES)
		*why = "no permission to execute it";
	return err;
}

struct file *open_exec(dfd_t dfd, const char *name, unsigned lookup, const char **why)
{
	struct path path;
	struct file *f;
	int err;

	*why = NULL;
	err = path_lookup(dfd, name, lookup, &path);
	if (err)
		return ERR_PTR(err);
	err = may_exec(&path, why);
	f = err ? ERR_PTR(err) : dentry_open(&path, O_RDONLY | O_LARGEFILE);
	path_put(&path);
	if (IS_ERR(f))
		return f;
	if (deny_write_access(f->inode)) {
		*why = "it is open for writing";
		file_put(f);
		return ERR_PTR(-ETXTBSY);
	}
	return f;
}

void exec_file_put(struct file *f)
{
	allow_write_access(f->inode);
	file_put(f);
}

static int read_head(struct linux_binprm *b)
{
	int64_t n;

	memset(b->head, 0, sizeof(b->head));
	n = kernel_read(b->file, b->head, sizeof(b->head), 0);
	if (n < 0)
		b->why = "it cannot be read";
	return n < 0 ? (int)n : 0;
}

/* --- scripts --- */

/* interpreter [argument] script, instead of the first argument. */
static int put_interp_first(struct linux_binprm *b, const struct script *s)
{
	int err;

	exec_drop_first(&b->strings);
	err = exec_push(&b->strings, b->interp);
	if (!err && s->arg)
		err = exec_push(&b->strings, s->arg);
	if (!err)
		err = exec_push(&b->strings, s->interp);
	b->strings.argc += s->arg ? 3 : 2;
	return err;
}

/* b goes on with the interpreter's file. */
static int follow_script(struct linux_binprm *b)
{
	struct script s;
	struct file *f;
	int err;

	err = script_parse(b->head, &s, &b->why);
	if (err)
		return err;
	if (b->path_inaccessible)
		return -ENOENT;
	err = put_interp_first(b, &s);
	if (err)
		return err;
	if (!*s.interp)
		return -EACCES; /* "" is the working directory here, and that is no program */
	kfree(b->script_interp);
	b->interp = b->script_interp = kstrdup(s.interp);
	if (!b->interp)
		return -ENOMEM;
	f = open_exec(AT_FDCWD, b->interp, LOOKUP_FOLLOW, &b->why);
	if (IS_ERR(f)) {
		b->why = "the interpreter of its #! line cannot be run";
		return PTR_ERR(f);
	}
	exec_file_put(b->file);
	b->file = f;
	return 0;
}

static int load_binary(struct linux_binprm *b)
{
	int depth, err;

	for (depth = 0; depth <= MAX_INTERPRETERS; depth++) {
		err = read_head(b);
		if (err)
			return err;
		if (!is_script(b->head)) {
			err = exec_creds(b);
			return err ? err : load_elf_binary(b);
		}
		err = follow_script(b);
		if (err)
			return err;
	}
	b->why = "too many interpreters of interpreters";
	return -ELOOP;
}

/* --- the point of no return --- */

static void reset_task(struct task *t)
{
	unsigned i;

	t->clear_child_tid = t->rseq = t->robust_list = t->compat_robust_list = 0;
	t->rseq_len = t->rseq_sig = 0;
	t->restart.fn = NULL;
	for (i = 0; i < NR_TLS; i++) {
		t->tls_array[i] = 0;
		kernel->cpu_ops->set_tls(kernel->cpu, i, 0);
	}
	kernel->cpu_ops->set_ldt(kernel->cpu, NULL, 0);
}

static void start_thread(struct task *t, const struct linux_binprm *b)
{
	struct cpu_regs regs = { .rip = b->entry, .rflags = USER_RFLAGS };

	t->abi = t->image = b->abi;
	t->personality = b->personality;
	kernel->cpu_ops->reset(kernel->cpu, b->abi->is_64bit);
	regs.r[CPU_RSP] = b->sp;
	task_set_regs(t, &regs);
}

static void count_exec(void)
{
	struct cpu_stats stats;

	kernel->cpu_ops->stats(kernel->cpu, &stats);
	kernel->stats.execs++;
	kernel->stats.blocks_at_exec = stats.blocks_translated;
}

static const char *basename_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/*
 * Can the program be looked into (ptrace, /proc)? Not if its caller could not even read it; and not
 * if it has other rights, which is commit_creds()'s to see.
 */
static int dumpable(const struct file *f)
{
	const struct cred *old = current->cred;

	return old->uid == old->euid && old->gid == old->egid &&
	       inode_permission(f->inode, MAY_READ) == 0;
}

/* What a caller could prepare to the harm of a program with more rights. */
static void protect_privileged(struct task *t)
{
	struct rlimit64 *stack = &t->signal->rlim[RLIMIT_STACK];

	t->pdeath_signal = 0;
	if (stack->cur > STACK_LIMIT)
		stack->cur = STACK_LIMIT;
}

/* What ps shows. Of a descriptor without a path it is the name of what is run. */
static const char *comm_of(const struct linux_binprm *b)
{
	return b->comm_from_file ? path_name(&b->file->path) : basename_of(b->filename);
}

static void become(struct linux_binprm *b)
{
	struct task *t = current;

	task_leave_engine(); /* the space and all registers change */
	mm_release(t);
	b->mm->exe_file = file_ref(b->file);
	deny_write_access(b->file->inode); /* it is denied already: one more for the space */
	b->mm->dumpable = dumpable(b->file);
	exec_mmap(b->mm);
	b->mm = NULL;
	commit_creds(b->cred);
	b->cred = NULL;
	reset_task(t);
	signal_exec(t);
	files_close_on_exec(t->files);
	set_task_comm(t, comm_of(b));
	t->signal->has_execed = true;
	t->self_exec_id++;
	t->exit_signal = SIGCHLD;
	if (b->secure)
		protect_privileged(t);
	count_exec();
	start_thread(t, b);
}

/* --- execve --- */

static int gather_strings(struct linux_binprm *b, const struct exec_vector *argv,
			  const struct exec_vector *envp)
{
	struct exec_strings *s = &b->strings;
	int argc, envc, err;

	argc = exec_count(argv);
	if (argc < 0)
		return argc;
	envc = exec_count(envp);
	if (envc < 0)
		return envc;
	err = exec_strings_init(s, (unsigned)argc, (unsigned)envc);
	if (!err)
		err = exec_push(s, b->filename);
	if (!err)
		err = exec_push_vector(s, envp, s->envc);
	if (!err)
		err = exec_push_vector(s, argv, s->argc);
	if (!err && !s->argc) { /* programs trust that there is one */
		err = exec_push(s, "");
		s->argc = 1;
	}
	return err;
}

/*
 * What may still fail once the other threads are gone: nobody is left to go on in the old program,
 * so that a failure is the end.
 */
static int become_single(void)
{
	int err = de_thread();

	if (!err)
		err = files_unshare();
	if (!err)
		err = unshare_sighand();
	if (err && !(current->work & TW_KILLED))
		force_fatal_sig(SIGSEGV);
	return err;
}

static int exec_file(struct linux_binprm *b, const struct exec_vector *argv,
		     const struct exec_vector *envp)
{
	int err = gather_strings(b, argv, envp);

	if (!err)
		err = load_binary(b);
	if (!err)
		err = become_single();
	if (!err)
		become(b);
	exec_strings_free(&b->strings);
	if (b->mm)
		mm_put(b->mm);
	if (b->cred)
		abort_creds(b->cred);
	kfree(b->script_interp);
	exec_file_put(b->file);
	return err;
}

/* filename: what the program shall see as its name. */
static int do_execveat(dfd_t dfd, const char *name, unsigned lookup, const char *filename,
		       bool path_inaccessible, const struct exec_vector *argv,
		       const struct exec_vector *envp, const char **why)
{
	struct linux_binprm *b;
	struct file *f;
	int err;

	if (current->nproc_exceeded && nproc_limit_exceeded(current->cred))
		return -EAGAIN;
	current->nproc_exceeded = false;
	f = open_exec(dfd, name, lookup, why);
	if (IS_ERR(f))
		return PTR_ERR(f);
	b = kzalloc(sizeof(*b));
	if (!b) {
		exec_file_put(f);
		return -ENOMEM;
	}
	b->file = f;
	b->filename = b->interp = filename;
	b->comm_from_file = dfd != AT_FDCWD && !*name;
	b->path_inaccessible = path_inaccessible;
	err = exec_file(b, argv, envp);
	*why = b->why;
	kfree(b);
	return err;
}

int kernel_execve(const char *filename, const char *const argv[], const char *const envp[],
		  const char **why)
{
	struct exec_vector args = { .kernel = argv }, env = { .kernel = envp };

	return do_execveat(AT_FDCWD, filename, LOOKUP_FOLLOW, filename, false, &args, &env, why);
}

/* The name of a program that was found through a descriptor. */
struct exec_name {
	char name[PATH_MAX];
	char fdpath[PATH_MAX + sizeof("/dev/fd/-2147483648/")];
};

static bool closes_on_exec(int fd)
{
	bool cloexec = false;
	struct file *f = files_lookup(current->files, (unsigned)fd, &cloexec);

	if (f)
		file_put(f);
	return f && cloexec;
}

static int exec_named(dfd_t dfd, struct exec_name *n, unsigned lookup,
		      const struct exec_vector *argv, const struct exec_vector *envp)
{
	const char *filename = n->name;
	bool inaccessible = false;
	const char *why;

	if (dfd != AT_FDCWD && n->name[0] != '/') {
		snprintf(n->fdpath, sizeof(n->fdpath), "/dev/fd/%d%s%s", dfd,
			 n->name[0] ? "/" : "", n->name);
		filename = n->fdpath;
		inaccessible = closes_on_exec(dfd);
	}
	return do_execveat(dfd, n->name, lookup, filename, inaccessible, argv, envp, &why);
}

static long user_execveat(dfd_t dfd, uaddr_t upath, uaddr_t uargv, uaddr_t uenvp, unsigned word,
			  unsigned flags)
{
	struct exec_vector argv = { .user = uargv, .word = word };
	struct exec_vector envp = { .user = uenvp, .word = word };
	unsigned lookup = flags & AT_SYMLINK_NOFOLLOW ? 0 : LOOKUP_FOLLOW;
	struct exec_name *n;
	int err;

	n = kmalloc(sizeof(*n));
	if (!n)
		return -ENOMEM;
	err = getname_flags(n->name, upath, flags & AT_EMPTY_PATH);
	if (!err && (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)))
		err = -EINVAL;
	if (flags & AT_EMPTY_PATH)
		lookup |= LOOKUP_EMPTY;
	if (!err)
		err = exec_named(dfd, n, lookup, &argv, &envp);
	kfree(n);
	return err;
}

SYSCALL_DEFINE3(execve, upath_t, filename, uargv_t, argv, uargv_t, envp)
{
	return user_execveat(AT_FDCWD, filename, argv, envp, 8, 0);
}

COMPAT_SYSCALL_DEFINE3(execve, upath_t, filename, uargv_t, argv, uargv_t, envp)
{
	return user_execveat(AT_FDCWD, filename, argv, envp, 4, 0);
}

SYSCALL_DEFINE5(execveat, dfd_t, dfd, upath_t, filename, uargv_t, argv, uargv_t, envp,
		atflags_t, flags)
{
	return user_execveat(dfd, filename, argv, envp, 8, (unsigned)flags);
}

COMPAT_SYSCALL_DEFINE5(execveat, dfd_t, dfd, upath_t, filename, uargv_t, argv, uargv_t, envp,
		       atflags_t, flags)
{
	return user_execveat(dfd, filename, argv, envp, 4, (unsigned)flags);
}
