/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Descriptors, and what they stand for: paths, devices, both ends of sockets, whose pidfd. */
#include "decode/files.h"
#include "fs/fs.h"
#include "kernel/pidfd.h"
#include "net/unix/unix.h"
#include "uapi/fcntl.h"
#include "uapi/stat.h"

#define ABOUT_SIZE (PATH_MAX + 64)

static unsigned long ino_of(const struct sock *sk)
{
	return sk->file ? sk->file->inode->ino : 0;
}

/* The name that a socket was bound to: "path", @"abstract". */
static void unix_name(const struct unix_sock *u, char *to, size_t size)
{
	int len = u->addr ? u->addr->len - (int)sizeof(u->addr->un.family) : 0;
	bool abstract = len > 0 && !u->addr->un.path[0];

	*to = '\0';
	if (len > 0)
		snprintf(to, size, ",%s\"%.*s\"", abstract ? "@" : "", abstract ? len - 1 : len,
			 u->addr->un.path + abstract);
}

/* "UNIX-STREAM:[1->2,"name"]" */
static void about_socket(struct sock *sk, char *to, size_t size)
{
	struct unix_sock *u = unix_sk(sk);
	char name[128], peer[24] = "";

	unix_name(u, name, sizeof(name));
	if (u->peer && ino_of(u->peer))
		snprintf(peer, sizeof(peer), "->%lu", ino_of(u->peer));
	snprintf(to, size, "UNIX%s:[%lu%s%s]", unix_is_stream(sk) ? "-STREAM" : "", ino_of(sk),
		 peer, name);
}

static bool about_device(struct file *f, char *to, size_t size)
{
	uint32_t rdev = f->inode->rdev;
	char path[PATH_MAX], *p = d_path(&f->path, path, sizeof(path));

	if (IS_ERR(p))
		return false;
	snprintf(to, size, "%s<%s %u:%u>", p, S_ISCHR(f->inode->mode) ? "char" : "block",
		 MAJOR(rdev), MINOR(rdev));
	return true;
}

/* What it is beyond its path, as far as that is wanted. False: nothing. */
static bool about_details(const struct decoder *d, struct file *f, char *to, size_t size)
{
	uint32_t mode = f->inode->mode;
	struct pid *pid;

	if (S_ISSOCK(mode)) {
		if (!(d->about & DECODE_ABOUT_SOCKETS) || !sock_of(f))
			return false;
		about_socket(sock_of(f), to, size);
		return true;
	}
	if (S_ISCHR(mode) || S_ISBLK(mode))
		return (d->about & DECODE_ABOUT_DEVICES) && about_device(f, to, size);
	pid = d->about & DECODE_ABOUT_PIDFDS ? pidfd_pid(f) : NULL;
	if (pid)
		snprintf(to, size, "pid:%d", pid->nr);
	return pid;
}

static void put_path_of(struct decoder *d, const struct path *path)
{
	char text[PATH_MAX], *p = d_path(path, text, sizeof(text));

	if (!IS_ERR(p))
		put_about(d, p);
}

static void put_about_file(struct decoder *d, struct file *f)
{
	char text[ABOUT_SIZE];

	if (about_details(d, f, text, sizeof(text)))
		put_about(d, text);
	else if (d->about & DECODE_ABOUT_PATHS)
		put_path_of(d, &f->path);
}

void put_fd(struct decoder *d, int fd)
{
	struct file *f = NULL;
	bool cloexec;

	put_number(d, fd);
	if (fd >= 0 && (d->about & DECODE_ABOUT_FDS) && current->files)
		f = files_lookup(current->files, (unsigned)fd, &cloexec);
	if (!f)
		return;
	put_about_file(d, f);
	file_put(f);
}

void print_fd(struct decoder *d, uint64_t v)
{
	put_fd(d, (int32_t)v);
}

void print_dfd(struct decoder *d, uint64_t v)
{
	if ((int32_t)v != AT_FDCWD) {
		put_fd(d, (int32_t)v);
		return;
	}
	d->sink->symbol(d->ctx, (uint64_t)(int32_t)v, SINK_DECIMAL, "AT_FDCWD");
	if ((d->about & DECODE_ABOUT_PATHS) && current->fs)
		put_path_of(d, &current->fs->pwd);
}
