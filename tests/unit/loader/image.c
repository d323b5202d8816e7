/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the loader says of ELF files: sound ones, and broken ones with errno and reason. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "elf_file.h"

static int read_as(struct image *img, const struct elf_file *f, enum image_role role,
		   const char **why)
{
	unsigned char *bytes = elf_bytes(f);
	struct elf_reader r;
	int err;

	elf_reader_init(&r, bytes, f->size);
	err = image_read(img, &r.src, role, why);
	free(bytes);
	return err;
}

static void free_read(struct image *img)
{
	struct elf_reader r;

	elf_reader_init(&r, NULL, 0);
	image_free(img, &r.src);
	assert_int_equal(elf_live, 0);
}

static void assert_refused(const struct elf_file *f, const char *reason)
{
	struct image img;
	const char *why = NULL;

	assert_int_equal(read_as(&img, f, IMAGE_PROGRAM, &why), -ENOEXEC);
	assert_string_equal(why, reason);
	assert_int_equal(elf_live, 0);
}

/* --- sound files --- */

static void a_static_program_is_two_segments(void **state)
{
	const int widths[] = { 32, 64 };

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		struct elf_file f = elf_static(widths[i]);
		uint64_t base = f.ph[0].p_vaddr;
		struct image img;
		const char *why;

		assert_int_equal(read_as(&img, &f, IMAGE_PROGRAM, &why), 0);
		assert_null(why);
		assert_int_equal(img.is_64bit, widths[i] == 64);
		assert_false(img.pie);
		assert_null(img.interp);
		assert_int_equal(img.entry, base + 0x1000);
		assert_int_equal(img.phdr, base + f.eh.e_phoff);
		assert_int_equal(img.phnum, 3);
		assert_int_equal(img.phent, f.eh.e_phentsize);
		assert_int_equal(img.align, 0x1000);
		assert_int_equal(img.low, base);
		assert_int_equal(img.high, base + 0x7000);
		assert_int_equal(img.brk, base + 0x7000);
		assert_int_equal(img.start_code, base);
		assert_int_equal(img.end_code, base + 0x1800);
		assert_int_equal(img.start_data, base + 0x3000);
		assert_int_equal(img.end_data, base + 0x3200);
		assert_int_equal(img.stack, IMAGE_STACK_NOEXEC);
		assert_int_equal(img.nr_segments, 2);
		assert_int_equal(img.segments[0].prot, IMAGE_READ | IMAGE_EXEC);
		assert_int_equal(img.segments[1].prot, IMAGE_READ | IMAGE_WRITE);
		assert_int_equal(img.segments[1].memsz, 0x4000);
		free_read(&img);
	}
}

static void a_pie_says_what_alignment_it_needs(void **state)
{
	struct elf_file f = elf_pie(64);
	struct image img;
	const char *why;

	(void)state;
	f.ph[0].p_align = 0x200000;
	f.ph[1].p_align = 0x300000; /* no power of two: Linux ignores it */
	assert_int_equal(read_as(&img, &f, IMAGE_PROGRAM, &why), 0);
	assert_true(img.pie);
	assert_int_equal(img.align, 0x200000);
	assert_int_equal(img.low, 0);
	free_read(&img);
}

static void the_interpreter_of_a_program_is_read_and_that_of_an_interpreter_is_not(void **state)
{
	struct elf_file f = elf_dynamic(64, "/lib/ld.so");
	struct image img;
	const char *why;

	(void)state;
	f.eh.e_entry = 0xdead000; /* ld.so's affair */
	assert_int_equal(read_as(&img, &f, IMAGE_PROGRAM, &why), 0);
	assert_string_equal(img.interp, "/lib/ld.so");
	free_read(&img);
	f.eh.e_entry = 0x1000;
	f.ph[3].p_filesz = UINT64_MAX;
	assert_int_equal(read_as(&img, &f, IMAGE_INTERPRETER, &why), 0);
	assert_null(img.interp);
	free_read(&img);
}

