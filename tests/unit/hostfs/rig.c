/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine's side of the tests: calls through the real table, as the first task. */
#include "rig.h"

#include <stdlib.h>
#include <string.h>

#include "emu/script/script.h"
#include "fs/fs.h"
#include "fs/hostfs/internal.h"
#include "host/file.h"
#include "kernel/cred.h"
#include "kernel/kernel.h"
#include "kernel/signal.h"
#include "kernel/task.h"
#include "mm/mm.h"
#include "outside.h"
#include "syscall.h"
#include "uapi/mman.h"

#define AREA 0x10000000ull
#define AREA_SIZE 0x200000ull
#define STRINGS 64

static struct kernel *machine;
static unsigned fds_before;
static unsigned next_string;

static void make_space(void *arg)
{
	struct mm *mm = mm_create(&abi_x64);

	(void)arg;
	exec_mmap(mm);
	current->abi = &abi_x64;
	do_mmap(mm, NULL, AREA, AREA_SIZE, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, 0);
}

int rig_setup(void **state)
{
	struct kernel_config config = { .mem_size = 64 << 20, .seed = 1, .hostname = "rig" };
	const char *why = "";

	(void)state;
	outside_make();
	fds_before = h_count_fds();
	assert_int_equal(kernel_boot(&machine, &config, &script_cpu, &why), 0);
	assert_int_equal(kernel_call(machine, make_space, NULL), 0);
	next_string = 0;
	return 0;
}

void rig_end_machine(void **state)
{
	(void)state;
	if (machine)
		kernel_destroy(machine);
	machine = NULL;
}

int rig_teardown(void **state)
{
	rig_end_machine(state);
	outside_remove();
	assert_int_equal(h_count_fds(), fds_before);
	return 0;
}

struct mount_args {
	const char *what, *at;
	unsigned flags;
};

static void do_mount_host(void *arg)
{
	const struct mount_args *m = arg;
	int fd = host_open_named(h_path(m->what));
	struct super_block *sb;

	assert_true(fd >= 0);
	sb = hostfs_create(fd, m->flags & RIG_RW, "host");
	assert_false(IS_ERR(sb));
	assert_int_equal(kern_mount(sb, m->at, m->flags & RIG_RW ? 0 : MS_RDONLY, "host"), 0);
}

void rig_mount(const char *what, const char *at, unsigned flags)
{
	struct mount_args m = { what, at, flags };

	assert_int_equal(kernel_call(machine, do_mount_host, &m), 0);
}

static void call_fn(void *arg)
{
	void (**fn)(void) = arg;

	(*fn)();
}

void rig_run(void (*fn)(void))
{
	assert_int_equal(kernel_call(machine, call_fn, &fn), 0);
}

long sc_(long nr, const uint64_t args[6])
{
	kernel->stats.calls_x64++;
	assert_non_null(sys_call_table[nr].sys->call);
	return sys_call_table[nr].sys->call(args);
}

uint64_t str(const char *s)
{
	uint64_t at = AREA + (next_string++ % STRINGS) * 4096;

	poke(at, s, strlen(s) + 1);
	return at;
}

/* Not kept apart: the last one asked for is yours. */
uint64_t room(size_t n)
{
	assert_true(n <= AREA_SIZE - STRINGS * 4096);
	return AREA + STRINGS * 4096;
}

void peek(void *to, uint64_t from, size_t n)
{
	assert_int_equal(copy_from_user(to, from, n), 0);
}

void poke(uint64_t to, const void *from, size_t n)
{
	assert_int_equal(copy_to_user(to, from, n), 0);
}

uint64_t map_file(int fd, size_t n, bool shared, bool writable)
{
	long at = sc(SYS_mmap, 0, n, PROT_READ | (writable ? PROT_WRITE : 0),
		     shared ? MAP_SHARED : MAP_PRIVATE, (uint64_t)fd, 0);

	return at < 0 ? 0 : (uint64_t)at;
}

