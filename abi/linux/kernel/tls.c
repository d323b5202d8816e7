/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Segment descriptors that a program makes for itself: three in the GDT for its thread, and the
 * LDT of its address space (arch/x86/kernel/tls.c and ldt.c).
 */
#include "kernel/tls.h"
#include <string.h>
#include "kernel/internal.h"
#include "kernel/slab.h"
#include "mm/mm.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/ldt.h"

/* --- descriptors --- */

#define DESC_ACCESSED BIT(40) /* preset, so that the CPU need not write to the table */
#define DESC_WRITABLE BIT(41)
#define DESC_CONTENTS_SHIFT 42
#define DESC_USER (BIT(44) | 3ull << 45) /* a code or data segment, DPL 3 */
#define DESC_PRESENT BIT(47)
#define DESC_AVL BIT(52)
#define DESC_LONG BIT(53)
#define DESC_32BIT BIT(54)
#define DESC_PAGES BIT(55)

/* The two ways to say "no descriptor": all zero, and the one that modify_ldt documents. */
static bool is_zero(const struct linux_user_desc *d)
{
	return !(d->base_addr | d->limit | d->contents | d->read_exec_only | d->seg_32bit |
		 d->limit_in_pages | d->seg_not_present | d->useable);
}

static bool is_empty(const struct linux_user_desc *d)
{
	return !(d->base_addr | d->limit | d->contents | d->seg_32bit | d->limit_in_pages |
		 d->useable) &&
	       d->read_exec_only && d->seg_not_present && (in_compat_syscall() || !d->lm);
}

static uint64_t pack(const struct linux_user_desc *d)
{
	uint64_t v = DESC_USER | DESC_ACCESSED;

	v |= d->limit & 0xffff;
	v |= (uint64_t)(d->base_addr & 0xffffff) << 16;
	v |= d->read_exec_only ? 0 : DESC_WRITABLE;
	v |= (uint64_t)d->contents << DESC_CONTENTS_SHIFT;
	v |= d->seg_not_present ? 0 : DESC_PRESENT;
	v |= (uint64_t)(d->limit >> 16 & 0xf) << 48;
	v |= d->useable ? DESC_AVL : 0;
	v |= d->seg_32bit ? DESC_32BIT : 0;
	v |= d->limit_in_pages ? DESC_PAGES : 0;
	v |= (uint64_t)(d->base_addr >> 24) << 56;
	return v;
}

static void unpack(struct linux_user_desc *d, uint64_t v)
{
	memset(d, 0, sizeof(*d));
	d->base_addr = (uint32_t)(v >> 16 & 0xffffff) | (uint32_t)(v >> 56) << 24;
	d->limit = (uint32_t)(v & 0xffff) | (uint32_t)(v >> 48 & 0xf) << 16;
	d->seg_32bit = !!(v & DESC_32BIT);
	d->contents = v >> DESC_CONTENTS_SHIFT & 3;
	d->read_exec_only = !(v & DESC_WRITABLE);
	d->limit_in_pages = !!(v & DESC_PAGES);
	d->seg_not_present = !(v & DESC_PRESENT);
	d->useable = !!(v & DESC_AVL);
	d->lm = !!(v & DESC_LONG);
}

/* --- the thread's three --- */

/* Only 32-bit present data segments; conforming and 16-bit ones are refused. */
static bool tls_desc_okay(const struct linux_user_desc *d)
{
	if (is_empty(d) || is_zero(d))
		return true;
	return d->seg_32bit && d->contents <= 1 && !d->seg_not_present;
}

static int free_tls_slot(void)
{
	for (int i = 0; i < NR_TLS; i++)
		if (!current->tls_array[i])
			return GDT_ENTRY_TLS_MIN + i;
	return -ESRCH;
}

/* Whoever has the old descriptor loaded, gets the new one. */
static void reload_users_of(uint16_t selector)
{
	static const enum cpu_reg all[] = { CPU_DS, CPU_ES, CPU_FS, CPU_GS };

	for (unsigned i = 0; i < ARRAY_SIZE(all); i++)
		if ((uint16_t)task_get_reg(current, all[i]) == selector)
			kernel->cpu_ops->set_segment(kernel->cpu, all[i], selector);
}

/* clone(CLONE_SETTLS): into a slot that the caller names, in a task that does not run yet. */
int set_thread_area_of(struct task *t, uaddr_t u_info)
{
	struct linux_user_desc d;

	if (copy_from_user(&d, u_info, sizeof(d)))
		return -EFAULT;
	if (!tls_desc_okay(&d))
		return -EINVAL;
	if (d.entry_number < GDT_ENTRY_TLS_MIN || d.entry_number > GDT_ENTRY_TLS_MAX)
		return -EINVAL;
	t->tls_array[d.entry_number - GDT_ENTRY_TLS_MIN] = is_empty(&d) || is_zero(&d) ? 0 : pack(&d);
	return 0;
}

