/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stopping at calls, addresses and blocks; changing calls, memory and registers. */
#include "api.h"

static void load(struct r3_machine *m)
{
	assert_r3(m, r3_load_host(m, GUEST, NULL, NULL));
}

static void run_to_end(struct r3_machine *m, int status)
{
	assert_int_equal(r3_run(m), 0);
	assert_int_equal(exit_code(m), status);
}

static void a_program_runs_to_its_end(void **state)
{
	load(*state);
	run_to_end(*state, GUEST_STATUS);
}

static void it_stops_at_a_call_before_the_routine(void **state)
{
	struct r3_until until = { .call = "getppid" };
	struct r3_machine *m = *state;
	struct r3_registers regs;
	struct r3_stop stop;

	load(m);
	assert_int_equal(r3_run_until(m, &until, &stop), R3_STOPPED);
	assert_true(stop.at_call);
	assert_string_equal(stop.call.name, "getppid");
	assert_int_equal(stop.call.trap, R3_SYSCALL64);
	assert_int_equal(stop.tid, r3_first_task(m));
	assert_int_equal(stop.address, 0x401007);
	assert_int_equal(r3_registers(m, stop.tid, &regs), 0);
	assert_int_equal(regs.rip, 0x401007);
	assert_int_equal(regs.r[0], 110);
	assert_int_equal(r3_registers(m, 999, &regs), -ESRCH);
	run_to_end(m, GUEST_STATUS);
}

static void any_call_and_the_end(void **state)
{
	struct r3_until until = { .call = "" };
	struct r3_machine *m = *state;
	struct r3_stop stop;

	load(m);
	assert_int_equal(r3_run_until(m, &until, &stop), R3_STOPPED);
	assert_string_equal(stop.call.name, "getppid");
	assert_int_equal(r3_run_until(m, &until, &stop), R3_STOPPED);
	assert_string_equal(stop.call.name, "exit_group");
	assert_int_equal(stop.call.args[0], GUEST_STATUS);
	assert_int_equal(r3_run_until(m, &until, &stop), 0);
	assert_int_equal(exit_code(m), GUEST_STATUS);
}

static void a_call_can_be_changed_or_skipped(void **state)
{
	struct r3_until until = { .call = "" };
	struct r3_machine *m = *state;
	struct r3_stop stop;

	load(m);
	assert_int_equal(r3_run_until(m, &until, &stop), R3_STOPPED);
	stop.call.result = 100;
	assert_int_equal(r3_change_call(m, &stop.call, 1), 0);
	assert_int_equal(r3_run_until(m, &until, &stop), R3_STOPPED);
	assert_int_equal(stop.call.args[0], 109);
	stop.call.args[0] = 42;
	assert_int_equal(r3_change_call(m, &stop.call, 0), 0);
	run_to_end(m, 42);
	assert_int_equal(r3_change_call(m, &stop.call, 0), -ESRCH);
}

static void it_stops_in_front_of_each_pass_of_an_instruction(void **state)
{
	struct r3_until until = { .address = GUEST_ROUND };
	struct r3_machine *m = *state;
	struct r3_registers regs;
	struct r3_stop stop;

	load(m);
	for (unsigned round = 0; round < 4; round++) {
		assert_int_equal(r3_run_until(m, &until, &stop), R3_STOPPED);
		assert_int_equal(stop.address, GUEST_ROUND);
		assert_int_equal(r3_registers(m, stop.tid, &regs), 0);
		assert_int_equal(regs.rip, GUEST_ROUND);
		assert_int_equal(regs.r[1], round);
	}
	assert_int_equal(r3_run_until(m, &until, &stop), 0);
	assert_int_equal(exit_code(m), GUEST_STATUS);
}

/* getppid; the loop's head with its first round; three rounds; the end. */
static void it_stops_after_so_many_blocks(void **state)
{
	struct r3_until until = { .blocks = 1 };
	struct r3_machine *m = *state;
	uint64_t at[8];
	unsigned n = 0;
	struct r3_stop stop;

	load(m);
	while (n < 8 && r3_run_until(m, &until, &stop) == R3_STOPPED) {
		assert_int_equal(stop.blocks, 1);
		at[n++] = stop.address;
	}
	assert_int_equal(n, 5);
	assert_int_equal(at[0], 0x401007);
	for (unsigned i = 1; i < 4; i++)
		assert_int_equal(at[i], GUEST_ROUND);
	assert_int_equal(at[4], GUEST_ROUND + 10);
	assert_int_equal(exit_code(m), GUEST_STATUS);
}

