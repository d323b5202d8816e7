/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What libdw would bring along and must not have here: a client that asks servers for debugging
 * information, and decompression of whole files. The linker finds these first.
 */
#include <elfutils/libdwfl.h>
#include <stddef.h>

#define NO_SERVER(name)                                       \
	int name(Dwfl *dwfl, const unsigned char *id, size_t n); \
	int name(Dwfl *dwfl, const unsigned char *id, size_t n)  \
	{                                                        \
		(void)dwfl, (void)id, (void)n;                   \
		return -1;                                       \
	}
NO_SERVER(__libdwfl_debuginfod_find_executable)
NO_SERVER(__libdwfl_debuginfod_find_debuginfo)

void __libdwfl_debuginfod_end(debuginfod_client *client);
void __libdwfl_debuginfod_end(debuginfod_client *client)
{
	(void)client;
}

debuginfod_client *dwfl_get_debuginfod_client(Dwfl *dwfl)
{
	(void)dwfl;
	return NULL;
}

/* These answer with an error of libdwfl's that says: not such a file. */
#define BAD_ELF 9
#define NO_DECOMPRESSION(name)                                                                    \
	int name(int fd, long start, void *mapped, size_t mapped_size, void **whole, size_t *n); \
	int name(int fd, long start, void *mapped, size_t mapped_size, void **whole, size_t *n)  \
	{                                                                                         \
		(void)fd, (void)start, (void)mapped, (void)mapped_size, (void)whole, (void)n;     \
		return BAD_ELF;                                                                   \
	}
NO_DECOMPRESSION(__libdw_gunzip)
NO_DECOMPRESSION(__libdw_bunzip2)
NO_DECOMPRESSION(__libdw_unlzma)

/* Backends of other architectures, which are never looked at: their tables are not relocated. */
#define NO_BACKEND(arch)                                      \
	void *arch##_init(Elf *elf, GElf_Half machine, void *ebl); \
	void *arch##_init(Elf *elf, GElf_Half machine, void *ebl)  \
	{                                                     \
		(void)elf, (void)machine, (void)ebl;          \
		return NULL;                                  \
	}
NO_BACKEND(sh)
NO_BACKEND(ia64)
NO_BACKEND(alpha)
NO_BACKEND(arm)
NO_BACKEND(aarch64)
NO_BACKEND(sparc)
NO_BACKEND(ppc)
NO_BACKEND(ppc64)
NO_BACKEND(s390)
NO_BACKEND(m68k)
NO_BACKEND(bpf)
NO_BACKEND(riscv)
NO_BACKEND(csky)
