/* SPDX-License-Identifier: GPL-2.0-or-later */
/* procfs: every name leads somewhere, formats are the host's, settings can be set. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fs/fs.h"
#include "kernel/task.h"
#include "mm/mm.h"
#include "rig.h"

static const char *text_of(const char *path)
{
	long err;
	const char *text = slurp(path, &err);

	if (err)
		print_error("%s: %ld\n", path, err);
	assert_int_equal(err, 0);
	return text;
}

/* --- names --- */

struct entry {
	uint64_t ino;
	unsigned type;
	char name[64];
};

static size_t read_dir(const char *path, struct entry *entry, size_t max)
{
	static char raw[32768];
	uint64_t buf = room(sizeof(raw));
	long fd = open_at(path, O_RDONLY | O_DIRECTORY, 0), n, k;
	size_t nr = 0;

	assert_true(fd >= 0);
	/* A few at a time: positions must be right, too. */
	while ((n = sc(SYS_getdents64, (uint64_t)fd, buf, 100)) > 0) {
		peek(raw, buf, (size_t)n);
		for (k = 0; k < n; k += *(uint16_t *)(raw + k + 16)) {
			assert_true(nr < max);
			entry[nr].ino = *(uint64_t *)(raw + k);
			entry[nr].type = (uint8_t)raw[k + 18];
			snprintf(entry[nr++].name, sizeof(entry->name), "%s", raw + k + 19);
		}
	}
	assert_int_equal(n, 0);
	sc(SYS_close, (uint64_t)fd);
	return nr;
}

static unsigned visited;

/* Process 1 is the machine itself. */
static bool has_no_memory(const char *path, long err)
{
	return err == -ESRCH && !strncmp(path, "/proc/1/", 8);
}

static void visit_file(const char *path, uint32_t mode)
{
	long fd, n;

	if (!(mode & 0444) || strstr(path, "/mem") || strstr(path, "/pagemap"))
		return;
	fd = open_at(path, O_RDONLY, 0);
	if (has_no_memory(path, fd))
		return;
	assert_true(fd >= 0);
	while ((n = sc(SYS_read, (uint64_t)fd, room(64), 7)) > 0)
		;
	assert_true(n == 0 || has_no_memory(path, n));
	sc(SYS_close, (uint64_t)fd);
}

static void visit(const char *dir, unsigned depth)
{
	struct entry *entry = calloc(64, sizeof(*entry));
	size_t n = read_dir(dir, entry, 64), i;
	struct guest_stat st;
	char path[256];

	assert_true(depth < 8);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, entry[i].name);
		/* The descriptor with which the directory was read is closed by now. */
		if (stat_at(path, false, &st) == -ENOENT && strstr(dir, "/fd"))
			continue;
		assert_int_equal(stat_at(path, false, &st), 0);
		assert_int_equal(MODE_TO_DT(st.mode), entry[i].type);
		visited++;
		if (!strcmp(entry[i].name, ".."))
			continue;
		if (st.ino != entry[i].ino)
			print_error("%s\n", path);
		assert_int_equal(st.ino, entry[i].ino);
		if (S_ISREG(st.mode))
			visit_file(path, st.mode);
		else if (S_ISDIR(st.mode) && strcmp(entry[i].name, "."))
			visit(path, depth + 1);
	}
	free(entry);
}

static void visit_all(void)
{
	struct fs_counts before, after;

	fs_count(&before);
	visit("/proc", 0);
	assert_true(visited > 100);
	fs_count(&after);
	assert_int_equal(before.inodes, after.inodes);
	assert_int_equal(before.dentries, after.dentries);
	assert_int_equal(before.files, after.files);
}

static void every_name_leads_somewhere(void **state)
{
	(void)state;
	rig_run(visit_all);
}

