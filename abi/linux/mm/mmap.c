/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Making mappings. The order of checks is that of Linux's do_mmap() and mmap_region(), because
 * programs see which error comes first.
 */
#include "fs/fs.h"
#include "kernel/cred.h"
#include "kernel/signal.h"
#include "mm/internal.h"
#include "syscall.h"
#include "uaccess.h"

/* Flags that MAP_SHARED has always ignored or known; MAP_SHARED_VALIDATE refuses others. */
#define LEGACY_MAP_MASK                                                                       \
	(MAP_SHARED | MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS | MAP_DENYWRITE |               \
	 MAP_EXECUTABLE | MAP_UNINITIALIZED | MAP_GROWSDOWN | MAP_LOCKED | MAP_NORESERVE |    \
	 MAP_POPULATE | MAP_NONBLOCK | MAP_STACK | MAP_HUGETLB | MAP_32BIT | MAP_ABOVE4G |    \
	 ((uint64_t)(21 | 30) << MAP_HUGE_SHIFT))

bool mm_in_compat(const struct mm *mm)
{
	return mm == current->mm ? in_compat_syscall() : !mm->abi->is_64bit;
}

bool can_do_mlock(void)
{
	return rlimit(RLIMIT_MEMLOCK) || capable(CAP_IPC_LOCK);
}

bool mlock_future_ok(struct mm *mm, uint64_t vm_flags, uint64_t bytes)
{
	if (!(vm_flags & VM_LOCKED) || capable(CAP_IPC_LOCK))
		return true;
	return (bytes >> PAGE_SHIFT) + mm->locked_vm <= rlimit(RLIMIT_MEMLOCK) >> PAGE_SHIFT;
}

uint64_t calc_vm_prot_bits(uint64_t prot)
{
	return prot & (PROT_READ | PROT_WRITE | PROT_EXEC); /* VM_READ, VM_WRITE, VM_EXEC */
}

static uint64_t calc_vm_flag_bits(uint64_t flags)
{
	return (flags & MAP_GROWSDOWN ? VM_GROWSDOWN : 0) | (flags & MAP_LOCKED ? VM_LOCKED : 0) |
	       (flags & MAP_SYNC ? VM_SYNC : 0) | (flags & MAP_STACK ? VM_NOHUGEPAGE : 0);
}

/* Offsets of the mapping's last byte must exist in a file of that kind. */
static bool file_mmap_ok(const struct file *f, uint64_t pgoff, uint64_t len)
{
	uint64_t maxsize = S_ISREG(f->inode->mode) || S_ISBLK(f->inode->mode) ? INT64_MAX :
										  UINT64_MAX;

	if (maxsize < len)
		return false;
	return pgoff <= (maxsize - len) >> PAGE_SHIFT;
}

/* May f be mapped so? Completes *vm_flags. */
static int check_file(struct file *f, uint64_t pgoff, uint64_t len, uint64_t prot, uint64_t flags,
		      uint64_t *vm_flags)
{
	uint64_t type = flags & MAP_TYPE;

	if (!file_mmap_ok(f, pgoff, len))
		return -EOVERFLOW;
	if (type != MAP_SHARED && type != MAP_SHARED_VALIDATE && type != MAP_PRIVATE)
		return -EINVAL;
	if (type == MAP_SHARED_VALIDATE && (flags & ~LEGACY_MAP_MASK))
		return -EOPNOTSUPP;
	if (type != MAP_PRIVATE) {
		if ((prot & PROT_WRITE) && !(f->mode & FMODE_WRITE))
			return -EACCES;
		*vm_flags |= VM_SHARED | VM_MAYSHARE;
		if (!(f->mode & FMODE_WRITE))
			*vm_flags &= ~(VM_MAYWRITE | VM_SHARED);
	}
	if (!(f->mode & FMODE_READ))
		return -EACCES;
	if (path_noexec(&f->path)) {
		if (*vm_flags & VM_EXEC)
			return -EPERM;
		*vm_flags &= ~VM_MAYEXEC;
	}
	if (!f->op->mmap)
		return -ENODEV;
	return *vm_flags & VM_GROWSDOWN ? -EINVAL : 0;
}

