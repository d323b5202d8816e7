/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: on tmpfs hostfs */
/* guest: flags -D_FILE_OFFSET_BITS=64 */
/*
 * Modes, owners, times and sizes: by root and by a user, what changes with what; access and its
 * real ids; sticky and set-group-ID directories.
 */
#include <grp.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <utime.h>

#include "guest.h"

#ifndef SYS_faccessat2
#define SYS_faccessat2 439
#endif
#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452
#endif

static void put(const char *name, int mode)
{
	close(open(name, O_CREAT | O_WRONLY | O_TRUNC, 0600));
	chmod(name, mode);
}

static void mode(const char *name)
{
	struct stat st;

	if (lstat(name, &st))
		printf("%s: %s\n", name, guest_errno(errno));
	else
		printf("%s: %o %d:%d\n", name, st.st_mode, (int)st.st_uid, (int)st.st_gid);
}

static void as(int uid, int gid)
{
	seteuid(0);
	if (setegid(gid) | seteuid(uid))
		perror("ids");
}

static void chmods(void)
{
	int fd;

	put("f", 0644);
	symlink("f", "s");
	mkdir("d", 0755);
	fd = open("f", O_RDONLY);
	show(chmod("f", 07777));
	mode("f");
	show(fchmod(fd, 0170000 | 0600));
	mode("f");
	show(chmod("s", 0640));
	mode("f");
	show(chmod("none", 0));
	show(chmod("f/x", 0));
	show(fchmod(999, 0));
	show(fchmodat(AT_FDCWD, "f", 0600, 0x1));
	show(syscall(SYS_fchmodat2, AT_FDCWD, "s", 0600, AT_SYMLINK_NOFOLLOW));
	show(syscall(SYS_fchmodat2, AT_FDCWD, "f", 0604, AT_SYMLINK_NOFOLLOW));
	show(syscall(SYS_fchmodat2, fd, "", 0605, AT_EMPTY_PATH));
	show(syscall(SYS_fchmodat2, fd, "", 0606, 0));
	mode("f"), mode("s");
	show(chmod("d", 07777));
	mode("d");
	as(1000, 1000);
	show(chmod("f", 0600));
	show(fchmod(fd, 0600));
	as(0, 0);
	show(chown("f", 1000, 50));
	as(1000, 1000);
	show(chmod("f", 06755));
	mode("f");
	as(1000, 50);
	show(chmod("f", 06755));
	mode("f");
	as(0, 0);
	close(fd);
}

static void chowns(void)
{
	int fd = open("f", O_RDONLY);

	put("f", 06755);
	show(chown("f", 1, 2));
	mode("f");
	show(chown("f", -1, 3));
	mode("f");
	show(chmod("f", 06745));
	show(chown("f", 4, -1));
	mode("f");
	show(chmod("f", 06755));
	show(chown("f", -1, -1));
	mode("f");
	show(lchown("s", 7, 8));
	mode("s"), mode("f");
	show(fchown(fd, 9, 9));
	show(fchownat(AT_FDCWD, "s", 10, 10, AT_SYMLINK_NOFOLLOW));
	show(fchownat(fd, "", 11, 11, AT_EMPTY_PATH));
	show(fchownat(fd, "", 11, 11, 0));
	show(fchownat(fd, "f", 11, 11, 1));
	mode("s"), mode("f");
	show(chown("d", 12, 12));
	mode("d");
	show(chown("none", 1, 1));
	show(fchown(999, 1, 1));
	chown("f", 1000, 1000), chmod("f", 06755);
	as(1000, 1000);
	show(chown("f", 1000, -1));
	mode("f");
	show(chown("f", 1001, -1));
	show(chown("f", -1, 1001));
	show(chown("f", -1, 1000));
	mode("f");
	as(1001, 1001);
	show(chown("f", -1, -1));
	show(chown("f", 1000, 1000));
	as(0, 0);
	close(fd);
}

static void set_ids(void)
{
	int fd;

	put("x", 0);
	chmod("x", 06777);
	fd = open("x", O_RDWR);
	show(write(fd, "a", 1));
	mode("x");
	as(1000, 1000);
	show(write(fd, "a", 1));
	mode("x");
	as(0, 0), chmod("x", 06767), as(1000, 1000);
	show(ftruncate(fd, 0));
	mode("x");
	as(0, 0), chmod("x", 06777), as(1000, 1000);
	show(truncate("x", 5));
	mode("x");
	as(0, 0), chmod("x", 06777), as(1000, 1000);
	close(open("x", O_WRONLY | O_TRUNC));
	mode("x");
	as(0, 0), chmod("x", 06777), as(1000, 1000);
	show(truncate("x", 0));
	mode("x");
	as(0, 0);
	close(fd);
}

