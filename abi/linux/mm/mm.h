/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Address spaces, and the page cache that files and tmpfs stand on. Nothing here sleeps but what
 * says so: a page comes from a frame, the page cache or a synchronous host read.
 */
#ifndef MM_MM_H
#define MM_MM_H

#include "argtypes.h"
#include "emu/cpu.h"
#include "emu/pgtable.h"
#include "kernel/kernel.h"
#include "lib/avl.h"

struct abi;
struct file;
struct iov_iter;
struct inode;
struct task;
struct vma;

#define VM_READ 0x00000001ull
#define VM_WRITE 0x00000002ull
#define VM_EXEC 0x00000004ull
#define VM_SHARED 0x00000008ull
#define VM_MAYREAD 0x00000010ull
#define VM_MAYWRITE 0x00000020ull
#define VM_MAYEXEC 0x00000040ull
#define VM_MAYSHARE 0x00000080ull
#define VM_GROWSDOWN 0x00000100ull
#define VM_LOCKED 0x00002000ull
#define VM_IO 0x00004000ull
#define VM_SEQ_READ 0x00008000ull
#define VM_RAND_READ 0x00010000ull
#define VM_DONTCOPY 0x00020000ull
#define VM_DONTEXPAND 0x00040000ull
#define VM_LOCKONFAULT 0x00080000ull
#define VM_ACCOUNT 0x00100000ull
#define VM_NORESERVE 0x00200000ull
#define VM_SYNC 0x00800000ull
#define VM_WIPEONFORK 0x02000000ull
#define VM_DONTDUMP 0x04000000ull
#define VM_SPECIAL 0x10000000ull /* vDSO: pages given at creation, no file */
#define VM_HUGEPAGE 0x20000000ull
#define VM_NOHUGEPAGE 0x40000000ull
#define VM_MERGEABLE 0x80000000ull
#define VM_DROPPABLE (1ull << 40)
#define VM_SEALED (1ull << 63)

#define VM_ACCESS_FLAGS (VM_READ | VM_WRITE | VM_EXEC)
#define VM_STACK VM_GROWSDOWN

/* One mapping. Of file_ops.mmap only ops, priv and flags may be set; the rest is mm/'s. */
struct vma {
	uaddr_t start, end;
	uint64_t flags; /* VM_* */
	uint64_t pgoff; /* of start: in the file; of private memory, its own page number */
	struct mm *mm;
	struct file *file;	  /* a reference, or NULL */
	const struct vm_ops *ops; /* NULL: private anonymous memory (a file may still be named) */
	void *priv;		  /* of ops */
	struct list_head shared;  /* in address_space.vmas; empty without ops */
	struct avl_node node;	  /* mm.vmas, mm/vma.c */
	uint64_t gap, max_gap;	  /* free bytes below it; largest in its subtree */
	bool anon_faulted;	  /* was written privately: mremap keeps its pgoff */
};

/*
 * Without fault, pages are private anonymous memory. fault may not sleep; a host file is read
 * synchronously.
 */
struct vm_ops {
	void (*open)(struct vma *vma);	/* split or copied */
	void (*close)(struct vma *vma); /* a part of it goes */
	/* A frame with a reference for page offset pgoff, or 0 with *bus set for SIGBUS. */
	pfn_t (*fault)(struct vma *vma, uint64_t pgoff, bool *bus);
	const char *(*name)(struct vma *vma); /* for /proc/PID/maps */
};

/* Two neighbouring pages that were handed to the host as two pieces: mm/adjacent.c */
struct page_split {
	uaddr_t page; /* the second one */
	unsigned seen;
};

/* What a space hands on to its copy by fork and to the next program. */
#define MMF_DISABLE_THP 0x1u
#define MMF_MERGE_ANY 0x2u	     /* mappings are born VM_MERGEABLE */
#define MMF_HAS_MDWE 0x4u	     /* nothing that was not executable becomes it */
#define MMF_HAS_MDWE_NO_INHERIT 0x8u /* and this is not handed on */

