/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What Unicorn gets in libring3 for the functions in mute.list: it has no say in where the
 * embedder's output goes or when its process ends. What it prints is lost; where it would abort
 * (its own state is broken, or the host's memory is out), the process gets SIGILL, since there is
 * no caller to tell.
 */
#include <stdarg.h>
#include <stdio.h>

#include "lib/compiler.h"

#define MUTE_END(name, ...)                                     \
	__attribute__((noreturn)) void __wrap_##name(__VA_ARGS__); \
	void __wrap_##name(__VA_ARGS__)                         \
	{                                                       \
		__builtin_trap();                               \
	}
#define MUTE_PRINT(name, ...)            \
	int __wrap_##name(__VA_ARGS__);  \
	int __wrap_##name(__VA_ARGS__)   \
	{                                \
		return 0;                \
	}

MUTE_END(abort, void)
MUTE_END(exit, __unused int code)
MUTE_END(__assert_fail, __unused const char *what, __unused const char *file, __unused unsigned line,
	 __unused const char *function)
MUTE_PRINT(printf, __unused const char *format, ...)
MUTE_PRINT(__printf_chk, __unused int flag, __unused const char *format, ...)
MUTE_PRINT(fprintf, __unused FILE *f, __unused const char *format, ...)
MUTE_PRINT(__fprintf_chk, __unused FILE *f, __unused int flag, __unused const char *format, ...)
MUTE_PRINT(puts, __unused const char *s)
MUTE_PRINT(putchar, __unused int c)
MUTE_PRINT(fputs, __unused const char *s, __unused FILE *f)
MUTE_PRINT(fputc, __unused int c, __unused FILE *f)

void __wrap_perror(const char *s);
void __wrap_perror(__unused const char *s)
{
}