static void try_names(void)
{
	struct guest_stat st;

	assert_int_equal(stat_at("/proc/self/status", true, &st), 0);
	assert_int_equal(stat_at("/proc/1/task/1/stat", true, &st), 0);
	assert_int_equal(stat_at("/proc/1/task/2", true, &st), -ENOENT);
	assert_int_equal(stat_at("/proc/02", true, &st), -ENOENT);
	assert_int_equal(stat_at("/proc/99999999999999999999", true, &st), -ENOENT);
	assert_int_equal(stat_at("/proc/-1", true, &st), -ENOENT);
	assert_int_equal(stat_at("/proc/self/fd/0", true, &st), -ENOENT);
	assert_int_equal(stat_at("/proc/self/task/3", true, &st), -ENOENT);
	assert_int_equal(open_at("/proc/new", O_WRONLY | O_CREAT, 0600), -ENOENT);
	assert_int_equal(sc(SYS_unlinkat, (uint64_t)AT_FDCWD, str("/proc/version"), 0), -EPERM);
	assert_int_equal(sc(SYS_fchmodat, (uint64_t)AT_FDCWD, str("/proc/version"), 0), -EPERM);
	assert_string_equal(text_of("/proc/thread-self/comm"), text_of("/proc/self/comm"));
}

static void other_names_do_not(void **state)
{
	(void)state;
	rig_run(try_names);
}

/* --- formats: our fields come in the host's order --- */

static char *host_file(const char *path)
{
	static char text[65536];
	FILE *f = fopen(path, "r");
	size_t n = fread(text, 1, sizeof(text) - 1, f);

	text[n] = '\0';
	fclose(f);
	return text;
}

/* Each "Name:" (or what else follows it) that begins a line of ours begins one of the host's, further down than the last. */
static void names_are_the_hosts(const char *ours, const char *theirs, char after)
{
	char line[64];
	const char *end, *found;

	for (; *ours; ours = strchr(ours, '\n') + 1) {
		end = strchr(ours, after);
		assert_non_null(end);
		snprintf(line, sizeof(line), "\n%.*s", (int)(end + 1 - ours), ours);
		found = strncmp(theirs, line + 1, strlen(line + 1)) ? strstr(theirs, line) : theirs;
		if (!found)
			print_error("not the host's, or not in its order: %s\n", line + 1);
		assert_non_null(found);
		theirs = found + 1;
	}
}

static void fields_are_the_hosts(const char *ours, const char *theirs)
{
	names_are_the_hosts(ours, theirs, ':');
}

static unsigned count_words(const char *s)
{
	unsigned n = 0;

	for (; *s; s++)
		n += *s != ' ' && *s != '\n' && (s[1] == ' ' || s[1] == '\n' || !s[1]);
	return n;
}

static void compare_formats(void)
{
	const char *s, *theirs;
	unsigned lines = 0;

	fields_are_the_hosts(text_of("/proc/self/status"), host_file("/proc/self/status"));
	fields_are_the_hosts(text_of("/proc/meminfo"), host_file("/proc/meminfo"));
	names_are_the_hosts(text_of("/proc/vmstat"), host_file("/proc/vmstat"), ' ');
	assert_int_equal(count_words(text_of("/proc/self/stat")), 52);
	assert_int_equal(count_words(text_of("/proc/self/statm")), 7);
	assert_int_equal(count_words(text_of("/proc/uptime")), 2);
	assert_int_equal(count_words(text_of("/proc/loadavg")), 5);
	/* Columns are fixed: names and places of limits agree to the byte. */
	s = text_of("/proc/self/limits");
	theirs = host_file("/proc/self/limits");
	for (; *s && *theirs; s = strchr(s, '\n') + 1, theirs = strchr(theirs, '\n') + 1, lines++) {
		assert_memory_equal(s, theirs, 26);
		assert_int_equal(strchr(s, '\n') - s, strchr(theirs, '\n') - theirs);
	}
	assert_int_equal(lines, 17);
}

static void formats_are_linuxs(void **state)
{
	(void)state;
	rig_run(compare_formats);
}

