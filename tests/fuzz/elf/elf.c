/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hostile executables: an input is the file. It is read as a program and as an interpreter, what
 * the loader accepts is held against its promises, and the whole of it is executed by a machine
 * (without a CPU), which must fail with an errno and change nothing, or succeed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../driver.h"
#include "fs/fs.h"
#include "kernel/exec.h"
#include "kernel/kernel.h"
#include "kernel/task.h"
#include "loader/image.h"
#include "mm/mm.h"

#define RUNS_PER_MACHINE 500
#define MAX_REASONS 64
#define MIN_REASONS 15 /* that 100,000 inputs must find */

static struct kernel *machine;
static pfn_t frames; /* in use after its first program */
static const char *reasons[MAX_REASONS];
static unsigned nr_reasons;
static unsigned long accepted, executed;

static void fail(const char *what)
{
	fprintf(stderr, "fuzz_elf: %s\n", what);
	abort();
}

static void note_reason(const char *why)
{
	unsigned i;

	if (!why)
		fail("refused without a reason");
	for (i = 0; i < nr_reasons; i++)
		if (!strcmp(reasons[i], why))
			return;
	if (nr_reasons < MAX_REASONS)
		reasons[nr_reasons++] = why;
}

/* --- the loader alone --- */

struct bytes {
	const uint8_t *data;
	size_t size;
};

static int64_t read_bytes(void *ctx, void *buf, size_t n, uint64_t offset)
{
	const struct bytes *b = ctx;

	if (offset >= b->size)
		return 0;
	n = min(n, b->size - offset);
	memcpy(buf, b->data + offset, n);
	return (int64_t)n;
}

static void check_segment(const struct image *img, const struct image_segment *s, size_t size)
{
	uint64_t top = img->is_64bit ? IMAGE_TOP_64 : IMAGE_TOP_32;

	if (!s->memsz || s->filesz > s->memsz || s->memsz > top || s->vaddr > top - s->memsz)
		fail("a segment outside of the address space");
	if (s->vaddr < img->low || s->vaddr + s->memsz > img->high || img->high > top)
		fail("a segment outside of the image");
	if (s->filesz && ((s->vaddr ^ s->offset) % PAGE_SIZE || s->offset > size ||
			  s->filesz > align_up(size, PAGE_SIZE) - s->offset))
		fail("a segment outside of the file");
}

static void check_image(const struct image *img, size_t size)
{
	unsigned i, j;

	if (!img->nr_segments || img->nr_segments > img->phnum ||
	    img->align < PAGE_SIZE || img->align & (img->align - 1))
		fail("an image that makes no sense");
	for (i = 0; i < img->nr_segments; i++) {
		const struct image_segment *a = &img->segments[i];

		check_segment(img, a, size);
		for (j = 0; j < i; j++) {
			const struct image_segment *b = &img->segments[j];

			if (a->vaddr < b->vaddr + b->memsz && b->vaddr < a->vaddr + a->memsz)
				fail("overlapping segments");
		}
	}
}

static void read_as(const uint8_t *data, size_t size, enum image_role role)
{
	struct bytes b = { data, size };
	struct image_source src = { .read = read_bytes, .alloc = malloc, .free = free,
				    .ctx = &b, .size = size };
	struct image img;
	const char *why;

	if (image_read(&img, &src, role, &why)) {
		note_reason(why);
		return;
	}
	accepted++;
	check_image(&img, size);
	image_free(&img, &src);
}

/* --- execve --- */

static void write_file(const char *name, const struct bytes *b)
{
	struct file *f = filp_open(name, O_CREAT | O_TRUNC | O_WRONLY, 0755);
	loff_t pos = 0;

	if (IS_ERR(f))
		fail("no file");
	if (kernel_write(f, b->data, b->size, &pos) != (int64_t)b->size)
		fail("no room in the file");
	file_put(f);
}

static void execute(void *arg)
{
	static const char *const argv[] = { "/f", "argument", NULL };
	static const char *const envp[] = { "A=b", NULL };
	const char *why = NULL;

	write_file("/f", arg);
	if (kernel_execve("/f", argv, envp, &why) == 0)
		executed++;
	else if (current->mm)
		fail("a failed execve left a space behind");
	do_group_exit(0);
}

static void boot(void)
{
	struct kernel_config config = { .mem_size = 64 << 20, .seed = 1, .skip_idle = true,
					.hostname = "fuzz" };
	const char *why;

	if (kernel_boot(&machine, &config, &script_cpu, &why))
		fail(why);
}

static void stop(void)
{
	if (machine)
		kernel_destroy(machine);
	machine = NULL;
	frames = 0;
}

/* The file and what names it stay; all else is given back. */
static void check_frames(void)
{
	if (!frames)
		frames = machine->mem->used;
	if (machine->mem->used > frames + 1)
		fail("frames are lost");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static unsigned runs;
	struct bytes b = { data, size };

	read_as(data, size, IMAGE_PROGRAM);
	read_as(data, size, IMAGE_INTERPRETER);
	if (!machine)
		boot();
	kernel_call(machine, execute, &b);
	check_frames();
	if (++runs % RUNS_PER_MACHINE == 0)
		stop();
	return 0;
}

int fuzz_finish(unsigned long inputs)
{
	stop();
	printf("%lu inputs, each read twice: %lu accepted, %lu executed, %u reasons to refuse\n",
	       inputs, accepted, executed, nr_reasons);
	return nr_reasons < MIN_REASONS || !accepted || !executed;
}