static int check_anonymous(uint64_t flags, uint64_t *vm_flags)
{
	switch (flags & MAP_TYPE) {
	case MAP_SHARED:
		if (*vm_flags & VM_GROWSDOWN)
			return -EINVAL;
		*vm_flags |= VM_SHARED | VM_MAYSHARE;
		return 0;
	case MAP_DROPPABLE:
		if ((flags & (MAP_LOCKED | MAP_HUGETLB)) || (*vm_flags & VM_GROWSDOWN))
			return -EINVAL;
		*vm_flags |= VM_DROPPABLE | VM_NORESERVE | VM_WIPEONFORK | VM_DONTDUMP;
		return 0;
	case MAP_PRIVATE:
		return 0;
	default:
		return -EINVAL;
	}
}

/* Pages of [start, end) that are mapped already: a fixed mapping replaces them. */
static uint64_t count_mapped(struct mm *mm, uaddr_t start, uaddr_t end)
{
	struct vma *vma = vma_intersection(mm, start, end);
	uint64_t n = 0;

	for (; vma && vma->start < end; vma = vma_next(vma))
		n += (min(vma->end, end) - max(vma->start, start)) >> PAGE_SHIFT;
	return n;
}

/* Gives the new mapping its file, or the memory object of a shared anonymous one. */
static int vma_attach(struct vma *vma, struct file *file)
{
	if (file) {
		vma->file = file_ref(file);
		return file->op->mmap(file, vma);
	}
	return vma->flags & VM_SHARED ? shmem_zero_setup(vma) : 0;
}

bool map_deny_write_exec(const struct mm *mm, uint64_t old_flags, uint64_t vm_flags)
{
	if (!(mm->flags & MMF_HAS_MDWE) || !(vm_flags & VM_EXEC))
		return false;
	return (vm_flags & VM_WRITE) || !(old_flags & VM_EXEC);
}

static bool accountable(uint64_t vm_flags)
{
	return (vm_flags & (VM_NORESERVE | VM_SHARED | VM_WRITE)) == VM_WRITE;
}

static int64_t mmap_region(struct mm *mm, struct file *file, uaddr_t addr, uint64_t len,
			   uint64_t vm_flags, uint64_t pgoff)
{
	uint64_t pages = len >> PAGE_SHIFT;
	struct vma *vma;
	int err;

	if (map_deny_write_exec(mm, vm_flags, vm_flags))
		return -EACCES;
	if (!may_expand_vm(mm, vm_flags, pages) &&
	    !may_expand_vm(mm, vm_flags, pages - count_mapped(mm, addr, addr + len)))
		return -ENOMEM;
	if (accountable(vm_flags)) {
		if (vm_enough_memory(pages))
			return -ENOMEM;
		vm_flags |= VM_ACCOUNT;
	}
	vm_flags |= vm_merge_any_flag(mm, vm_flags);
	/* All that can fail comes before what was there is given up. */
	vma = vma_alloc(mm, addr, addr + len, vm_flags, pgoff);
	if (!vma)
		return -ENOMEM;
	err = vma_attach(vma, file);
	if (err)
		goto free_vma;
	vma_isolate(mm, addr, addr + len, &err);
	if (err)
		goto free_vma;
	unmap_isolated(mm, addr, addr + len);
	vma_link(mm, vma);
	vm_stat_account(mm, vma->flags, pages);
	vma_merge(vma);
	return addr;
free_vma:
	vma_free(vma);
	return err;
}

static uaddr_t round_hint_to_min(uaddr_t hint)
{
	hint &= PAGE_MASK;
	return hint && hint < MMAP_MIN_ADDR ? MMAP_MIN_ADDR : hint;
}