static void stops_do_not_count_for_other_tasks(void **state)
{
	struct r3_until until = { .tid = 77, .call = "", .address = GUEST_ROUND, .blocks = 1 };

	load(*state);
	assert_int_equal(r3_run_until(*state, &until, NULL), 0);
	assert_int_equal(exit_code(*state), GUEST_STATUS);
}

static void memory_and_registers_can_be_changed(void **state)
{
	struct r3_until until = { .address = GUEST_SUM };
	struct r3_machine *m = *state;
	struct r3_registers regs;
	struct r3_mapping mapping;
	struct r3_stop stop;
	uint8_t value = 50, old;
	int tid, found;

	load(m);
	assert_int_equal(r3_run_until(m, &until, &stop), R3_STOPPED);
	assert_int_equal(r3_tasks(m, &tid, 1), 1);
	assert_int_equal(tid, stop.tid);
	for (found = r3_find_mapping(m, tid, 0, &mapping); !found && !(mapping.prot & R3_PROT_WRITE);)
		found = r3_find_mapping(m, tid, mapping.end, &mapping);
	assert_int_equal(found, 0);
	assert_int_equal(r3_read_memory(m, tid, mapping.start, &old, 1), 1);
	assert_int_equal(old, 5);
	assert_int_equal(r3_write_memory(m, tid, mapping.start, &value, 1), 1);
	assert_int_equal(r3_write_memory(m, tid, 0, &value, 1), 0);
	assert_int_equal(r3_write_memory(m, 999, mapping.start, &value, 1), -ESRCH);
	assert_int_equal(r3_registers(m, tid, &regs), 0);
	regs.r[3] += 100; /* rbx */
	assert_int_equal(r3_set_registers(m, tid, &regs), 0);
	run_to_end(m, GUEST_STATUS - 5 + 50 + 100);
}

static int change_number(void *ctx, struct r3_call *call)
{
	(void)ctx;
	if (!strcmp(call->name, "getppid"))
		call->number = 39; /* getpid */
	else
		call->args[0] += 10;
	return 0;
}

static void an_observer_changes_number_and_arguments(void **state)
{
	struct r3_observer o = { .enter = change_number };

	load(*state);
	r3_observe(*state, &o);
	run_to_end(*state, 2 + 4 + 5 + 10);
}

/* Reading where nothing is: the observer lets the program go on behind it. */
static int skip_instruction(void *ctx, const struct r3_fault *f)
{
	struct r3_machine *m = ctx;
	struct r3_registers regs;

	assert_int_equal(f->vector, 14);
	assert_int_equal(f->error & 2, 0);
	assert_int_equal(f->address, 0x1000);
	assert_int_equal(f->ip, GUEST_SUM);
	assert_int_equal(r3_registers(m, f->tid, &regs), 0);
	regs.rip += 7;
	regs.r[7] = 77; /* rdi */
	assert_int_equal(r3_set_registers(m, f->tid, &regs), 0);
	return 1;
}

static void an_observer_repairs_a_fault(void **state)
{
	/* mov 0x1000, %edi: as long as the instruction that is there */
	static const uint8_t code[] = { 0x8b, 0x3c, 0x25, 0x00, 0x10, 0x00, 0x00 };
	struct r3_until until = { .call = "getppid" };
	struct r3_machine *m = *state;
	struct r3_observer o = { .fault = skip_instruction, .ctx = m };
	struct r3_stop stop;

	load(m);
	r3_observe(m, &o);
	assert_int_equal(r3_run_until(m, &until, &stop), R3_STOPPED);
	assert_int_equal(r3_write_memory(m, stop.tid, GUEST_SUM, code, 7), 7);
	run_to_end(m, GUEST_STATUS - 5 + 77);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, machine_setup, machine_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_program_runs_to_its_end),
		TEST(it_stops_at_a_call_before_the_routine),
		TEST(any_call_and_the_end),
		TEST(a_call_can_be_changed_or_skipped),
		TEST(it_stops_in_front_of_each_pass_of_an_instruction),
		TEST(it_stops_after_so_many_blocks),
		TEST(stops_do_not_count_for_other_tasks),
		TEST(memory_and_registers_can_be_changed),
		TEST(an_observer_changes_number_and_arguments),
		TEST(an_observer_repairs_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
