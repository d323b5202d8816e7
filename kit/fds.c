/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Descriptors and files that rows name: each made by the task's own calls. */
#include "ring3/suite.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>

#include "kit/kit.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyz"
#define FAR_FD 700 /* of a descriptor that is in nobody's way */

/* --- the scene --- */

/* The smallest program: it exits with 23. */
static const unsigned char exit23_64[] = {
	0xb8, 231, 0, 0, 0,	/* mov $exit_group, %eax */
	0xbf, 23, 0, 0, 0,	/* mov $23, %edi */
	0x0f, 0x05,		/* syscall */
};
static const unsigned char exit23_32[] = {
	0xb8, 252, 0, 0, 0,	/* mov $exit_group, %eax */
	0xbb, 23, 0, 0, 0,	/* mov $23, %ebx */
	0xcd, 0x80,		/* int $0x80 */
};

static size_t program64(unsigned char *to)
{
	Elf64_Ehdr e = { .e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT },
			 .e_type = ET_EXEC, .e_machine = EM_X86_64, .e_version = EV_CURRENT,
			 .e_entry = 0x400000 + sizeof(e) + sizeof(Elf64_Phdr), .e_phoff = sizeof(e),
			 .e_ehsize = sizeof(e), .e_phentsize = sizeof(Elf64_Phdr), .e_phnum = 1 };
	size_t size = sizeof(e) + sizeof(Elf64_Phdr) + sizeof(exit23_64);
	Elf64_Phdr p = { .p_type = PT_LOAD, .p_flags = PF_R | PF_X, .p_vaddr = 0x400000,
			 .p_filesz = size, .p_memsz = size, .p_align = 4096 };

	memcpy(to, &e, sizeof(e));
	memcpy(to + sizeof(e), &p, sizeof(p));
	memcpy(to + sizeof(e) + sizeof(p), exit23_64, sizeof(exit23_64));
	return size;
}

static size_t program32(unsigned char *to)
{
	Elf32_Ehdr e = { .e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS32, ELFDATA2LSB, EV_CURRENT },
			 .e_type = ET_EXEC, .e_machine = EM_386, .e_version = EV_CURRENT,
			 .e_entry = 0x8048000 + sizeof(e) + sizeof(Elf32_Phdr), .e_phoff = sizeof(e),
			 .e_ehsize = sizeof(e), .e_phentsize = sizeof(Elf32_Phdr), .e_phnum = 1 };
	size_t size = sizeof(e) + sizeof(Elf32_Phdr) + sizeof(exit23_32);
	Elf32_Phdr p = { .p_type = PT_LOAD, .p_flags = PF_R | PF_X, .p_vaddr = 0x8048000,
			 .p_filesz = size, .p_memsz = size, .p_align = 4096 };

	memcpy(to, &e, sizeof(e));
	memcpy(to + sizeof(e), &p, sizeof(p));
	memcpy(to + sizeof(e) + sizeof(p), exit23_32, sizeof(exit23_32));
	return size;
}

/* What there is: of mode's type, with these contents, or the target of a link. */
struct entry {
	const char *path;
	unsigned mode;
	const char *bytes;
};

static const struct entry entries[] = {
	{ "dir", S_IFDIR | 0755, "" }, /* first: it tells that all are there */
	{ "dir/sub", S_IFDIR | 0755, "" },
	{ "dir/inner", S_IFREG | 0644, LETTERS },
	{ "locked", S_IFDIR, "" },
	{ "empty", S_IFREG | 0644, "" },
	{ "file", S_IFREG | 0644, LETTERS },
	{ "readonly", S_IFREG | 0444, LETTERS },
	{ "secret", S_IFREG, LETTERS },
	{ "exec", S_IFREG | 0755, NULL }, /* the program */
	{ "link", S_IFLNK, "file" },
	{ "dirlink", S_IFLNK, "dir" },
	{ "dangling", S_IFLNK, "nothing" },
	{ "loop", S_IFLNK, "loop" },
	{ "fifo", S_IFIFO | 0644, "" },
};

/* For a world that makes no files itself: one page for all names and contents. */
struct page {
	r3_ptr name, bytes;
};

static void fill(struct r3_task *t, int64_t path, const struct page *page, size_t n)
{
	int64_t fd = kit_call_ok(t, "openat", AT_FDCWD, path, O_WRONLY, 0, 0, 0);

	kit_call_ok(t, "write", fd, (int64_t)page->bytes, (int64_t)n, 0, 0, 0);
	kit_call_ok(t, "close", fd, 0, 0, 0, 0, 0);
}

