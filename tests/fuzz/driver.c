/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "driver.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INPUT_SIZE 4096u
#define MAX_SEEDS 256u

struct seed {
	uint8_t data[INPUT_SIZE];
	size_t size;
};

static struct seed seeds[MAX_SEEDS];
static unsigned nr_seeds;
static uint64_t state = 88172645463325252ull;

static uint64_t rnd(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static void read_seed(const char *dir, const char *name)
{
	char path[4096];
	FILE *f;

	if (name[0] == '.' || nr_seeds == MAX_SEEDS)
		return;
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "r");
	if (!f)
		return;
	seeds[nr_seeds].size = fread(seeds[nr_seeds].data, 1, INPUT_SIZE, f);
	nr_seeds++;
	fclose(f);
}

static void read_seeds(const char *dir)
{
	struct dirent **names;
	int i, n = scandir(dir, &names, NULL, alphasort);

	for (i = 0; i < n; i++) {
		read_seed(dir, names[i]->d_name);
		free(names[i]);
	}
	if (n > 0)
		free(names);
	if (!nr_seeds) {
		fprintf(stderr, "no seeds in %s\n", dir);
		exit(2);
	}
}

/* A seed cut, joined with the end of another, overwritten here and there; or bytes out of nothing. */
static size_t mutate(uint8_t out[INPUT_SIZE])
{
	const struct seed *a = &seeds[rnd() % nr_seeds], *b = &seeds[rnd() % nr_seeds];
	size_t n = 0, from, len, i;

	if (rnd() % 4) {
		n = rnd() % (a->size + 1);
		memcpy(out, a->data, n);
		from = rnd() % (b->size + 1);
		len = b->size - from;
		if (len > INPUT_SIZE - n)
			len = INPUT_SIZE - n;
		memcpy(out + n, b->data + from, len);
		n += len;
	}
	for (i = rnd() % 64; n < INPUT_SIZE && i; i--)
		out[n++] = (uint8_t)rnd();
	for (i = rnd() % 8; n && i; i--)
		out[rnd() % n] = (uint8_t)rnd();
	return n;
}

int main(int argc, char **argv)
{
	unsigned long i, runs = argc > 2 ? strtoul(argv[2], NULL, 0) : 100000;
	static uint8_t input[INPUT_SIZE];

	if (argc < 2) {
		fprintf(stderr, "usage: %s SEEDS [RUNS]\n", argv[0]);
		return 2;
	}
	read_seeds(argv[1]);
	for (i = 0; i < nr_seeds; i++)
		LLVMFuzzerTestOneInput(seeds[i].data, seeds[i].size);
	for (i = 0; i < runs; i++)
		LLVMFuzzerTestOneInput(input, mutate(input));
	return fuzz_finish(runs + nr_seeds);
}
