/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls about the task and the machine that have no family: personality, kcmp, getrandom ... */
#include <linux/kcmp.h>
#include <linux/membarrier.h>
#include <sys/random.h>

#include "process.h"

static const struct r3_row personalities[] = {
	{"asking", 0, R3_WITH(0xffffffff)},
	{"setting what it is", 0, R3_WITH(0)},
	{"flags", 0, R3_WITH(0x0040000 /* ADDR_NO_RANDOMIZE */)},
	{"another system's", 0, R3_WITH(0x8)},
};

static void what_was_set_is_told(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_personality, 0x0040000);
	r3_assert_result(t, 0x0040000, SYS_personality, -1);
	r3_assert_result(r3_fork(t), 0x0040000, SYS_personality, -1);
}

R3_SUITE(personality, .rows = R3_ROWS(personalities),
	 .cases = R3_CASES(R3_CASE(what_was_set_is_told)),
	 .unreached = R3_UNREACHED(R3_NEVER(EINVAL, "Linux changes to whatever it is told")));

#define SELF_AND(who, kind, a, b) R3_WITH(R3_SELF, who, kind, a, b)
static const struct r3_row compares[] = {
	{"memory with itself", 0, SELF_AND(R3_SELF, KCMP_VM, 0, 0)},
	{"memory with a child's", R3_ANY_OK, SELF_AND(R3_CHILD, KCMP_VM, 0, 0)},
	{"descriptors with themselves", 0, SELF_AND(R3_SELF, KCMP_FILES, 0, 0)},
	{"names of files with themselves", 0, SELF_AND(R3_SELF, KCMP_FS, 0, 0)},
	{"signals with themselves", 0, SELF_AND(R3_SELF, KCMP_SIGHAND, 0, 0)},
	{"semaphores", 0, SELF_AND(R3_SELF, KCMP_SYSVSEM, 0, 0)},
	{"a file with itself", 0, SELF_AND(R3_SELF, KCMP_FILE, R3_FD(FILE), 0)},
	{"a file that is not open", R3_ERR(EBADF), SELF_AND(R3_SELF, KCMP_FILE, R3_CLOSED, R3_CLOSED)},
	{"of no kind", R3_ERR(EINVAL), SELF_AND(R3_SELF, 99, 0, 0)},
	{"nobody", R3_ERR(ESRCH), SELF_AND(R3_NOBODY, KCMP_VM, 0, 0)},
	{"nobody, of no kind", R3_ERR(ESRCH), SELF_AND(R3_NOBODY, 99, 0, 0)},
	{"with nobody", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, R3_SELF, KCMP_VM, 0, 0)},
	{"a slot nowhere", R3_ERR(EFAULT), SELF_AND(R3_SELF, KCMP_EPOLL_TFD, 0, R3_BAD)},
	{"a slot of no epoll", R3_ERR(EINVAL),
	 SELF_AND(R3_SELF, KCMP_EPOLL_TFD, R3_FD(FILE), R3_U32S(0, 0, 0))},
	{"a slot of what is not open", R3_ERR(EBADF),
	 SELF_AND(R3_SELF, KCMP_EPOLL_TFD, R3_FD(FILE), R3_U32S(R3_CLOSED, 0, 0))},
	{"a slot that is empty", R3_ERR(ENOENT),
	 SELF_AND(R3_SELF, KCMP_EPOLL_TFD, R3_FD(FILE), R3_U32S(R3_FD(EPOLL), 77, 0))},
};

static void what_is_shared(struct r3_task *t)
{
	struct r3_task *thread = r3_thread(t), *child = r3_fork(t);
	int fd = r3_fd(t, R3_FD_FILE);
	int64_t copy = r3_assert_ok(t, SYS_dup, fd), other = r3_open(t, "file", O_RDONLY);

	r3_assert_result(t, 0, SYS_kcmp, r3_tid(t), r3_tid(thread), KCMP_VM, 0, 0);
	r3_assert_result(t, 0, SYS_kcmp, r3_tid(t), r3_tid(thread), KCMP_FILES, 0, 0);
	assert_true(r3_syscall(t, SYS_kcmp, r3_tid(t), r3_tid(child), KCMP_VM, 0, 0) > 0);
	assert_true(r3_syscall(t, SYS_kcmp, r3_tid(t), r3_tid(child), KCMP_FILES, 0, 0) > 0);
	r3_assert_result(t, 0, SYS_kcmp, r3_tid(t), r3_tid(t), KCMP_FILE, fd, copy);
	assert_true(r3_syscall(t, SYS_kcmp, r3_tid(t), r3_tid(t), KCMP_FILE, fd, other) > 0);
}