static void stack_flags_are_three_valued(void **state)
{
	struct elf_file f = elf_static(32);
	struct image img;
	const char *why;

	(void)state;
	f.ph[2].p_flags |= PF_X;
	assert_int_equal(read_as(&img, &f, IMAGE_PROGRAM, &why), 0);
	assert_int_equal(img.stack, IMAGE_STACK_EXEC);
	free_read(&img);
	f.ph[2].p_type = PT_NOTE;
	assert_int_equal(read_as(&img, &f, IMAGE_PROGRAM, &why), 0);
	assert_int_equal(img.stack, IMAGE_STACK_DEFAULT);
	free_read(&img);
}

static void segments_may_share_a_page_and_come_in_any_order(void **state)
{
	struct elf_file f = elf_static(64);
	GElf_Phdr first = f.ph[0];
	struct image img;
	const char *why;

	(void)state;
	f.ph[1].p_vaddr = first.p_vaddr + 0x1900; /* in the page that the first one ends in */
	f.ph[1].p_offset = 0x1900;
	f.ph[0] = f.ph[1];
	f.ph[1] = first;
	assert_int_equal(read_as(&img, &f, IMAGE_PROGRAM, &why), 0);
	assert_int_equal(img.low, first.p_vaddr);
	free_read(&img);
}

static void what_linux_does_not_look_at_does_not_matter(void **state)
{
	struct elf_file f = elf_static(64);
	struct image img;
	const char *why;

	(void)state;
	f.eh.e_ident[EI_VERSION] = 77;
	f.eh.e_ident[EI_OSABI] = 0xff;
	f.eh.e_version = 99;
	f.eh.e_ehsize = 1;
	f.eh.e_shoff = UINT64_MAX - 3;
	f.eh.e_shnum = 0xffff;
	f.eh.e_shentsize = 3;
	f.eh.e_shstrndx = 0xffff;
	f.ph[1].p_paddr = UINT64_MAX;
	assert_int_equal(read_as(&img, &f, IMAGE_PROGRAM, &why), 0);
	free_read(&img);
}

static void the_last_page_may_be_cut_short_in_the_file(void **state)
{
	struct elf_file f = elf_static(64);
	struct image img;
	const char *why;

	(void)state;
	f.ph[1].p_filesz = 0x1000; /* the file ends at 0x2200: the rest of the page is zero */
	assert_int_equal(read_as(&img, &f, IMAGE_PROGRAM, &why), 0);
	free_read(&img);
}

/* --- broken ones --- */

static void every_truncation_in_the_headers_is_refused(void **state)
{
	const int widths[] = { 32, 64 };

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		struct elf_file f = elf_dynamic(widths[i], "/lib/ld.so");
		uint64_t header = f.eh.e_phoff, table = f.nr_ph * f.eh.e_phentsize;

		for (f.size = 0; f.size < header + table; f.size++)
			assert_refused(&f, !f.size ? "the file is empty" :
					   f.size < SELFMAG ? "not an ELF file" :
					   f.size < header ? "the ELF header is truncated" :
							     "the program headers are truncated");
	}
}

/* One thing wrong in a sound 64-bit file. */
struct broken {
	const char *reason;
	void (*spoil)(struct elf_file *f);
};

