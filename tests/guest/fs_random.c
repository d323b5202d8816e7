/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: on tmpfs hostfs */
/* guest: flags -D_FILE_OFFSET_BITS=64 */
/* guest: args 1 */
/* guest: args 2 */
/* guest: args 3 */
/* guest: args 4 users */
/* guest: args 5 users */
/*
 * Thousands of calls on a few names in a few directories, drawn from a seed: results, attributes
 * and contents must be Linux's at every step. With "users" by three users (if root starts it), who
 * give each other rights and take them away; the sticky bit stays out, because what it means for
 * links is a matter of settings (fs.protected_symlinks).
 */
#include <grp.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "guest.h"

#define STEPS 6000
#define OPEN 6

static uint64_t seed;
static int fds[OPEN];

static unsigned rnd(unsigned n)
{
	seed = seed * 6364136223846793005ull + 1442695040888963407ull;
	return (unsigned)(seed >> 33) % n;
}

/* A path of one to three components, sometimes odd. */
static const char *path(char *to)
{
	static const char *const part[] = { "a", "b", "c", "d", "e", "..", ".",
					    "a_name_that_is_longer_than_what_a_dentry_has_room_for" };
	unsigned n = 1 + rnd(3);

	*to = 0;
	while (n--) {
		strcat(to, part[rnd(rnd(4) ? 5 : 8)]);
		if (n || !rnd(12))
			strcat(to, rnd(20) ? "/" : "//");
	}
	return to;
}

static void show_stat(const char *name)
{
	struct stat st;
	char link[100] = "";
	ssize_t n;

	if (lstat(name, &st)) {
		printf(" [%s]", guest_errno(errno));
		return;
	}
	n = readlink(name, link, sizeof(link) - 1);
	link[n < 0 ? 0 : n] = 0;
	printf(" [%o %d %lld %s]", st.st_mode, (int)st.st_nlink,
	       S_ISDIR(st.st_mode) ? 0 : (long long)st.st_size, link);
}

static void result(int r)
{
	if (r < 0)
		printf(" %s", guest_errno(errno));
	else
		printf(" %d", r);
}

static void open_one(void)
{
	static const int access[] = { O_RDONLY, O_WRONLY, O_RDWR, O_RDWR };
	static const int more[] = { 0, O_CREAT, O_CREAT | O_EXCL, O_TRUNC, O_CREAT | O_TRUNC, O_APPEND,
				    O_DIRECTORY, O_NOFOLLOW, O_PATH, O_PATH | O_NOFOLLOW, O_TMPFILE };
	unsigned which = rnd(OPEN);
	char name[256];
	int flags = O_NONBLOCK | access[rnd(4)] | more[rnd(11)] | more[rnd(3)];
	int fd = open(path(name), flags, 0666);

	printf("open %s %#o", name, (unsigned)flags);
	result(fd < 0 ? -1 : 0);
	if (fd < 0)
		return;
	if (fds[which] >= 0)
		close(fds[which]);
	fds[which] = fd;
}

static void use_one(void)
{
	int fd = fds[rnd(OPEN)];
	char buf[200];
	struct stat st;
	unsigned n = rnd(150), at = rnd(9000);

	memset(buf, 'a' + (int)rnd(26), sizeof(buf));
	switch (rnd(7)) {
	case 0:
		printf("write");
		result((int)write(fd, buf, n));
		break;
	case 1:
		printf("pwrite %u", at);
		result((int)pwrite(fd, buf, n, at));
		break;
	case 2:
		printf("read");
		result((int)read(fd, buf, n));
		printf(" %c", buf[0]);
		break;
	case 3:
		/* What the end of a directory is, each filesystem has its own idea of. */
		printf("lseek %u", at);
		n = rnd(3);
		if (!fstat(fd, &st) && S_ISDIR(st.st_mode))
			n = n ? SEEK_CUR : SEEK_SET;
		result((int)lseek(fd, at, (int)n));
		break;
	case 4:
		printf("ftruncate %u", at);
		result(ftruncate(fd, at));
		break;
	case 5:
		printf("fchmod");
		result(fchmod(fd, 0600 | rnd(64)));
		break;
	case 6:
		printf("pread %u", at);
		result((int)pread(fd, buf, n, at));
		printf(" %c", buf[0]);
		break;
	}
	if (!fstat(fd, &st))
		printf(" [%o %d %lld]", st.st_mode, (int)st.st_nlink,
		       S_ISDIR(st.st_mode) ? 0 : (long long)st.st_size);
}

