/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: options --user 0:0 */
/*
 * Mounting as root: new filesystems, parts of the tree, moving, unmounting while busy, what a mount
 * hides and refuses; and that nobody else may.
 */
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "guest.h"

#ifndef MS_NOSYMFOLLOW
#define MS_NOSYMFOLLOW 256
#endif

static void put(const char *name)
{
	close(open(name, O_CREAT | O_WRONLY, 0644));
}

static void limits(void)
{
	static char page[4096];
	struct statvfs s;
	int fd, n = 0;

	show(mount("tmpfs", "m", "tmpfs", 0, "size=32k,nr_inodes=5,mode=751,uid=7,gid=8"));
	show(statvfs("m", &s));
	printf("%lu %lu %lu\n", (long)s.f_blocks, (long)s.f_bfree, (long)s.f_files);
	struct stat st;
	stat("m", &st);
	printf("%o %d:%d\n", st.st_mode, (int)st.st_uid, (int)st.st_gid);
	fd = open("m/f", O_CREAT | O_RDWR, 0600);
	while (write(fd, page, 4096) > 0)
		n++;
	printf("%d %s\n", n, guest_errno(errno));
	show(pwrite(fd, page, 10, 100));
	show(pwrite(fd, page, 4097, 4096 * 7));
	show(pwrite(fd, page, 1, 1 << 20));
	show(ftruncate(fd, 4096 * 7 + 1));
	show(pwrite(fd, page, 2, 4096 * 8));
	show(fallocate(fd, 2 | 1, 0, 4096 * 2));
	show(fallocate(fd, 1, 1 << 20, 4096));
	show(fallocate(fd, 1, 1 << 21, 4096 * 2));
	show(fallocate(fd, 1, 1 << 21, 4096));
	show(statvfs("m", &s));
	printf("%lu\n", (long)s.f_bfree);
	show(mkdir("m/a", 0755));
	show(mkdir("m/b", 0755));
	show(mkdir("m/c", 0755));
	show(mkdir("m/d", 0755));
	show(symlink("x", "m/d"));
	show(rmdir("m/a"));
	show(link("m/f", "m/g"));
	show(umount("m"));
	show(close(fd));
	show(umount("m"));
	show(mount("tmpfs", "m", "tmpfs", 0, "bogus=1"));
	show(mount("tmpfs", "m", "tmpfs", 0, "size=x"));
}

static void refusals(void)
{
	show(mount("none", "m", "nosuchfs", 0, NULL));
	show(mount("none", "m", NULL, 0, NULL));
	show(mount("none", "none", "tmpfs", 0, NULL));
	show(mount("none", "file", "tmpfs", 0, NULL));
	show(mount("none", "m", (char *)1, 0, NULL));
	show(mount((char *)1, "m", "tmpfs", 0, NULL));
	show(mount("none", (char *)1, "tmpfs", 0, NULL));
	show(mount("none", "m", "tmpfs", 0, (char *)1));
	show(umount("m"));
	show(umount("none"));
	show(umount2("m", 16));
	show(mount(NULL, "m", NULL, MS_BIND, NULL));
	show(mount("none", "m", NULL, MS_BIND, NULL));
	show(mount("file", "m", NULL, MS_BIND, NULL));
	show(mount("m", "file", NULL, MS_BIND, NULL));
	show(mount("m", "m2", NULL, MS_MOVE, NULL));
	show(mount(NULL, "m", NULL, MS_REMOUNT, NULL));
	show(mount(NULL, "m", NULL, MS_PRIVATE, NULL));
}

static void reading_only(void)
{
	show(mount("src", "m", "tmpfs", 0, NULL));
	put("m/f"), mkdir("m/d", 0755), symlink("f", "m/s");
	show(mknod("m/null", S_IFCHR | 0666, 0x103));
	show(mount(NULL, "m", NULL, MS_REMOUNT | MS_RDONLY | MS_NODEV | MS_NOEXEC, NULL));
	show(open("m/new", O_CREAT | O_RDWR, 0600));
	show(open("m/f", O_CREAT | O_EXCL, 0600));
	show(open("m/f", O_RDWR));
	show(open("m/f", O_RDONLY | O_TRUNC));
	show(close(open("m/f", O_CREAT | O_RDONLY, 0600)));
	show(mkdir("m/d", 0755));
	show(mkdir("m/e", 0755));
	show(rmdir("m/d"));
	show(rmdir("m/none"));
	show(unlink("m/f"));
	show(unlink("m/none"));
	show(unlink("m/."));
	show(rename("m/f", "m/g"));
	show(rename("m/f", "file"));
	show(link("m/f", "m/g"));
	show(link("m/f", "m/d"));
	show(symlink("a", "m/f"));
	show(symlink("a", "m/g"));
	show(chmod("m/f", 0600));
	show(chown("m/f", 1, 1));
	show(truncate("m/f", 0));
	show(truncate("m/d", 0));
	show(access("m/f", W_OK));
	show(access("m/f", X_OK));
	show(access("m/f", R_OK));
	show(utimensat(AT_FDCWD, "m/f", NULL, 0));
	show(open("m", O_TMPFILE | O_RDWR, 0600));
	show(open("m/null", O_RDWR));
	show(mount(NULL, "m", NULL, MS_REMOUNT | MS_NOSYMFOLLOW, NULL));
	show(open("m/s", O_RDONLY));
	show(close(open("m/null", O_RDWR)));
	show(umount("m"));
}

