/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: on tmpfs hostfs */
/* guest: flags -D_FILE_OFFSET_BITS=64 */
/* Making and removing names, and renaming in all its cases: results, link counts, what is left. */
#include <dirent.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "guest.h"

#define NOREPLACE 1
#define EXCHANGE 2
#define WHITEOUT 4

static void put(const char *name, const char *text)
{
	int fd = open(name, O_CREAT | O_WRONLY | O_TRUNC, 0644);

	if (write(fd, text, strlen(text)) < 0)
		perror(name);
	close(fd);
}

static void what(const char *name)
{
	struct stat st;
	char text[64] = "";
	int fd;

	if (lstat(name, &st)) {
		printf("%s: %s\n", name, guest_errno(errno));
		return;
	}
	if (S_ISREG(st.st_mode)) {
		fd = open(name, O_RDONLY);
		text[read(fd, text, 63)] = 0;
		close(fd);
	} else if (S_ISLNK(st.st_mode)) {
		text[readlink(name, text, 63)] = 0;
	}
	printf("%s: %o links %d %s", name, st.st_mode, (int)st.st_nlink, text);
	if (S_ISCHR(st.st_mode) || S_ISBLK(st.st_mode))
		printf(" %d:%d", (int)major(st.st_rdev), (int)minor(st.st_rdev));
	printf("\n");
}

static void directories(void)
{
	show(mkdir("d", 07777));
	what("d");
	show(mkdir("d", 0755));
	show(mkdir("d/", 0755));
	show(mkdir("d/e/", 0755));
	show(mkdir("d/e/f/g", 0755));
	show(mkdir(".", 0755));
	show(mkdir("..", 0755));
	show(mkdir("/", 0755));
	show(mkdir("", 0755));
	show(mkdir("d/e/.", 0755));
	show(mkdir("d/n/.", 0755));
	what("d");
	put("file", "F");
	show(mkdir("file", 0755));
	show(mkdir("file/", 0755));
	show(mkdir("file/x", 0755));
	show(symlink("nowhere", "dangling"));
	show(mkdir("dangling", 0755));
	show(mkdir("dangling/", 0755));
	show(rmdir("d"));
	show(rmdir("d/."));
	show(rmdir("d/.."));
	show(rmdir("/"));
	show(rmdir("."));
	show(rmdir("file"));
	show(rmdir("file/"));
	show(rmdir("none"));
	show(rmdir("dangling"));
	show(rmdir("dangling/"));
	show(rmdir("d/e/"));
	show(rmdir("d"));
	show(unlinkat(AT_FDCWD, "none", AT_REMOVEDIR | 1));
	show(mkdirat(999, "x", 0755));
}

static void nodes(void)
{
	show(mknod("m0", 0644, 0));
	show(mknod("m1", S_IFREG | 0644, 77));
	show(mknod("m2", S_IFIFO | 0644, 77));
	show(mknod("m3", S_IFSOCK | 0644, 77));
	show(mknod("m4", S_IFDIR | 0644, 0));
	show(mknod("m5", S_IFLNK | 0644, 0));
	show(mknod("m6", 0170000 | 0644, 0));
	show(mknod("m0", S_IFREG | 0644, 0));
	show(mknod("m7/", S_IFREG | 0644, 0));
	show(mknod("file/x", S_IFREG | 0644, 0));
	show(mknod("none/x", S_IFDIR | 0644, 0));
	what("m0"), what("m1"), what("m2"), what("m3");
	show(open("m3", O_RDWR));
	for (int i = 0; i < 4; i++) {
		char name[8];

		sprintf(name, "m%d", i);
		show(unlink(name));
	}
}

static void unlinks(void)
{
	mkdir("d", 0755);
	show(unlink("none"));
	show(unlink("none/"));
	show(unlink("file/"));
	show(unlink("file/x"));
	show(unlink("d"));
	show(unlink("d/"));
	show(unlink("."));
	show(unlink("d/.."));
	show(unlink("/"));
	show(unlink(""));
	show(unlink("dangling/"));
	show(unlink("dangling"));
	show(unlinkat(AT_FDCWD, "file", 1));
	show(unlinkat(999, "file", 0));
	show(unlinkat(999, "", 0));
	show(unlink("file"));
	show(unlink("file"));
	rmdir("d");
}