long open_at(const char *path, unsigned flags, unsigned mode)
{
	return sc(SYS_openat, (uint64_t)AT_FDCWD, str(path), flags, mode);
}

const char *slurp(const char *path, long *err)
{
	static char text[65536];
	uint64_t buf = room(sizeof(text));
	long fd = open_at(path, O_RDONLY, 0), n, done = 0;

	*err = fd;
	if (fd < 0)
		return NULL;
	while (done < (long)sizeof(text) - 1) {
		n = sc(SYS_read, (uint64_t)fd, buf, sizeof(text) - 1 - (uint64_t)done);
		if (n <= 0)
			break;
		peek(text + done, buf, (size_t)n);
		done += n;
	}
	*err = n < 0 ? n : 0;
	text[done] = '\0';
	sc(SYS_close, (uint64_t)fd);
	return n < 0 ? NULL : text;
}

void write_all(int fd, const char *text)
{
	assert_int_equal(sc(SYS_write, (uint64_t)fd, str(text), strlen(text)), strlen(text));
}

void as_user(unsigned uid, unsigned gid)
{
	const struct cred *old = current->cred;

	current->cred = cred_create(uid, gid);
	assert_non_null(current->cred);
	put_cred(old);
}

void connect_stream(int host_fd, int fd)
{
	struct file *f = host_stream_open(host_fd);
	int got;

	assert_false(IS_ERR(f));
	assert_int_equal(fd_reserve(&got, 0), 0);
	assert_int_equal(got, fd);
	fd_install(fd, f);
}

bool take_signal(int sig)
{
	bool was = (current->pending.signal.bits | current->signal->shared_pending.signal.bits) &
		   sigmask(sig);

	flush_sigqueue(&current->pending);
	flush_sigqueue(&current->signal->shared_pending);
	recalc_sigpending();
	return was;
}

void close_all(void)
{
	for (unsigned fd = 0; fd < 10; fd++)
		sc(SYS_close, fd);
}

static int stat_path(const char *path, bool follow, struct kstat *st)
{
	struct path p;
	int err;

	kernel->stats.calls_x64++;
	err = path_lookup(AT_FDCWD, path, follow ? LOOKUP_FOLLOW : 0, &p);
	if (err)
		return err;
	err = vfs_getattr(&p, st, STATX_BASIC_STATS);
	path_put(&p);
	return err;
}

long stat_at(const char *path, bool follow, struct guest_stat *out)
{
	struct kstat st;
	int err = stat_path(path, follow, &st);

	if (!err)
		*out = (struct guest_stat){ st.dev, st.ino, st.nlink, st.size,
					    st.mode, st.uid, st.gid, st.rdev };
	return err;
}

unsigned long nr_pages(const char *path)
{
	struct path p;
	unsigned long n;

	assert_int_equal(path_lookup(AT_FDCWD, path, LOOKUP_FOLLOW, &p), 0);
	n = p.dentry->inode->mapping.nr_pages;
	path_put(&p);
	return n;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

const char *list(const char *path)
{
	static char text[65536], raw[65536];
	char *name[1024];
	size_t n = 0, at = 0;
	uint64_t buf = room(4096);
	long fd = open_at(path, O_RDONLY | O_DIRECTORY, 0), got, k;

	if (fd < 0)
		return NULL;
	while ((got = sc(SYS_getdents64, (uint64_t)fd, buf, 4096)) > 0) {
		peek(raw + at, buf, (size_t)got);
		for (k = 0; k < got; k += *(uint16_t *)(raw + at + k + 16))
			name[n++] = raw + at + k + 19;
		at += (size_t)got;
	}
	sc(SYS_close, (uint64_t)fd);
	qsort(name, n, sizeof(*name), by_text);
	text[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		if (i)
			strcat(text, " ");
		strcat(text, name[i]);
	}
	return got < 0 ? NULL : text;
}
