/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: flags -D_FILE_OFFSET_BITS=64 */
/* guest: on tmpfs hostfs */
/* Names: directories, links, renames, the walk, listings. */
#include <dirent.h>
#include <sys/stat.h>

#include "guest.h"

static char big[5000];

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list(const char *name)
{
	char *names[300];
	struct dirent *e;
	int n = 0;
	DIR *d = opendir(name);

	if (!d) {
		printf("list %s: %s\n", name, guest_errno(errno));
		return;
	}
	while ((e = readdir(d)) && n < 300) {
		names[n] = malloc(300);
		snprintf(names[n++], 300, "%s/%d", e->d_name, e->d_type);
	}
	closedir(d);
	qsort(names, n, sizeof(*names), by_name);
	printf("list %s:", name);
	for (int i = 0; i < n; i++)
		printf(" %s", names[i]);
	printf("\n");
}

static void touch(const char *name)
{
	close(open(name, O_CREAT | O_WRONLY, 0644));
}

static void making(void)
{
	struct stat st;

	show(mkdir("d", 0777));
	show(mkdir("d", 0777));
	show(mkdir("d/", 0777));
	show(mkdir("x/y", 0777));
	show(mkdir("d/e/", 0700));
	show(mkdir("/", 0700));
	show(mkdir(".", 0700));
	show(mkdir("d/..", 0700));
	show(stat("d", &st));
	printf("  mode %o nlink %d\n", st.st_mode, (int)st.st_nlink);
	touch("d/f");
	show(mkdir("d/f/g", 0700));
	show(rmdir("d"));
	show(rmdir("d/f"));
	show(rmdir("d/e/."));
	show(rmdir("d/e/.."));
	show(rmdir("/"));
	show(rmdir("nothing"));
	show(unlink("d"));
	show(unlink("d/nothing"));
	show(unlink("d/f/"));
	show(unlinkat(AT_FDCWD, "d/e", 0));
	show(unlinkat(AT_FDCWD, "d/f", AT_REMOVEDIR));
	show(unlinkat(AT_FDCWD, "d/e", 77));
	list("d");
	list("d/f");
	show(unlinkat(AT_FDCWD, "d/e", AT_REMOVEDIR));
	show(unlink("d/f"));
	list("d");
	show(rmdir("d"));
}

static void links(void)
{
	struct stat st;
	char text[64] = "";

	touch("f");
	show(link("f", "g"));
	show(link("f", "g"));
	show(link("nothing", "h"));
	show(link(".", "h"));
	show(stat("f", &st));
	show((int)st.st_nlink);
	show(symlink("f", "s"));
	show(symlink("f", "s"));
	show(symlink("", "t"));
	show(readlink("s", text, sizeof(text)));
	puts(text);
	show(readlink("s", text, 0));
	show(readlink("f", text, sizeof(text)));
	show(readlink(".", text, sizeof(text)));
	show(lstat("s", &st));
	printf("  mode %o size %lld\n", st.st_mode, (long long)st.st_size);
	show(lstat("s/", &st));
	show(open("s", O_RDONLY | O_NOFOLLOW));
	show(link("s", "u"));
	show(lstat("u", &st));
	printf("  %o\n", st.st_mode & S_IFMT);
	show(linkat(AT_FDCWD, "s", AT_FDCWD, "v", AT_SYMLINK_FOLLOW));
	show(lstat("v", &st));
	printf("  %o\n", st.st_mode & S_IFMT);
	show(linkat(AT_FDCWD, "s", AT_FDCWD, "w", 1));
	show(symlink("loop", "loop"));
	show(open("loop", O_RDONLY));
	show(stat("loop/x", &st));
	show(symlink("missing", "dangling"));
	show(open("dangling", O_RDONLY));
	show(open("dangling", O_CREAT | O_EXCL | O_WRONLY, 0600));
	show(open("dangling", O_CREAT | O_WRONLY, 0600) >= 0);
	list(".");
	show(symlink("d1/../f", "far"));
	show(stat("far", &st));
	show(mkdir("d1", 0700));
	show(stat("far", &st));
	memset(big, 'a', 4096);
	show(symlink(big, "long"));
	big[4095] = 0;
	show(symlink(big, "long"));
	unlink("long");
	for (int i = 0; i < 45; i++) {
		char from[16], to[16];

		snprintf(from, sizeof(from), i ? "c%d" : "f", i - 1);
		snprintf(to, sizeof(to), "c%d", i);
		symlink(from, to);
	}
	show(stat("c39", &st));
	show(stat("c40", &st));
	for (int i = 0; i < 45; i++) {
		char name[16];

		snprintf(name, sizeof(name), "c%d", i);
		unlink(name);
	}
	rmdir("d1");
	unlink("f");
	unlink("s");
	unlink("u");
	unlink("v");
	unlink("g");
	unlink("loop");
	unlink("dangling");
	unlink("missing");
	unlink("far");
	list(".");
}

