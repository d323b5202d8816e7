/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Extensions of the kernel, used by ext_guest.c in both ABIs. */
#include "api.h"

#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "ring3/extend.h"

static const char *const guests[] = { GUEST_EXT_64, GUEST_EXT_32 };

/* What the guest prints goes to our standard output. */
static void run_guest(struct r3_machine *m, const char *program, const char *part)
{
	const char *const argv[] = { "guest", part, NULL };

	assert_r3(m, r3_stdio(m, 1, 1));
	assert_r3(m, r3_load_host(m, program, argv, NULL));
	assert_r3(m, r3_run(m));
	assert_int_equal(r3_exit_status(m), 0);
}

static int64_t foo(void *ctx, const uint64_t args[6])
{
	struct r3_caller caller;
	int64_t sum = 0;

	assert_int_equal(r3_caller(ctx, &caller), 0);
	assert_int_equal(caller.pid, 2);
	for (int i = 0; i < 6; i++)
		sum = sum * 10 + (int64_t)args[i];
	return (int64_t)caller.kernel_stack + sum;
}

static struct r3_new_call foo_of(struct r3_machine *m)
{
	return (struct r3_new_call){ .name = "foo", .number = 500, .abis = R3_I386 | R3_X86_64,
				     .nargs = 6, .fn = foo, .ctx = m };
}

static void a_new_call(void **state)
{
	for (unsigned i = 0; i < 2; i++) {
		struct r3_new_call call;

		assert_int_equal(machine_setup(state), 0);
		call = foo_of(*state);
		assert_r3(*state, r3_add_call(*state, &call));
		assert_int_equal(r3_add_call(*state, &call), -EEXIST);
		call.number = 39;
		assert_int_equal(r3_add_call(*state, &call), -EEXIST);
		call.number = 1024;
		assert_int_equal(r3_add_call(*state, &call), -EINVAL);
		run_guest(*state, guests[i], "foo");
		machine_teardown(state);
	}
}

static int see_foo(void *ctx, struct r3_call *call)
{
	if (call->number == 500) {
		assert_string_equal(call->name, "foo");
		assert_int_equal(call->nargs, 6);
		++*(unsigned *)ctx;
	}
	return 0;
}

static void tracers_know_its_name(void **state)
{
	unsigned seen = 0;
	struct r3_observer o = { .enter = see_foo, .ctx = &seen };
	struct r3_new_call call = foo_of(*state);

	assert_r3(*state, r3_add_call(*state, &call));
	r3_observe(*state, &o);
	run_guest(*state, guests[0], "foo");
	assert_int_equal(seen, 2);
}

static int64_t more(void *ctx, const uint64_t args[6])
{
	int64_t r = r3_call_original(ctx, args);

	return r < 0 ? r : r + 1000;
}

static int64_t refuse(void *ctx, const uint64_t args[6])
{
	(void)ctx;
	(void)args;
	return -EPERM;
}

static void calls_in_the_place_of_others(void **state)
{
	for (unsigned i = 0; i < 2; i++) {
		struct r3_new_call call = { .name = "getppid", .abis = R3_I386 | R3_X86_64,
					    .replace = 1, .fn = more };

		assert_int_equal(machine_setup(state), 0);
		call.ctx = *state;
		assert_r3(*state, r3_add_call(*state, &call));
		assert_int_equal(r3_add_call(*state, &call), -EEXIST);
		call.name = "sched_yield";
		call.fn = refuse;
		assert_r3(*state, r3_add_call(*state, &call));
		call.name = "foo";
		assert_int_equal(r3_add_call(*state, &call), -ENOENT);
		run_guest(*state, guests[i], "replaced");
		machine_teardown(state);
	}
}

/* --- a device that keeps a number --- */

static struct counter {
	struct r3_machine *m;
	int value, open;
} counter;

static int counter_open(void *ctx, unsigned flags, void **handle)
{
	struct counter *c = ctx;

	(void)flags;
	*handle = c;
	return c->open++ ? (c->open--, -EBUSY) : 0;
}