int64_t do_mmap(struct mm *mm, struct file *file, uaddr_t addr, uint64_t len, uint64_t prot,
		uint64_t flags, uint64_t pgoff)
{
	uint64_t vm_flags;
	int64_t where;
	int err;

	if (!len)
		return -EINVAL;
	if ((prot & PROT_READ) && (current->personality & READ_IMPLIES_EXEC) &&
	    !(file && path_noexec(&file->path)))
		prot |= PROT_EXEC;
	if (flags & MAP_FIXED_NOREPLACE)
		flags |= MAP_FIXED;
	if (!(flags & MAP_FIXED))
		addr = round_hint_to_min(addr);
	len = PAGE_ALIGN(len);
	if (!len)
		return -ENOMEM;
	if (pgoff + (len >> PAGE_SHIFT) < pgoff)
		return -EOVERFLOW;
	if (mm->nr_vmas > MAX_MAP_COUNT)
		return -ENOMEM;
	vm_flags = calc_vm_prot_bits(prot) | calc_vm_flag_bits(flags) | mm->def_flags |
		   VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC;
	where = get_unmapped_area(mm, addr, len, flags);
	if (where < 0)
		return where;
	addr = where;
	if ((flags & MAP_FIXED_NOREPLACE) && vma_intersection(mm, addr, addr + len))
		return -EEXIST;
	if ((flags & MAP_LOCKED) && !can_do_mlock())
		return -EPERM;
	if (!mlock_future_ok(mm, vm_flags, len))
		return -EAGAIN;
	err = file ? check_file(file, pgoff, len, prot, flags, &vm_flags) :
		     check_anonymous(flags, &vm_flags);
	if (err)
		return err;
	if (!file)
		pgoff = vm_flags & VM_SHARED ? 0 : addr >> PAGE_SHIFT;
	if (flags & MAP_NORESERVE)
		vm_flags |= VM_NORESERVE;
	where = mmap_region(mm, file, addr, len, vm_flags, pgoff);
	if (where >= 0 && ((vm_flags & VM_LOCKED) ||
			   (flags & (MAP_POPULATE | MAP_NONBLOCK)) == MAP_POPULATE))
		(void)mm_populate(mm, where, len, true);
	return where;
}

static int64_t ksys_mmap_pgoff(uaddr_t addr, uint64_t len, uint64_t prot, uint64_t flags, int fd,
			       uint64_t pgoff)
{
	struct file *file = NULL;
	int64_t ret;

	if (!(flags & MAP_ANONYMOUS)) {
		file = file_get(fd);
		if (!file)
			return -EBADF;
	}
	/* A kernel without huge pages: no file is a huge one, and there is no pool to take from. */
	ret = flags & MAP_HUGETLB ? -EINVAL :
				    do_mmap(current->mm, file, addr, len, prot, flags, pgoff);
	if (file)
		file_put(file);
	return ret;
}

SYSCALL_DEFINE6(mmap, addr_t, addr, usize_t, len, prot_t, prot, mapflags_t, flags, fd_t, fd,
		mapoff_t, off)
{
	if (offset_in_page(off))
		return -EINVAL;
	return ksys_mmap_pgoff(addr, len, prot, flags, fd, off >> PAGE_SHIFT);
}

/* mmap2 of i386: the offset counts pages. */
SYSCALL_DEFINE6(mmap_pgoff, addr_t, addr, usize_t, len, prot_t, prot, mapflags_t, flags, fd_t, fd,
		mappgoff_t, pgoff)
{
	return ksys_mmap_pgoff(addr, len, prot, flags, fd, pgoff);
}

/* i386's first mmap took more arguments than there were registers. */
COMPAT_SYSCALL_DEFINE1(ia32_mmap, uold_mmap_t, arg)
{
	struct {
		uint32_t addr, len, prot, flags, fd, offset;
	} a;

	if (copy_from_user(&a, arg, sizeof(a)))
		return -EFAULT;
	if (offset_in_page(a.offset))
		return -EINVAL;
	return ksys_mmap_pgoff(a.addr, a.len, a.prot, a.flags, a.fd, a.offset >> PAGE_SHIFT);
}