#define DUMP_FILTER_DEFAULT 0x33u
#define DUMP_FILTER_MASK 0x1ffu

struct mm {
	unsigned users; /* tasks, and whoever works in it; without one it is empty */
	unsigned refs;	/* all users count as one; who only wants to find it again later */
	paddr_t root;	/* page tables */
	const struct abi *abi;
	uint64_t task_size; /* of the ABI: nothing is mapped from there on */
	uint64_t mmap_base; /* top-down searches start here */
	bool legacy_layout; /* bottom-up */
	uint64_t mmap_legacy_base;	      /* bottom-up searches start here */
	uint64_t mmap_compat_base, mmap_compat_legacy_base; /* for i386 calls of a 64-bit program */
	struct avl_root vmas; /* mm/vma.c */
	struct vma *vma_hint; /* last one found */
	unsigned nr_vmas;
	uint64_t files_version; /* drawn anew when a mapping of a file comes or goes; never 0 then */
	uint64_t total_vm, hiwater_vm, locked_vm, data_vm, exec_vm, stack_vm; /* pages */
	uint64_t rss_anon, rss_file, rss_shmem, hiwater_rss;	  /* pages */
	uint64_t def_flags;
	unsigned flags;	      /* MMF_* */
	unsigned dump_filter; /* what a core dump would hold: /proc/PID/coredump_filter */
	uaddr_t start_code, end_code, start_data, end_data, start_brk, brk, start_stack;
	uaddr_t arg_start, arg_end, env_start, env_end;
	uint64_t saved_auxv[2 * 28]; /* as written to the stack, widened; 0-terminated */
	uaddr_t vdso;
	uaddr_t vdso_landing; /* where the fast 32-bit traps return to (set by exec) */
	struct file *exe_file; /* write access to it is denied once for this space */
	uint64_t *ldt; /* modify_ldt: descriptors (arena), or NULL */
	unsigned ldt_entries;
	bool oom_reaped; /* its private memory was taken: whoever is left in it finds nothing */
	bool lazyfree; /* MADV_FREE has left pages that reclaim may take */
	int dumpable;
	struct page_split split;
	unsigned membarrier_state; /* kernel/membarrier.c: registrations */
};

int mm_init(struct kernel *k); /* mm_state */
void mm_exit(struct kernel *k);

/* An empty space for a program of the given ABI. NULL when memory is out. */
struct mm *mm_create(const struct abi *abi);
/*
 * A copy of it for fork: pages are shared until one of both writes. Changes entries only by taking
 * rights away, with one queued flush. NULL when memory is out (-ENOMEM).
 */
struct mm *mm_dup(struct mm *old);
/* Most pages that were ever resident. */
static inline uint64_t mm_peak_rss(const struct mm *mm)
{
	return max(mm->hiwater_rss, mm->rss_anon + mm->rss_file + mm->rss_shmem);
}
void mm_get(struct mm *mm);
bool mm_get_alive(struct mm *mm); /* false: it is empty for good */
void mm_put(struct mm *mm);	   /* the last one unmaps everything */
void mm_grab(struct mm *mm);	   /* keeps the structure alone */
void mm_drop(struct mm *mm);
/*
 * Where mmap searches (top-down below the stack's limit, or bottom-up by personality), moved down
 * by random bytes. mm_create does it with 0 for current's limits.
 */
void arch_pick_mmap_layout(struct mm *mm, uint64_t random);
/* PR_SET_MEMORY_MERGE: all mappings, those to come among them, may be merged. */
void mm_set_merge_any(struct mm *mm, bool on);
/* Up to where calls may map: task_size, less for i386 programs with ADDR_LIMIT_3GB. */
uint64_t mm_task_size(const struct mm *mm);
/* Switch current to a new space (execve): takes the reference; the old one is put. */
void exec_mmap(struct mm *mm);