static void name_one(void)
{
	char a[256], b[256];
	unsigned flags;

	path(a), path(b);
	switch (rnd(12)) {
	case 0:
	case 1:
		printf("mkdir %s", a);
		result(mkdir(a, 0777));
		break;
	case 2:
		printf("rmdir %s", a);
		result(rmdir(a));
		break;
	case 3:
		printf("unlink %s", a);
		result(unlink(a));
		break;
	case 4:
		printf("link %s %s", a, b);
		result(linkat(AT_FDCWD, a, AT_FDCWD, b, rnd(2) ? AT_SYMLINK_FOLLOW : 0));
		break;
	case 5:
		printf("symlink %s %s", a, b);
		result(symlink(a, b));
		break;
	case 6:
	case 7:
		printf("rename %s %s", a, b);
		result(rename(a, b));
		break;
	case 8:
		flags = rnd(3);
		printf("renameat2 %s %s %u", a, b, flags);
		result((int)syscall(SYS_renameat2, AT_FDCWD, a, AT_FDCWD, b, flags));
		break;
	case 9:
		printf("truncate %s", a);
		result(truncate(a, rnd(9000)));
		break;
	case 10:
		printf("mknod %s", a);
		result(mknod(a, (rnd(2) ? S_IFIFO : S_IFREG) | 0644, 0));
		break;
	case 11:
		printf("chdir %s", a);
		result(chdir(a));
		break;
	}
	show_stat(a), show_stat(b);
}

static void be_another(void)
{
	unsigned who = rnd(3);

	seteuid(0);
	printf("be %u", who);
	result(setegid(who ? 1000 + rnd(2) : 0) | seteuid(who ? 999 + who : 0));
}

static void give_rights(void)
{
	char a[256];
	unsigned n;

	path(a);
	switch (rnd(4)) {
	case 0:
		n = rnd(07777) & ~01000u;
		printf("chmod %s %o", a, n);
		result(chmod(a, n));
		break;
	case 1:
		printf("chown %s", a);
		result(lchown(a, rnd(3) ? 1000 + rnd(2) : (uid_t)-1, rnd(3) ? 1000 + rnd(2) : (gid_t)-1));
		break;
	case 2:
		n = rnd(8);
		printf("access %s %u", a, n);
		result(faccessat(AT_FDCWD, a, (int)n, AT_EACCESS));
		break;
	case 3:
		printf("utimes %s", a);
		result(utimensat(AT_FDCWD, a, NULL, 0));
		break;
	}
	show_stat(a);
}

/* Never above where we started: the tree is the same everywhere. */
static void come_back(const char *top, int dir)
{
	char cwd[4096];

	if (!getcwd(cwd, sizeof(cwd)) || strncmp(cwd, top, strlen(top)))
		printf(" back %d", fchdir(dir));
}

int main(int argc, char **argv)
{
	bool users = argc > 2;
	char top[4096];
	int dir;

	seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
	umask(022);
	signal(SIGPIPE, SIG_IGN);
	for (int i = 0; i < OPEN; i++)
		fds[i] = -1;
	mkdir("w", 0755);
	if (chdir("w") || mkdir("x", 0755) || chdir("x") || mkdir("y", 0755) || chdir("y") ||
	    mkdir("z", 0755) || chdir("z") || !getcwd(top, sizeof(top)))
		return 1;
	if (users && (setgroups(0, NULL) || chmod(".", 0777) || chmod("..", 0777)))
		users = false;
	dir = open(".", O_PATH);
	for (int i = 0; i < STEPS; i++) {
		printf("%d: ", i);
		if (users && rnd(10) == 0)
			be_another();
		else if (users && rnd(4) == 0)
			give_rights();
		else if (rnd(3) == 0)
			open_one();
		else if (rnd(3) == 0)
			use_one();
		else
			name_one();
		come_back(top, dir);
		printf("\n");
	}
	return 0;
}
