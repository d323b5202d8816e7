/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "machine.h"

#include <stdio.h>
#include <string.h>

#include "emu/script/script.h"
#include "kernel/cred.h"

static struct {
	struct kernel *k;
	pfn_t frames;
	size_t objects;
	struct fs_counts fs;
} machine;

static int setup(uint64_t mem_size)
{
	struct kernel_config config = { .mem_size = mem_size, .seed = 1, .hostname = "test" };
	const char *why;

	if (kernel_boot(&machine.k, &config, &script_cpu, &why)) {
		fprintf(stderr, "boot: %s\n", why);
		return -1;
	}
	kernel_enter(machine.k);
	current = task_create_init();
	assert_non_null(current);
	fs_count(&machine.fs);
	machine.frames = kernel->mem->used;
	machine.objects = arena_objects(kernel->arena);
	current->mm = mm_create(&abi_x64);
	assert_non_null(current->mm);
	return 0;
}

int machine_setup(__unused void **state)
{
	return setup(64 << 20);
}

int machine_setup_small(__unused void **state)
{
	return setup(4 << 20);
}

int machine_teardown(__unused void **state)
{
	struct fs_counts fs;

	kernel->mem->fail_nth = 0;
	arena_fail_nth(kernel->arena, 0);
	check_mm(current->mm);
	mm_put(current->mm);
	current->mm = NULL;
	for (int fd = files_next(current->files, 0); fd >= 0; fd = files_next(current->files, fd + 1))
		fd_close(fd);
	fs_count(&fs);
	assert_int_equal(fs.files, machine.fs.files);
	assert_int_equal(fs.inodes, machine.fs.inodes);
	assert_int_equal(fs.dentries, machine.fs.dentries);
	assert_int_equal(kernel->mem->used, machine.frames);
	assert_int_equal(arena_objects(kernel->arena), machine.objects);
	current = NULL;
	kernel_enter(NULL);
	kernel_destroy(machine.k);
	return 0;
}

uaddr_t map_at(unsigned page, unsigned pages, unsigned prot)
{
	uaddr_t addr = AREA + page * PG;

	assert_int_equal(call(mmap, addr, pages * PG, prot, ANON | MAP_FIXED, -1, 0), addr);
	return addr;
}

int make_file(uint64_t size)
{
	struct file *f = shmem_file_setup("test", 0, O_RDWR);
	char page[PAGE_SIZE];
	loff_t pos = 0;
	int fd;

	assert_false(IS_ERR(f));
	for (int c = 'a'; (uint64_t)pos < size; c++) {
		size_t part = min(size - pos, PAGE_SIZE);

		memset(page, c, sizeof(page));
		assert_int_equal(kernel_write(f, page, part, &pos), part);
	}
	assert_int_equal(fd_reserve(&fd, 0), 0);
	fd_install(fd, f);
	return fd;
}

/* As an engine's TLB fill: look, ask the kernel, look again. */
static uint8_t *reach(uaddr_t addr, enum cpu_access access, int *signo)
{
	pte_t want = PTE_PRESENT | PTE_USER | (access == CPU_WRITE ? PTE_WRITE : 0);
	int code;

	for (int tries = 0; tries < 2; tries++) {
		pte_t *ptep = pte_lookup(kernel->mem, current->mm->root, addr);

		if (ptep && (*ptep & want) == want)
			return (uint8_t *)frame_data(kernel->mem, pte_pfn(*ptep)) +
			       offset_in_page(addr);
		if (!handle_mm_fault(current->mm, addr & PAGE_MASK, access))
			break;
	}
	mm_fault_reason(current->mm, addr, access, signo, &code);
	return NULL;
}

int peek(uaddr_t addr)
{
	int signo;
	const uint8_t *p = reach(addr, CPU_READ, &signo);

	return p ? *p : -signo;
}

int poke(uaddr_t addr, uint8_t byte)
{
	int signo;
	uint8_t *p = reach(addr, CPU_WRITE, &signo);

	if (!p)
		return -signo;
	*p = byte;
	return 0;
}

const char *maps(void)
{
	static char text[4096];
	struct vma_info v;
	size_t n = 0;

	text[0] = '\0';
	for (uaddr_t at = AREA; mm_next_vma(current->mm, at, &v); at = v.end) {
		if (v.start >= AREA + (1 << 30))
			break;
		n += snprintf(text + n, sizeof(text) - n, "%c%c%c%c %d %d;",
			      v.vm_flags & VM_READ ? 'r' : '-', v.vm_flags & VM_WRITE ? 'w' : '-',
			      v.vm_flags & VM_EXEC ? 'x' : '-',
			      v.vm_flags & VM_MAYSHARE ? 's' : 'p',
			      (int)((int64_t)(v.start - AREA) / (int64_t)PG),
			      (int)((int64_t)(v.end - AREA) / (int64_t)PG));
	}
	return text;
}

void become_unprivileged(void)
{
	struct cred *c = prepare_creds();

	assert_non_null(c);
	c->uid = c->euid = c->suid = c->fsuid = 1000;
	c->cap_effective = c->cap_permitted = 0;
	commit_creds(c);
}

static uint64_t slow_max_gap(const struct avl_node *n)
{
	uint64_t gap;

	if (!n)
		return 0;
	gap = max(slow_max_gap(n->left), slow_max_gap(n->right));
	return max(gap, vma_of(n)->gap);
}

void check_mm(struct mm *mm)
{
	uint64_t total = 0, locked = 0, rss = 0, found = 0;
	unsigned n = 0;
	uaddr_t end = 0;

	for (struct vma *vma = vma_find(mm, 0); vma; vma = vma_next(vma)) {
		struct pte_walk w = pte_walk_range(mm, vma->start, vma->end);
		uaddr_t low = vm_start_gap(vma);

		assert_true(vma->start < vma->end && vma->start >= end);
		assert_int_equal(vma->gap, low > end ? low - end : 0);
		assert_int_equal(vma->max_gap, slow_max_gap(&vma->node));
		end = vma->end;
		total += vma_pages(vma);
		locked += vma->flags & VM_LOCKED ? vma_pages(vma) : 0;
		n++;
		for (; pte_walk_next(&w); found++)
			rss += !is_zero_pfn(pte_pfn(*w.ptep)) && !(vma->flags & VM_SPECIAL);
	}
	assert_int_equal(mm->nr_vmas, n);
	assert_int_equal(mm->total_vm, total);
	assert_int_equal(mm->locked_vm, locked);
	assert_int_equal(mm->rss_anon + mm->rss_file + mm->rss_shmem, rss);
	/* Nothing is held outside of mappings. */
	struct pte_walk all = pte_walk_range(mm, 0, USER_TOP);

	while (pte_walk_next(&all))
		found--;
	assert_int_equal(found, 0);
}

/* Until there is one. */
__attribute__((weak)) struct super_block *proc_create(void)
{
	return tmpfs_create(0, 0555);
}
