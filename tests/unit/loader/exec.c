/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * execve in a machine without a CPU: what a program gets, that layouts are drawn from the seed, and
 * that it fails whole when any allocation fails: nothing is lost and current is as before.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "elf_file.h"
#include "fs/fs.h"
#include "kernel/exec.h"
#include "kernel/kernel.h"
#include "kernel/task.h"
#include "loader/initstack.h"
#include "mm/mm.h"

static const char *const argv[] = { "prog", "one", NULL };
static const char *const envp[] = { "A=b", NULL };

/* What a program found, for the checks outside of its context. */
struct outcome {
	const char *path;
	int err;
	const char *why;
	unsigned long fail_object, fail_frame;
	bool failed; /* the injected failure came to pass */
	bool is_64bit, had_mm;
	struct cpu_regs regs;
	uaddr_t start_code, brk, vdso, landing, stack_word;
	uint64_t mmap_base, auxv[56];
	char comm[TASK_COMM_LEN];
};

static struct kernel *boot(uint64_t seed)
{
	struct kernel_config config = { .mem_size = 32 << 20, .seed = seed, .hostname = "test" };
	struct kernel *k;
	const char *why;

	assert_int_equal(kernel_boot(&k, &config, &script_cpu, &why), 0);
	return k;
}

struct new_file {
	const char *name;
	const void *bytes;
	size_t size;
};

static void write_file(void *arg)
{
	const struct new_file *n = arg;
	struct file *f = filp_open(n->name, O_CREAT | O_TRUNC | O_WRONLY, 0755);
	loff_t pos = 0;

	if (IS_ERR(f) || kernel_write(f, n->bytes, n->size, &pos) != (int64_t)n->size)
		abort();
	file_put(f);
}

static void put_file(struct kernel *k, const char *name, const void *bytes, size_t size)
{
	struct new_file n = { name, bytes, size };

	assert_int_equal(kernel_call(k, write_file, &n), 0);
}

static void put_elf(struct kernel *k, const char *name, const struct elf_file *f)
{
	unsigned char *bytes = elf_bytes(f);

	put_file(k, name, bytes, f->size);
	free(bytes);
}

static void note(struct outcome *o)
{
	struct mm *mm = current->mm;

	o->had_mm = mm != NULL;
	if (o->err)
		return;
	o->is_64bit = kernel->cpu_ops->is_64bit(kernel->cpu);
	task_get_regs(current, &o->regs);
	o->start_code = mm->start_code;
	o->brk = mm->brk;
	o->vdso = mm->vdso;
	o->landing = mm->vdso_landing;
	o->mmap_base = mm->mmap_base;
	memcpy(o->auxv, mm->saved_auxv, sizeof(o->auxv));
	memcpy(o->comm, current->comm, sizeof(o->comm));
	if (access_remote(mm, o->regs.r[CPU_RSP], &o->stack_word, 4, false))
		abort();
}

static void execute_and_exit(void *arg)
{
	struct outcome *o = arg;

	arena_fail_nth(kernel->arena, o->fail_object);
	kernel->mem->fail_nth = o->fail_frame;
	o->err = kernel_execve(o->path, argv, envp, &o->why);
	o->failed = o->fail_frame ? !kernel->mem->fail_nth : o->err;
	arena_fail_nth(kernel->arena, 0);
	kernel->mem->fail_nth = 0;
	note(o);
	do_group_exit(0);
}

static struct outcome run(struct kernel *k, struct outcome o)
{
	kernel_call(k, execute_and_exit, &o);
	return o;
}

static uint64_t auxv_value(const struct outcome *o, uint64_t type)
{
	for (unsigned i = 0; i < 56 && o->auxv[i]; i += 2)
		if (o->auxv[i] == type)
			return o->auxv[i + 1];
	return UINT64_MAX;
}

static void a_program_begins_at_its_entry_with_its_arguments(void **state)
{
	const int widths[] = { 32, 64 };
	struct kernel *k = boot(1);

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		struct elf_file f = elf_static(widths[i]);
		uint64_t entry = f.eh.e_entry;
		struct outcome o;

		put_elf(k, "/program", &f);
		o = run(k, (struct outcome){ .path = "/program" });
		assert_int_equal(o.err, 0);
		assert_int_equal(o.is_64bit, widths[i] == 64);
		assert_int_equal(o.regs.rip, entry);
		assert_int_equal(o.regs.rflags & 0x202, 0x202);
		for (unsigned r = 0; r < 16; r++)
			if (r != CPU_RSP)
				assert_int_equal(o.regs.r[r], 0);
		assert_int_equal(o.stack_word, 2);
		assert_string_equal(o.comm, "program");
		assert_int_equal(auxv_value(&o, AT_ENTRY), entry);
		assert_int_equal(auxv_value(&o, AT_BASE), 0);
		assert_int_equal(auxv_value(&o, AT_SYSINFO_EHDR), o.vdso);
		assert_int_equal(o.landing > o.vdso, widths[i] == 32);
		assert_int_equal(auxv_value(&o, AT_SYSINFO) != UINT64_MAX, widths[i] == 32);
	}
	kernel_destroy(k);
}

