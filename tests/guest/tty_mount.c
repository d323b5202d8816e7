/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: options --user 0:0 */
/* devpts mounted: instances, options, ptmx inside and beside. Without the right to mount: 77. */
#include <dirent.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "tty.h"

static void list(const char *dir)
{
	struct dirent **found;
	int n = scandir(dir, &found, NULL, alphasort);

	printf("%s:", dir);
	for (int i = 0; i < n; i++) {
		char name[300];
		struct stat st;

		snprintf(name, sizeof(name), "%s/%s", dir, found[i]->d_name);
		if (found[i]->d_name[0] == '.' || stat(name, &st))
			continue;
		printf(" %s[%o %#x %u:%u %lu]", found[i]->d_name, st.st_mode, (unsigned)st.st_rdev,
		       (unsigned)st.st_uid, (unsigned)st.st_gid, (unsigned long)st.st_ino);
	}
	puts("");
	fflush(stdout);
}

static void options_shown(const char *dir)
{
	char line[400], where[300];
	FILE *f = fopen("/proc/self/mounts", "r");

	if (!getcwd(where, 200))
		exit(1);
	strcat(where, dir); /* another run of this may be under way */

	while (f && fgets(line, sizeof(line), f))
		if (strstr(line, where) && strstr(line, " devpts "))
			fputs(strstr(line, " devpts "), stdout);
	if (f)
		fclose(f);
}

static int number(int fd)
{
	int n = -1;

	return ioctl(fd, TIOCGPTN, &n) ? -1 : n;
}

int main(void)
{
	int a, b, c, off = 0, s;

	umask(0);
	mkdir("one", 0755);
	mkdir("two", 0755);
	if (mount("none", "one", "devpts", 0, "gid=5,mode=620,ptmxmode=666,max=2")) {
		puts("no right to mount");
		return 77;
	}
	show(mount("none", "two", "devpts", MS_NOSUID, "newinstance,uid=7"));
	show(mount("none", "two", "devpts", 0, "mode=8"));
	show(mount("none", "two", "devpts", 0, "nonsense"));
	show(mount("none", "two", "devpts", 0, "uid="));
	options_shown("/one ");
	options_shown("/two ");
	list("one");
	list("two");
	a = open("one/ptmx", O_RDWR | O_NOCTTY);
	b = open("one/ptmx", O_RDWR | O_NOCTTY);
	show(open("one/ptmx", O_RDWR | O_NOCTTY));
	c = open("two/ptmx", O_RDWR | O_NOCTTY); /* by capability: its mode is 0 */
	printf("numbers %d %d %d\n", number(a), number(b), number(c));
	list("one");
	list("two");
	ioctl(b, TIOCSPTLCK, &off);
	s = open("one/1", O_RDWR | O_NOCTTY);
	show(umount("one"));
	say(b, "line\n");
	show_read("slave", s, 100);
	close(a);
	list("one");
	a = open("one/ptmx", O_RDWR | O_NOCTTY);
	printf("again %d\n", number(a));
	close(a), close(b), close(c), close(s);
	list("one");
	show(rename("one/ptmx", "one/x"));
	show(symlink("x", "one/l"));
	show(open("one/new", O_CREAT | O_RDWR, 0600));
	/* A ptmx beside a directory where devpts is mounted. */
	show(mknod("ptmx", S_IFCHR | 0666, 0x502));
	show(open("ptmx", O_RDWR | O_NOCTTY)); /* no "pts" here */
	mkdir("pts", 0755);
	show(open("ptmx", O_RDWR | O_NOCTTY)); /* and no devpts on it */
	show(mount("one", "pts", NULL, MS_BIND, NULL));
	a = open("ptmx", O_RDWR | O_NOCTTY);
	printf("beside: %d\n", number(a));
	list("one");
	close(a);
	show(umount("pts"));
	show(umount("one"));
	show(umount("two"));
	return 0;
}
