/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CPU kernels: `cpu NAME` prints milliseconds and a checksum (which must be the same everywhere).
 * Compiled static, for both ABIs.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint32_t seed = 12345;

static uint32_t rnd(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed;
}

static uint32_t k_integer(void)
{
	uint32_t crc = ~0u, i, b;

	for (i = 0; i < 4000000; i++) {
		crc ^= i & 0xff;
		for (b = 0; b < 8; b++)
			crc = crc >> 1 ^ (0xedb88320u & -(crc & 1));
	}
	return crc;
}

static uint32_t k_branches(void)
{
	uint32_t n, i, steps = 0;

	for (i = 1; i < 300000; i++)
		for (n = i; n != 1; steps++)
			n = n & 1 ? n * 3 + 1 : n / 2;
	return steps;
}

static uint32_t fib(uint32_t n)
{
	return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

static uint32_t k_recursion(void)
{
	return fib(36);
}

static uint32_t f0(uint32_t x) { return x + 1; }
static uint32_t f1(uint32_t x) { return x * 3; }
static uint32_t f2(uint32_t x) { return x ^ 0x55aa; }
static uint32_t f3(uint32_t x) { return x >> 1; }

static uint32_t k_indirect(void)
{
	static uint32_t (*const volatile f[4])(uint32_t) = { f0, f1, f2, f3 };
	uint32_t x = 1, i;

	for (i = 0; i < 30000000; i++)
		x = f[(x ^ i) & 3](x);
	return x;
}

static uint32_t k_double(void)
{
	uint32_t inside = 0, x, y, i;

	for (y = 0; y < 300; y++)
		for (x = 0; x < 300; x++) {
			double cr = x / 150.0 - 1.5, ci = y / 150.0 - 1.0, zr = 0, zi = 0, t;

			for (i = 0; i < 200 && zr * zr + zi * zi < 4; i++) {
				t = zr * zr - zi * zi + cr;
				zi = 2 * zr * zi + ci;
				zr = t;
			}
			inside += i;
		}
	return inside;
}

static uint32_t k_memory(void)
{
	static char a[65536], b[65536];
	uint32_t i, sum = 0;

	for (i = 0; i < sizeof(a) - 1; i++)
		a[i] = (char)('a' + rnd() % 26);
	for (i = 0; i < 20000; i++) {
		memcpy(b, a, sizeof(a));
		a[i] = (char)i | 1;
		sum += (uint32_t)strlen(b + i) + (uint32_t)(memchr(b, 'z', sizeof(b)) != NULL);
	}
	return sum;
}

static uint32_t k_string(void)
{
	static char text[65536], word[8];
	uint32_t i, found = 0;

	for (i = 0; i < sizeof(text) - 1; i++)
		text[i] = (char)(rnd() % 6 ? 'a' + rnd() % 4 : ' ');
	for (i = 0; i < 300; i++) {
		char *at = text, *next;

		memcpy(word, text + rnd() % 60000, 5);
		found += strstr(text, word) != NULL;
		while ((next = strchr(at, ' ')) != NULL) {
			found += strncmp(at, word, 3) == 0;
			at = next + 1;
		}
	}
	return found;
}

static uint32_t k_hash(void)
{
	static uint32_t table[1 << 16];
	uint32_t i, h, key, hits = 0;

	for (i = 0; i < 8000000; i++) {
		key = rnd() & 0xffff;
		h = (key * 2654435761u) >> 16;
		while (table[h] && table[h] != key + 1)
			h = (h + 1) & 0xffff;
		hits += table[h] != 0;
		if (i < 30000)
			table[h] = key + 1;
	}
	return hits;
}

static int compare(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static uint32_t k_sort(void)
{
	static uint32_t v[1000000];
	uint32_t i;

	for (i = 0; i < 1000000; i++)
		v[i] = rnd();
	qsort(v, 1000000, sizeof(v[0]), compare);
	return v[500000];
}

static uint32_t rotr(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

static uint32_t k_sha256(void)
{
	static uint32_t k[64];
	uint32_t h[8] = { 1, 2, 3, 4, 5, 6, 7, 8 }, w[64], s[8], t1, t2, round;
	int i;

	for (i = 0; i < 64; i++)
		k[i] = (uint32_t)(i * 0x9e3779b9u);
	for (round = 0; round < 60000; round++) {
		for (i = 0; i < 16; i++)
			w[i] = round + (uint32_t)i;
		for (; i < 64; i++)
			w[i] = w[i - 16] + (rotr(w[i - 15], 7) ^ rotr(w[i - 15], 18) ^ w[i - 15] >> 3) +
			       w[i - 7] + (rotr(w[i - 2], 17) ^ rotr(w[i - 2], 19) ^ w[i - 2] >> 10);
		memcpy(s, h, sizeof(s));
		for (i = 0; i < 64; i++) {
			t1 = s[7] + (rotr(s[4], 6) ^ rotr(s[4], 11) ^ rotr(s[4], 25)) +
			     ((s[4] & s[5]) ^ (~s[4] & s[6])) + k[i] + w[i];
			t2 = (rotr(s[0], 2) ^ rotr(s[0], 13) ^ rotr(s[0], 22)) +
			     ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
			memmove(s + 1, s, 7 * sizeof(s[0]));
			s[4] += t1;
			s[0] = t1 + t2;
		}
		for (i = 0; i < 8; i++)
			h[i] += s[i];
	}
	return h[0];
}

static uint32_t k_chase(void)
{
	enum { N = 16 << 20 >> 6 };
	static struct {
		uint32_t next;
		char pad[60];
	} node[N];
	static uint32_t order[N];
	uint32_t i, j, t, at = 0;

	for (i = 0; i < N; i++)
		order[i] = i;
	for (i = N - 1; i > 0; i--) {
		j = rnd() % (i + 1);
		t = order[i];
		order[i] = order[j];
		order[j] = t;
	}
	for (i = 0; i < N; i++)
		node[order[i]].next = order[(i + 1) % N];
	for (i = 0; i < 5000000; i++)
		at = node[at].next;
	return at;
}

static const struct {
	const char *name;
	uint32_t (*run)(void);
} kernels[] = {
	{ "integer", k_integer },   { "branches", k_branches }, { "recursion", k_recursion },
	{ "indirect", k_indirect }, { "double", k_double },	{ "memory", k_memory },
	{ "hash", k_hash },	    { "sort", k_sort },		{ "sha256", k_sha256 },
	{ "chase", k_chase },	    { "string", k_string },
};

int main(int argc, char **argv)
{
	struct timespec a, b;
	uint32_t sum;
	size_t i;

	for (i = 0; argc > 1 && i < sizeof(kernels) / sizeof(kernels[0]); i++) {
		if (strcmp(argv[1], kernels[i].name))
			continue;
		clock_gettime(CLOCK_MONOTONIC, &a);
		sum = kernels[i].run();
		clock_gettime(CLOCK_MONOTONIC, &b);
		printf("%.3f %08x\n",
		       (double)(b.tv_sec - a.tv_sec) * 1e3 + (double)(b.tv_nsec - a.tv_nsec) / 1e6,
		       sum);
		return 0;
	}
	return 2;
}