static void another_user(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t);

	r3_assert_result(child, 0, SYS_setresuid, OTHER, OTHER, OTHER);
	r3_assert_errno(child, EPERM, SYS_kcmp, r3_tid(child), r3_tid(t), KCMP_VM, 0, 0);
	r3_assert_errno(child, EPERM, SYS_get_robust_list, r3_tid(t), r3_alloc(child, 8),
			r3_alloc(child, 8));
}

R3_SUITE(kcmp, .rows = R3_ROWS(compares),
	 .cases = R3_CASES(R3_CASE(what_is_shared), R3_CASE(another_user, .as_root = 1)));

static const struct r3_row randoms[] = {
	{"some", 16, R3_WITH(R3_OUT(16), 16, 0)},
	{"none", 0, R3_WITH(R3_OUT(16), 0, 0)},
	{"none, nowhere", 0, R3_WITH(R3_BAD, 0, 0)},
	{"not waiting", 16, R3_WITH(R3_OUT(16), 16, GRND_NONBLOCK)},
	{"of the other kind", 16, R3_WITH(R3_OUT(16), 16, GRND_RANDOM)},
	{"insecure", 16, R3_WITH(R3_OUT(16), 16, GRND_INSECURE)},
	{"insecure, of the other kind", R3_ERR(EINVAL), R3_WITH(R3_OUT(16), 16, GRND_INSECURE | GRND_RANDOM)},
	{"an unknown flag", R3_ERR(EINVAL), R3_WITH(R3_OUT(16), 16, 8)},
	{"an unknown flag, nowhere", R3_ERR(EINVAL), R3_WITH(R3_BAD, 16, 8)},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(R3_BAD, 16, 0)},
	{"into the kernel", R3_ERR(EFAULT), R3_WITH(R3_KERNEL, 16, 0)},
	{"into what cannot be written", R3_ERR(EFAULT), R3_WITH(R3_RO(16), 16, 0)},
};
static void is_random(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 32);

	r3_assert_result(t, 16, SYS_getrandom, p, 16, 0);
	r3_assert_result(t, 16, SYS_getrandom, p + 16, 16, 0);
	assert_true(r3_get_u64(t, p) != r3_get_u64(t, p + 16));
}
R3_SUITE(getrandom, .rows = R3_ROWS(randoms), .cases = R3_CASES(R3_CASE(is_random)),
	 .unreached = R3_UNREACHED(R3_NEVER(EAGAIN, "a machine that has just begun"),
				   R3_NEVER(EINTR, "likewise, or very much at once"),
				   R3_NEVER(ENOSYS, "a C library on an older kernel")));

static const struct r3_row cpus[] = {
	{"both", 0, R3_WITH(R3_OUT(4), R3_OUT(4), R3_NULL)},
	{"the CPU", 0, R3_WITH(R3_OUT(4), R3_NULL, R3_NULL)},
	{"neither", 0, R3_WITH(R3_NULL, R3_NULL, R3_NULL)},
	{"the third does not count", 0, R3_WITH(R3_NULL, R3_NULL, R3_BAD)},
	{"the CPU into nothing", R3_ERR(EFAULT), R3_WITH(R3_BAD, R3_NULL, R3_NULL)},
	{"the node into nothing", R3_ERR(EFAULT), R3_WITH(R3_NULL, R3_BAD, R3_NULL)},
	{"the node into what cannot be written", R3_ERR(EFAULT), R3_WITH(R3_NULL, R3_RO(4), R3_NULL)},
};
R3_SUITE(getcpu, .rows = R3_ROWS(cpus));