/* mmap as the kernel sees it. Address or negative errno. `current->mm` is not assumed. */
int64_t do_mmap(struct mm *mm, struct file *file, uaddr_t addr, uint64_t len, uint64_t prot,
		uint64_t flags, uint64_t pgoff);
int do_munmap(struct mm *mm, uaddr_t start, uint64_t len);
/* Anonymous memory at a fixed place (bss, stack). 0 or negative errno. */
int vm_brk_flags(struct mm *mm, uaddr_t addr, uint64_t len, uint64_t vm_flags);
/* The initial stack [top - size, top), growing down to RLIMIT_STACK. */
int setup_stack_vma(struct mm *mm, uaddr_t top, uint64_t size, bool executable);
/* Kernel-made pages (vDSO) at a fixed or, with 0, free address; frames are referenced. */
int64_t install_special_mapping(struct mm *mm, uaddr_t addr, const pfn_t *frames, unsigned n,
				uint64_t vm_flags, const char *name);
/* For file_ops.mmap of /dev/zero: vma becomes a mapping of new shared memory. 0 or -errno. */
int shmem_zero_setup(struct vma *vma);
/* Are there memory and limits for that much more (RLIMIT_AS, overcommit)? */
bool may_expand_vm(struct mm *mm, uint64_t vm_flags, uint64_t pages);

/* The engine's map_page: make [page] present for access in current->mm. False: a fault. */
bool handle_mm_fault(struct mm *mm, uaddr_t page, enum cpu_access access);
/*
 * Why a fault was one: si_signo and si_code for a failed access. signo 0: none, try again (the
 * access would succeed now, or memory was out and the largest program has been sent SIGKILL).
 */
void mm_fault_reason(struct mm *mm, uaddr_t addr, enum cpu_access access, int *signo, int *code);

/*
 * Is what a private mapping of a file has at addr a page of its own, no longer the file's? Where it
 * may be written it is made one. -EFAULT: it cannot be had.
 */
int mm_page_is_own(struct mm *mm, uaddr_t addr);

/* Copies with another space than current's (exec's new stack, /proc/PID/mem): bytes not copied. */
size_t access_remote(struct mm *mm, uaddr_t addr, void *buf, size_t n, bool write);

/*
 * The same for debuggers: mappings' protections, or with GUP_FORCE only what they could become
 * (writing makes private copies).
 */
#define GUP_WRITE 1u
#define GUP_FORCE 2u
size_t access_process_vm(struct mm *mm, uaddr_t addr, void *buf, size_t n, unsigned how);

/* t's space with a reference if current may look into it: -ESRCH without one, -EACCES. */
struct mm *mm_access(struct task *t, unsigned mode);

/* /proc/sys/vm/drop_caches: clean pages that nobody maps, unused dentries. */
void mm_drop_caches(bool pages, bool dentries);

/* How much killing t would help, in pages; INT64_MIN: it may not be killed. */
#define OOM_SCORE_ADJ_MIN (-1000)
#define OOM_SCORE_ADJ_MAX 1000
int64_t oom_badness(const struct task *t);

/* Read-only walk over mappings in address order, for /proc. */
#define VSYSCALL_PAGE 0xffffffffff600000ull /* of 64-bit programs, see entry/vsyscall.c */

struct vma_info {
	uaddr_t start, end;
	uint64_t vm_flags, pgoff;
	struct file *file; /* borrowed */
	const char *name;  /* "[heap]", "[stack]", "[vdso]", NULL */
};
bool mm_next_vma(struct mm *mm, uaddr_t from, struct vma_info *info); /* first with end > from */

/*
 * Bytes of the file mapped at addr, as a reader would get them, unnoticed: nothing comes into the
 * page cache. Fewer than n at its end; -ENOENT, -EIO.
 */
int64_t mm_peek_file(struct mm *mm, uaddr_t addr, uint64_t offset, void *buf, size_t n);

