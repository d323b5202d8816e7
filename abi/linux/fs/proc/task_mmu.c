/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /proc/PID/maps, smaps, statm, and the Vm lines of status. */
#include "fs/proc/internal.h"

#include "kernel/slab.h"

#define NAME_COLUMN 73 /* where names begin */

static unsigned long long kib(uint64_t pages)
{
	return (unsigned long long)(pages << (PAGE_SHIFT - 10));
}

/* --- maps --- */

static int file_name(struct seq_buf *s, const struct file *f)
{
	char *buf = kmalloc(PATH_MAX), *name;

	if (!buf)
		return -ENOMEM;
	name = d_path(&f->path, buf, PATH_MAX);
	if (!IS_ERR(name))
		seq_escape(s, name, "\n");
	kfree(buf);
	return 0;
}

static int map_line(struct seq_buf *s, __unused struct mm *mm, const struct vma_info *v)
{
	const struct inode *inode = v->file ? v->file->inode : NULL;
	uint32_t dev = inode ? inode->sb->dev : 0;
	size_t start = s->len;

	seq_printf(s, "%08llx-%08llx %c%c%c%c %08llx %02x:%02x %llu ", (unsigned long long)v->start,
		   (unsigned long long)v->end, v->vm_flags & VM_READ ? 'r' : '-',
		   v->vm_flags & VM_WRITE ? 'w' : '-', v->vm_flags & VM_EXEC ? 'x' : '-',
		   v->vm_flags & VM_MAYSHARE ? 's' : 'p',
		   inode ? (unsigned long long)v->pgoff << PAGE_SHIFT : 0, MAJOR(dev), MINOR(dev),
		   inode ? (unsigned long long)inode->ino : 0);
	if (v->file || v->name)
		seq_printf(s, "%*s", (int)max((long)(NAME_COLUMN - (s->len - start)), 0l), "");
	if (v->file && file_name(s, v->file))
		return -ENOMEM;
	if (!v->file && v->name)
		seq_puts(s, v->name);
	seq_putc(s, '\n');
	return 0;
}

static int each_vma(struct seq_buf *s, struct task *t,
		    int (*show)(struct seq_buf *s, struct mm *mm, const struct vma_info *v))
{
	struct vma_info v;
	uaddr_t at = 0;
	int err;

	while (t->mm && mm_next_vma(t->mm, at, &v)) {
		err = show(s, t->mm, &v);
		if (err)
			return err;
		at = v.end;
	}
	return 0;
}

/* And behind them the page that is none of the program's. */
static int each_vma_and_vsyscall(struct seq_buf *s, struct task *t,
				 int (*show)(struct seq_buf *s, struct mm *mm,
					     const struct vma_info *v))
{
	static const struct vma_info vsyscall = { .start = VSYSCALL_PAGE,
						  .end = VSYSCALL_PAGE + PAGE_SIZE,
						  .vm_flags = VM_EXEC,
						  .name = "[vsyscall]" };
	int err = each_vma(s, t, show);

	return err || !t->mm || !t->image->is_64bit ? err : show(s, t->mm, &vsyscall);
}

int proc_maps_show(struct seq_buf *s, struct task *t)
{
	return each_vma_and_vsyscall(s, t, map_line);
}

/* --- smaps --- */

static const struct {
	uint64_t flag;
	const char *word;
} flag_words[] = {
	{ VM_READ, "rd" },	  { VM_WRITE, "wr" },	      { VM_EXEC, "ex" },
	{ VM_SHARED, "sh" },	  { VM_MAYREAD, "mr" },	      { VM_MAYWRITE, "mw" },
	{ VM_MAYEXEC, "me" },	  { VM_MAYSHARE, "ms" },      { VM_GROWSDOWN, "gd" },
	{ VM_LOCKED, "lo" },	  { VM_IO, "io" },	      { VM_SEQ_READ, "sr" },
	{ VM_RAND_READ, "rr" },	  { VM_DONTCOPY, "dc" },      { VM_DONTEXPAND, "de" },
	{ VM_LOCKONFAULT, "lf" }, { VM_ACCOUNT, "ac" },	      { VM_NORESERVE, "nr" },
	{ VM_SYNC, "sf" },	  { VM_WIPEONFORK, "wf" },  { VM_DONTDUMP, "dd" },      { VM_HUGEPAGE, "hg" },
	{ VM_NOHUGEPAGE, "nh" },  { VM_MERGEABLE, "mg" },
	{ VM_DROPPABLE, "dp" },	  { VM_SEALED, "sl" },
};