static void dynamic_programs_begin_in_their_interpreter(void **state)
{
	struct elf_file f = elf_dynamic(64, "/ld"), ld = elf_pie(64);
	struct kernel *k = boot(1);
	struct outcome o;

	(void)state;
	put_elf(k, "/program", &f);
	o = run(k, (struct outcome){ .path = "/program" });
	assert_int_equal(o.err, -ENOENT);
	assert_string_equal(o.why, "its program interpreter (PT_INTERP) cannot be opened");
	put_elf(k, "/ld", &ld);
	o = run(k, (struct outcome){ .path = "/program" });
	assert_int_equal(o.err, 0);
	assert_int_equal(o.regs.rip, auxv_value(&o, AT_BASE) + ld.eh.e_entry);
	assert_int_equal(auxv_value(&o, AT_ENTRY), o.start_code + f.eh.e_entry);
	ld = elf_pie(32);
	put_elf(k, "/ld", &ld);
	o = run(k, (struct outcome){ .path = "/program" });
	assert_int_equal(o.err, -ELIBBAD);
	put_file(k, "/ld", "text", 4);
	o = run(k, (struct outcome){ .path = "/program" });
	assert_int_equal(o.err, -ELIBBAD);
	assert_string_equal(o.why, "not an ELF file");
	kernel_destroy(k);
}

static void a_machine_loads_a_program_always_at_the_same_place(void **state)
{
	struct elf_file f = elf_dynamic(64, "/ld"), ld = elf_pie(64);
	struct outcome o[4];

	(void)state;
	for (unsigned i = 0; i < 4; i++) { /* seeds 7, 7, 8, 8; twice each */
		struct kernel *k = boot(7 + i / 2);
		struct outcome again;

		put_elf(k, "/program", &f);
		put_elf(k, "/ld", &ld);
		o[i] = run(k, (struct outcome){ .path = "/program" });
		again = run(k, (struct outcome){ .path = "/program" });
		assert_int_equal(o[i].err, 0);
		assert_memory_equal(&o[i].regs, &again.regs, sizeof(again.regs));
		assert_int_equal(o[i].brk, again.brk);
		assert_int_equal(o[i].vdso, again.vdso);
		assert_int_equal(o[i].mmap_base, again.mmap_base);
		assert_int_equal(o[i].start_code, again.start_code);
		kernel_destroy(k);
	}
	assert_int_equal(o[0].start_code, o[1].start_code);
	assert_int_equal(o[0].regs.r[CPU_RSP], o[1].regs.r[CPU_RSP]);
	assert_int_not_equal(o[0].start_code, o[2].start_code);
	assert_int_not_equal(o[0].regs.r[CPU_RSP], o[2].regs.r[CPU_RSP]);
	assert_int_not_equal(o[0].mmap_base, o[2].mmap_base);
	assert_int_not_equal(o[0].brk, o[2].brk);
}

/* For each n, the nth allocation of a kind fails; what is in use afterwards is what was before. */
static void fail_each(bool frames, const char *path)
{
	struct elf_file f = elf_dynamic(32, "/ld"), ld = elf_pie(32);
	static const char script[] = "#!/program x\n";
	struct kernel *k = boot(3);
	size_t objects;
	pfn_t used;
	unsigned n;

	put_elf(k, "/program", &f);
	put_elf(k, "/ld", &ld);
	put_file(k, "/script", script, sizeof(script) - 1);
	for (n = 0; n < 3; n++) /* caches fill */
		assert_int_equal(run(k, (struct outcome){ .path = path }).err, 0);
	objects = arena_objects(k->arena);
	used = k->mem->used;
	for (n = 1;; n++) {
		struct outcome o = run(k, (struct outcome){ .path = path,
							    .fail_object = frames ? 0 : n,
							    .fail_frame = frames ? n : 0 });

		assert_int_equal(arena_objects(k->arena), objects);
		assert_int_equal(k->mem->used, used);
		if (!o.failed)
			break;
		if (!o.err)
			continue; /* caches gave something back, and it was tried again */
		assert_int_equal(o.err, -ENOMEM);
		assert_false(o.had_mm);
	}
	assert_true(n > 6);
	assert_int_equal(k->mem->used, used);
	kernel_destroy(k);
}

static void every_object_that_cannot_be_had_is_enomem(void **state)
{
	(void)state;
	fail_each(false, "/program");
	fail_each(false, "/script");
}

static void every_frame_that_cannot_be_had_is_enomem(void **state)
{
	(void)state;
	fail_each(true, "/program");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_program_begins_at_its_entry_with_its_arguments),
		cmocka_unit_test(dynamic_programs_begin_in_their_interpreter),
		cmocka_unit_test(a_machine_loads_a_program_always_at_the_same_place),
		cmocka_unit_test(every_object_that_cannot_be_had_is_enomem),
		cmocka_unit_test(every_frame_that_cannot_be_had_is_enomem),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