static void renames(void)
{
	touch("a");
	touch("b");
	mkdir("d", 0700);
	mkdir("d/e", 0700);
	mkdir("empty", 0700);
	show(rename("a", "c"));
	show(rename("a", "x"));
	show(rename("c", "b"));
	show(rename("b", "d"));
	show(rename("d", "b"));
	show(rename("d", "d/e/f"));
	show(rename("d", "d"));
	show(rename("empty", "d"));
	show(rename("d", "empty"));
	show(rename("empty", "empty/"));
	show(rename(".", "x"));
	show(rename("b", "nothing/x"));
	show(rename("b/", "y"));
	show(rename("b", ""));
	show(syscall(SYS_renameat2, AT_FDCWD, "b", AT_FDCWD, "empty", 1));
	show(syscall(SYS_renameat2, AT_FDCWD, "b", AT_FDCWD, "empty", 2));
	list(".");
	list("b");
	show(syscall(SYS_renameat2, AT_FDCWD, "b", AT_FDCWD, "nothing", 2));
	show(syscall(SYS_renameat2, AT_FDCWD, "b", AT_FDCWD, "empty", 3));
	show(syscall(SYS_renameat2, AT_FDCWD, "b", AT_FDCWD, "empty", 8));
	rmdir("b/e");
	show(rmdir("b"));
	show(unlink("empty"));
	list(".");
}

static void walk(void)
{
	struct stat st;
	char cwd[600], name[700];
	int fd;

	getcwd(cwd, sizeof(cwd));
	mkdir("d", 0700);
	touch("d/f");
	show(stat("d/../d/./f", &st));
	show(stat("d//f", &st));
	show(stat("d/f/.", &st));
	show(stat("d/f/..", &st));
	show(stat("/../../", &st));
	snprintf(name, sizeof(name), "%s/d/f", cwd);
	show(stat(name, &st));
	show(chdir("d"));
	getcwd(name, sizeof(name));
	show(strcmp(name + strlen(cwd), "/d"));
	show(stat("f", &st));
	show(raw(SYS_getcwd, (long)name, strlen(cwd) + 2, 0, 0, 0, 0));
	show(raw(SYS_getcwd, (long)name, strlen(cwd) + 3, 0, 0, 0, 0) - strlen(cwd));
	show(chdir("f"));
	show(chdir("nothing"));
	fd = open(".", O_RDONLY);
	show(chdir(".."));
	show(fchdir(fd));
	show(stat("f", &st));
	show(fchdir(999));
	show(chdir(cwd));
	show(fstatat(fd, "f", &st, 0));
	show(fstatat(fd, "..", &st, 0));
	unlink("d/f");
	show(fchdir(fd));
	show(rmdir("../d"));
	show(stat(".", &st));
	show((int)st.st_nlink);
	show(open("new", O_CREAT | O_WRONLY, 0600));
	show(mkdir("new", 0700));
	show(raw(SYS_getcwd, (long)name, sizeof(name), 0, 0, 0, 0));
	show(chdir(".."));
	show(chdir(cwd));
	close(fd);
}

