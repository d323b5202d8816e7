/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What changes of ids and execve do to capabilities. */
#include "exec_plain.h"
#include "kernel/cred.h"
#include "machine.h"
#include "uapi/capability.h"
#include "uapi/securebits.h"

static void install(struct cred c)
{
	struct cred *new = prepare_creds();

	c.refs = 1;
	c.groups = new->groups;
	*new = c;
	commit_creds(new);
}

#define SOME (BIT(CAP_CHOWN) | BIT(CAP_KILL))

/* As cap_bprm_creds_from_file() has it for files that grant nothing. */
static void exec_computes_the_sets_anew(__unused void **state)
{
	static const struct {
		const char *what;
		struct cred before;
		uint64_t permitted, effective, ambient;
	} cases[] = {
		{ "root gets all that the bounding set has",
		  { .cap_bset = SOME }, SOME, SOME, 0 },
		{ "and what is inheritable",
		  { .cap_bset = 0, .cap_inheritable = SOME }, SOME, SOME, 0 },
		{ "others lose everything",
		  { .uid = 5, .euid = 5, .cap_bset = CAP_FULL_SET, .cap_permitted = SOME,
		    .cap_effective = SOME, .cap_inheritable = SOME }, 0, 0, 0 },
		{ "but what is ambient",
		  { .uid = 5, .euid = 5, .cap_bset = CAP_FULL_SET, .cap_ambient = SOME },
		  SOME, SOME, SOME },
		{ "a real root with another effective user has rights to take up",
		  { .uid = 0, .euid = 5, .cap_bset = SOME }, SOME, 0, 0 },
		{ "and keeps what is ambient",
		  { .uid = 0, .euid = 5, .cap_bset = 0, .cap_ambient = SOME }, SOME, SOME, SOME },
		{ "which an effective group that is not its own cancels",
		  { .uid = 5, .euid = 5, .egid = 6, .cap_bset = 0, .cap_ambient = SOME }, 0, 0, 0 },
		{ "root is nobody where it means nothing",
		  { .cap_bset = SOME, .securebits = SECURE_BITS(SECURE_NOROOT) }, 0, 0, 0 },
	};

	for (unsigned i = 0; i < ARRAY_SIZE(cases); i++) {
		install(cases[i].before);
		print_message("%s\n", cases[i].what);
		assert_int_equal(exec_plain(), 0);
		assert_int_equal(current->cred->cap_permitted, cases[i].permitted);
		assert_int_equal(current->cred->cap_effective, cases[i].effective);
		assert_int_equal(current->cred->cap_ambient, cases[i].ambient);
		assert_int_equal(current->cred->suid, cases[i].before.euid);
		assert_int_equal(current->cred->fsuid, cases[i].before.euid);
	}
}

static void keep_caps_is_for_one_exec_only(__unused void **state)
{
	assert_int_equal(call(prctl, 8, 1), 0);
	assert_int_equal(call(setuid, 5), 0);
	assert_int_equal(current->cred->cap_permitted, CAP_FULL_SET);
	assert_int_equal(current->cred->cap_effective, 0);
	assert_int_equal(exec_plain(), 0);
	assert_int_equal(current->cred->cap_permitted, 0);
	assert_int_equal(current->cred->securebits, 0);
}

static void a_change_of_user_makes_a_process_undumpable(__unused void **state)
{
	current->mm->dumpable = 1;
	current->pdeath_signal = SIGTERM;
	assert_int_equal(call(setresuid, 0, 0, 0), 0);
	assert_int_equal(current->mm->dumpable, 1);
	assert_int_equal(call(setresuid, -1, 5, -1), 0);
	assert_int_equal(current->mm->dumpable, 0);
	assert_int_equal(current->pdeath_signal, 0);
}

/* The first task's rights are its user's. */
static void only_root_starts_with_capabilities(__unused void **state)
{
	struct cred *root = cred_create(0, 0), *user = cred_create(5, 6);

	assert_int_equal(root->cap_effective, CAP_FULL_SET);
	assert_int_equal(user->cap_effective | user->cap_permitted, 0);
	assert_int_equal(user->cap_bset, CAP_FULL_SET);
	assert_int_equal(user->fsgid, 6);
	put_cred(root);
	put_cred(user);
}

static void groups_are_sorted_and_found(__unused void **state)
{
	uint32_t list[1000];

	map_at(0, 2, RW);
	for (unsigned i = 0; i < ARRAY_SIZE(list); i++)
		list[i] = i * 7919 % 100003;
	assert_int_equal(copy_to_user(AREA, list, sizeof(list)), 0);
	assert_int_equal(call(setgroups, ARRAY_SIZE(list), AREA), 0);
	for (unsigned i = 1; i < ARRAY_SIZE(list); i++)
		assert_true(current->cred->groups->gid[i - 1] <= current->cred->groups->gid[i]);
	for (unsigned i = 0; i < ARRAY_SIZE(list); i++)
		assert_true(in_group_p(list[i]));
	assert_false(in_group_p(100003));
	assert_int_equal(call(setgroups, 0, 0), 0);
	assert_true(in_group_p(current->cred->fsgid));
	call(munmap, AREA, 2 * PG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		machine_test(exec_computes_the_sets_anew),
		machine_test(keep_caps_is_for_one_exec_only),
		machine_test(a_change_of_user_makes_a_process_undumpable),
		machine_test(only_root_starts_with_capabilities),
		machine_test(groups_are_sorted_and_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
