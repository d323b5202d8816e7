/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Segments that a program makes: TLS slots of the GDT, the LDT; and signals that meet them. */
#include <asm/ldt.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ucontext.h>

#include "guest.h"

#define BAD 8

static unsigned data[16] __attribute__((aligned(64)));
static unsigned *low; /* the same below 4 GiB, for 64-bit programs */

/* The one that libc does not use. */
#ifdef __x86_64__
#define SEG "%%gs"
#else
#define SEG "%%fs"
#endif

static unsigned read_through(unsigned selector, unsigned offset)
{
	unsigned old, value;

	asm volatile("mov " SEG ", %0; mov %2, " SEG "; movl " SEG ":(%3), %1; mov %0, " SEG
		     : "=&r"(old), "=&r"(value)
		     : "r"(selector), "r"((unsigned long)offset));
	return value;
}

static void print_desc(const struct user_desc *d)
{
	printf("entry %d base %d limit %#x 32bit %d contents %d ro %d pages %d absent %d useable %d\n",
	       d->entry_number, d->base_addr == (unsigned long)low, d->limit, d->seg_32bit,
	       d->contents, d->read_exec_only, d->limit_in_pages, d->seg_not_present, d->useable);
}

static struct user_desc desc(int entry)
{
	return (struct user_desc){ .entry_number = entry, .base_addr = (unsigned long)low,
				   .limit = 0xfffff, .seg_32bit = 1, .limit_in_pages = 1,
				   .useable = 1 };
}

static void ldt(void)
{
	struct user_desc d = desc(3);
	unsigned long long table[8];

	show(raw(SYS_modify_ldt, 0, (long)table, sizeof(table), 0, 0, 0));
	show(raw(SYS_modify_ldt, 2, (long)table, sizeof(table), 0, 0, 0));
	show(raw(SYS_modify_ldt, 1, (long)&d, sizeof(d) - 1, 0, 0, 0));
	show(raw(SYS_modify_ldt, 1, BAD, sizeof(d), 0, 0, 0));
	show(raw(SYS_modify_ldt, 7, (long)&d, sizeof(d), 0, 0, 0));
	d.entry_number = 8192;
	show(raw(SYS_modify_ldt, 1, (long)&d, sizeof(d), 0, 0, 0));
	d = desc(3);
	d.contents = 3;
	show(raw(SYS_modify_ldt, 1, (long)&d, sizeof(d), 0, 0, 0));
	show(raw(SYS_modify_ldt, 0x11, (long)&d, sizeof(d), 0, 0, 0));
	d = desc(3);
	show(raw(SYS_modify_ldt, 1, (long)&d, sizeof(d), 0, 0, 0));
	printf("read %x\n", read_through(3 << 3 | 7, 8));
	memset(table, 0x55, sizeof(table));
	show(raw(SYS_modify_ldt, 0, (long)table, sizeof(table), 0, 0, 0));
	printf("bits %#llx %llx %llx\n", table[3] & 0xf0ff00000000ffff, table[2], table[5]);
	show(raw(SYS_modify_ldt, 0, BAD, 8, 0, 0, 0));
	d = desc(5);
	d.limit = 3;
	d.limit_in_pages = 0;
	show(raw(SYS_modify_ldt, 0x11, (long)&d, sizeof(d), 0, 0, 0));
	show(raw(SYS_modify_ldt, 0, (long)table, sizeof(table), 0, 0, 0));
	printf("bits %#llx\n", table[5] & 0xf0ff00000000ffff);
	d = (struct user_desc){ .entry_number = 3, .read_exec_only = 1, .seg_not_present = 1 };
	show(raw(SYS_modify_ldt, 0x11, (long)&d, sizeof(d), 0, 0, 0));
	show(raw(SYS_modify_ldt, 0, (long)table, sizeof(table), 0, 0, 0));
	printf("cleared %d\n", table[3] == 0);
}

