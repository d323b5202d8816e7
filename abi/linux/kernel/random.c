/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine's randomness: ChaCha20 with fast key erasure. Each refill makes a run of blocks, of
 * which the first 32 bytes become the next key, so that what was handed out cannot be found again
 * in the machine's memory. The key comes from the host, or, for a machine that must repeat itself,
 * from the seed.
 */
#include "kernel/random.h"
#include "host/random.h"
#include "kernel/slab.h"
#include "kernel/task.h"
#include "lib/chacha20.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/errno.h"
#include "uapi/random.h"

#define RNG_BLOCKS 8

struct rng {
	uint32_t key[CHACHA_KEY / 4];
	uint64_t nonce; /* counts refills: the same key never meets the same block twice */
	size_t pos;	/* of the next unused byte in pool */
	uint8_t pool[RNG_BLOCKS * CHACHA_BLOCK];
};

static void rng_refill(struct rng *r)
{
	for (unsigned i = 0; i < RNG_BLOCKS; i++)
		chacha20_block(r->pool + i * CHACHA_BLOCK, r->key, i, r->nonce);
	memcpy(r->key, r->pool, CHACHA_KEY);
	memset(r->pool, 0, CHACHA_KEY);
	r->nonce++;
	r->pos = CHACHA_KEY;
}

int random_init(struct kernel *k)
{
	struct rng *r = arena_alloc(k->arena, sizeof(*r));

	if (!r)
		return -ENOMEM;
	memset(r, 0, sizeof(*r));
	if (k->config.seed)
		memcpy(r->key, &k->config.seed, sizeof(k->config.seed));
	else
		host_getrandom(r->key, sizeof(r->key));
	r->pos = sizeof(r->pool);
	k->rng = r;
	return 0;
}

void random_exit(struct kernel *k)
{
	arena_free(k->arena, k->rng);
	k->rng = NULL;
}

void get_random_bytes(void *buf, size_t n)
{
	struct rng *r = kernel->rng;
	uint8_t *p = buf;

	while (n) {
		size_t part = min(n, sizeof(r->pool) - r->pos);

		memcpy(p, r->pool + r->pos, part);
		memset(r->pool + r->pos, 0, part);
		r->pos += part;
		p += part;
		n -= part;
		if (r->pos == sizeof(r->pool))
			rng_refill(r);
	}
}

uint64_t get_random_u64(void)
{
	uint64_t x;

	get_random_bytes(&x, sizeof(x));
	return x;
}

void add_device_randomness(const void *buf, size_t n)
{
	struct rng *r = kernel->rng;
	const uint8_t *p = buf;

	while (n) {
		size_t part = min(n, (size_t)CHACHA_KEY);

		for (size_t i = 0; i < part; i++)
			((uint8_t *)r->key)[i] ^= p[i];
		rng_refill(r);
		p += part;
		n -= part;
	}
}

/* Linux's order: flags, then the range as a whole; a fault after some bytes returns their number. */
SYSCALL_DEFINE3(getrandom, urandom_out_t, buf, usize_t, count, grndflags_t, flags)
{
	struct iov_iter to;
	uint8_t chunk[256];
	size_t done = 0;
	int err;

	if (flags & ~(GRND_NONBLOCK | GRND_RANDOM | GRND_INSECURE))
		return -EINVAL;
	if ((flags & (GRND_INSECURE | GRND_RANDOM)) == (GRND_INSECURE | GRND_RANDOM))
		return -EINVAL;
	err = iov_iter_user(&to, buf, count);
	if (err)
		return err;
	while (to.count) {
		size_t part = min(to.count, sizeof(chunk)), copied;

		get_random_bytes(chunk, part);
		copied = copy_to_iter(chunk, part, &to);
		done += copied;
		if (copied < part)
			return done ? (long)done : -EFAULT;
		if (done % PAGE_SIZE == 0 && to.count && signal_pending(current))
			break;
	}
	return done;
}
