/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * prctl(PR_SET_MM, ...): where a program's parts are said to be. Nothing moves; it is what /proc
 * shows, and where the program break is. Names of processes are changed so.
 */
#include <string.h>
#include "fs/fs.h"
#include "kernel/cred.h"
#include "kernel/internal.h"
#include "kernel/prctl_mm.h"
#include "mm/mm.h"
#include "uaccess.h"
#include "uapi/prctl.h"

#define MMAP_MIN_ADDR 65536

/* PR_SET_MM_START_CODE and those after it are the fields of the structure, in another order. */
static uint64_t *field_of(struct linux_prctl_mm_map *m, uint64_t op)
{
	switch (op) {
	case PR_SET_MM_START_CODE:
		return &m->start_code;
	case PR_SET_MM_END_CODE:
		return &m->end_code;
	case PR_SET_MM_START_DATA:
		return &m->start_data;
	case PR_SET_MM_END_DATA:
		return &m->end_data;
	case PR_SET_MM_START_STACK:
		return &m->start_stack;
	case PR_SET_MM_START_BRK:
		return &m->start_brk;
	case PR_SET_MM_BRK:
		return &m->brk;
	case PR_SET_MM_ARG_START:
		return &m->arg_start;
	case PR_SET_MM_ARG_END:
		return &m->arg_end;
	case PR_SET_MM_ENV_START:
		return &m->env_start;
	case PR_SET_MM_ENV_END:
		return &m->env_end;
	default:
		return NULL;
	}
}

static struct linux_prctl_mm_map map_of(const struct mm *mm)
{
	return (struct linux_prctl_mm_map){
		.start_code = mm->start_code, .end_code = mm->end_code,
		.start_data = mm->start_data, .end_data = mm->end_data,
		.start_brk = mm->start_brk, .brk = mm->brk, .start_stack = mm->start_stack,
		.arg_start = mm->arg_start, .arg_end = mm->arg_end,
		.env_start = mm->env_start, .env_end = mm->env_end,
	};
}

static void take_map(struct mm *mm, const struct linux_prctl_mm_map *m)
{
	mm->start_code = m->start_code;
	mm->end_code = m->end_code;
	mm->start_data = m->start_data;
	mm->end_data = m->end_data;
	mm->start_brk = m->start_brk;
	mm->brk = m->brk;
	mm->start_stack = m->start_stack;
	mm->arg_start = m->arg_start;
	mm->arg_end = m->arg_end;
	mm->env_start = m->env_start;
	mm->env_end = m->env_end;
}

static bool data_limit_ok(const struct linux_prctl_mm_map *m)
{
	uint64_t limit = rlimit(RLIMIT_DATA);

	return limit == RLIM_INFINITY ||
	       (m->brk - m->start_brk) + (m->end_data - m->start_data) <= limit;
}

/* As validate_prctl_map_addr(): in user memory, in order, within limits. 0 or -EINVAL. */
static int check_map(const struct linux_prctl_mm_map *m)
{
	const uint64_t where[] = { m->start_code, m->end_code, m->start_data, m->end_data,
				   m->start_brk, m->brk, m->start_stack, m->arg_start,
				   m->arg_end, m->env_start, m->env_end };

	for (unsigned i = 0; i < ARRAY_SIZE(where); i++)
		if (where[i] >= mm_task_size(current->mm) || where[i] < MMAP_MIN_ADDR)
			return -EINVAL;
	if (m->start_code >= m->end_code || m->start_data > m->end_data ||
	    m->start_brk > m->brk || m->arg_start > m->arg_end || m->env_start > m->env_end)
		return -EINVAL;
	return data_limit_ok(m) ? 0 : -EINVAL;
}

static bool exe_is_mapped(struct mm *mm)
{
	struct vma_info v;

	for (uaddr_t at = 0; mm_next_vma(mm, at, &v); at = v.end)
		if (v.file && mm->exe_file && v.file->inode == mm->exe_file->inode)
			return true;
	return false;
}

/* Only once the old program is not mapped any more. */
static int set_exe_file(struct mm *mm, int fd)
{
	struct file *old = mm->exe_file;
	auto_file *f = file_get(fd);
	int err;

	if (!f)
		return -EBADF;
	if (!S_ISREG(f->inode->mode) || path_noexec(&f->path))
		return -EACCES;
	err = inode_permission(f->inode, MAY_EXEC);
	if (err)
		return err;
	if (exe_is_mapped(mm))
		return -EBUSY;
	if (deny_write_access(f->inode))
		return -EACCES;
	mm->exe_file = file_ref(f);
	if (old) {
		allow_write_access(old->inode);
		file_put(old);
	}
	return 0;
}