#ifdef __i386__
static void tls(void)
{
	struct user_desc d = desc(-1), e;
	unsigned selector;

	show(raw(SYS_set_thread_area, BAD, 0, 0, 0, 0, 0));
	show(raw(SYS_set_thread_area, (long)&d, 0, 0, 0, 0, 0));
	printf("slot %d\n", d.entry_number);
	selector = d.entry_number << 3 | 3;
	printf("read %x\n", read_through(selector, 4));
	e.entry_number = d.entry_number;
	show(raw(SYS_get_thread_area, (long)&e, 0, 0, 0, 0, 0));
	print_desc(&e);
	e.entry_number = 11;
	show(raw(SYS_get_thread_area, (long)&e, 0, 0, 0, 0, 0));
	show(raw(SYS_set_thread_area, (long)&e, 0, 0, 0, 0, 0));
	e.entry_number = 15;
	show(raw(SYS_get_thread_area, (long)&e, 0, 0, 0, 0, 0));
	show(raw(SYS_get_thread_area, BAD, 0, 0, 0, 0, 0));
	d = desc(-1);
	show(raw(SYS_set_thread_area, (long)&d, 0, 0, 0, 0, 0));
	d = desc(-1);
	show(raw(SYS_set_thread_area, (long)&d, 0, 0, 0, 0, 0));
	d = desc(14);
	d.seg_32bit = 0;
	show(raw(SYS_set_thread_area, (long)&d, 0, 0, 0, 0, 0));
	d = desc(14);
	d.contents = 2;
	show(raw(SYS_set_thread_area, (long)&d, 0, 0, 0, 0, 0));
	d = desc(14);
	d.seg_not_present = 1;
	show(raw(SYS_set_thread_area, (long)&d, 0, 0, 0, 0, 0));
	/* A descriptor in use changes under the selector. */
	asm volatile("mov %0, %%fs" : : "r"(selector));
	d = desc(selector >> 3);
	d.base_addr += 16;
	show(raw(SYS_set_thread_area, (long)&d, 0, 0, 0, 0, 0));
	asm volatile("movl %%fs:0, %0; mov %1, %%fs" : "=&r"(selector) : "r"(0));
	printf("read %x\n", selector);
	d = (struct user_desc){ .entry_number = 13 };
	show(raw(SYS_set_thread_area, (long)&d, 0, 0, 0, 0, 0));
	show(raw(SYS_get_thread_area, (long)&d, 0, 0, 0, 0, 0));
	print_desc(&d);
}

static void handler(int sig, siginfo_t *si, void *ctx)
{
	greg_t *g = ((ucontext_t *)ctx)->uc_mcontext.gregs;
	unsigned fs, ds, es, ss;

	(void)si;
	asm volatile("mov %%fs, %0; mov %%ds, %1; mov %%es, %2; mov %%ss, %3"
		     : "=r"(fs), "=r"(ds), "=r"(es), "=r"(ss));
	printf("handler of %d: fs %x ds %x es %x ss %x, were fs %x es %x\n", sig, fs, ds, es, ss,
	       g[REG_FS], g[REG_ES]);
	g[REG_FS] = 0;
}

static void in_signals(void)
{
	struct sigaction sa = { .sa_sigaction = handler, .sa_flags = SA_SIGINFO };
	unsigned selector = 3 << 3 | 7, fs, es;
	struct user_desc d = desc(3);

	raw(SYS_modify_ldt, 0x11, (long)&d, sizeof(d), 0, 0, 0);
	sigaction(SIGUSR1, &sa, NULL);
	asm volatile("push %%es; mov %2, %%fs; mov %2, %%es; mov %3, %%eax; int $0x80\n"
		     "mov %%fs, %0; mov %%es, %1; pop %%es"
		     : "=&r"(fs), "=&r"(es)
		     : "r"(selector), "i"(SYS_kill), "b"(getpid()), "c"(SIGUSR1)
		     : "eax", "memory");
	printf("afterwards fs %x es %x\n", fs, es);
}
#endif

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	low = data;
#ifdef __x86_64__
	low = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	(void)print_desc;
#endif
	for (unsigned i = 0; i < 16; i++)
		low[i] = 0xabc000 + i;
	ldt();
#ifdef __i386__
	tls();
	in_signals();
#endif
	return 0;
}