static void look_at_maps(void)
{
	uint64_t at, end, offset, ino;
	unsigned major, minor, lines = 0;
	char line[160], rights[5], name[64];
	const char *s;
	long fd;

	sc(SYS_mkdirat, (uint64_t)AT_FDCWD, str("/d"), 0755);
	fd = open_at("/d/new\nline", O_RDWR | O_CREAT, 0600);
	sc(SYS_ftruncate, (uint64_t)fd, 8192);
	at = map_file((int)fd, 8192, true, true);
	assert_true(at);
	for (s = text_of("/proc/self/maps"); *s; s = strchr(s, '\n') + 1, lines++) {
		snprintf(line, sizeof(line), "%.*s", (int)(strchr(s, '\n') - s), s);
		name[0] = '\0';
		assert_true(sscanf(line, "%lx-%lx %4s %lx %x:%x %lu %63[^\n]", &at, &end, rights, &offset,
				   &major, &minor, &ino, name) >= 7);
		assert_true(end > at);
		if (!name[0])
			continue;
		if (!strcmp(name, "[vsyscall]")) {
			assert_string_equal(rights, "--xp");
			continue;
		}
		assert_string_equal(rights, "rw-s");
		assert_string_equal(name, "/d/new\\012line");
		assert_ptr_equal(strchr(line, '/'), line + 73);
	}
	assert_int_equal(lines, 3);
	assert_true(strstr(text_of("/proc/self/smaps"), "\nSize:                  8 kB\n"));
}

static void maps_have_columns(void **state)
{
	(void)state;
	rig_run(look_at_maps);
}

static void look_at_mounts(void)
{
	assert_non_null(strstr(text_of("/proc/mounts"), "\nhost /a\\040b hostfs ro,relatime 0 0\n"));
	assert_non_null(strstr(text_of("/proc/self/mountinfo"), " / /a\\040b ro,relatime - hostfs "
								"host ro\n"));
	assert_non_null(strstr(text_of("/proc/filesystems"), "nodev\thostfs\n"));
}

static void mounts_are_listed(void **state)
{
	(void)state;
	rig_mount("", "/a b", 0);
	rig_run(look_at_mounts);
}

/* --- settings --- */

static long set(const char *path, const char *text)
{
	long fd = open_at(path, O_WRONLY, 0), n;

	if (fd < 0)
		return fd;
	n = sc(SYS_write, (uint64_t)fd, str(text), strlen(text));
	sc(SYS_close, (uint64_t)fd);
	return n;
}

static void set_things(void)
{
	assert_int_equal(set("/proc/self/comm", "a name that is long"), 19);
	assert_string_equal(text_of("/proc/self/comm"), "a name that is \n");
	assert_int_equal(set("/proc/self/comm", "a\nb)"), 4);
	assert_non_null(strstr(text_of("/proc/self/status"), "Name:\ta\\012b)\n"));
	assert_int_equal(set("/proc/self/oom_score_adj", " -500\n"), 6);
	assert_string_equal(text_of("/proc/self/oom_score_adj"), "-500\n");
	assert_int_equal(set("/proc/self/oom_score_adj", "1001"), -EINVAL);
	assert_int_equal(set("/proc/self/oom_score_adj", "x"), -EINVAL);
	assert_int_equal(set("/proc/self/oom_score_adj", "1 2"), -EINVAL);
	assert_int_equal(set("/proc/sys/kernel/hostname", "other\n"), 6);
	assert_string_equal(text_of("/proc/sys/kernel/hostname"), "other\n");
	assert_int_equal(set("/proc/sys/kernel/ostype", "x"), -EACCES);
	assert_int_equal(set("/proc/version", "x"), -EIO);
	assert_int_equal(set("/proc/self/status", "x"), -EINVAL);
	as_user(1000, 1000);
	assert_int_equal(set("/proc/sys/kernel/hostname", "x"), -EACCES);
	assert_int_equal(set("/proc/self/oom_score_adj", "-501"), -EACCES);
	assert_int_equal(set("/proc/self/oom_score_adj", "-499"), 4);
	assert_int_equal(set("/proc/version", "x"), -EACCES);
}

static void settings_are_checked_and_kept(void **state)
{
	(void)state;
	rig_run(set_things);
}

static void draw_ids(void)
{
	char boot[64], uuid[64];

	snprintf(boot, sizeof(boot), "%s", text_of("/proc/sys/kernel/random/boot_id"));
	assert_int_equal(strlen(boot), 37);
	assert_string_equal(text_of("/proc/sys/kernel/random/boot_id"), boot);
	snprintf(uuid, sizeof(uuid), "%s", text_of("/proc/sys/kernel/random/uuid"));
	assert_string_not_equal(text_of("/proc/sys/kernel/random/uuid"), uuid);
	assert_int_equal(uuid[14], '4');
}