/* The last pair is the end in any case; i386's words are narrower than what we keep. */
static int read_auxv(uint64_t *auxv, uaddr_t from, uint64_t len)
{
	struct mm *mm = current->mm;
	size_t room = sizeof(mm->saved_auxv), n = ARRAY_SIZE(mm->saved_auxv);
	uint32_t narrow[ARRAY_SIZE(mm->saved_auxv)] = { 0 };

	memset(auxv, 0, room);
	if (mm->abi->is_64bit) {
		if (len > room)
			return -EINVAL;
		if (copy_from_user(auxv, from, len))
			return -EFAULT;
	} else {
		if (len > sizeof(narrow))
			return -EINVAL;
		if (copy_from_user(narrow, from, len))
			return -EFAULT;
		for (size_t i = 0; i < n; i++)
			auxv[i] = narrow[i];
	}
	auxv[n - 2] = auxv[n - 1] = 0;
	return 0;
}

static int set_auxv(uaddr_t from, uint64_t len)
{
	uint64_t auxv[ARRAY_SIZE(current->mm->saved_auxv)];
	int err = read_auxv(auxv, from, len);

	if (!err)
		memcpy(current->mm->saved_auxv, auxv, sizeof(auxv));
	return err;
}

/* Everything at once, which needs no privilege but for the program's file. */
static int set_map(uaddr_t from, uint64_t size)
{
	uint64_t auxv[ARRAY_SIZE(current->mm->saved_auxv)];
	struct mm *mm = current->mm;
	struct linux_prctl_mm_map m;
	int err;

	if (size != sizeof(m))
		return -EINVAL;
	if (copy_from_user(&m, from, sizeof(m)))
		return -EFAULT;
	err = check_map(&m);
	if (!err && m.auxv_size)
		err = m.auxv ? read_auxv(auxv, m.auxv, m.auxv_size) : -EINVAL;
	if (err)
		return err;
	if (m.exe_fd != UINT32_MAX) {
		if (!capable(CAP_SYS_ADMIN) && !capable(CAP_CHECKPOINT_RESTORE))
			return -EPERM;
		err = set_exe_file(mm, (int)m.exe_fd);
		if (err)
			return err;
	}
	take_map(mm, &m);
	if (m.auxv_size)
		memcpy(mm->saved_auxv, auxv, sizeof(auxv));
	return 0;
}

/* Those must be memory; the others may be anywhere. */
static bool must_be_mapped(uint64_t op)
{
	return op == PR_SET_MM_START_STACK ||
	       (op >= PR_SET_MM_ARG_START && op <= PR_SET_MM_ENV_END);
}

static int set_one(uint64_t op, uaddr_t addr)
{
	struct mm *mm = current->mm;
	struct linux_prctl_mm_map m = map_of(mm);
	uint64_t *field = field_of(&m, op);
	struct vma_info v;
	int err;

	if (addr >= mm_task_size(mm) || addr < MMAP_MIN_ADDR || !field)
		return -EINVAL;
	*field = addr;
	err = check_map(&m);
	if (err)
		return err;
	if (must_be_mapped(op) && !mm_next_vma(mm, addr, &v))
		return -EFAULT;
	take_map(mm, &m);
	return 0;
}

long prctl_set_mm(uint64_t op, uint64_t arg, uint64_t arg4, uint64_t arg5)
{
	bool whole = op == PR_SET_MM_MAP || op == PR_SET_MM_MAP_SIZE;

	if (arg5 || (arg4 && op != PR_SET_MM_AUXV && !whole))
		return -EINVAL;
	if (op == PR_SET_MM_MAP_SIZE)
		return put_user((uint32_t)sizeof(struct linux_prctl_mm_map), arg);
	if (op == PR_SET_MM_MAP)
		return set_map(arg, arg4);
	if (!capable(CAP_SYS_RESOURCE))
		return -EPERM;
	if (op == PR_SET_MM_EXE_FILE)
		return set_exe_file(current->mm, (int)arg);
	if (op == PR_SET_MM_AUXV)
		return set_auxv(arg, arg4);
	return set_one(op, arg);
}

/* --- what may become executable --- */

static unsigned mdwe_bits(const struct mm *mm)
{
	return (mm->flags & MMF_HAS_MDWE ? PR_MDWE_REFUSE_EXEC_GAIN : 0) |
	       (mm->flags & MMF_HAS_MDWE_NO_INHERIT ? PR_MDWE_NO_INHERIT : 0);
}

long prctl_set_mdwe(uint64_t bits)
{
	struct mm *mm = current->mm;
	unsigned old = mdwe_bits(mm);

	if (bits & ~(uint64_t)(PR_MDWE_REFUSE_EXEC_GAIN | PR_MDWE_NO_INHERIT) ||
	    bits == PR_MDWE_NO_INHERIT)
		return -EINVAL;
	if (old && old != bits)
		return -EPERM; /* for good */
	mm->flags |= (bits & PR_MDWE_REFUSE_EXEC_GAIN ? MMF_HAS_MDWE : 0) |
		     (bits & PR_MDWE_NO_INHERIT ? MMF_HAS_MDWE_NO_INHERIT : 0);
	return 0;
}

long prctl_get_mdwe(void)
{
	return mdwe_bits(current->mm);
}