static void no_magic(struct elf_file *f) { f->eh.e_ident[1] = 'e'; }
static void class_0(struct elf_file *f) { f->eh.e_ident[EI_CLASS] = 0; }
static void class_3(struct elf_file *f) { f->eh.e_ident[EI_CLASS] = 3; }
static void big_endian(struct elf_file *f) { f->eh.e_ident[EI_DATA] = ELFDATA2MSB; }
static void is_object(struct elf_file *f) { f->eh.e_type = ET_REL; }
static void is_core(struct elf_file *f) { f->eh.e_type = ET_CORE; }
static void for_arm(struct elf_file *f) { f->eh.e_machine = EM_AARCH64; }
static void for_i386(struct elf_file *f) { f->eh.e_machine = EM_386; }
static void phentsize(struct elf_file *f) { f->eh.e_phentsize = 55; }
static void thousands(struct elf_file *f) { f->eh.e_phnum = 1171; }
static void most(struct elf_file *f) { f->eh.e_phnum = 0xffff; }
static void phoff_far(struct elf_file *f) { f->eh.e_phoff = f->size - 8; }
static void phoff_wraps(struct elf_file *f) { f->eh.e_phoff = UINT64_MAX - 8; }
static void no_load(struct elf_file *f) { f->ph[0].p_type = f->ph[1].p_type = PT_NOTE; }
static void filesz(struct elf_file *f) { f->ph[1].p_filesz = 0x4001; }
static void exabytes(struct elf_file *f) { f->ph[1].p_memsz = 1ull << 61; }
static void all_memory(struct elf_file *f) { f->ph[1].p_memsz = UINT64_MAX; }
static void kernel_half(struct elf_file *f) { f->ph[0].p_vaddr = 0xffff800000000000; }
static void at_the_top(struct elf_file *f) { f->ph[1].p_vaddr = IMAGE_TOP_64 - 0x3000; }
static void wraps(struct elf_file *f) { f->ph[1].p_vaddr = UINT64_MAX - 0xfff; }
static void odd_offset(struct elf_file *f) { f->ph[1].p_offset += 8; }
static void past_the_end(struct elf_file *f) { f->ph[1].p_offset = 0x3000; }
static void far_offset(struct elf_file *f) { f->ph[1].p_offset = 0xfffffffffffff000; }
static void cut_off(struct elf_file *f) { f->ph[1].p_filesz = 0x1001; }
static void overlapping(struct elf_file *f) { f->ph[1].p_vaddr = f->ph[0].p_vaddr + 0x1000; }
static void same_place(struct elf_file *f) { f->ph[1] = f->ph[0]; }
static void entry_outside(struct elf_file *f) { f->eh.e_entry = f->ph[0].p_vaddr + 0x1800; }
static void entry_null(struct elf_file *f) { f->eh.e_entry = 0; }
static void entry_far(struct elf_file *f) { f->eh.e_entry = UINT64_MAX; }

static void one_thing_wrong_is_enough(void **state)
{
	static const struct broken all[] = {
		{ "not an ELF file", no_magic },
		{ "wrong ELF class: neither 32-bit nor 64-bit", class_0 },
		{ "wrong ELF class: neither 32-bit nor 64-bit", class_3 },
		{ "wrong byte order: not little-endian", big_endian },
		{ "not an executable: a relocatable object or a core dump", is_object },
		{ "not an executable: a relocatable object or a core dump", is_core },
		{ "wrong machine: not for i386 or x86-64", for_arm },
		{ "wrong ELF class: 64-bit for i386", for_i386 },
		{ "program headers of a wrong size", phentsize },
		{ "too many program headers", thousands },
		{ "too many program headers", most },
		{ "the program headers are truncated", phoff_far },
		{ "the program headers are truncated", phoff_wraps },
		{ "no segment to load", no_load },
		{ "a segment is larger in the file than in memory", filesz },
		{ "a segment lies outside of the address space", exabytes },
		{ "a segment lies outside of the address space", all_memory },
		{ "a segment lies outside of the address space", kernel_half },
		{ "a segment lies outside of the address space", at_the_top },
		{ "a segment lies outside of the address space", wraps },
		{ "a segment's address and file offset do not fit together", odd_offset },
		{ "the file is truncated: a segment reaches beyond its end", past_the_end },
		{ "the file is truncated: a segment reaches beyond its end", far_offset },
		{ "the file is truncated: a segment reaches beyond its end", cut_off },
		{ "segments overlap", overlapping },
		{ "segments overlap", same_place },
		{ "the entry point lies outside of its segments", entry_outside },
		{ "the entry point lies outside of its segments", entry_null },
		{ "the entry point lies outside of its segments", entry_far },
	};

	(void)state;
	for (unsigned i = 0; i < ARRAY_SIZE(all); i++) {
		struct elf_file f = elf_static(64);

		all[i].spoil(&f);
		assert_refused(&f, all[i].reason);
	}
}

