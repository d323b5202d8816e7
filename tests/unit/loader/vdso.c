/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The vDSOs as a C library's start-up sees them: one page, the names and versions of Linux's. */
#include <gelf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "loader/image.h"
#include "loader/vdso/vdso.h"

struct view {
	const uint8_t *start;
	size_t size;
	Elf *elf;
	Elf_Data *sym, *ver, *verdef;
	GElf_Shdr symhdr, defhdr;
};

static void open_view(struct view *v, const uint8_t *start, const uint8_t *end)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr sh;

	elf_version(EV_CURRENT);
	*v = (struct view){ .start = start, .size = (size_t)(end - start) };
	v->elf = elf_memory((char *)start, v->size);
	assert_non_null(v->elf);
	while ((scn = elf_nextscn(v->elf, scn))) {
		assert_non_null(gelf_getshdr(scn, &sh));
		if (sh.sh_type == SHT_DYNSYM) {
			v->sym = elf_getdata(scn, NULL);
			v->symhdr = sh;
		} else if (sh.sh_type == SHT_GNU_versym) {
			v->ver = elf_getdata(scn, NULL);
		} else if (sh.sh_type == SHT_GNU_verdef) {
			v->verdef = elf_getdata(scn, NULL);
			v->defhdr = sh;
		}
	}
	assert_non_null(v->sym);
	assert_non_null(v->ver);
	assert_non_null(v->verdef);
}

static const char *version_name(const struct view *v, unsigned index)
{
	GElf_Verdef def;
	GElf_Verdaux aux;
	int at = 0;

	for (;;) {
		assert_non_null(gelf_getverdef(v->verdef, at, &def));
		if (def.vd_ndx == index) {
			assert_non_null(gelf_getverdaux(v->verdef, at + (int)def.vd_aux, &aux));
			return elf_strptr(v->elf, v->defhdr.sh_link, aux.vda_name);
		}
		assert_int_not_equal(def.vd_next, 0);
		at += (int)def.vd_next;
	}
}

/* Value of name@version; fails the test when there is none. */
static uint64_t lookup(const struct view *v, const char *name, const char *version)
{
	GElf_Versym ver;
	GElf_Sym sym;
	int i, n = (int)(v->symhdr.sh_size / v->symhdr.sh_entsize);

	for (i = 1; i < n; i++) {
		assert_non_null(gelf_getsym(v->sym, i, &sym));
		if (sym.st_shndx == SHN_ABS ||
		    strcmp(elf_strptr(v->elf, v->symhdr.sh_link, sym.st_name), name))
			continue;
		assert_non_null(gelf_getversym(v->ver, i, &ver));
		assert_string_equal(version_name(v, ver & 0x7fff), version);
		assert_int_equal(GELF_ST_TYPE(sym.st_info), STT_FUNC);
		return sym.st_value;
	}
	fail_msg("no symbol %s", name);
	return 0;
}

static void each_is_one_page_that_maps_as_it_is(void **state)
{
	const uint8_t *images[2][2] = { { vdso32_image, vdso32_image_end },
					{ vdso64_image, vdso64_image_end } };
	GElf_Phdr ph;
	struct view v;
	size_t n, i;
	int loads = 0;

	(void)state;
	for (unsigned k = 0; k < 2; k++) {
		open_view(&v, images[k][0], images[k][1]);
		assert_true(v.size <= PAGE_SIZE);
		assert_int_equal(elf_getphdrnum(v.elf, &n), 0);
		for (i = 0; i < n; i++) {
			assert_non_null(gelf_getphdr(v.elf, (int)i, &ph));
			assert_int_equal(ph.p_vaddr, ph.p_offset);
			if (ph.p_type != PT_LOAD)
				continue;
			loads++;
			assert_int_equal(ph.p_offset, 0);
			assert_int_equal(ph.p_flags, PF_R | PF_X);
		}
		elf_end(v.elf);
	}
	assert_int_equal(loads, 2);
}

static void x86_64_has_linux_names(void **state)
{
	static const char *const names[] = { "clock_gettime", "gettimeofday", "time",
					     "clock_getres", "getcpu" };
	char full[64];
	struct view v;

	(void)state;
	open_view(&v, vdso64_image, vdso64_image_end);
	for (unsigned i = 0; i < ARRAY_SIZE(names); i++) {
		strcpy(full, "__vdso_");
		strcat(full, names[i]);
		assert_int_equal(lookup(&v, full, "LINUX_2.6"), lookup(&v, names[i], "LINUX_2.6"));
	}
	elf_end(v.elf);
}

static void i386_has_linux_names_and_the_offsets_of_the_header(void **state)
{
	static const char *const names[] = { "__vdso_clock_gettime", "__vdso_gettimeofday",
					     "__vdso_time", "__vdso_clock_getres",
					     "__vdso_clock_gettime64", "__vdso_getcpu" };
	struct view v;

	(void)state;
	open_view(&v, vdso32_image, vdso32_image_end);
	for (unsigned i = 0; i < ARRAY_SIZE(names); i++)
		assert_int_not_equal(lookup(&v, names[i], "LINUX_2.6"), 0);
	assert_int_equal(lookup(&v, "__kernel_vsyscall", "LINUX_2.5"), VDSO32_kernel_vsyscall);
	assert_int_equal(lookup(&v, "__kernel_sigreturn", "LINUX_2.5"), VDSO32_kernel_sigreturn);
	assert_int_equal(lookup(&v, "__kernel_rt_sigreturn", "LINUX_2.5"),
			 VDSO32_kernel_rt_sigreturn);
	elf_end(v.elf);
}

/* Restarted calls come back two bytes before the landing pad; debuggers know these bytes. */
static void the_bytes_that_others_rely_on(void **state)
{
	static const uint8_t vsyscall[] = { 0x51, 0x52, 0x55, 0x89, 0xe5, 0x0f, 0x34,
					    0xcd, 0x80, 0x5d, 0x5a, 0x59, 0xc3 };
	static const uint8_t sigreturn[] = { 0x58, 0xb8, 119, 0, 0, 0, 0xcd, 0x80 };
	static const uint8_t rt_sigreturn[] = { 0xb8, 173, 0, 0, 0, 0xcd, 0x80 };

	(void)state;
	assert_memory_equal(vdso32_image + VDSO32_kernel_vsyscall, vsyscall, sizeof(vsyscall));
	assert_int_equal(VDSO32_int80_landing_pad, VDSO32_kernel_vsyscall + 9);
	assert_memory_equal(vdso32_image + VDSO32_kernel_sigreturn, sigreturn, sizeof(sigreturn));
	assert_memory_equal(vdso32_image + VDSO32_kernel_rt_sigreturn, rt_sigreturn,
			    sizeof(rt_sigreturn));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_one_page_that_maps_as_it_is),
		cmocka_unit_test(x86_64_has_linux_names),
		cmocka_unit_test(i386_has_linux_names_and_the_offsets_of_the_header),
		cmocka_unit_test(the_bytes_that_others_rely_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
