/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine's randomness: repeatable from a seed, never twice the same otherwise. */
#include <string.h>

#include "emu/script/script.h"
#include "kernel/random.h"
#include "lib/chacha20.h"
#include "machine.h"

/* n bytes of a machine with that seed. */
static void draw(uint64_t seed, void *buf, size_t n)
{
	struct kernel_config config = { .mem_size = 4 << 20, .seed = seed };
	struct task *task = current;
	struct kernel *k, *before;
	const char *why;

	assert_int_equal(kernel_boot(&k, &config, &script_cpu, &why), 0);
	before = kernel_enter(k);
	get_random_bytes(buf, n);
	kernel_enter(before);
	kernel_destroy(k);
	current = task;
}

static void a_seed_repeats_itself(__unused void **state)
{
	uint8_t a[1000], b[1000], c[1000];

	draw(42, a, sizeof(a));
	draw(42, b, sizeof(b));
	draw(43, c, sizeof(c));
	assert_memory_equal(a, b, sizeof(a));
	assert_memory_not_equal(a, c, 16);
}

static void without_a_seed_machines_differ(__unused void **state)
{
	uint8_t a[32], b[32];

	draw(0, a, sizeof(a));
	draw(0, b, sizeof(b));
	assert_memory_not_equal(a, b, sizeof(a));
}

/* How much is asked for at a time changes nothing. */
static void pieces_are_the_whole(__unused void **state)
{
	struct kernel_config config = { .mem_size = 4 << 20, .seed = 7 };
	uint8_t whole[2000], pieces[2000];
	struct kernel *k;
	const char *why;

	draw(7, whole, sizeof(whole));
	assert_int_equal(kernel_boot(&k, &config, &script_cpu, &why), 0);
	kernel_enter(k);
	for (size_t at = 0, n = 1; at < sizeof(pieces); at += n, n = n * 7 % 61) {
		n = n < sizeof(pieces) - at ? n : sizeof(pieces) - at;
		get_random_bytes(pieces + at, n);
	}
	kernel_enter(NULL);
	kernel_destroy(k);
	assert_memory_equal(whole, pieces, sizeof(whole));
}

/* ChaCha20 as RFC 8439 has it: the first block of an all-zero key, nonce and counter. */
static void the_cipher_is_chacha20(__unused void **state)
{
	static const uint8_t block[] = { 0x76, 0xb8, 0xe0, 0xad, 0xa0, 0xf1, 0x3d, 0x90,
					 0x40, 0x5d, 0x6a, 0xe5, 0x53, 0x86, 0xbd, 0x28,
					 0xbd, 0xd2, 0x19, 0xb8, 0xa0, 0x8d, 0xed, 0x1a,
					 0xa8, 0x36, 0xef, 0xcc, 0x8b, 0x77, 0x0d, 0xc7 };
	uint8_t out[64];
	uint32_t key[8] = { 0 };

	chacha20_block(out, key, 0, 0);
	assert_memory_equal(out, block, sizeof(block));
}

static void what_is_stirred_in_changes_what_comes(__unused void **state)
{
	uint8_t plain[64], stirred[64];

	draw(1, plain, sizeof(plain));
	add_device_randomness("secret", 6);
	get_random_bytes(stirred, sizeof(stirred));
	assert_memory_not_equal(plain, stirred, sizeof(plain));
}

static void getrandom_tells_how_far_it_came(__unused void **state)
{
	uaddr_t a = map_at(0, 1, RW);

	assert_int_equal(call(getrandom, a, 100, 0), 100);
	assert_int_equal(call(getrandom, a + PG - 300, 600, 0), 300);
	assert_int_equal(call(getrandom, a + PG, 600, 0), -EFAULT);
	assert_int_equal(call(getrandom, 0, 0, 0), 0);
	assert_int_equal(call(getrandom, a, 10, 6), -EINVAL);
	assert_int_equal(call(getrandom, a, 10, 8), -EINVAL);
	call(munmap, AREA, PG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_seed_repeats_itself),
		cmocka_unit_test(without_a_seed_machines_differ),
		cmocka_unit_test(pieces_are_the_whole),
		cmocka_unit_test(the_cipher_is_chacha20),
		machine_test(what_is_stirred_in_changes_what_comes),
		machine_test(getrandom_tells_how_far_it_came),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
