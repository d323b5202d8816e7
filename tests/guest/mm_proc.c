/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What /proc/PID can be told about a process's memory, and who inherits it. */
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "guest.h"

#define SIZE (16384 * 1024) /* each CPU counts a few pages that /proc does not see yet */
#define PEAK (SIZE / 2 / 1024)

static long status_of(const char *key)
{
	char line[256];
	FILE *f = fopen("/proc/self/status", "r");
	long value = -1;

	while (fgets(line, sizeof(line), f))
		if (!strncmp(line, key, strlen(key)))
			value = atol(line + strlen(key) + 1);
	fclose(f);
	return value;
}

static void print_file(const char *path)
{
	char text[64];
	int fd = open(path, O_RDONLY);
	long n;

	if (fd < 0) {
		printf("%s: %s\n", path, guest_errno(errno));
		return;
	}
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[n > 0 ? n : 0] = 0;
	printf("%s: %ld %s", path, n, n > 0 ? text : "\n");
}

static void put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);
	long n = write(fd, text, strlen(text));

	printf("%s -> %s: %s\n", text, path, n < 0 ? guest_errno(errno) : "taken");
	close(fd);
}

static void peaks(void)
{
	char *p = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	static const char *const no[] = { "0", "6", "x", "", "1x", "-1" };
	static const char *const yes[] = { "1", " 3 \n", "4" };
	long peak;
	int fd;

	memset(p, 1, SIZE);
	munmap(p, SIZE);
	peak = status_of("VmHWM:") - status_of("VmRSS:");
	printf("a peak: %d\n", peak > PEAK);
	for (unsigned i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		put("/proc/self/clear_refs", no[i]);
	for (unsigned i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		put("/proc/self/clear_refs", yes[i]);
	peak = status_of("VmHWM:") - status_of("VmRSS:");
	printf("still: %d\n", peak > PEAK);
	put("/proc/self/clear_refs", "5\n");
	peak = status_of("VmHWM:") - status_of("VmRSS:");
	printf("now: %d\n", peak > PEAK);
	fd = open("/proc/self/clear_refs", O_RDWR);
	show(pwrite(fd, "1", 1, 10));
	show(read(fd, &peak, 1));
	close(fd);
}

static void dumps(char *self)
{
	static const char *const no[] = { "", "x", "0x", "09", "-1", "0x1g", "4294967296", "1 " };
	static const char *const yes[] = { "0x3f\n", "+5", "017", "511", "4294967295", "0" };
	const char *path = "/proc/self/coredump_filter";
	int fd;

	print_file(path);
	for (unsigned i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		put(path, no[i]);
	print_file(path);
	for (unsigned i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
		put(path, yes[i]);
		print_file(path);
	}
	fd = open(path, O_WRONLY);
	show(pwrite(fd, "0x21", 4, 7));
	close(fd);
	fflush(stdout);
	if (!fork()) {
		print_file(path);
		put(path, "0x22");
		fflush(stdout);
		execl(self, self, "again", NULL);
		_exit(1);
	}
	wait(NULL);
	print_file(path);
}

static void slack(void)
{
	const char *path = "/proc/self/timerslack_ns";
	int fd = open(path, O_RDWR);

	print_file(path);
	put(path, "60000\n");
	show(prctl(PR_GET_TIMERSLACK));
	put(path, "-1");
	put(path, "x");
	show(pwrite(fd, "1", 1, 0));
	put(path, "0");
	print_file(path);
	close(fd);
}

int main(int argc, char **argv)
{
	(void)argv;
	if (argc > 1) {
		print_file("/proc/self/coredump_filter");
		return 0;
	}
	peaks();
	dumps("/proc/self/exe");
	slack();
	show(open("/proc/sys/vm/drop_caches", O_RDONLY));
	return 0;
}