static void smap_flags(struct seq_buf *s, uint64_t flags)
{
	seq_puts(s, "VmFlags: ");
	for (unsigned i = 0; i < ARRAY_SIZE(flag_words); i++)
		if (flags & flag_words[i].flag)
			seq_printf(s, "%s ", flag_words[i].word);
	seq_putc(s, '\n');
}

static void smap_value(struct seq_buf *s, const char *name, uint64_t pages)
{
	seq_printf(s, "%-16s%8llu kB\n", name, kib(pages));
}

static void smap_bytes(struct seq_buf *s, const char *name, uint64_t bytes)
{
	seq_printf(s, "%-16s%8llu kB\n", name, (unsigned long long)(bytes >> 10));
}

static void smap_usage(struct seq_buf *s, const struct vma_usage *u, bool rollup)
{
	smap_value(s, "Rss:", u->rss);
	smap_bytes(s, "Pss:", u->pss);
	smap_bytes(s, "Pss_Dirty:", u->pss_dirty);
	if (rollup) {
		smap_bytes(s, "Pss_Anon:", u->pss_anon);
		smap_bytes(s, "Pss_File:", u->pss_file);
		smap_bytes(s, "Pss_Shmem:", u->pss_shmem);
	}
	smap_value(s, "Shared_Clean:", u->shared_clean);
	smap_value(s, "Shared_Dirty:", u->shared_dirty);
	smap_value(s, "Private_Clean:", u->private_clean);
	smap_value(s, "Private_Dirty:", u->private_dirty);
	smap_value(s, "Referenced:", u->rss);
	smap_value(s, "Anonymous:", u->anonymous);
	smap_value(s, "KSM:", 0);
	smap_value(s, "LazyFree:", u->lazyfree);
	smap_value(s, "AnonHugePages:", 0);
	smap_value(s, "ShmemPmdMapped:", 0);
	smap_value(s, "FilePmdMapped:", 0);
	smap_value(s, "Shared_Hugetlb:", 0);
	smap_value(s, "Private_Hugetlb:", 0);
	smap_value(s, "Swap:", 0);
	smap_value(s, "SwapPss:", 0);
	smap_bytes(s, "Locked:", u->pss_locked);
}

static int smap_block(struct seq_buf *s, struct mm *mm, const struct vma_info *v)
{
	struct vma_usage u = { 0 };
	int err = map_line(s, mm, v);

	if (err)
		return err;
	mm_add_vma_usage(mm, v->start, &u);
	smap_value(s, "Size:", (v->end - v->start) >> PAGE_SHIFT);
	smap_value(s, "KernelPageSize:", 1);
	smap_value(s, "MMUPageSize:", 1);
	smap_usage(s, &u, false);
	seq_puts(s, "THPeligible:           0\n");
	smap_flags(s, v->vm_flags);
	return 0;
}

/* All mappings as if they were one. */
int proc_smaps_rollup_show(struct seq_buf *s, struct task *t)
{
	struct vma_usage u = { 0 };
	struct vma_info v;
	uaddr_t start = 0, at = 0;

	if (!t->mm)
		return -ESRCH;
	for (bool first = true; mm_next_vma(t->mm, at, &v); first = false) {
		if (first)
			start = v.start;
		mm_add_vma_usage(t->mm, v.start, &u);
		at = v.end;
	}
	seq_printf(s, "%08llx-%08llx ---p 00000000 00:00 0", (unsigned long long)start,
		   (unsigned long long)at);
	seq_printf(s, "%*s[rollup]\n", (int)max((long)(NAME_COLUMN - s->len), 0l), "");
	smap_usage(s, &u, true);
	return 0;
}