static void listings(void)
{
	struct dirent *e;
	int n = 0, seen[200] = { 0 }, fd;
	long where = -1;
	char first[32] = "";
	DIR *d;

	mkdir("l", 0700);
	chdir("l");
	for (int i = 0; i < 200; i++) {
		char name[32];

		snprintf(name, sizeof(name), "name-%d", i);
		touch(name);
	}
	d = opendir(".");
	while ((e = readdir(d))) {
		int i;

		if (sscanf(e->d_name, "name-%d", &i) == 1)
			seen[i]++;
		if (++n == 100)
			where = telldir(d);
		if (n == 101)
			strcpy(first, e->d_name);
		/* Removing what was returned must not hide what was not. */
		if (n % 3 == 0 && e->d_name[0] == 'n')
			unlink(e->d_name);
	}
	printf("%d entries\n", n);
	n = 0;
	for (int i = 0; i < 200; i++)
		n += seen[i] == 1;
	printf("%d of them once\n", n);
	touch(first);
	seekdir(d, where);
	e = readdir(d);
	printf("seek comes back: %d\n", e && (!strcmp(e->d_name, first) || e->d_name[0] == 'n'));
	rewinddir(d);
	while ((e = readdir(d)))
		if (e->d_name[0] == 'n')
			unlink(e->d_name);
	closedir(d);
	fd = open(".", O_RDONLY);
	show(raw(SYS_getdents64, fd, (long)big, 10, 0, 0, 0));
	show(raw(SYS_getdents64, fd, 8, 1000, 0, 0, 0));
	show(raw(SYS_getdents64, fd, (long)big, 1000, 0, 0, 0));
	show(raw(SYS_getdents64, fd, (long)big, 1000, 0, 0, 0));
	lseek(fd, 0, SEEK_SET);
	show(raw(SYS_getdents, fd, (long)big, 1000, 0, 0, 0));
	lseek(fd, 0, SEEK_SET);
	show(read(fd, big, 10));
	close(fd);
	fd = open("/dev/null", O_RDONLY);
	show(raw(SYS_getdents64, fd, (long)big, 1000, 0, 0, 0));
	close(fd);
	chdir("..");
	show(rmdir("l"));
}

static void nodes(void)
{
	struct stat st;
	int fd;

	show(mknod("p", S_IFIFO | 0600, 0));
	show(mkfifo("p", 0600));
	show(mknod("r", S_IFREG | 0640, 0));
	show(mknod("r2", 0640, 0));
	show(mknod("x", S_IFDIR | 0700, 0));
	show(mknod("x", 0170000, 0));
	show(stat("p", &st));
	printf("  mode %o\n", st.st_mode);
	show(open("p", O_WRONLY | O_NONBLOCK));
	fd = open("p", O_RDONLY | O_NONBLOCK);
	show(fd >= 0);
	show(read(fd, big, 1));
	{
		int w = open("p", O_WRONLY | O_NONBLOCK);

		show(w >= 0);
		show(read(fd, big, 1));
		show(write(w, "through a name", 14));
		show(read(fd, big, 100));
		close(w);
		show(read(fd, big, 1));
	}
	close(fd);
	fd = open("p", O_RDWR);
	show(write(fd, "x", 1));
	show(read(fd, big, 1));
	show(lseek(fd, 0, SEEK_SET));
	close(fd);
	unlink("p");
	unlink("r");
	unlink("r2");
}

int main(void)
{
	umask(022);
	show(mkdir("top", 0755));
	show(chdir("top"));
	making();
	links();
	renames();
	walk();
	listings();
	nodes();
	list(".");
	show(chdir(".."));
	show(rmdir("top"));
	return 0;
}