static int64_t make_by_calls(struct r3_task *t, const struct page *page, const char *path,
			     unsigned mode, const void *bytes, size_t n)
{
	int64_t name = (int64_t)page->name, made;

	r3_put(t, page->name, path, strlen(path) + 1);
	r3_put(t, page->bytes, bytes, n);
	if (S_ISDIR(mode))
		return kit_call(t, "mkdirat", AT_FDCWD, name, mode & 07777, 0, 0, 0);
	if (S_ISLNK(mode))
		return kit_call(t, "symlinkat", (int64_t)page->bytes, AT_FDCWD, name, 0, 0, 0);
	made = kit_call(t, "mknodat", AT_FDCWD, name, n ? mode | 0200 : mode, 0, 0, 0);
	if (made || !n)
		return made;
	fill(t, name, page, n);
	return mode & 0200 ? 0 : kit_call(t, "fchmodat", AT_FDCWD, name, mode & 07777, 0, 0, 0);
}

static int64_t make_entry(struct r3_task *t, const struct page *page, const struct entry *e)
{
	unsigned char program[256];
	const void *bytes = e->bytes;
	size_t n;

	if (!bytes) {
		bytes = program;
		n = r3_is_i386(t) ? program32(program) : program64(program);
	} else {
		n = strlen(e->bytes) + S_ISLNK(e->mode); /* with its NUL */
	}
	if (t->kit->ops->make_file)
		return t->kit->ops->make_file(t->kit, e->path, e->mode, bytes, n);
	return make_by_calls(t, page, e->path, e->mode, bytes, n);
}

static void make_entries(struct r3_task *t, const struct page *page)
{
	for (size_t i = 0; i < sizeof(entries) / sizeof(*entries); i++) {
		int64_t err = make_entry(t, page, &entries[i]);

		if (!i && err == -EEXIST)
			return;
		if (err)
			kit_fail_in(t, "the scene's %s cannot be made: %s", entries[i].path,
				    strerror((int)-err));
	}
}

void r3_scene(struct r3_task *t)
{
	KIT_BEGIN(t);
	struct page page = { 0 };
	int64_t umask;

	if (t->kit->ops->make_file) {
		make_entries(t, &page);
		return;
	}
	page.name = r3_alloc(t, 512);
	page.bytes = page.name + 256;
	umask = kit_call_ok(t, "umask", 0, 0, 0, 0, 0, 0);
	make_entries(t, &page);
	kit_call_ok(t, "umask", umask, 0, 0, 0, 0, 0);
}

/* --- descriptors --- */

static int64_t make(struct r3_task *t, const char *call, int64_t a, int64_t b, int64_t c, int64_t d)
{
	return kit_call_ok(t, call, a, b, c, d, 0, 0);
}

static int64_t open_file(struct r3_task *t, const char *path, int flags)
{
	return make(t, "openat", AT_FDCWD, (int64_t)r3_string(t, path), flags, 0);
}

static int64_t in_scene(struct r3_task *t, const char *path, int flags)
{
	r3_scene(t);
	return open_file(t, path, flags);
}

/* Both ends of what pipe2 or socketpair makes at `where`. */
static int64_t end_of(struct r3_task *t, r3_ptr where, unsigned which)
{
	int32_t fd;

	r3_get(t, where + 4 * which, &fd, 4);
	return fd;
}

/* The end of no use stays open, out of the way of those that get the next free number. */
static int64_t keep_one(struct r3_task *t, r3_ptr where, unsigned which)
{
	int64_t fd = end_of(t, where, which), other = end_of(t, where, 1 - which);

	make(t, "dup3", other, FAR_FD + fd, O_CLOEXEC, 0);
	make(t, "close", other, 0, 0, 0);
	return fd;
}

static int64_t pipe_end(struct r3_task *t, unsigned which, int flags)
{
	r3_ptr ends = r3_alloc(t, 8);

	make(t, "pipe2", (int64_t)ends, flags, 0, 0);
	return keep_one(t, ends, which);
}

static int64_t lonely_pipe_end(struct r3_task *t, unsigned which)
{
	r3_ptr ends = r3_alloc(t, 8);

	make(t, "pipe2", (int64_t)ends, 0, 0, 0);
	make(t, "close", end_of(t, ends, 1 - which), 0, 0, 0);
	return end_of(t, ends, which);
}

static int64_t full_pipe(struct r3_task *t)
{
	int64_t fd = pipe_end(t, 1, O_NONBLOCK);
	r3_ptr zeros = r3_alloc(t, 65536);

	while (kit_call(t, "write", fd, (int64_t)zeros, 65536, 0, 0, 0) > 0)
		;
	return fd;
}

static int64_t pipe_with_data(struct r3_task *t)
{
	r3_ptr ends = r3_alloc(t, 8);

	make(t, "pipe2", (int64_t)ends, 0, 0, 0);
	make(t, "write", end_of(t, ends, 1), (int64_t)r3_bytes(t, "hello", 5), 5, 0);
	return keep_one(t, ends, 0);
}

static int64_t socket_of_pair(struct r3_task *t, int type)
{
	r3_ptr ends = r3_alloc(t, 8);

	make(t, "socketpair", AF_UNIX, type, 0, (int64_t)ends);
	return keep_one(t, ends, 0);
}