static void links(void)
{
	char buf[16];

	put("a", "A");
	mkdir("d", 0755);
	show(link("a", "b"));
	what("a");
	show(link("a", "b"));
	show(link("a", "d"));
	show(link("a", "d/"));
	show(link("a", "c/"));
	show(link("a/", "c"));
	show(link("none", "c"));
	show(link("d", "c"));
	show(link("a", "none/c"));
	show(link("", "c"));
	show(link("a", ""));
	show(symlink("a", "s"));
	show(link("s", "s2"));
	what("s2");
	show(linkat(AT_FDCWD, "s", AT_FDCWD, "s3", AT_SYMLINK_FOLLOW));
	what("s3");
	show(linkat(AT_FDCWD, "a", AT_FDCWD, "x", 1));
	show(linkat(999, "a", AT_FDCWD, "x", 0));
	show(linkat(AT_FDCWD, "a", 999, "x", 0));
	show(symlink("", "x"));
	show(symlink("t", ""));
	show(symlink("t", "x/"));
	show(symlink("t", "a"));
	show(symlink("t", "a/x"));
	show(readlink("s", buf, 16));
	show(readlink("s", buf, 0));
	show(readlink("s", buf, -1));
	show(readlink("a", buf, 16));
	show(readlink("d", buf, 16));
	show(readlink("none", buf, 16));
	show(readlink("s/", buf, 16));
	show(readlink("", buf, 16));
	show(symlink("0123456789", "ten"));
	memset(buf, 'x', 16);
	show(readlink("ten", buf, 4));
	printf("%.6s\n", buf);
	show(unlink("b"));
	what("a");
	show(unlink("a"));
	unlink("s"), unlink("s2"), unlink("s3"), unlink("ten");
	rmdir("d");
}

static long ren(const char *from, const char *to, unsigned flags)
{
	return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags);
}

static void renames(void)
{
	put("a", "A"), put("b", "B");
	mkdir("d", 0755), mkdir("d/e", 0755), mkdir("empty", 0755);
	link("a", "a2");
	symlink("a", "s");
	show(rename("none", "x"));
	show(rename("none", "none/x"));
	show(rename("a", "none/x"));
	show(rename("a", "b/x"));
	show(rename("a", "a"));
	show(rename("a", "a2"));
	what("a"), what("a2");
	show(rename("a", "d"));
	show(rename("a", "empty"));
	show(rename("d", "a"));
	show(rename("d", "d/e/x"));
	show(rename("d", "d"));
	show(rename("d", "d/e"));
	show(rename("d/e", "d"));
	show(rename("empty", "d"));
	show(rename("d/e", "empty"));
	what("empty"), what("d");
	show(rename("a/", "x"));
	show(rename("a", "x/"));
	show(rename("empty/", "x/"));
	show(rename("x", "empty"));
	show(rename(".", "x"));
	show(rename("..", "x"));
	show(rename("d/.", "x"));
	show(rename("a", "."));
	show(rename("a", ".."));
	show(rename("", "x"));
	show(rename("a", ""));
	show(rename("a", "b"));
	what("a"), what("b");
	show(rename("s", "b"));
	what("b"), what("a2");
	show(rename("b", "d/s"));
	what("d/s"), what("d");
	show(rename("empty", "d/moved"));
	what("d"), what(".");
	show(rename("d/moved", "empty"));
	what("d");
	unlink("a2"), unlink("d/s"), rmdir("d"), rmdir("empty");
}

static void flags(void)
{
	put("a", "A"), put("b", "B");
	mkdir("d", 0755), mkdir("e", 0755), put("d/in", "I"), mkdir("e/sub", 0755);
	show(ren("a", "b", 8));
	show(ren("a", "b", NOREPLACE | EXCHANGE));
	show(ren("a", "b", WHITEOUT | EXCHANGE));
	show(ren("a", "b", NOREPLACE));
	show(ren("a", ".", NOREPLACE));
	show(ren("a", ".", 0));
	show(ren("a", "c", NOREPLACE));
	what("a"), what("c");
	show(ren("c", "none", EXCHANGE));
	show(ren("none", "c", EXCHANGE));
	show(ren("c", "b", EXCHANGE));
	what("c"), what("b");
	show(ren("c", "d/in", EXCHANGE));
	what("c"), what("d/in");
	show(ren("d", "e", EXCHANGE));
	what("d/sub"), what("e/in");
	show(ren("d", "c", EXCHANGE));
	what("c"), what("d"), what("c/sub");
	show(ren("d", "c", EXCHANGE));
	show(ren("d", "d/sub", EXCHANGE));
	show(ren("d/sub", "d", EXCHANGE));
	show(ren("d/sub", "b", EXCHANGE));
	what("d"), what("."), what("b"), what("d/sub");
	show(ren("c", "b/", EXCHANGE));
	show(ren("b/", "c", EXCHANGE));
	show(ren("c/", "b", EXCHANGE));
	show(ren("b", "c/", EXCHANGE));
	show(renameat(999, "b", AT_FDCWD, "x"));
	show(renameat(AT_FDCWD, "b", 999, "x"));
	show(renameat(999, "/dev/null", AT_FDCWD, "x"));
}

int main(void)
{
	umask(027);
	mkdir("w", 0755);
	if (chdir("w"))
		return 1;
	directories();
	nodes();
	unlinks();
	links();
	renames();
	flags();
	return 0;
}