static void the_boot_has_one_id(void **state)
{
	(void)state;
	rig_run(draw_ids);
}

/* --- descriptors --- */

static void read_link(const char *path, const char *want)
{
	char text[256] = "";
	long n = sc(SYS_readlinkat, (uint64_t)AT_FDCWD, str(path), room(256), 255);

	assert_true(n >= 0);
	peek(text, room(256), (size_t)n);
	assert_string_equal(text, want);
}

static void follow_descriptors(void)
{
	struct guest_stat st;
	long fd = open_at("/tmp/f", O_RDWR | O_CREAT, 0600), err;

	assert_int_equal(fd, 0);
	write_all(0, "text");
	read_link("/proc/self/fd/0", "/tmp/f");
	assert_int_equal(stat_at("/proc/self/fd/0", false, &st), 0);
	assert_int_equal(st.mode, 0120700);
	/* The object and not the name. */
	sc(SYS_unlinkat, (uint64_t)AT_FDCWD, str("/tmp/f"), 0);
	read_link("/proc/self/fd/0", "/tmp/f (deleted)");
	assert_string_equal(slurp("/proc/self/fd/0", &err), "text");
	assert_int_equal(err, 0);
	assert_non_null(strstr(text_of("/proc/self/fdinfo/0"), "pos:\t4\nflags:\t0"));
	/* Another file under the same number. */
	sc(SYS_close, 0);
	assert_int_equal(open_at("/dev/null", O_RDONLY, 0), 0);
	read_link("/proc/self/fd/0", "/dev/null");
	assert_int_equal(stat_at("/proc/self/fd/0", false, &st), 0);
	assert_int_equal(st.mode, 0120500);
	assert_string_equal(list("/proc/self/fd"), ". .. 0 1"); /* 1: the directory itself */
	assert_string_equal(list("/dev/fd/"), ". .. 0 1");
	sc(SYS_close, 0);
	assert_int_equal(stat_at("/proc/self/fd/0", false, &st), -ENOENT);
	assert_int_equal(open_at("/dev/stdin", O_RDONLY, 0), -ENOENT);
	read_link("/proc/self/cwd", "/");
	assert_int_equal(stat_at("/proc/self/exe", true, &st), -ENOENT); /* nothing was executed */
}

static void descriptors_are_magic(void **state)
{
	(void)state;
	rig_run(follow_descriptors);
}

static void change_memory(void)
{
	uint64_t at = str("text");
	long fd = open_at("/proc/self/mem", O_RDWR, 0);
	char text[8] = "";

	assert_int_equal(sc(SYS_pread64, (uint64_t)fd, room(8), 4, at), 4);
	peek(text, room(8), 4);
	assert_string_equal(text, "text");
	assert_int_equal(sc(SYS_pwrite64, (uint64_t)fd, str("n"), 1, at), 1);
	peek(text, at, 4);
	assert_string_equal(text, "next");
	assert_int_equal(sc(SYS_pread64, (uint64_t)fd, room(8), 4, 4096), -EIO);
	sc(SYS_close, (uint64_t)fd);
}

static void memory_is_a_file(void **state)
{
	(void)state;
	rig_run(change_memory);
}

/* --- devices --- */