static void counter_release(void *ctx, void *handle)
{
	assert_ptr_equal(ctx, handle);
	counter.open--;
}

static int64_t counter_read(void *ctx, void *handle, void *buf, size_t n, uint64_t offset)
{
	char text[16];

	(void)ctx;
	(void)handle;
	snprintf(text, sizeof(text), "%d\n", counter.value);
	return r3_read_text(text, buf, n, offset);
}

static int64_t counter_write(void *ctx, void *handle, const void *buf, size_t n, uint64_t offset)
{
	char text[16] = "";

	(void)ctx;
	(void)handle;
	(void)offset;
	memcpy(text, buf, n < 15 ? n : 15);
	counter.value = atoi(text);
	return (int64_t)n;
}

static int64_t counter_ioctl(void *ctx, void *handle, unsigned cmd, uint64_t arg)
{
	(void)ctx;
	(void)handle;
	if (cmd == 0x7201)
		return ++counter.value;
	if (cmd == 0x7202)
		return r3_copy_to_user(counter.m, arg, &counter.value, sizeof(counter.value)) ?
			       -EFAULT : 0;
	return -ENOTTY;
}

static const struct r3_file_ops counter_ops = {
	.open = counter_open,
	.release = counter_release,
	.read = counter_read,
	.write = counter_write,
	.ioctl = counter_ioctl,
};

static void a_device_with_callbacks(void **state)
{
	for (unsigned i = 0; i < 2; i++) {
		struct r3_left left;

		assert_int_equal(machine_setup(state), 0);
		counter = (struct counter){ .m = *state };
		assert_r3(*state, r3_add_device(*state, "counter", 0666, 0, &counter_ops, &counter,
						NULL));
		assert_int_equal(r3_add_device(*state, "counter", 0666, 0, &counter_ops, NULL, NULL),
				 -EEXIST);
		assert_int_equal(r3_add_device(*state, "a/b", 0666, 0, &counter_ops, NULL, NULL),
				 -EINVAL);
		run_guest(*state, guests[i], "device");
		assert_int_equal(counter.open, 0);
		r3_destroy_counting(*state, &left);
		assert_int_equal(left.objects, 0);
		assert_int_equal(left.frames, 0);
	}
}

static struct r3_object *frame;

static int64_t look_at_frame(void *ctx, void *handle, unsigned cmd, uint64_t arg)
{
	char text[16] = "";

	(void)handle;
	(void)cmd;
	(void)arg;
	assert_int_equal(r3_device_memory(ctx, frame, 4096, text, 15, 0), 15);
	return strcmp(text, "from the guest") ? -EIO : 0;
}

static void memory_that_is_shared_with_the_host(void **state)
{
	const struct r3_file_ops ops = { .ioctl = look_at_frame };

	for (unsigned i = 0; i < 2; i++) {
		char text[] = "from the host";
		struct r3_left left;

		assert_int_equal(machine_setup(state), 0);
		assert_r3(*state, r3_add_device(*state, "frame", 0600, 8192, &ops, *state, &frame));
		assert_int_equal(r3_device_memory(*state, frame, 0, text, sizeof(text), 1),
				 sizeof(text));
		assert_int_equal(r3_device_memory(*state, frame, 8190, text, 9, 0), 2);
		assert_int_equal(r3_device_memory(*state, frame, 8193, text, 1, 0), -ENXIO);
		run_guest(*state, guests[i], "memory");
		r3_destroy_counting(*state, &left);
		assert_int_equal(left.objects, 0);
		assert_int_equal(left.frames, 0);
	}
}

/* --- a descriptor: a queue of bytes --- */

struct queue {
	struct r3_machine *m;
	struct r3_object *object;
	char bytes[64];
	size_t n;
};

static unsigned queues;

static void queue_release(void *ctx, void *handle)
{
	(void)handle;
	free(ctx);
	queues--;
}