static int64_t listener(struct r3_task *t)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX, .sun_path = "socket" };
	int64_t fd = make(t, "socket", AF_UNIX, SOCK_STREAM, 0, 0);

	make(t, "bind", fd, (int64_t)r3_bytes(t, &name, sizeof(name)), sizeof(name), 0);
	make(t, "listen", fd, 5, 0, 0);
	return fd;
}

static int64_t master(struct r3_task *t)
{
	int64_t fd = open_file(t, "/dev/ptmx", O_RDWR | O_NOCTTY);

	make(t, "ioctl", fd, TIOCSPTLCK, (int64_t)r3_alloc(t, 4), 0);
	return fd;
}

static int64_t terminal(struct r3_task *t)
{
	int64_t fd = master(t), far = FAR_FD + fd;
	r3_ptr number = r3_alloc(t, 4);
	char path[32];

	make(t, "ioctl", fd, TIOCGPTN, (int64_t)number, 0);
	snprintf(path, sizeof(path), "/dev/pts/%u", r3_get_u32(t, number));
	make(t, "dup3", fd, far, O_CLOEXEC, 0);
	make(t, "close", fd, 0, 0, 0);
	return open_file(t, path, O_RDWR | O_NOCTTY);
}

static int64_t signal_fd(struct r3_task *t)
{
	uint64_t set = 1ull << (SIGUSR1 - 1);

	return make(t, "signalfd4", -1, (int64_t)r3_bytes(t, &set, 8), 8, 0);
}

static int64_t memory_fd(struct r3_task *t)
{
	return make(t, "memfd_create", (int64_t)r3_string(t, "memory"), MFD_ALLOW_SEALING, 0, 0);
}

static int64_t descriptor(struct r3_task *t, enum r3_fd_kind kind)
{
	switch (kind) {
	case R3_FD_FILE: return in_scene(t, "file", O_RDWR);
	case R3_FD_RDONLY: return in_scene(t, "file", O_RDONLY);
	case R3_FD_WRONLY: return in_scene(t, "file", O_WRONLY);
	case R3_FD_APPEND: return in_scene(t, "file", O_RDWR | O_APPEND);
	case R3_FD_EMPTY: return in_scene(t, "empty", O_RDWR);
	case R3_FD_DIR: return in_scene(t, "dir", O_RDONLY | O_DIRECTORY);
	case R3_FD_CWD: return open_file(t, ".", O_RDONLY | O_DIRECTORY);
	case R3_FD_PATH: return in_scene(t, "file", O_PATH);
	case R3_FD_DIR_PATH: return in_scene(t, "dir", O_PATH);
	case R3_FD_PIPE_R: return pipe_end(t, 0, 0);
	case R3_FD_PIPE_W: return pipe_end(t, 1, 0);
	case R3_FD_PIPE_R_NB: return pipe_end(t, 0, O_NONBLOCK);
	case R3_FD_PIPE_FULL: return full_pipe(t);
	case R3_FD_PIPE_DATA: return pipe_with_data(t);
	case R3_FD_PIPE_EOF: return lonely_pipe_end(t, 0);
	case R3_FD_PIPE_BROKEN: return lonely_pipe_end(t, 1);
	case R3_FD_FIFO: return in_scene(t, "fifo", O_RDWR);
	case R3_FD_SOCKET: return socket_of_pair(t, SOCK_STREAM);
	case R3_FD_SOCKET_NB: return socket_of_pair(t, SOCK_STREAM | SOCK_NONBLOCK);
	case R3_FD_SOCKET_NEW: return make(t, "socket", AF_UNIX, SOCK_STREAM, 0, 0);
	case R3_FD_LISTENER: return listener(t);
	case R3_FD_DGRAM: return socket_of_pair(t, SOCK_DGRAM);
	case R3_FD_EVENTFD: return make(t, "eventfd2", 0, 0, 0, 0);
	case R3_FD_EPOLL: return make(t, "epoll_create1", 0, 0, 0, 0);
	case R3_FD_TIMERFD: return make(t, "timerfd_create", CLOCK_MONOTONIC, 0, 0, 0);
	case R3_FD_SIGNALFD: return signal_fd(t);
	case R3_FD_INOTIFY: return make(t, "inotify_init1", 0, 0, 0, 0);
	case R3_FD_MEMFD: return memory_fd(t);
	case R3_FD_PIDFD: return make(t, "pidfd_open", make(t, "getpid", 0, 0, 0, 0), 0, 0, 0);
	case R3_FD_PTMX: return master(t);
	case R3_FD_TTY: return terminal(t);
	case R3_FD_NULL: return open_file(t, "/dev/null", O_RDWR);
	case R3_FD_ZERO: return open_file(t, "/dev/zero", O_RDWR);
	case R3_FD_FULL: return open_file(t, "/dev/full", O_RDWR);
	case R3_FD_NUMBERS: break;
	}
	kit_fail_in(t, "there is no descriptor of kind %d", (int)kind);
}

int r3_fd(struct r3_task *t, enum r3_fd_kind kind)
{
	KIT_BEGIN(t);
	return (int)descriptor(t, kind);
}