void reload_tls_segments(void)
{
	for (unsigned slot = GDT_ENTRY_TLS_MIN; slot <= GDT_ENTRY_TLS_MAX; slot++)
		reload_users_of((uint16_t)(slot << 3 | 3));
}

SYSCALL_DEFINE1(set_thread_area, uuser_desc_t, u_info)
{
	struct linux_user_desc d;
	int slot;

	if (copy_from_user(&d, u_info, sizeof(d)))
		return -EFAULT;
	if (!tls_desc_okay(&d))
		return -EINVAL;
	slot = d.entry_number;
	if (slot == -1) {
		slot = free_tls_slot();
		if (slot < 0)
			return slot;
		if (put_user((uint32_t)slot, u_info))
			return -EFAULT;
	}
	if (slot < GDT_ENTRY_TLS_MIN || slot > GDT_ENTRY_TLS_MAX)
		return -EINVAL;
	current->tls_array[slot - GDT_ENTRY_TLS_MIN] = is_empty(&d) || is_zero(&d) ? 0 : pack(&d);
	kernel->cpu_ops->set_tls(kernel->cpu, slot - GDT_ENTRY_TLS_MIN,
				 current->tls_array[slot - GDT_ENTRY_TLS_MIN]);
	reload_users_of(slot << 3 | 3);
	return 0;
}

SYSCALL_DEFINE1(get_thread_area, uuser_desc_inout_t, u_info)
{
	struct linux_user_desc d;
	uint32_t slot;

	if (get_user(slot, u_info))
		return -EFAULT;
	if (slot < GDT_ENTRY_TLS_MIN || slot > GDT_ENTRY_TLS_MAX)
		return -EINVAL;
	unpack(&d, current->tls_array[slot - GDT_ENTRY_TLS_MIN]);
	d.entry_number = slot;
	return copy_to_user(u_info, &d, sizeof(d)) ? -EFAULT : 0;
}

/* --- the LDT --- */

static long read_ldt(uaddr_t to, uint64_t bytes)
{
	const struct mm *mm = current->mm;
	uint64_t have = (uint64_t)mm->ldt_entries * LDT_ENTRY_SIZE;

	if (!mm->ldt)
		return 0;
	bytes = min(bytes, (uint64_t)LDT_ENTRY_SIZE * LDT_ENTRIES);
	have = min(have, bytes);
	if (copy_to_user(to, mm->ldt, have) || clear_user(to + have, bytes - have))
		return -EFAULT;
	return bytes;
}

/* What the default LDT of Linux/i386 once held: five zero entries, on x86-64 sixteen. */
static long read_default_ldt(uaddr_t to, uint64_t bytes)
{
	bytes = min(bytes, (uint64_t)(16 * LDT_ENTRY_SIZE));
	return clear_user(to, bytes) ? -EFAULT : (long)bytes;
}

static int ldt_grow(struct mm *mm, unsigned entries)
{
	uint64_t *ldt;

	if (entries <= mm->ldt_entries)
		return 0;
	ldt = kcalloc(entries, LDT_ENTRY_SIZE);
	if (!ldt)
		return -ENOMEM;
	if (mm->ldt)
		memcpy(ldt, mm->ldt, (size_t)mm->ldt_entries * LDT_ENTRY_SIZE);
	kfree(mm->ldt);
	mm->ldt = ldt;
	mm->ldt_entries = entries;
	return 0;
}

/* Old mode (function 1) has no "useable" bit, cannot mark code not present, and clears by zeroes. */
static long write_ldt(uaddr_t from, uint64_t bytes, bool old_mode)
{
	struct mm *mm = current->mm;
	struct linux_user_desc d;
	uint64_t v = 0;
	int err;

	if (bytes != sizeof(d))
		return -EINVAL;
	if (copy_from_user(&d, from, sizeof(d)))
		return -EFAULT;
	if (d.entry_number >= LDT_ENTRIES)
		return -EINVAL;
	if (d.contents == 3 && (old_mode || !d.seg_not_present))
		return -EINVAL;
	if (!(old_mode && !d.base_addr && !d.limit) && !is_empty(&d)) {
		v = pack(&d);
		if (old_mode)
			v &= ~DESC_AVL;
	}
	err = ldt_grow(mm, d.entry_number + 1);
	if (err)
		return err;
	mm->ldt[d.entry_number] = v;
	kernel->cpu_ops->set_ldt(kernel->cpu, mm->ldt, mm->ldt_entries);
	reload_users_of(d.entry_number << 3 | 7);
	return 0;
}

/* The result is an int in a register: a 64-bit caller finds its upper half zero. */
SYSCALL_DEFINE3(modify_ldt, int_t, func, uinout_t, ptr, ulong_t, bytecount)
{
	long ret = -ENOSYS;

	switch (func) {
	case 0:
		ret = read_ldt(ptr, bytecount);
		break;
	case 1:
		ret = write_ldt(ptr, bytecount, true);
		break;
	case 2:
		ret = read_default_ldt(ptr, bytecount);
		break;
	case 0x11:
		ret = write_ldt(ptr, bytecount, false);
		break;
	}
	return (uint32_t)ret;
}
