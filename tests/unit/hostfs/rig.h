/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A machine without a program, whose first task makes system calls, and a directory of the host
 * that it sees at /m. The h_ functions are the host's side: what somebody else does there.
 */
#ifndef HOSTFS_RIG_H
#define HOSTFS_RIG_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>

#include <cmocka.h>

#define RIG_RW 1

/* setup and teardown of a test: an empty directory outside, a machine, no mount yet. */
int rig_setup(void **state);
int rig_teardown(void **state); /* fails when a host descriptor or a kernel object was left */
void rig_end_machine(void **state); /* before the teardown, which then only counts */
void rig_mount(const char *what, const char *at, unsigned flags); /* what: relative, "" the whole */
/* Runs fn as the guest's first task. */
void rig_run(void (*fn)(void));

/* --- inside --- */
long sc_(long nr, const uint64_t args[6]);
#define sc(nr, ...) sc_(nr, (const uint64_t[6]){ __VA_ARGS__ })
uint64_t str(const char *s);	       /* guest address of a copy; the last 64 stay */
uint64_t room(size_t n);	       /* guest memory for n bytes */
void peek(void *to, uint64_t from, size_t n);
void poke(uint64_t to, const void *from, size_t n);
uint64_t map_file(int fd, size_t n, bool shared, bool writable); /* mmap; 0: failed */
long open_at(const char *path, unsigned flags, unsigned mode);
/* The whole of a file as text; NULL and *err on failure. Static. */
const char *slurp(const char *path, long *err);
void write_all(int fd, const char *text);
void as_user(unsigned uid, unsigned gid); /* lose root's rights for the rest of the run */

struct guest_stat {
	uint64_t dev, ino, nlink, size;
	uint32_t mode, uid, gid, rdev;
};
long stat_at(const char *path, bool follow, struct guest_stat *st);
/* Names of a directory, sorted, joined by blanks; NULL on failure. Static. */
const char *list(const char *path);
unsigned long nr_pages(const char *path); /* of the inode's page cache */

/* A host descriptor as the guest's fd (which must be free), as r3_stdio() does it. */
void connect_stream(int host_fd, int fd);
bool take_signal(int sig); /* was it pending? it is not any more */
void close_all(void);	   /* the guest's descriptors 0..9 */

/* --- outside; paths are relative to the directory --- */
bool h_is_root(void);
const char *h_path(const char *rel);
void h_write(const char *rel, const char *text);
const char *h_read(const char *rel); /* "" when it is not there; static */
void h_mkdir(const char *rel);
void h_symlink(const char *target, const char *rel);
void h_link(const char *old, const char *rel);
void h_mkfifo(const char *rel);
void h_rename(const char *from, const char *to);
void h_exchange(const char *a, const char *b);
void h_remove(const char *rel);
void h_chmod(const char *rel, unsigned mode);
unsigned h_mode(const char *rel);
bool h_exists(const char *rel);
uint64_t h_ino(const char *rel);
int h_open(const char *rel, bool writable);
void h_close(int fd);
unsigned h_count_fds(void);
void h_limit_fds(unsigned n); /* soft RLIMIT_NOFILE of this process; 0: as it was */
void h_pipe(int fds[2]);
int h_pty(int *slave); /* master */
/* After ms in another process: writes text to fd (and closes nothing here). */
int h_write_later(int fd, const char *text, unsigned ms);
void h_join(int pid);
void h_put(int fd, const char *text);
const char *h_get_line(int fd); /* reads until a newline has come, as text; static */
unsigned h_flags(int fd);
int64_t h_tell(int fd);
unsigned h_lflag(int fd);
/* Exchanges a and b over and over in another process until stopped. */
int h_start_exchanging(const char *a, const char *b);
void h_stop(int pid);

#endif
