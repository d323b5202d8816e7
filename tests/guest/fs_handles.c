/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: on tmpfs hostfs */
/* guest: options --user 0:0 */
/* guest: flags -D_FILE_OFFSET_BITS=64 */
/* File handles: how much room they take, what opens by them and who may. */
#include <sys/stat.h>

#include "guest.h"

static struct {
	struct file_handle h;
	char bytes[128];
} handle;

static long to_handle(const char *name, unsigned room, int flags)
{
	int mount;

	handle.h.handle_bytes = room;
	return name_to_handle_at(AT_FDCWD, name, &handle.h, &mount, flags);
}

int main(void)
{
	struct stat st;
	int fd, dir;

	mkdir("w", 0755);
	if (chdir("w"))
		return 1;
	fd = open("f", O_CREAT | O_RDWR, 0600);
	write(fd, "hello", 5);
	close(fd);
	symlink("f", "l");
	dir = open(".", O_RDONLY);
	if (is_native() && (to_handle("f", 128, 0) ||
			    close(open_by_handle_at(dir, &handle.h, O_RDONLY)))) {
		puts("opening by handle needs root's rights and a filesystem that has handles");
		return 77;
	}
	show(to_handle("f", 0, 0));
	printf("%d\n", handle.h.handle_bytes > 0);
	show(to_handle("f", 129, 0));
	show(to_handle("none", 128, 0));
	show(to_handle("", 128, 0));
	show(to_handle("f", 128, 0x1000000));
	show(to_handle("", 128, AT_EMPTY_PATH));
	show(to_handle("l", 128, 0));
	show(open_by_handle_at(dir, &handle.h, O_RDONLY));
	show(to_handle("l", 128, AT_SYMLINK_FOLLOW));
	fd = open_by_handle_at(dir, &handle.h, O_RDWR);
	fstat(fd, &st);
	printf("%o %lld\n", st.st_mode, (long long)st.st_size);
	close(fd);
	show(open_by_handle_at(999, &handle.h, O_RDWR));
	show(open_by_handle_at(dir, NULL, O_RDWR));
	show(open_by_handle_at(dir, &handle.h, O_RDONLY | O_DIRECTORY));
	show(to_handle(".", 128, 0));
	show(open_by_handle_at(dir, &handle.h, O_RDWR));
	show(to_handle("f", 128, 0));
	handle.h.handle_bytes = 0;
	show(open_by_handle_at(dir, &handle.h, O_RDWR));
	handle.h.handle_bytes = 129;
	show(open_by_handle_at(dir, &handle.h, O_RDWR));
	show(seteuid(1000));
	show(open_by_handle_at(dir, &handle.h, O_RDWR));
	show(open_by_handle_at(999, &handle.h, O_RDWR));
	return 0;
}
