/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A parser with a bug. A card is "r3" and records: a type, a length that counts these two bytes, too,
 * and what they announce.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

struct card {
	char name[24];
	unsigned number;
};

static void take_number(struct card *card, const unsigned char *digits, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		card->number = card->number * 10 + digits[i] - '0';
}

static void take_name(struct card *card, const unsigned char *text, unsigned n)
{
	for (unsigned i = 0; i < n; i++) /* n was checked, but not for having wrapped around */
		card->name[i] = (char)text[i];
}

static int parse(struct card *card, const unsigned char *in, size_t size)
{
	size_t at = 2;

	if (size < 2 || in[0] != 'r' || in[1] != '3')
		return 1;
	while (at + 2 <= size) {
		unsigned type = in[at], length = in[at + 1];

		if (length > size - at || length > sizeof(card->name))
			return 2;
		switch (type) {
		case '#':
			if (length < 3)
				return 3;
			take_number(card, in + at + 2, length - 2);
			break;
		case 'n':
			take_name(card, in + at + 2, length - 2);
			break;
		default:
			return 4;
		}
		at += length;
	}
	return 0;
}

int main(int argc, char **argv)
{
	int fd = argc == 2 ? open(argv[1], O_RDONLY) : -1, bad;
	static unsigned char in[4096];
	struct card card = { 0 };
	ssize_t n = read(fd, in, sizeof(in));

	bad = parse(&card, in, n < 0 ? 0 : (size_t)n);
	if (bad)
		printf("no card: %d\n", bad);
	else
		printf("%.*s, %u\n", (int)sizeof(card.name), card.name, card.number);
	return bad;
}
