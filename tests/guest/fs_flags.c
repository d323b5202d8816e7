/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: flags -D_FILE_OFFSET_BITS=64 */
/* guest: options --user 0:0 */
/* What chattr's flags forbid: files and directories that may only grow, or not change at all. */
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "guest.h"

#define OURS (FS_IMMUTABLE_FL | FS_APPEND_FL | FS_NODUMP_FL | FS_NOATIME_FL)

static long set(const char *name, int flags)
{
	int fd = open(name, O_RDONLY), old, ret;

	ioctl(fd, FS_IOC_GETFLAGS, &old);
	flags |= old & ~OURS; /* what the filesystem has of its own */
	ret = ioctl(fd, FS_IOC_SETFLAGS, &flags);
	close(fd);
	return ret;
}

static void get(const char *name)
{
	int fd = open(name, O_RDONLY), flags = -1;

	show(ioctl(fd, FS_IOC_GETFLAGS, &flags));
	printf("%s %#x\n", name, flags & OURS);
	show(ioctl(fd, FS_IOC_GETFLAGS, NULL));
	show(ioctl(fd, FS_IOC_SETFLAGS, NULL));
	close(fd);
}

static void what_is_refused(const char *name)
{
	int fd;

	show(fd = open(name, O_WRONLY));
	show(open(name, O_RDONLY | O_TRUNC));
	show(close(open(name, O_WRONLY | O_APPEND)));
	show(truncate(name, 0));
	show(chmod(name, 0600));
	show(chown(name, 1, 1));
	show(utimensat(AT_FDCWD, name, NULL, 0));
	show(utimensat(AT_FDCWD, name, (struct timespec[2]){ { 1, 1 }, { 2, 2 } }, 0));
	show(link(name, "other"));
	show(rename(name, "other"));
	show(unlink(name));
	fd = open(name, O_WRONLY | O_APPEND);
	show(write(fd, "x", 1));
	show(fcntl(fd, F_SETFL, 0));
	show(ftruncate(fd, 0));
	show(fallocate(fd, 0, 0, 10));
	show(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 10));
	close(fd);
}

int main(void)
{
	int fd, n = 0;

	mkdir("w", 0755);
	if (chdir("w"))
		return 1;
	close(open("f", O_CREAT | O_RDWR, 0644));
	mkdir("d", 0755);
	close(open("d/in", O_CREAT, 0644));
	if (is_native() && (geteuid() || set("f", 0))) {
		puts("chattr needs root's rights and a filesystem that has flags");
		return 77;
	}
	get("f");
	get("d");
	show(set("f", FS_NODUMP_FL));
	get("f");
	show(set("f", FS_APPEND_FL));
	what_is_refused("f");
	show(set("f", FS_IMMUTABLE_FL));
	what_is_refused("f");
	get("f");
	show(set("f", 0));
	show(set("d", FS_APPEND_FL));
	show(unlink("d/in"));
	show(rename("d/in", "d/x"));
	show(close(open("d/new", O_CREAT, 0644)));
	show(set("d", FS_IMMUTABLE_FL));
	show(open("d/new2", O_CREAT, 0644));
	show(mkdir("d/new2", 0755));
	show(rmdir("d"));
	show(set("d", 0));
	show(chown("f", 1000, 1000));
	show(seteuid(1000));
	show(set("f", FS_NODUMP_FL));
	show(set("f", FS_NODUMP_FL | FS_APPEND_FL));
	show(set("d", FS_NODUMP_FL));
	get("f");
	show(seteuid(0));
	fd = open("/proc/version", O_RDONLY);
	show(ioctl(fd, FS_IOC_GETFLAGS, &n));
	return 0;
}
