/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A program's memory from its ELF file: a new address space with the image, its interpreter, the
 * vDSO and the initial stack, made beside the old one. Linux throws the old program away first and
 * kills what it then cannot load; here execve fails and the caller goes on.
 */
#include "kernel/binfmt.h"
#include "kernel/cred.h"
#include "kernel/exec.h"
#include "kernel/random.h"
#include "kernel/signal.h"
#include "kernel/slab.h"
#include "loader/image.h"
#include "loader/initstack.h"
#include "loader/vdso/vdso.h"
#include "mm/mm.h"
#include "uapi/mman.h"
#include "uapi/personality.h"

#define STACK_EXPAND (128ull << 10) /* of the stack, mapped beyond what is used at the start */
#define STACK_SKEW 8192
#define USER_HZ 100
#define MAX_AUX 26
/* rt_sigframe, FXSAVE and what aligns them, as Linux counts it for a CPU without XSAVE. */
#define SIGFRAME_SIZE 1152
#define RSEQ_FEATURE_SIZE 28
#define RSEQ_ALIGN 32

/* Where programs of an ABI live, and how far chance may move things. */
struct layout {
	uaddr_t pie_base; /* of dynamic PIE programs; ELF_ET_DYN_BASE */
	uint64_t mmap_mask, stack_mask; /* pages */
	uint64_t brk_range;
};

static const struct layout layouts[] = { /* by is_64bit */
	[false] = { .pie_base = 0x56555000, .mmap_mask = 0xff, .stack_mask = 0x7ff,
		    .brk_range = 32ull << 20 },
	[true] = { .pie_base = 0x555555554000, .mmap_mask = 0xfffffff, .stack_mask = 0x3fffff,
		   .brk_range = 1ull << 30 },
};

/* One load on its way; dropped at the end. */
struct load {
	struct linux_binprm *b;
	struct mm *mm;
	const struct layout *layout;
	struct image image, interp;
	struct file *interp_file;
	uint64_t bias, interp_bias; /* what is added to the addresses of the file */
	uaddr_t stack_top;
};

static int fail(struct linux_binprm *b, int err, const char *why)
{
	b->why = why;
	return err;
}

static bool randomize(const struct load *l)
{
	return !(l->b->personality & ADDR_NO_RANDOMIZE);
}

/* A number below 2^64 that the seed decides: one step of splitmix64. */
uint64_t exec_draw(enum exec_draw what)
{
	uint64_t x = kernel->config.seed + (what + 1) * 0x9e3779b97f4a7c15;

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
	x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
	return x ^ (x >> 31);
}

static uint64_t draw_pages(const struct load *l, enum exec_draw what, uint64_t mask)
{
	return randomize(l) ? (exec_draw(what) & mask) << PAGE_SHIFT : 0;
}

/* --- headers --- */

static int64_t read_file(void *ctx, void *buf, size_t n, uint64_t offset)
{
	return offset > INT64_MAX ? 0 : kernel_read(ctx, buf, n, (loff_t)offset);
}

static struct image_source source_of(struct file *f)
{
	return (struct image_source){ .read = read_file, .alloc = kmalloc, .free = kfree,
				      .ctx = f, .size = f->inode->size };
}

static void free_image(struct image *img)
{
	struct image_source src = { .free = kfree };

	image_free(img, &src);
}

static int read_interp(struct load *l)
{
	struct linux_binprm *b = l->b;
	struct image_source src;
	int err;

	l->interp_file = open_exec(AT_FDCWD, l->image.interp, LOOKUP_FOLLOW, &b->why);
	if (IS_ERR(l->interp_file)) {
		err = PTR_ERR(l->interp_file);
		l->interp_file = NULL;
		return fail(b, err, "its program interpreter (PT_INTERP) cannot be opened");
	}
	src = source_of(l->interp_file);
	err = image_read(&l->interp, &src, IMAGE_INTERPRETER, &b->why);
	if (!err && l->interp.is_64bit != l->image.is_64bit)
		err = fail(b, -ENOEXEC, "its program interpreter is for another ABI");
	return err == -ENOEXEC ? -ELIBBAD : err;
}