static void accesses(void)
{
	int fd;

	put("a0", 0), put("a1", 0111), put("a4", 0444), put("a6", 0666);
	show(access("a0", R_OK | W_OK));
	show(access("a0", X_OK));
	show(access("a1", X_OK));
	show(access("a0", F_OK));
	show(access("a0", 8));
	show(access("none", F_OK));
	show(access("d", X_OK));
	show(faccessat(AT_FDCWD, "a0", R_OK, 0));
	show(syscall(SYS_faccessat2, AT_FDCWD, "a0", R_OK, 0x1));
	fd = open("a4", O_RDONLY);
	show(syscall(SYS_faccessat2, fd, "", R_OK, AT_EMPTY_PATH));
	as(1000, 1000); /* the real ids are still root's */
	show(access("a0", R_OK | W_OK));
	show(access("a0", X_OK));
	show(syscall(SYS_faccessat2, AT_FDCWD, "a0", R_OK, AT_EACCESS));
	show(syscall(SYS_faccessat2, AT_FDCWD, "a4", R_OK, AT_EACCESS));
	show(syscall(SYS_faccessat2, AT_FDCWD, "a4", W_OK, AT_EACCESS));
	show(open("a0", O_RDONLY));
	show(open("a4", O_WRONLY));
	show(open("a4", O_RDONLY | O_TRUNC));
	show(open("a1", O_RDONLY));
	show(open("a6", O_RDONLY | O_NOATIME));
	show(fcntl(fd, F_SETFL, O_NOATIME));
	as(0, 0);
	close(fd);
}

static void directories(void)
{
	int fd;

	mkdir("priv", 0700), mkdir("noexec", 0744), mkdir("wx", 0733), mkdir("sticky", 0777);
	chmod("sticky", 01777), chmod("noexec", 0744), chmod("wx", 0733);
	put("priv/f", 0666), put("noexec/f", 0666), put("wx/f", 0666), put("sticky/root", 0666);
	mkdir("sgid", 0777), chown("sgid", 0, 77), chmod("sgid", 02777);
	as(1000, 1000);
	show(open("priv/f", O_RDONLY));
	show(open("priv/none", O_RDONLY));
	show(open("priv", O_RDONLY));
	show(open("noexec/f", O_RDONLY));
	show(access("noexec", F_OK));
	fd = open("noexec", O_RDONLY);
	printf("listed %d\n", fd >= 0);
	close(fd);
	show(open("wx", O_RDONLY));
	show(open("wx/f", O_RDONLY) >= 0);
	show(creat("noexec/new", 0600));
	show(mkdir("priv/x", 0700));
	show(rmdir("priv/x"));
	show(unlink("noexec/f"));
	show(unlink("wx/f"));
	show(unlink("sticky/root"));
	show(rename("sticky/root", "sticky/x"));
	show(close(creat("sticky/mine", 0666)));
	show(rename("sticky/mine", "sticky/root"));
	show(link("sticky/root", "sticky/l"));
	show(rename("sticky/mine", "sticky/m2"));
	as(1001, 1001);
	show(unlink("sticky/m2"));
	show(rename("sticky/m2", "sticky/m3"));
	as(1000, 1000);
	show(unlink("sticky/m2"));
	show(chdir("priv"));
	show(chdir("noexec"));
	show(mkdir("new", 0755));
	show(mkdir("f", 0755));
	show(creat("f/x", 0755));
	show(rename("wx", "sticky/wx"));
	show(rename("priv", "sticky/priv"));
	show(mknod("sticky/c", S_IFCHR | 0666, 0x0103));
	show(mknod("sticky/p", S_IFIFO | 0666, 0));
	show(close(creat("sgid/f", 02777)));
	mode("sgid/f");
	show(mkdir("sgid/d", 0777));
	mode("sgid/d");
	as(0, 0);
	show(chroot("none"));
	as(1000, 1000);
	show(chroot("sticky"));
	as(0, 0);
}