static void parts(void)
{
	int fd;

	mkdir("tree", 0755), mkdir("tree/sub", 0755), put("tree/sub/file"), put("m/hidden");
	show(mount("tree/sub", "m", NULL, MS_BIND, NULL));
	show(access("m/file", F_OK));
	show(access("m/hidden", F_OK));
	show(access("m/../file", F_OK));
	show(rename("m/file", "tree/sub/x"));
	show(link("m/file", "tree/sub/x"));
	show(rename("m/file", "m/x"));
	show(access("tree/sub/x", F_OK));
	show(rmdir("m"));
	show(unlink("m"));
	show(rename("m", "n"));
	show(rmdir("tree/sub"));
	show(mount("file", "file2", NULL, MS_BIND, NULL));
	show(unlink("file2"));
	show(unlink("file"));
	show(mount("m", "m2", NULL, MS_MOVE, NULL));
	show(access("m2/x", F_OK));
	show(access("m/x", F_OK));
	mkdir("m2/in", 0755);
	show(mount("m2", "m2/in", NULL, MS_MOVE, NULL));
	show(mount("t", "m2/in", "tmpfs", 0, NULL));
	show(umount("m2"));
	fd = open("m2/in", O_RDONLY);
	show(umount("m2/in"));
	show(umount2("m2/in", MNT_EXPIRE));
	show(umount2("m2", MNT_DETACH));
	show(access("m2/x", F_OK));
	show(openat(fd, "y", O_CREAT | O_RDWR, 0600) >= 0);
	show(faccessat(fd, "y", F_OK, 0));
	close(fd);
	show(umount2("file2", MNT_EXPIRE));
	show(umount2("file2", MNT_EXPIRE | MNT_FORCE));
	show(umount2("file2", MNT_EXPIRE));
	show(umount("file2"));
	put("file");
}

static void pivot(void)
{
	char buf[100];

	show(syscall(SYS_pivot_root, "/", "/"));
	show(mount("t", "m", "tmpfs", 0, NULL));
	show(syscall(SYS_pivot_root, "m", "/"));
	show(syscall(SYS_pivot_root, "m/none", "m"));
	mkdir("m/old", 0755), put("m/here");
	show(syscall(SYS_pivot_root, "m", "m/old"));
	show(access("/here", F_OK));
	show(chdir("/"));
	show(syscall(SYS_getcwd, buf, sizeof(buf)));
	show(access("/old/proc/self", F_OK));
	show(access("../../here", F_OK));
	show(umount("/old"));
	show(umount2("/old", MNT_DETACH));
	show(access("/old/proc/self", F_OK));
	show(mkdir("/p", 0755));
	show(mount("proc", "/p", "proc", 0, NULL));
	show(access("/p/self/exe", F_OK));
	show(umount("/"));
	show(mkdir("/q", 0755));
}

int main(void)
{
	if (is_native() && (geteuid() || unshare(CLONE_NEWNS) ||
			    mount(NULL, "/", NULL, MS_PRIVATE | MS_REC, NULL))) {
		puts("mounting needs root's rights");
		return 77;
	}
	umask(022);
	mkdir("w", 0755);
	if (chdir("w"))
		return 1;
	mkdir("m", 0755), mkdir("m2", 0755), put("file"), put("file2");
	refusals();
	limits();
	reading_only();
	parts();
	show(seteuid(1000));
	show(mount("none", "m", "tmpfs", 0, NULL));
	show(mount("none", "none", "tmpfs", 0, NULL));
	show(umount("m"));
	show(umount2("m", 16));
	show(syscall(SYS_pivot_root, "none", "none"));
	show(seteuid(0));
	pivot();
	return 0;
}