static int64_t queue_read(void *ctx, void *handle, void *buf, size_t n, uint64_t offset)
{
	struct queue *q = ctx;

	(void)handle;
	(void)offset;
	if (!q->n)
		return -EAGAIN;
	n = n < q->n ? n : q->n;
	memcpy(buf, q->bytes, n);
	memmove(q->bytes, q->bytes + n, q->n -= n);
	return (int64_t)n;
}

static int64_t queue_write(void *ctx, void *handle, const void *buf, size_t n, uint64_t offset)
{
	struct queue *q = ctx;

	(void)handle;
	(void)offset;
	if (n > sizeof(q->bytes) - q->n)
		n = sizeof(q->bytes) - q->n;
	memcpy(q->bytes + q->n, buf, n);
	q->n += n;
	r3_ready(q->m, q->object, POLLIN);
	return (int64_t)n;
}

static unsigned queue_poll(void *ctx, void *handle)
{
	(void)handle;
	return ((struct queue *)ctx)->n ? POLLIN | POLLOUT : POLLOUT;
}

static int64_t new_queue(void *ctx, const uint64_t args[6])
{
	static const struct r3_file_ops ops = { .release = queue_release, .read = queue_read,
						.write = queue_write, .poll = queue_poll };
	char name[16];
	int64_t n = r3_string_from_user(ctx, name, args[0], sizeof(name));
	struct queue *q;
	int fd;

	if (n < 0 || n == sizeof(name))
		return n < 0 ? n : -ENAMETOOLONG;
	q = calloc(1, sizeof(*q));
	q->m = ctx;
	fd = r3_new_descriptor(ctx, name, &ops, q, 2 /* O_RDWR */, &q->object);
	if (fd < 0)
		free(q);
	else
		queues++;
	return fd;
}

static void a_descriptor_with_callbacks(void **state)
{
	for (unsigned i = 0; i < 2; i++) {
		struct r3_new_call call = { .name = "new_queue", .number = 501,
					    .abis = R3_I386 | R3_X86_64, .nargs = 1,
					    .fn = new_queue };

		assert_int_equal(machine_setup(state), 0);
		call.ctx = *state;
		assert_r3(*state, r3_add_call(*state, &call));
		run_guest(*state, guests[i], "descriptor");
		assert_int_equal(queues, 0);
		machine_teardown(state);
	}
}

/* --- files of the kernel --- */

static int level;

static int64_t level_read(void *ctx, void *handle, void *buf, size_t n, uint64_t offset)
{
	char text[16];

	(void)ctx;
	(void)handle;
	snprintf(text, sizeof(text), "%d\n", level);
	return r3_read_text(text, buf, n, offset);
}

static int64_t level_write(void *ctx, void *handle, const void *buf, size_t n, uint64_t offset)
{
	char c = n ? *(const char *)buf : 0;

	(void)ctx;
	(void)handle;
	(void)offset;
	if (c < '0' || c > '9')
		return -EINVAL;
	level = c - '0';
	return (int64_t)n;
}

static void files_of_sys_and_proc(void **state)
{
	static const struct r3_file_ops ops = { .read = level_read, .write = level_write };

	for (unsigned i = 0; i < 2; i++) {
		struct r3_machine *m;
		struct r3_left left;

		assert_int_equal(machine_setup(state), 0);
		m = *state;
		level = 3;
		assert_r3(m, r3_add_kernel_file(m, "/sys/kernel/test/level", 0644, &ops, NULL, NULL));
		assert_r3(m, r3_add_kernel_file(m, "/proc/level", 0444, &ops, NULL, NULL));
		assert_int_equal(r3_add_kernel_file(m, "/proc/level", 0444, &ops, NULL, NULL), -EEXIST);
		assert_int_equal(r3_add_kernel_file(m, "/proc/meminfo", 0444, &ops, NULL, NULL),
				 -EEXIST);
		assert_int_equal(r3_add_kernel_file(m, "/sys/kernel/test", 0444, &ops, NULL, NULL),
				 -EEXIST);
		assert_int_equal(r3_add_kernel_file(m, "/sys/kernel/test/level/x", 0444, &ops, NULL,
						    NULL),
				 -ENOTDIR);
		assert_int_equal(r3_add_kernel_file(m, "/tmp/x", 0444, &ops, NULL, NULL), -EINVAL);
		run_guest(m, guests[i], "files");
		r3_destroy_counting(m, &left);
		assert_int_equal(left.objects, 0);
		assert_int_equal(left.inodes, 0);
	}
}