#define GLOBAL MEMBARRIER_CMD_GLOBAL
static const struct r3_row barriers[] = {
	{"asking", R3_ANY_OK, R3_WITH(MEMBARRIER_CMD_QUERY, 0, 0)},
	{"asking, with flags", R3_ERR(EINVAL), R3_WITH(MEMBARRIER_CMD_QUERY, 1, 0)},
	{"nothing that there is", R3_ERR(EINVAL), R3_WITH(1 << 20, 0, 0)},
	{"two at once", R3_ERR(EINVAL), R3_WITH(3, 0, 0)},
	{"among ourselves, unannounced", R3_ERR(EPERM), R3_WITH(MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0)},
	{"announcing it", 0, R3_WITH(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0)},
	{"of cores, unannounced", R3_ERR(EPERM),
	 R3_WITH(MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE, 0, 0)},
	{"among ourselves, with flags", R3_ERR(EINVAL),
	 R3_WITH(MEMBARRIER_CMD_PRIVATE_EXPEDITED, 1, 0)},
};
static void announced(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0);
	r3_assert_result(t, 0, SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
}
R3_SUITE(membarrier, .rows = R3_ROWS(barriers), .cases = R3_CASES(R3_CASE(announced)),
	 .unreached = R3_UNREACHED(R3_NEVER(ENOSYS, "a kernel without it")));

#define MAGIC 0xfee1dead
static const struct r3_row reboots[] = {
	{"by nobody who may", R3_ERR(EPERM), R3_WITH(MAGIC, 672274793, 0, 0)},
	{"by nobody who may, no magic", R3_ERR(EPERM), R3_WITH(1, 2, 3, R3_BAD)},
};
/* The host is not asked by root what it would do. */
#define ON_RING3 .as_root = 1, .ring3_only = "the host goes on running"
static const struct r3_row reboots_by_root[] = {
	{"no magic", R3_ERR(EINVAL), R3_WITH(1, 672274793, 0, 0), ON_RING3},
	{"no second magic", R3_ERR(EINVAL), R3_WITH(MAGIC, 1, 0, 0), ON_RING3},
	{"no command", R3_ERR(EINVAL), R3_WITH(MAGIC, 672274793, 0x1234, 0), ON_RING3},
	{"no command, no magic", R3_ERR(EINVAL), R3_WITH(1, 1, 0x1234, 0), ON_RING3},
	{"Ctrl-Alt-Del on", 0, R3_WITH(MAGIC, 672274793, 0x89abcdef, 0), ON_RING3},
	{"Ctrl-Alt-Del off, by another magic", 0, R3_WITH(MAGIC, 85072278, 0, 0), ON_RING3},
	{"restart, with what from nowhere", R3_ERR(EFAULT), R3_WITH(MAGIC, 369367448, 0xa1b2c3d4, R3_BAD),
	 ON_RING3},
	{"sleep on a disk, of which there is none", R3_ERR(EINVAL),
	 R3_WITH(MAGIC, 537993216, 0xd000fce2, 0), ON_RING3},
};
R3_SUITE(reboot, .rows = R3_ROWS(reboots));
R3_SUITE(reboot_by_root, .calls = "reboot", .page = "-", .rows = R3_ROWS(reboots_by_root));

static const struct r3_row clear_tids[] = {
	{"somewhere", R3_ANY_OK, R3_WITH(R3_OUT(4))},
	{"nowhere", R3_ANY_OK, R3_WITH(R3_BAD)},
	{"not at all", R3_ANY_OK, R3_WITH(R3_NULL)},
};
static void is_cleared(struct r3_task *t)
{
	struct r3_task *thread = r3_thread(t);
	r3_ptr p = r3_bytes(t, "tid", 4);

	r3_assert_result(thread, r3_tid(thread), SYS_set_tid_address, p);
	r3_begin(thread, SYS_exit, 0);
	r3_settle(t);
	assert_int_equal(r3_get_u32(t, p), 0);
}
R3_SUITE(set_tid_address, .rows = R3_ROWS(clear_tids), .cases = R3_CASES(R3_CASE(is_cleared)));