int proc_smaps_show(struct seq_buf *s, struct task *t)
{
	return each_vma_and_vsyscall(s, t, smap_block);
}

/* --- what can be told a space --- */

int proc_coredump_filter_show(struct seq_buf *s, struct task *t)
{
	if (t->mm)
		seq_printf(s, "%08x\n", t->mm->dump_filter);
	return 0;
}

/* Bits that nobody knows are ignored. */
int proc_coredump_filter_store(struct task *t, char *text, __unused size_t n)
{
	unsigned value;
	int err = proc_parse_uint(text, &value);

	if (err)
		return err;
	if (!t->mm)
		return -ESRCH;
	t->mm->dump_filter = value & DUMP_FILTER_MASK;
	return 0;
}

/*
 * 1 to 4 forget which pages were touched, which is not kept here (every page that is there counts
 * as touched); 5 forgets the peak.
 */
int proc_clear_refs_store(struct task *t, char *text, __unused size_t n)
{
	int64_t value;

	if (proc_parse_int(text, &value) || value < 1 || value > 5)
		return -EINVAL;
	if (value == 5 && t->mm)
		t->mm->hiwater_rss = t->mm->rss_anon + t->mm->rss_file + t->mm->rss_shmem;
	return 0;
}

/* --- totals --- */

static uint64_t text_pages(const struct mm *mm)
{
	return (align_up(mm->end_code, PAGE_SIZE) - align_down(mm->start_code, PAGE_SIZE)) >>
	       PAGE_SHIFT;
}

int proc_statm_show(struct seq_buf *s, struct task *t)
{
	const struct mm *mm = t->mm;

	if (!mm) {
		seq_puts(s, "0 0 0 0 0 0 0\n");
		return 0;
	}
	seq_printf(s, "%llu %llu %llu %llu 0 %llu 0\n", (unsigned long long)mm->total_vm,
		   (unsigned long long)(mm->rss_anon + mm->rss_file + mm->rss_shmem),
		   (unsigned long long)(mm->rss_file + mm->rss_shmem),
		   (unsigned long long)text_pages(mm),
		   (unsigned long long)(mm->data_vm + mm->stack_vm));
	return 0;
}

static void vm_line(struct seq_buf *s, const char *name, uint64_t pages)
{
	seq_printf(s, "%s:\t%8llu kB\n", name, kib(pages));
}

void proc_status_mm(struct seq_buf *s, const struct mm *mm)
{
	uint64_t rss = mm->rss_anon + mm->rss_file + mm->rss_shmem, text = text_pages(mm);

	vm_line(s, "VmPeak", max(mm->hiwater_vm, mm->total_vm));
	vm_line(s, "VmSize", mm->total_vm);
	vm_line(s, "VmLck", mm->locked_vm);
	vm_line(s, "VmPin", 0);
	vm_line(s, "VmHWM", max(mm->hiwater_rss, rss));
	vm_line(s, "VmRSS", rss);
	vm_line(s, "RssAnon", mm->rss_anon);
	vm_line(s, "RssFile", mm->rss_file);
	vm_line(s, "RssShmem", mm->rss_shmem);
	vm_line(s, "VmData", mm->data_vm);
	vm_line(s, "VmStk", mm->stack_vm);
	vm_line(s, "VmExe", text);
	vm_line(s, "VmLib", mm->exec_vm > text ? mm->exec_vm - text : 0);
	vm_line(s, "VmPTE", mm_pgtable_pages(mm));
	vm_line(s, "VmSwap", 0);
	vm_line(s, "HugetlbPages", 0);
	seq_puts(s, "CoreDumping:\t0\nTHP_enabled:\t0\nuntag_mask:\t0xffffffffffffffff\n");
}
