/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: link static static-pie */
/* The vDSO as a program finds it: through AT_SYSINFO_EHDR, by name and version. */
#include <elf.h>
#include <sys/auxv.h>
#include <sys/time.h>
#include <time.h>

#include "guest.h"

#ifdef __i386__
typedef Elf32_Ehdr Ehdr;
typedef Elf32_Phdr Phdr;
typedef Elf32_Dyn Dyn;
typedef Elf32_Sym Sym;
typedef Elf32_Verdef Verdef;
typedef Elf32_Verdaux Verdaux;
#define ST_TYPE ELF32_ST_TYPE
#else
typedef Elf64_Ehdr Ehdr;
typedef Elf64_Phdr Phdr;
typedef Elf64_Dyn Dyn;
typedef Elf64_Sym Sym;
typedef Elf64_Verdef Verdef;
typedef Elf64_Verdaux Verdaux;
#define ST_TYPE ELF64_ST_TYPE
#endif

static struct {
	const char *base; /* what addresses in the file are relative to */
	const char *str;
	const Sym *sym;
	const uint16_t *ver;
	const char *verdef;
	const uint32_t *hash;
	uint32_t nsyms;
} v;

static uint32_t gnu_nsyms(const uint32_t *h)
{
	const uint32_t *bucket = h + 4 + h[2] * sizeof(long) / 4, *chain = bucket + h[0];
	uint32_t last = 0;

	for (uint32_t i = 0; i < h[0]; i++)
		if (bucket[i] > last)
			last = bucket[i];
	while (last && !(chain[last - h[1]] & 1))
		last++;
	return last + 1;
}

static void dynamic(const Dyn *d)
{
	for (; d->d_tag; d++) {
		const char *p = v.base + d->d_un.d_ptr;

		switch (d->d_tag) {
		case DT_STRTAB: v.str = p; break;
		case DT_SYMTAB: v.sym = (const Sym *)p; break;
		case DT_VERSYM: v.ver = (const uint16_t *)p; break;
		case DT_VERDEF: v.verdef = p; break;
		case DT_HASH: v.nsyms = ((const uint32_t *)p)[1]; break;
		case DT_GNU_HASH: v.hash = (const uint32_t *)p; break;
		}
	}
	if (!v.nsyms && v.hash)
		v.nsyms = gnu_nsyms(v.hash);
}

static int open_vdso(void)
{
	const Ehdr *eh = (const Ehdr *)getauxval(AT_SYSINFO_EHDR);
	const Phdr *ph;

	if (!eh || memcmp(eh->e_ident, ELFMAG, SELFMAG))
		return 0;
	ph = (const Phdr *)((const char *)eh + eh->e_phoff);
	for (int i = 0; i < eh->e_phnum; i++)
		if (ph[i].p_type == PT_LOAD)
			v.base = (const char *)eh + ph[i].p_offset - ph[i].p_vaddr;
	for (int i = 0; i < eh->e_phnum; i++)
		if (ph[i].p_type == PT_DYNAMIC)
			dynamic((const Dyn *)((const char *)eh + ph[i].p_offset));
	return v.nsyms && v.str && v.sym && v.ver && v.verdef;
}

static const char *version(unsigned index)
{
	const char *p = v.verdef;

	for (;;) {
		const Verdef *def = (const Verdef *)p;

		if (def->vd_ndx == index)
			return v.str + ((const Verdaux *)(p + def->vd_aux))->vda_name;
		if (!def->vd_next)
			return "?";
		p += def->vd_next;
	}
}

static void *lookup(const char *name)
{
	for (uint32_t i = 0; i < v.nsyms; i++)
		if (v.sym[i].st_shndx && ST_TYPE(v.sym[i].st_info) == STT_FUNC &&
		    !strcmp(v.str + v.sym[i].st_name, name)) {
			printf("%s@%s\n", name, version(v.ver[i] & 0x7fff));
			return (void *)(v.base + v.sym[i].st_value);
		}
	printf("%s: none\n", name);
	exit(1);
}

static int close_to(long long a, long long b)
{
	return a - b <= 1 && b - a <= 1;
}

typedef long call2(long, void *);
typedef long callp(void *, void *);
typedef long call1(void *);

static void clocks(void)
{
	call2 *gettime = (call2 *)lookup("__vdso_clock_gettime");
	call2 *getres = (call2 *)lookup("__vdso_clock_getres");
	callp *day = (callp *)lookup("__vdso_gettimeofday");
	call1 *seconds = (call1 *)lookup("__vdso_time");
	struct timespec t, k;
	struct timeval tv;
	time_t stored;

	show(gettime(CLOCK_MONOTONIC, &t));
	clock_gettime(CLOCK_MONOTONIC, &k);
	printf("monotonic: %d\n", close_to(t.tv_sec, k.tv_sec));
	show(gettime(CLOCK_REALTIME, &t));
	show(day(&tv, NULL));
	printf("of day: %d\n", close_to(tv.tv_sec, t.tv_sec));
	printf("seconds: %d\n", close_to(seconds(&stored), t.tv_sec));
	printf("stored: %d\n", close_to(stored, t.tv_sec));
	show(getres(CLOCK_MONOTONIC, &t));
	printf("resolution %ld\n", (long)t.tv_nsec);
	printf("bad clock: %ld\n", gettime(77, &t)); /* the kernel's answer as it is */
	printf("bad clock: %ld\n", getres(77, &t));
	show(getres(CLOCK_REALTIME, NULL));
}

#ifdef __i386__
static void others(void)
{
	call2 *gettime64 = (call2 *)lookup("__vdso_clock_gettime64");
	struct { int64_t sec, nsec; } t;
	struct timespec k;
	long pid;

	show(gettime64(CLOCK_REALTIME, &t));
	clock_gettime(CLOCK_REALTIME, &k);
	printf("64 bits: %d\n", close_to(t.sec, k.tv_sec));
	lookup("__kernel_sigreturn");
	lookup("__kernel_rt_sigreturn");
	printf("AT_SYSINFO is __kernel_vsyscall: %d\n",
	       lookup("__kernel_vsyscall") == (void *)getauxval(AT_SYSINFO));
	asm volatile("call *%1" : "=a"(pid) : "r"(getauxval(AT_SYSINFO)), "0"(SYS_getpid)
		     : "memory");
	printf("getpid: %d\n", pid == getpid());
}
#else
static void others(void)
{
	long (*getcpu)(unsigned *, unsigned *, void *) = lookup("__vdso_getcpu");
	unsigned cpu = -1;

	show(getcpu(&cpu, NULL, NULL));
	printf("a cpu: %d\n", cpu < 65536);
	lookup("clock_gettime");
	lookup("gettimeofday");
	lookup("time");
}
#endif

int main(void)
{
	printf("vDSO: %d\n", open_vdso());
	clocks();
	others();
	return 0;
}
