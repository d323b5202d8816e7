/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What execve refuses, and with which errno: each of these calls fails. */
#include <limits.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "guest.h"

#define EMPTY_PATH 0x1000

static char *const none[] = { NULL };
static char *const one[] = { "x", NULL };

static void make(const char *name, const void *data, size_t n, int mode)
{
	int fd = open(name, O_CREAT | O_TRUNC | O_WRONLY, mode);

	write(fd, data, n);
	close(fd);
}

static void script(const char *name, const char *line)
{
	make(name, line, strlen(line), 0755);
}

static long at(int dfd, const char *name, int flags)
{
	return raw(SYS_execveat, dfd, (long)name, (long)one, (long)none, flags, 0);
}

static long with(const char *name, char *const *argv, char *const *envp)
{
	return raw(SYS_execve, (long)name, (long)argv, (long)envp, 0, 0, 0);
}

/* The same as a number, so that glibc's own handling of bad pointers does not interfere. */
#define refused(call) printf("%s: %s\n", #call, guest_errno(-(int)(call)))

static void names(void)
{
	char longname[PATH_MAX + 8];

	memset(longname, 'n', sizeof(longname));
	longname[sizeof(longname) - 1] = 0;
	make("plain", "x", 1, 0644);
	make("empty", "", 0, 0755);
	make("text", "echo\n", 5, 0755);
	mkdir("dir", 0755);
	mkfifo("fifo", 0755);
	symlink("plain", "link");
	symlink("loop", "loop");
	refused(with("missing", one, none));
	refused(with("", one, none));
	refused(with("plain", one, none));
	refused(with("plain/x", one, none));
	refused(with("empty/", one, none));
	refused(with("dir", one, none));
	refused(with("dir/", one, none));
	refused(with("fifo", one, none));
	refused(with("loop", one, none));
	refused(with("link", one, none));
	refused(with(longname, one, none));
	longname[PATH_MAX - 1] = 0;
	refused(with(longname, one, none));
	refused(with("empty", one, none));
	refused(with("text", one, none));
	refused(with("/dev/null", one, none));
}

static void headers(void)
{
	unsigned char elf[64] = "\177ELF\2\1\1";

	make("magic", elf, 4, 0755);
	refused(with("magic", one, none));
	elf[16] = 2;
	elf[18] = 183; /* AArch64 */
	make("machine", elf, 64, 0755);
	refused(with("machine", one, none));
	elf[18] = 62;
	make("nophdr", elf, 64, 0755);
	refused(with("nophdr", one, none));
	elf[54] = 56;
	elf[56] = elf[57] = 0xff;
	make("many", elf, 64, 0755);
	refused(with("many", one, none));
	elf[56] = 1;
	elf[57] = 0;
	elf[32] = 60;
	make("cut", elf, 64, 0755);
	refused(with("cut", one, none));
}

static void scripts(void)
{
	char name[8], line[16];

	script("s", "#!/missing/interp\n");
	refused(with("s", one, none));
	script("s", "#!\n");
	refused(with("s", one, none));
	script("s", "#!");
	refused(with("s", one, none));
	script("s", "#!plain\n");
	refused(with("s", one, none));
	script("s", "#!dir\n");
	refused(with("s", one, none));
	script("c0", "#!text\n");
	for (int i = 1; i < 7; i++) {
		sprintf(name, "c%d", i);
		sprintf(line, "#!c%d\n", i - 1);
		script(name, line);
	}
	refused(with("c4", one, none));
	refused(with("c5", one, none));
	refused(with("c6", one, none));
}

static void pointers(void)
{
	char **hole = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char **last = hole + 4096 / sizeof(*hole) - 1;

	munmap((char *)hole + 4096, 4096);
	script("s", "#!/missing/interp\n");
	refused(with((char *)-1, one, none));
	refused(with(NULL, one, none));
	refused(with("s", (char **)8, none));
	refused(with("s", one, (char **)8));
	*last = "x";
	refused(with("s", last, none));
	refused(with("s", none, last));
	last[-1] = (char *)8;
	*last = NULL;
	refused(with("s", last - 1, none));
	memset(hole, 'x', 4096);
	refused(with((char *)last, one, none));
	/* The file is looked at before its arguments. */
	refused(with("missing", (char **)8, none));
	refused(with("plain", (char **)8, none));
	refused(with("s", NULL, NULL));
}

/* A string of n bytes and its end. */
static char *string(size_t n)
{
	char *s = malloc(n + 1);

	memset(s, 'x', n);
	s[n] = 0;
	return s;
}

static void sizes(void)
{
	char *big[] = { string(131071), NULL }, *bigger[] = { string(131072), NULL };
	struct rlimit r = { 8 << 20, 8 << 20 };
	char **many = calloc(200001, sizeof(*many));

	script("s", "#!/missing/interp\n");
	setrlimit(RLIMIT_STACK, &r);
	refused(with("s", big, none));
	refused(with("s", bigger, none));
	refused(with("s", none, bigger));
	for (int i = 0; i < 15; i++)
		many[i] = big[0];
	refused(with("s", many, none));
	many[15] = many[16] = big[0];
	refused(with("s", many, none));
	for (int i = 0; i < 200000; i++)
		many[i] = "";
	refused(with("s", many, none));
	many[200000] = NULL;
	for (int i = 0; i < 100; i++)
		many[200000 - i] = NULL;
	r.rlim_cur = 65536;
	setrlimit(RLIMIT_STACK, &r);
	for (int i = 0; i < 14000; i++)
		many[i] = "";
	many[14000] = NULL;
	refused(with("s", many, none));
	many[15000] = NULL;
	for (int i = 14000; i < 15000; i++)
		many[i] = "";
	refused(with("s", many, none));
}

static void descriptors(void)
{
	int dir = open(".", O_RDONLY | O_DIRECTORY), s, closing, w;

	script("s", "#!/missing/interp\n");
	s = open("s", O_RDONLY);
	closing = open("s", O_RDONLY | O_CLOEXEC);
	refused(at(dir, "s", 0));
	refused(at(dir, "missing", 0));
	refused(at(dir, "link", 0x100));
	refused(at(dir, "s", 1));
	refused(at(dir, "s", 0x800));
	refused(at(99, "s", 0));
	refused(at(s, "s", 0));
	refused(at(s, "", 0));
	refused(at(s, "", EMPTY_PATH));
	refused(at(closing, "", EMPTY_PATH));
	refused(at(closing, "", EMPTY_PATH | 0x100));
	refused(at(dir, "", EMPTY_PATH));
	refused(at(-100, "", EMPTY_PATH));
	refused(at(-100, "s", EMPTY_PATH));
	/* Open for writing: not to be executed. */
	w = open("s", O_WRONLY);
	refused(with("s", one, none));
	close(w);
	w = open("plain", O_RDWR);
	refused(with("plain", one, none));
	close(w);
	refused(with("s", one, none));
}

int main(void)
{
	umask(0);
	names();
	headers();
	scripts();
	pointers();
	descriptors();
	sizes();
	return 0;
}