static int read_images(struct load *l)
{
	struct linux_binprm *b = l->b;
	struct image_source src = source_of(b->file);
	int err;

	err = image_read(&l->image, &src, IMAGE_PROGRAM, &b->why);
	if (err)
		return err;
	if (!b->file->op->mmap)
		return fail(b, -ENOEXEC, "its file system does not map files");
	return l->image.interp ? read_interp(l) : 0;
}

/* --- personality and space --- */

/*
 * x86-64 programs are executable only where they say so. An i386 one that says nothing about its
 * stack comes from the days when everything readable could be executed.
 */
static uint32_t personality_for(const struct linux_binprm *b, const struct image *img)
{
	uint32_t p = current->personality & ~b->per_clear;

	if (img->is_64bit)
		return p & ~(uint32_t)READ_IMPLIES_EXEC;
	return img->stack == IMAGE_STACK_DEFAULT ? p | READ_IMPLIES_EXEC : p;
}

static int make_space(struct load *l)
{
	struct linux_binprm *b = l->b;

	b->abi = l->image.is_64bit ? &abi_x64 : &abi_ia32;
	b->personality = personality_for(b, &l->image);
	l->layout = &layouts[l->image.is_64bit];
	l->mm = mm_create(b->abi);
	if (!l->mm)
		return fail(b, -ENOMEM, "not enough memory for an address space");
	arch_pick_mmap_layout(l->mm, draw_pages(l, DRAW_MMAP, l->layout->mmap_mask));
	return 0;
}

/* --- segments --- */

static int clear_remote(struct mm *mm, uaddr_t addr, size_t n)
{
	char zeroes[512] = { 0 };

	while (n) {
		size_t step = min(n, sizeof(zeroes));

		if (access_remote(mm, addr, zeroes, step, true))
			return -EFAULT;
		addr += step;
		n -= step;
	}
	return 0;
}

/* What a segment has in memory beyond its bytes of the file: [start, start + n), zero. */
static int map_bss(struct load *l, const struct image_segment *s, uaddr_t start, uint64_t n)
{
	uaddr_t page = align_up(start, PAGE_SIZE), end = align_up(start + n, PAGE_SIZE);
	bool exec = (s->prot & IMAGE_EXEC) || (l->b->personality & READ_IMPLIES_EXEC);

	/* The page that the file ends in, as far as it goes; a read-only one keeps the file's. */
	if (s->filesz && page > start && (s->prot & IMAGE_WRITE) &&
	    clear_remote(l->mm, start, page - start))
		return -ENOMEM; /* no frame for it */
	if (!s->filesz)
		page = align_down(start, PAGE_SIZE);
	return end > page ? vm_brk_flags(l->mm, page, end - page, exec ? VM_EXEC : 0) : 0;
}

static int map_segment(struct load *l, struct file *f, const struct image_segment *s,
		       uint64_t bias, uint64_t fixed)
{
	uaddr_t addr = s->vaddr + bias, page = align_down(addr, PAGE_SIZE);
	uint64_t in_page = addr - page;
	int64_t at;

	if (s->filesz) {
		at = do_mmap(l->mm, f, page, in_page + s->filesz, s->prot, MAP_PRIVATE | fixed,
			     (s->offset - in_page) >> PAGE_SHIFT);
		if (at < 0)
			return (int)at;
	}
	if (s->memsz == s->filesz)
		return 0;
	return map_bss(l, s, addr + s->filesz, s->memsz - s->filesz);
}

static int map_segments(struct load *l, struct file *f, const struct image *img, uint64_t bias)
{
	unsigned i;
	int err = 0;

	/* Only the first must find its place free: neighbours may share a page. */
	for (i = 0; !err && i < img->nr_segments; i++)
		err = map_segment(l, f, &img->segments[i], bias,
				  i ? MAP_FIXED : MAP_FIXED_NOREPLACE);
	if (!err)
		return 0;
	return fail(l->b, err, err == -ENOMEM ? "not enough memory to map its segments" :
						"its segments cannot be mapped where it wants them");
}

/* A place for the whole image where mmap would put it; nothing is left mapped there. */
static int find_place(struct load *l, const struct image *img, uint64_t *bias)
{
	uint64_t span = img->high - img->low;
	int64_t at = do_mmap(l->mm, NULL, 0, span, PROT_NONE,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, 0);

	if (at >= 0)
		do_munmap(l->mm, (uaddr_t)at, span);
	if (at < 0)
		return fail(l->b, (int)at, "no room for it in the address space");
	*bias = align_down((uint64_t)at, img->align) - img->low;
	return 0;
}