/* The pages that a mapping has, by who else has them and whether they were written. */
struct vma_usage {
	uint64_t rss, shared_clean, shared_dirty, private_clean, private_dirty;
	uint64_t anonymous, lazyfree;
	uint64_t pss, pss_dirty; /* bytes: each page divided by those who have it */
	uint64_t pss_anon, pss_file, pss_shmem, pss_locked; /* parts of pss */
};
void mm_add_vma_usage(struct mm *mm, uaddr_t start, struct vma_usage *u); /* of the one at start */
uint64_t mm_pgtable_pages(const struct mm *mm);
/* n pages from addr on as /proc/PID/pagemap has them (uapi/pagemap.h), with their frames or not. */
void mm_pagemap(struct mm *mm, uaddr_t addr, uint64_t *entries, size_t n, bool frames);

/*
 * The page cache of one inode. Frames outlive mappings and descriptors, so that a program mapped
 * again finds the same frames and with them its translated code.
 */
struct address_space_ops {
	/* Fill the frame (zeroed) with page index; a short file leaves zeroes. 0 or -errno. */
	int (*readpage)(struct inode *inode, uint64_t index, void *page);
	/* Write a dirty page back; bytes of it are inside the file. 0 or -errno. */
	int (*writepage)(struct inode *inode, uint64_t index, const void *page, size_t bytes);
};

struct address_space {
	const struct address_space_ops *ops; /* NULL: pages are born zero and are the data (tmpfs) */
	/*
	 * Of files in memory, or NULL: may n more pages be born? 0, -ENOSPC. With n < 0 they went.
	 * Called for every page, whoever causes it; does not sleep.
	 */
	int (*charge)(struct inode *host, long n);
	struct inode *host;
	void *pages;	      /* index -> frame, mm/filemap.c */
	uint64_t nr_pages;
	struct list_head vmas; /* mappings of it */
	struct list_head node; /* mm/: where reclaim looks; empty when there is nothing */
	unsigned writable_maps; /* shared writable mappings (memfd seals, ETXTBSY) */
	unsigned generation;
};

void address_space_init(struct address_space *m, struct inode *host,
			const struct address_space_ops *ops);
void address_space_destroy(struct address_space *m); /* drops every page unwritten */

/* The frame of a page, read or (create) born; no reference is taken. 0 with *err set. */
pfn_t filemap_get(struct address_space *m, uint64_t index, bool create, int *err);
pfn_t filemap_peek(struct address_space *m, uint64_t index); /* 0 when not cached */
/* read(2) and write(2) through the cache: bytes or -errno; the inode's size bounds reads. */
int64_t filemap_read(struct address_space *m, struct iov_iter *to, loff_t pos, uint64_t i_size);
int64_t filemap_write(struct address_space *m, struct iov_iter *from, loff_t pos);
/* Pages wholly beyond size go, in mappings too; the tail of the last one is zeroed. */
void truncate_pagecache(struct address_space *m, uint64_t size);
/*
 * The file's end goes from `from` on to `to`, by a hole: what mappings wrote behind the old end, in
 * its last page, was never part of the file and does not become so.
 */
void pagecache_isize_extended(struct address_space *m, uint64_t from, uint64_t to);
void filemap_punch(struct address_space *m, uint64_t start, uint64_t end); /* zero / drop */
int filemap_writeback(struct address_space *m, uint64_t start, uint64_t end);
/* The file changed outside: forget clean pages (mapped ones stay). */
void filemap_invalidate(struct address_space *m);
/* The same where mappings must see it: clean pages that stay are read again. */
void filemap_reread(struct address_space *m);
/* Bytes changed on the host by pwrite: keep cached pages in step. */
void filemap_update(struct address_space *m, loff_t pos, const void *data, size_t n);
/* SEEK_DATA, SEEK_HOLE over born pages. Offset or -ENXIO. */
int64_t filemap_seek_hole_data(struct address_space *m, loff_t pos, uint64_t size, bool data);

#endif