/* --- a filesystem of files without directories --- */

static struct served_file {
	char name[16], text[64];
	size_t size;
} served[4];

static struct served_file *find_served(const char *path)
{
	for (unsigned i = 0; i < 4; i++)
		if (served[i].name[0] && !strcmp(served[i].name, path))
			return &served[i];
	return NULL;
}

static int served_attributes(void *ctx, const char *path, struct r3_attributes *a)
{
	struct served_file *f = find_served(path);

	(void)ctx;
	a->mode = *path ? 0100644 : 0040755;
	a->size = f ? f->size : 0;
	return *path && !f ? -ENOENT : 0;
}

static int served_list(void *ctx, const char *path, unsigned index, char name[256])
{
	(void)ctx;
	(void)path;
	for (unsigned i = 0; i < 4; i++)
		if (served[i].name[0] && !index--)
			return strcpy(name, served[i].name), 0;
	return -ENOENT;
}

static int64_t served_read(void *ctx, const char *path, void *buf, size_t n, uint64_t offset)
{
	struct served_file *f = find_served(path);

	(void)ctx;
	if (!f)
		return -ENOENT;
	if (offset >= f->size)
		return 0;
	n = n < f->size - offset ? n : f->size - offset;
	memcpy(buf, f->text + offset, n);
	return (int64_t)n;
}

static int64_t served_write(void *ctx, const char *path, const void *buf, size_t n, uint64_t offset)
{
	struct served_file *f = find_served(path);

	(void)ctx;
	if (!f || offset >= sizeof(f->text))
		return f ? -ENOSPC : -ENOENT;
	n = n < sizeof(f->text) - offset ? n : sizeof(f->text) - offset;
	memcpy(f->text + offset, buf, n);
	if (f->size < offset + n)
		f->size = offset + n;
	return (int64_t)n;
}

static int served_make(void *ctx, const char *path, uint32_t mode)
{
	(void)ctx;
	if ((mode & 0170000) != 0100000 || strlen(path) > 15)
		return -EPERM;
	for (unsigned i = 0; i < 4; i++)
		if (!served[i].name[0])
			return strcpy(served[i].name, path), served[i].size = 0, 0;
	return -ENOSPC;
}

static int served_remove(void *ctx, const char *path)
{
	(void)ctx;
	find_served(path)->name[0] = 0;
	return 0;
}

static int served_resize(void *ctx, const char *path, uint64_t size)
{
	(void)ctx;
	if (size > 64)
		return -EFBIG;
	find_served(path)->size = size;
	return 0;
}

static const struct r3_fs_ops served_ops = {
	served_attributes, served_list,	  served_read,	 served_write,
	served_make,	   served_remove, served_resize,
};

