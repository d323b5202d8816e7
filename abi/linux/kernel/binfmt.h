/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of execve share: exec.c, exec_args.c, binfmt_elf.c, vdso.c. */
#ifndef KERNEL_BINFMT_H
#define KERNEL_BINFMT_H

#include "fs/fs.h"
#include "kernel/task.h"
#include "loader/script.h"

/*
 * The strings that the new program finds at the top of its stack: arguments, environment, file
 * name, one behind the other. They are gathered from the end downwards, as Linux does, so that a
 * script's interpreter can be put in front.
 */
struct exec_strings {
	char *mem;
	size_t size, p; /* what is in use: [p, size) */
	unsigned argc, envc;
};

/* Where argv and envp come from. */
struct exec_vector {
	const char *const *kernel; /* ours; NULL: the guest's */
	uaddr_t user;
	unsigned word; /* bytes of a guest pointer */
};

/* Number of strings, or -EFAULT, -E2BIG, -ERESTARTNOHAND. */
int exec_count(const struct exec_vector *v);
/* For argc and envc as counted: 0, -E2BIG, -ENOMEM. */
int exec_strings_init(struct exec_strings *s, unsigned argc, unsigned envc);
void exec_strings_free(struct exec_strings *s);
int exec_push(struct exec_strings *s, const char *str); /* in front; 0 or -E2BIG */
int exec_push_vector(struct exec_strings *s, const struct exec_vector *v, unsigned n);
void exec_drop_first(struct exec_strings *s); /* the first argument goes */

/* One execve on its way. */
struct linux_binprm {
	struct file *file;    /* to be run; write access to it is denied. Scripts exchange it */
	const char *filename; /* as asked for: AT_EXECFN, comm */
	const char *interp;   /* name of file: filename, or what the last script said */
	char *script_interp;  /* the latter's memory */
	bool comm_from_file;    /* the caller named a descriptor alone: filename says nothing */
	bool path_inaccessible; /* through a descriptor that exec closes: scripts cannot be read */
	struct exec_strings strings;
	char head[SCRIPT_HEAD]; /* of file */
	const char *why;	/* of a refusal, static */
	/* what is to be taken over at the point of no return: rights, and what a loader made */
	struct cred *cred;
	bool secure; /* it runs with other rights than its caller's: AT_SECURE */
	struct mm *mm;
	const struct abi *abi;
	uint32_t personality, per_clear; /* the latter: what rights gained take from it */
	uaddr_t entry, sp;
};

/* What execve may run, opened for reading, write access denied; or ERR_PTR with *why set. */
struct file *open_exec(dfd_t dfd, const char *name, unsigned lookup, const char **why);
void exec_file_put(struct file *f);

/* Makes b->cred of current's and what b->file grants; secure and per_clear too. 0 or -ENOMEM. */
int exec_creds(struct linux_binprm *b);

/* Makes the new space of b->file. On failure nothing of current has changed. */
int load_elf_binary(struct linux_binprm *b);

/*
 * Where things are in memory: drawn once per machine from its seed, not per exec, so that a program
 * run again finds its frames at the same addresses, and with them its translated code.
 */
enum exec_draw { DRAW_STACK, DRAW_SKEW, DRAW_MMAP, DRAW_PIE, DRAW_BRK };
uint64_t exec_draw(enum exec_draw what);

/* Maps the vDSO that the ABI's programs expect; fills mm->vdso and mm->vdso_landing. */
int map_vdso(struct mm *mm, const struct abi *abi);

#endif