#define HEAD_SIZE R3_BY_ABI(24, 12)
static const struct r3_row robusts[] = {
	{"a list", 0, R3_WITH(R3_OUT(24), HEAD_SIZE)},
	{"a list nowhere", 0, R3_WITH(R3_BAD, HEAD_SIZE)},
	{"of another size", R3_ERR(EINVAL), R3_WITH(R3_OUT(24), 23)},
	{"of no size, nowhere", R3_ERR(EINVAL), R3_WITH(R3_BAD, 0)},
};
static const struct r3_row get_robusts[] = {
	{"one's own", 0, R3_WITH(0, R3_OUT(8), R3_OUT(8))},
	{"a child's", 0, R3_WITH(R3_CHILD, R3_OUT(8), R3_OUT(8))},
	{"nobody's", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, R3_OUT(8), R3_OUT(8))},
	{"nobody's, into nothing", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, R3_BAD, R3_BAD)},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(0, R3_BAD, R3_OUT(8))},
	{"the size into nothing", R3_ERR(EFAULT), R3_WITH(0, R3_OUT(8), R3_BAD)},
};
static void the_list_is_told(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 8), size = r3_alloc(t, 8);

	r3_assert_result(t, 0, SYS_set_robust_list, 0x30000000, r3_is_i386(t) ? 12 : 24);
	r3_assert_result(t, 0, SYS_get_robust_list, 0, p, size);
	assert_int_equal(r3_get_word(t, p, 0), 0x30000000);
	assert_int_equal(r3_get_word(t, size, 0), r3_is_i386(t) ? 12 : 24);
}
#define OF_GET(e) R3_NEVER(e, "get_robust_list's")
R3_SUITE(set_robust_list, .page = "get_robust_list", .rows = R3_ROWS(robusts),
	 .cases = R3_CASES(R3_CASE(the_list_is_told)),
	 .unreached = R3_UNREACHED(OF_GET(EFAULT), OF_GET(EPERM), OF_GET(ESRCH)));
R3_SUITE(get_robust_list, .rows = R3_ROWS(get_robusts),
	 .cases = R3_CASES(R3_CASE(the_list_is_told), R3_CASE(another_user, .as_root = 1)),
	 .unreached = R3_UNREACHED(R3_NEVER(EINVAL, "set_robust_list's")));

#define SET_GS 0x1001
#define SET_FS 0x1002
#define GET_FS 0x1003
#define GET_GS 0x1004
static const struct r3_row arches[] = {
	{"read fs", 0, R3_WITH(GET_FS, R3_OUT(8))},
	{"set fs", 0, R3_WITH(SET_FS, 0x30000000)},
	{"set gs", 0, R3_WITH(SET_GS, 0x30000000)},
	{"fs into nothing", R3_ERR(EFAULT), R3_WITH(GET_FS, R3_BAD)},
	{"fs into what cannot be written", R3_ERR(EFAULT), R3_WITH(GET_FS, R3_RO(8))},
	{"set fs to the kernel", R3_ERR(EPERM), R3_WITH(SET_FS, R3_KERNEL)},
	{"set gs to no address", R3_ERR(EPERM), R3_WITH(SET_GS, R3_CRAZY)},
	{"nothing", R3_ERR(EINVAL), R3_WITH(0, 0)},
	{"-1", R3_ERR(EINVAL), R3_WITH(-1, R3_BAD)},
};
static void what_was_set_is_read(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 8);

	r3_assert_result(t, 0, SYS_arch_prctl, SET_GS, 0x123456789000);
	r3_assert_result(t, 0, SYS_arch_prctl, GET_GS, p);
	assert_int_equal(r3_get_u64(t, p), 0x123456789000);
}
R3_SUITE(arch_prctl, .abis = R3_ONLY_X86_64, .rows = R3_ROWS(arches),
	 .cases = R3_CASES(R3_CASE(what_was_set_is_read)),
	 .unreached = R3_UNREACHED(R3_NEVER(ENODEV, "CPUs whose CPUID cannot be made to fault")));