static void times_of(const char *name)
{
	struct stat st;

	lstat(name, &st);
	printf("%lld.%09ld %lld.%09ld\n", (long long)st.st_atim.tv_sec, st.st_atim.tv_nsec,
	       (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
}

static time_t begin;

/* A time since we began, not one of those that are set here. */
static int is_now(const char *name, int which)
{
	struct stat st;
	struct timespec *t = which == 'a' ? &st.st_atim : which == 'm' ? &st.st_mtim : &st.st_ctim;

	stat(name, &st);
	return t->tv_sec >= begin - 1;
}

static void times(void)
{
	struct timespec t[2] = { { 1000, 5 }, { 2000, 7 } };
	struct timeval v[2] = { { 3000, 5 }, { 4000, 7 } };
	struct utimbuf u = { 5000, 6000 };
	int fd = open("a6", O_RDWR);
	char c;

	put("t", 0644), symlink("t", "ts");
	show(utimensat(AT_FDCWD, "t", t, 0));
	times_of("t");
	show(utimensat(AT_FDCWD, "ts", t, AT_SYMLINK_NOFOLLOW));
	times_of("ts");
	show(utimes("t", v));
	times_of("t");
	show(utime("t", &u));
	times_of("t");
	t[0].tv_nsec = UTIME_OMIT;
	show(utimensat(AT_FDCWD, "t", t, 0));
	times_of("t");
	t[1].tv_nsec = UTIME_OMIT;
	show(utimensat(AT_FDCWD, "none", t, 0x77));
	t[0].tv_nsec = UTIME_NOW;
	show(utimensat(AT_FDCWD, "t", t, 0));
	printf("%d%d%d\n", is_now("t", 'a'), is_now("t", 'm'), is_now("t", 'c'));
	t[0].tv_nsec = 1000000000;
	show(utimensat(AT_FDCWD, "t", t, 0));
	t[0].tv_nsec = -1;
	show(utimensat(AT_FDCWD, "none", t, 0));
	show(utimensat(AT_FDCWD, "t", t, 0x77));
	show(utimensat(AT_FDCWD, "none", NULL, 0));
	show(futimens(fd, NULL));
	show(raw(SYS_utimensat, fd, 0, 0, AT_SYMLINK_NOFOLLOW, 0, 0));
	show(raw(SYS_utimensat, 999, 0, 0, 0, 0, 0));
	show(raw(SYS_utimensat, AT_FDCWD, 0, 0, 0, 0, 0));
	v[0].tv_usec = 1000000;
	show(utimes("t", v));
	v[0].tv_usec = -1;
	show(utimes("t", v));
	as(1000, 1000);
	v[0].tv_usec = 0;
	show(utimes("t", v));
	show(utimes("t", NULL));
	show(utimes("a6", v));
	show(utimes("a6", NULL));
	as(0, 0);
	utimes("t", v);
	close(fd);
	fd = open("t", O_RDWR);
	show(write(fd, "x", 1));
	printf("%d%d%d\n", is_now("t", 'a'), is_now("t", 'm'), is_now("t", 'c'));
	show(pread(fd, &c, 1, 0));
	printf("%d\n", is_now("t", 'a'));
	utimes("t", v);
	show(ftruncate(fd, 1));
	printf("%d\n", is_now("t", 'm'));
	utimes("t", v);
	show(truncate("t", 1));
	printf("%d\n", is_now("t", 'm'));
	show(truncate("t", 2));
	printf("%d\n", is_now("t", 'm'));
	utimes("t", v);
	close(open("t", O_WRONLY | O_TRUNC));
	printf("%d\n", is_now("t", 'm'));
	utimes("d", v);
	put("d/new", 0);
	printf("%d%d\n", is_now("d", 'a'), is_now("d", 'm'));
	utimes("d", v);
	rename("d/new", "d/newer");
	printf("%d\n", is_now("d", 'm'));
	utimes("d", v);
	unlink("d/newer");
	printf("%d\n", is_now("d", 'm'));
	close(fd);
}

int main(void)
{
	begin = time(NULL);
	setgroups(0, NULL);
	umask(0);
	if (chmod(".", 0777))
		puts("not root's");
	mkdir("w", 0755);
	if (chdir("w"))
		return 1;
	chmods();
	chowns();
	set_ids();
	accesses();
	directories();
	times();
	return 0;
}
