/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: link static static-pie */
/* guest: args - */
/* guest: args one "two words" three */
/* What a program is given: arguments, environment, the auxiliary vector, its stack. */
#include <elf.h>
#include <sys/auxv.h>

#include "guest.h"

extern char **environ;

static void auxv(void)
{
	static const struct {
		const char *name;
		unsigned long type;
	} present[] = {
		{ "PHDR", AT_PHDR }, { "ENTRY", AT_ENTRY }, { "RANDOM", AT_RANDOM },
		{ "EXECFN", AT_EXECFN }, { "PLATFORM", AT_PLATFORM }, { "HWCAP", AT_HWCAP },
		{ "SYSINFO_EHDR", AT_SYSINFO_EHDR }, { "MINSIGSTKSZ", AT_MINSIGSTKSZ },
#ifdef __i386__
		{ "SYSINFO", AT_SYSINFO },
#endif
	};

	for (unsigned i = 0; i < sizeof(present) / sizeof(present[0]); i++)
		printf("AT_%s: %s\n", present[i].name, getauxval(present[i].type) ? "yes" : "no");
	printf("PHENT %lu PAGESZ %lu CLKTCK %lu BASE %lu FLAGS %lu SECURE %lu\n",
	       getauxval(AT_PHENT), getauxval(AT_PAGESZ), getauxval(AT_CLKTCK),
	       getauxval(AT_BASE), getauxval(AT_FLAGS), getauxval(AT_SECURE));
	printf("UID %d EUID %d GID %d EGID %d\n", getauxval(AT_UID) == getuid(),
	       getauxval(AT_EUID) == geteuid(), getauxval(AT_GID) == getgid(),
	       getauxval(AT_EGID) == getegid());
	printf("PLATFORM %s\n", (char *)getauxval(AT_PLATFORM));
}

int main(int argc, char **argv)
{
	uintptr_t sp = (uintptr_t)__builtin_frame_address(0);

	printf("argc %d\n", argc);
	for (int i = 1; i < argc; i++)
		printf("argv[%d] %s\n", i, argv[i]);
	printf("argv ends: %d\n", argv[argc] == NULL);
	for (char **e = environ; *e; e++)
		if (strncmp(*e, "NATIVE=", 7) && strncmp(*e, "TERM=", 5))
			printf("env %s\n", *e);
	auxv();
	printf("execfn is argv[0]: %d\n", !strcmp((char *)getauxval(AT_EXECFN), argv[0]));
	printf("strings above vectors above frame: %d\n",
	       (uintptr_t)argv[0] > (uintptr_t)argv && (uintptr_t)argv > sp);
	return 3;
}