/*
 * A dynamic program has a region of its own; a static one goes where mmap puts it, as if it were
 * its own interpreter.
 */
static int place_program(struct load *l)
{
	const struct image *img = &l->image;
	uint64_t base;

	if (!img->pie)
		return 0;
	if (!img->interp)
		return find_place(l, img, &l->bias);
	base = l->layout->pie_base + draw_pages(l, DRAW_PIE, l->layout->mmap_mask);
	l->bias = align_down(base, img->align) - img->low;
	return 0;
}

static int map_images(struct load *l)
{
	int err = place_program(l);

	if (!err)
		err = map_segments(l, l->b->file, &l->image, l->bias);
	if (err || !l->interp_file)
		return err;
	if (l->interp.pie)
		err = find_place(l, &l->interp, &l->interp_bias);
	if (!err)
		err = map_segments(l, l->interp_file, &l->interp, l->interp_bias);
	return err;
}

/* The heap begins a page and a random distance behind the program's data. */
static void place_brk(struct load *l)
{
	const struct image *img = &l->image;
	uaddr_t brk = align_up(img->brk + l->bias, PAGE_SIZE);

	if (randomize(l)) {
		brk += PAGE_SIZE;
		if (img->pie && !img->interp) /* not into mmap's region, it would soon be full */
			brk = l->layout->pie_base;
		brk += align_down(exec_draw(DRAW_BRK) % l->layout->brk_range, PAGE_SIZE);
	}
	l->mm->start_brk = l->mm->brk = brk;
}

static void note_bounds(struct load *l)
{
	const struct image *img = &l->image;
	struct mm *mm = l->mm;

	mm->start_code = img->start_code == UINT64_MAX ? 0 : img->start_code + l->bias;
	mm->end_code = img->end_code + l->bias;
	mm->start_data = img->start_data + l->bias;
	mm->end_data = img->end_data + l->bias;
}

/* --- the stack --- */

static bool stack_executable(const struct load *l)
{
	if (l->image.stack == IMAGE_STACK_DEFAULT)
		return l->b->personality & READ_IMPLIES_EXEC;
	return l->image.stack == IMAGE_STACK_EXEC;
}

/* Maps it before anything else, so that nothing else takes its place. */
static int map_stack(struct load *l)
{
	const struct exec_strings *s = &l->b->strings;
	uint64_t words = (uint64_t)s->argc + s->envc + 3 + 2 * (MAX_AUX + 1);
	uint64_t used = s->size - s->p + words * sizeof(uint64_t) + STACK_SKEW + 256;
	uint64_t limit = align_down(rlimit(RLIMIT_STACK), PAGE_SIZE);

	used = align_up(used, PAGE_SIZE);
	l->stack_top = mm_task_size(l->mm) - draw_pages(l, DRAW_STACK, l->layout->stack_mask);
	if (setup_stack_vma(l->mm, l->stack_top, max(used, min(used + STACK_EXPAND, limit)),
			    stack_executable(l)))
		return fail(l->b, -ENOMEM, "not enough memory for its stack");
	return 0;
}

struct aux_vector {
	struct aux_entry e[MAX_AUX];
	unsigned n;
};

static void aux(struct aux_vector *v, uint64_t type, uint64_t value)
{
	v->e[v->n++] = (struct aux_entry){ type, value };
}