static void a_filesystem_with_callbacks(void **state)
{
	const char *const argv[] = {
		"sh", "-c",
		"cd /data && test \"$(cat a)\" = alpha && test \"$(ls | tr '\\n' ' ')\" = 'a b ' && "
		"echo one >c && echo two >>c && test \"$(cat c)\" = \"$(printf 'one\\ntwo')\" && "
		"test $(wc -c <c) = 8 && echo x >b && test $(stat -c %s b) = 2 && rm b && ! test -e b && "
		"! mkdir d 2>/dev/null && ! cat none 2>/dev/null && ! chmod 600 a 2>/dev/null && "
		"! echo y 2>/dev/null >/ro/c && test \"$(cat /ro/a)\" = alpha",
		NULL
	};
	struct r3_machine *m = *state;
	struct r3_left left;

	memset(served, 0, sizeof(served));
	strcpy(served[0].name, "a");
	strcpy(served[0].text, "alpha\n");
	served[0].size = 6;
	strcpy(served[1].name, "b");
	assert_int_equal(r3_mount_served(m, "/data", 0, NULL, NULL), -EINVAL);
	assert_int_equal(r3_mount_served(m, NULL, 0, &served_ops, NULL), -EINVAL);
	assert_r3(m, r3_mount_served(m, "/data", R3_WRITABLE, &served_ops, NULL));
	assert_r3(m, r3_mount_served(m, "/ro", 0, &served_ops, NULL));
	assert_r3(m, r3_stdio(m, 2, 2));
	assert_r3(m, r3_load_host(m, "/bin/busybox", argv, NULL));
	assert_r3(m, r3_run(m));
	assert_int_equal(r3_exit_status(m), 0);
	assert_string_equal(served[2].name, "c");
	assert_memory_equal(served[2].text, "one\ntwo\n", 8);
	assert_int_equal(served[1].name[0], 0);
	r3_destroy_counting(m, &left);
	assert_int_equal(left.objects, 0);
	assert_int_equal(left.inodes, 0);
}

/* Snapshots bring back which of them there are. */
static void extensions_and_snapshots(void **state)
{
	struct r3_new_call call = foo_of(*state);
	struct r3_machine *m = *state;

	counter = (struct counter){ .m = m };
	assert_r3(m, r3_add_call(m, &call));
	assert_r3(m, r3_add_device(m, "counter", 0666, 0, &counter_ops, &counter, NULL));
	assert_r3(m, r3_snapshot(m));
	for (unsigned i = 0; i < 3; i++) {
		run_guest(m, guests[i % 2], i ? "device" : "foo");
		assert_r3(m, r3_restore(m));
	}
}

static void nobody_calls(void **state)
{
	struct r3_machine *m = *state;
	struct r3_caller caller;
	char buf[4];

	assert_int_equal(r3_caller(m, &caller), -ESRCH);
	assert_int_equal(r3_caller(m, NULL), -EINVAL);
	assert_int_equal(r3_copy_from_user(m, buf, 0, 4), 4);
	assert_int_equal(r3_copy_to_user(m, 0, buf, 4), 4);
	assert_int_equal(r3_string_from_user(m, buf, 0, 4), -EFAULT);
	assert_int_equal(r3_call_original(m, NULL), -ENOSYS);
	assert_int_equal(r3_new_descriptor(m, "x", &counter_ops, NULL, 0, NULL), -ESRCH);
	assert_int_equal(r3_add_call(m, NULL), -EINVAL);
	assert_int_equal(r3_add_device(m, NULL, 0, 0, NULL, NULL, NULL), -EINVAL);
	assert_int_equal(r3_add_kernel_file(m, "/proc/x", 0, NULL, NULL, NULL), -EINVAL);
	assert_int_equal(r3_device_memory(m, NULL, 0, NULL, 0, 0), -EINVAL);
	assert_int_equal(r3_new_descriptor(m, NULL, NULL, NULL, 0, NULL), -EINVAL);
	assert_int_equal(r3_ready(m, NULL, 0), -EINVAL);
	assert_int_equal(r3_read_text(NULL, buf, 1, 0), -EINVAL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, machine_setup, machine_teardown)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_call),
		TEST(tracers_know_its_name),
		cmocka_unit_test(calls_in_the_place_of_others),
		cmocka_unit_test(a_device_with_callbacks),
		cmocka_unit_test(memory_that_is_shared_with_the_host),
		cmocka_unit_test(a_descriptor_with_callbacks),
		cmocka_unit_test(files_of_sys_and_proc),
		cmocka_unit_test_setup(a_filesystem_with_callbacks, machine_setup),
		TEST(extensions_and_snapshots),
		TEST(nobody_calls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