static void use_devices(void)
{
	uint64_t buf = room(64), at;
	char text[16];
	long fd;

	fd = open_at("/dev/zero", O_RDWR, 0);
	assert_int_equal(sc(SYS_read, (uint64_t)fd, buf, 64), 64);
	assert_int_equal(sc(SYS_write, (uint64_t)fd, 0, 64), 64); /* not even looked at */
	assert_int_equal(sc(SYS_lseek, (uint64_t)fd, 100, SEEK_SET), 0);
	at = map_file((int)fd, 4096, true, true);
	assert_true(at);
	poke(at, "x", 1);
	assert_true(map_file((int)fd, 4096, false, true));
	sc(SYS_close, (uint64_t)fd);
	fd = open_at("/dev/null", O_RDWR, 0);
	assert_int_equal(sc(SYS_read, (uint64_t)fd, buf, 64), 0);
	assert_int_equal(map_file((int)fd, 4096, false, false), 0);
	assert_int_equal(sc(SYS_ioctl, (uint64_t)fd, 0x5401, buf), -ENOTTY);
	sc(SYS_close, (uint64_t)fd);
	fd = open_at("/dev/full", O_RDWR, 0);
	assert_int_equal(sc(SYS_write, (uint64_t)fd, buf, 1), -ENOSPC);
	assert_int_equal(sc(SYS_read, (uint64_t)fd, 0, 1), -EFAULT);
	sc(SYS_close, (uint64_t)fd);
	fd = open_at("/dev/urandom", O_RDWR, 0);
	assert_int_equal(sc(SYS_read, (uint64_t)fd, buf, 16), 16);
	peek(text, buf, 16);
	assert_int_equal(sc(SYS_read, (uint64_t)fd, buf, 16), 16);
	peek(text, buf, 16);
	assert_int_equal(sc(SYS_write, (uint64_t)fd, buf, 16), 16);
	assert_int_equal(sc(SYS_ioctl, (uint64_t)fd, 0x80045200, buf), 0);
	assert_int_equal(sc(SYS_ioctl, (uint64_t)fd, 0x12345678, buf), -EINVAL);
	sc(SYS_close, (uint64_t)fd);
	assert_int_equal(open_at("/dev/tty", O_RDWR, 0), -ENXIO);
	assert_string_equal(list("/dev"), ". .. console fd full null ptmx pts random shm stderr stdin "
					  "stdout tty urandom zero");
	/* A node means its number wherever it lies. */
	assert_int_equal(sc(SYS_mknodat, (uint64_t)AT_FDCWD, str("/tmp/n"), 0020666, 0x103), 0);
	fd = open_at("/tmp/n", O_WRONLY, 0);
	assert_int_equal(sc(SYS_write, (uint64_t)fd, 0, 5), 5);
	sc(SYS_close, (uint64_t)fd);
	assert_int_equal(sc(SYS_mknodat, (uint64_t)AT_FDCWD, str("/tmp/m"), 0020666, 0x199), 0);
	assert_int_equal(open_at("/tmp/m", O_RDONLY, 0), -ENXIO);
}

static void devices_do_what_they_do(void **state)
{
	(void)state;
	rig_run(use_devices);
}

/* --- memory --- */

static void fail_each_allocation(void)
{
	static const char *const path[] = { "/proc/self/status", "/proc/self/maps", "/proc/mounts",
					    "/proc/self/fdinfo/0", "/proc/self/mem" };
	long fd, err;

	assert_int_equal(open_at("/dev/null", O_RDONLY, 0), 0);
	for (unsigned n = 1; n < 40; n++)
		for (unsigned i = 0; i < ARRAY_SIZE(path); i++) {
			arena_fail_nth(kernel->arena, n);
			fd = open_at(path[i], O_RDONLY, 0);
			err = fd < 0 ? fd : sc(SYS_read, (uint64_t)fd, room(4096), 4096);
			arena_fail_nth(kernel->arena, 0);
			assert_true(err >= 0 || err == -ENOMEM || err == -EIO);
			if (fd > 0)
				sc(SYS_close, (uint64_t)fd);
			fs_shrink();
		}
	sc(SYS_close, 0);
}

static void out_of_memory_is_an_error_and_no_more(void **state)
{
	(void)state;
	rig_run(fail_each_allocation);
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, rig_setup, rig_teardown)
	const struct CMUnitTest tests[] = {
		TEST(every_name_leads_somewhere),
		TEST(other_names_do_not),
		TEST(formats_are_linuxs),
		TEST(maps_have_columns),
		TEST(mounts_are_listed),
		TEST(settings_are_checked_and_kept),
		TEST(the_boot_has_one_id),
		TEST(descriptors_are_magic),
		TEST(memory_is_a_file),
		TEST(devices_do_what_they_do),
		TEST(out_of_memory_is_an_error_and_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
