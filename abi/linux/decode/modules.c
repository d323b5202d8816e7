/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Modules, and kernels to start next. */
#include "decode/forms.h"
#include "decode/internal.h"

static const struct xlat init_flags[] = {
	{ 1, "MODULE_INIT_IGNORE_MODVERSIONS" }, { 2, "MODULE_INIT_IGNORE_VERMAGIC" },
	{ 4, "MODULE_INIT_COMPRESSED_FILE" }, {}
};

void print_module_init_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, init_flags, (uint32_t)v, "MODULE_INIT_???");
}

static const struct xlat delete_flags[] = { { 04000, "O_NONBLOCK" }, { 01000, "O_TRUNC" }, {} };

void print_module_delete_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, delete_flags, (uint32_t)v, "O_???");
}

/* --- kexec --- */

#define ARCH_MASK 0xffff0000u

static const struct xlat kexec_arches[] = {
	{ 0, "KEXEC_ARCH_DEFAULT" }, { 3u << 16, "KEXEC_ARCH_386" }, { 4u << 16, "KEXEC_ARCH_68K" },
	{ 15u << 16, "KEXEC_ARCH_PARISC" }, { 62u << 16, "KEXEC_ARCH_X86_64" },
	{ 20u << 16, "KEXEC_ARCH_PPC" }, { 21u << 16, "KEXEC_ARCH_PPC64" },
	{ 50u << 16, "KEXEC_ARCH_IA_64" }, { 40u << 16, "KEXEC_ARCH_ARM" },
	{ 22u << 16, "KEXEC_ARCH_S390" }, { 42u << 16, "KEXEC_ARCH_SH" },
	{ 10u << 16, "KEXEC_ARCH_MIPS_LE" }, { 8u << 16, "KEXEC_ARCH_MIPS" },
	{ 183u << 16, "KEXEC_ARCH_AARCH64" }, {}
};
static const struct xlat kexec_flags[] = {
	{ 1, "KEXEC_ON_CRASH" }, { 2, "KEXEC_PRESERVE_CONTEXT" }, {}
};

void print_kexec_flags(struct decoder *d, uint64_t v)
{
	uint64_t flags = v & ~(uint64_t)ARCH_MASK;

	if (flags)
		begin(d, SINK_PARTS);
	put_value(d, kexec_arches, v & ARCH_MASK, "KEXEC_ARCH_???");
	if (flags) {
		put_flags(d, kexec_flags, flags, "KEXEC_???");
		end(d);
	}
}

static void put_segment(struct decoder *d, const void *elem, __unused void *ctx)
{
	static const char *const names[] = { "buf", "bufsz", "mem", "memsz" };
	const uint64_t *wide = elem;
	const uint32_t *narrow = elem;
	unsigned i;

	begin(d, SINK_STRUCT);
	for (i = 0; i < 4; i++) {
		uint64_t v = d->is_64bit ? wide[i] : narrow[i];

		field(d, names[i]);
		if (i & 1)
			put_unsigned(d, v);
		else
			put_address(d, v);
	}
	end(d);
}

#define MAX_SEGMENTS 16

void print_kexec_segments(struct decoder *d, uint64_t v)
{
	uint64_t words[4], n = d->args[1];

	if (n > MAX_SEGMENTS)
		put_address(d, v);
	else
		put_array(d, v, n, words, d->is_64bit ? 32 : 16, put_segment, NULL);
}

static const struct xlat kexec_file_flags[] = {
	{ 1, "KEXEC_FILE_UNLOAD" }, { 2, "KEXEC_FILE_ON_CRASH" }, { 4, "KEXEC_FILE_NO_INITRAMFS" }, {}
};

void print_kexec_file_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, kexec_file_flags, v, "KEXEC_FILE_???");
}

/* Its length, with the NUL, is the argument before. */
void print_kexec_cmdline(struct decoder *d, uint64_t v)
{
	put_user_bytes(d, v, d->args[d->arg - 1]);
}