/* In Linux's order. Entries that point into the stack get their values from initstack_layout(). */
static void make_aux(const struct load *l, struct aux_vector *v)
{
	const struct cpu_features *cpu = kernel->cpu_ops->features(kernel->cpu);
	const struct cred *cred = l->b->cred;
	const struct image *img = &l->image;

	if (!img->is_64bit)
		aux(v, AT_SYSINFO, l->mm->vdso + VDSO32_kernel_vsyscall);
	aux(v, AT_SYSINFO_EHDR, l->mm->vdso);
	aux(v, AT_MINSIGSTKSZ, SIGFRAME_SIZE);
	aux(v, AT_HWCAP, cpu->hwcap);
	aux(v, AT_PAGESZ, PAGE_SIZE);
	aux(v, AT_CLKTCK, USER_HZ);
	aux(v, AT_PHDR, img->phdr + l->bias);
	aux(v, AT_PHENT, img->phent);
	aux(v, AT_PHNUM, img->phnum);
	aux(v, AT_BASE, l->interp_file ? l->interp_bias + l->interp.low : 0);
	aux(v, AT_FLAGS, 0);
	aux(v, AT_ENTRY, img->entry + l->bias);
	aux(v, AT_UID, cred->uid);
	aux(v, AT_EUID, cred->euid);
	aux(v, AT_GID, cred->gid);
	aux(v, AT_EGID, cred->egid);
	aux(v, AT_SECURE, l->b->secure);
	aux(v, AT_RANDOM, 0);
	aux(v, AT_HWCAP2, cpu->hwcap2);
	aux(v, AT_EXECFN, 0);
	aux(v, AT_PLATFORM, 0);
	aux(v, AT_RSEQ_FEATURE_SIZE, RSEQ_FEATURE_SIZE);
	aux(v, AT_RSEQ_ALIGN, RSEQ_ALIGN);
}

static void note_stack(struct load *l, const struct initstack *s)
{
	struct mm *mm = l->mm;

	_Static_assert(sizeof(mm->saved_auxv) >= (MAX_AUX + 1) * sizeof(struct aux_entry), "room");
	memset(mm->saved_auxv, 0, sizeof(mm->saved_auxv));
	memcpy(mm->saved_auxv, s->aux, s->nr_aux * sizeof(*s->aux));
	mm->start_stack = s->sp;
	mm->arg_start = s->arg_start;
	mm->arg_end = s->arg_end;
	mm->env_start = s->env_start;
	mm->env_end = s->env_end;
	l->b->sp = s->sp;
}

static int fill_stack(struct load *l)
{
	const struct exec_strings *str = &l->b->strings;
	struct aux_vector v = { .n = 0 };
	struct initstack s = {
		.is_64bit = l->image.is_64bit, .top = l->stack_top,
		.skew = randomize(l) ? exec_draw(DRAW_SKEW) % STACK_SKEW : 0,
		.strings = str->mem + str->p, .strings_size = str->size - str->p,
		.argc = str->argc, .envc = str->envc, .platform = l->b->abi->machine, .aux = v.e,
	};
	void *bytes;
	bool ok;

	make_aux(l, &v);
	s.nr_aux = v.n;
	get_random_bytes(s.random, sizeof(s.random));
	bytes = initstack_layout(&s) ? kmalloc(s.size) : NULL;
	if (!bytes)
		return fail(l->b, -ENOMEM, "not enough memory for its arguments");
	initstack_fill(&s, bytes);
	ok = access_remote(l->mm, s.sp, bytes, s.size, true) == 0;
	kfree(bytes);
	note_stack(l, &s);
	return ok ? 0 : fail(l->b, -ENOMEM, "not enough memory for its stack");
}

/* --- all of it --- */

static int fill_space(struct load *l)
{
	int err = map_stack(l);

	if (!err)
		err = map_images(l);
	if (err)
		return err;
	place_brk(l);
	note_bounds(l);
	err = map_vdso(l->mm, l->b->abi);
	if (err)
		return fail(l->b, err, "no room for the vDSO in the address space");
	if (l->b->personality & MMAP_PAGE_ZERO) /* System V programs dereference null pointers */
		(void)do_mmap(l->mm, NULL, 0, PAGE_SIZE, PROT_READ | PROT_EXEC,
			      MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS, 0);
	return fill_stack(l);
}

/* The entry is where the interpreter begins, if there is one. */
static void hand_over(struct load *l)
{
	struct linux_binprm *b = l->b;

	b->entry = l->interp_file ? l->interp.entry + l->interp_bias : l->image.entry + l->bias;
	b->mm = l->mm;
	l->mm = NULL;
}

int load_elf_binary(struct linux_binprm *b)
{
	struct load l = { .b = b };
	uint32_t old = current->personality;
	int err;

	err = read_images(&l);
	if (!err)
		err = make_space(&l);
	if (!err) {
		current->personality = b->personality; /* mmap looks at it */
		err = fill_space(&l);
		current->personality = old;
	}
	if (!err)
		hand_over(&l);
	if (l.mm)
		mm_put(l.mm);
	if (l.interp_file)
		exec_file_put(l.interp_file);
	free_image(&l.image);
	free_image(&l.interp);
	return err;
}