static void no_program_headers_at_all(void **state)
{
	struct elf_file f = elf_static(64);

	(void)state;
	f.nr_ph = 0;
	assert_refused(&f, "no program headers");
}

static void classes_and_machines_must_agree(void **state)
{
	struct elf_file f = elf_static(32);

	(void)state;
	f.eh.e_machine = EM_X86_64;
	assert_refused(&f, "wrong ELF class: 32-bit for x86-64 (x32 programs do not run)");
	f = elf_static(64);
	f.eh.e_ident[EI_CLASS] = ELFCLASS32; /* and the rest of the header is the other one's */
	assert_refused(&f, "wrong ELF class: 32-bit for x86-64 (x32 programs do not run)");
}

static void i386_ends_below_its_last_pages(void **state)
{
	struct elf_file f = elf_static(32);

	(void)state;
	f.ph[1].p_vaddr = 0xffffe000 - 0x3000;
	assert_refused(&f, "a segment lies outside of the address space");
	f.ph[1].p_vaddr = 0xfffff000; /* vaddr + memsz wraps in 32 bits */
	assert_refused(&f, "a segment lies outside of the address space");
}

static void interpreter_paths_are_checked(void **state)
{
	struct elf_file f = elf_dynamic(64, "/lib/ld.so");

	(void)state;
	f.ph[3].p_filesz = 1;
	assert_refused(&f, "the interpreter's path has no sensible length");
	f.ph[3].p_filesz = 4097;
	assert_refused(&f, "the interpreter's path has no sensible length");
	f.ph[3].p_filesz = 5;
	assert_refused(&f, "the interpreter's path does not end");
	f.ph[3].p_filesz = 11;
	f.ph[3].p_offset = f.size - 4;
	assert_refused(&f, "the interpreter's path is truncated");
	f.ph[3].p_offset = UINT64_MAX - 4;
	assert_refused(&f, "the interpreter's path is truncated");
}

static void any_allocation_may_fail(void **state)
{
	struct elf_file f = elf_dynamic(64, "/lib/ld.so");
	struct image img;
	const char *why;
	int n;

	(void)state;
	for (n = 1; n <= 3; n++) {
		elf_fail_nth = n;
		assert_int_equal(read_as(&img, &f, IMAGE_PROGRAM, &why), -ENOMEM);
		assert_string_equal(why, "not enough memory for its headers");
		assert_int_equal(elf_live, 0);
	}
	elf_fail_nth = 0;
}

static int64_t read_fails(void *ctx, void *buf, size_t n, uint64_t offset)
{
	(void)ctx, (void)buf, (void)n, (void)offset;
	return -EIO;
}

static void a_read_error_is_passed_on(void **state)
{
	struct elf_reader r;
	struct image img;
	const char *why;

	(void)state;
	elf_reader_init(&r, NULL, 4096);
	r.src.read = read_fails;
	assert_int_equal(image_read(&img, &r.src, IMAGE_PROGRAM, &why), -EIO);
	assert_string_equal(why, "it cannot be read");
	assert_int_equal(elf_live, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_static_program_is_two_segments),
		cmocka_unit_test(a_pie_says_what_alignment_it_needs),
		cmocka_unit_test(
			the_interpreter_of_a_program_is_read_and_that_of_an_interpreter_is_not),
		cmocka_unit_test(stack_flags_are_three_valued),
		cmocka_unit_test(segments_may_share_a_page_and_come_in_any_order),
		cmocka_unit_test(what_linux_does_not_look_at_does_not_matter),
		cmocka_unit_test(the_last_page_may_be_cut_short_in_the_file),
		cmocka_unit_test(every_truncation_in_the_headers_is_refused),
		cmocka_unit_test(one_thing_wrong_is_enough),
		cmocka_unit_test(no_program_headers_at_all),
		cmocka_unit_test(classes_and_machines_must_agree),
		cmocka_unit_test(i386_ends_below_its_last_pages),
		cmocka_unit_test(interpreter_paths_are_checked),
		cmocka_unit_test(any_allocation_may_fail),
		cmocka_unit_test(a_read_error_is_passed_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
