/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every allocation of a call fails once: the error is Linux's, and nothing changes or leaks. */
#include "exec_plain.h"
#include "kernel/cred.h"
#include "lib/arena.h"
#include "machine.h"

static long do_setgroups(void)
{
	return call(setgroups, 3, AREA);
}

static long do_capset(void)
{
	uint32_t header[2] = { 0x20080522, 0 };

	assert_int_equal(copy_to_user(AREA, header, sizeof(header)), 0);
	return call(capset, AREA, AREA + 64);
}

static long do_setuid(void)
{
	return call(setuid, 5);
}

static long do_setresgid(void)
{
	return call(setresgid, 5, 6, 7);
}

static long do_keepcaps(void)
{
	return call(prctl, 8, 1);
}

static long do_bset(void)
{
	return call(prctl, 24, 3);
}

static long do_timer_create(void)
{
	return call(timer_create, 1, 0, AREA);
}

static long do_sigqueue(void)
{
	int32_t info[32] = { 40, 0, SI_QUEUE };

	set_current_blocked((struct sigset64){ ~0ull });
	assert_int_equal(copy_to_user(AREA, info, sizeof(info)), 0);
	return call(rt_sigqueueinfo, current->tgid, 40, AREA);
}

static long do_modify_ldt(void)
{
	uint32_t desc[4] = { 5, 0x1000, 0xfffff, 1 };

	assert_int_equal(copy_to_user(AREA, desc, sizeof(desc)), 0);
	return call(modify_ldt, 0x11, AREA, sizeof(desc));
}

static long do_exec_creds(void)
{
	return exec_plain();
}

static void each_allocation_fails_once(__unused void **state)
{
	static const struct {
		const char *name;
		long (*run)(void);
		long error;
	} cases[] = {
		{ "setgroups", do_setgroups, -ENOMEM },
		{ "setresgid", do_setresgid, -ENOMEM },
		{ "PR_SET_KEEPCAPS", do_keepcaps, -ENOMEM },
		{ "PR_CAPBSET_DROP", do_bset, -ENOMEM },
		{ "timer_create", do_timer_create, -EAGAIN },
		{ "rt_sigqueueinfo", do_sigqueue, -EAGAIN },
		{ "modify_ldt", do_modify_ldt, (uint32_t)-ENOMEM },
		{ "exec's credentials", do_exec_creds, -ENOMEM },
		{ "setuid", do_setuid, -ENOMEM },
		{ "capset", do_capset, -ENOMEM },
	};

	map_at(0, 1, RW);
	for (unsigned i = 0; i < ARRAY_SIZE(cases); i++) {
		size_t before = arena_objects(kernel->arena);
		unsigned n = 1;
		long ret;

		for (;; n++) {
			const struct cred *cred = current->cred;

			arena_fail_nth(kernel->arena, n);
			ret = cases[i].run();
			arena_fail_nth(kernel->arena, 0);
			if (ret >= 0 && ret < 1000)
				break;
			assert_int_equal(ret, cases[i].error);
			assert_int_equal(arena_objects(kernel->arena), before);
			assert_ptr_equal(current->cred, cred);
		}
		print_message("%s: %u allocations\n", cases[i].name, n - 1);
		assert_true(n > 1);
	}
	signal_exec(current); /* the timer goes */
	flush_sigqueue(&current->pending);
	flush_sigqueue(&current->signal->shared_pending);
	call(munmap, AREA, PG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		machine_test(each_allocation_fails_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
