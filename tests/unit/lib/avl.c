/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Balanced trees against a sorted array: order, balance, summaries, whatever comes and goes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lib/avl.h"

#define N 512

struct item {
	struct avl_node node;
	unsigned key, largest;
	bool in;
};

static struct item items[N];

#define item_of(n) container_of(n, struct item, node)

static void update(struct avl_node *n)
{
	struct item *i = item_of(n);

	i->largest = i->key;
	if (n->left)
		i->largest = max(i->largest, item_of(n->left)->largest);
	if (n->right)
		i->largest = max(i->largest, item_of(n->right)->largest);
}

static void insert(struct avl_root *root, struct item *item)
{
	struct avl_node **link = &root->node, *parent = NULL;

	while (*link) {
		parent = *link;
		link = item->key < item_of(parent)->key ? &parent->left : &parent->right;
	}
	avl_insert(root, &item->node, parent, link);
	item->in = true;
}

/* Height of the subtree; everything about it is checked on the way. */
static int check(const struct avl_node *n, const struct avl_node *parent)
{
	int left, right;
	unsigned largest;

	if (!n)
		return 0;
	assert_ptr_equal(n->parent, parent);
	left = check(n->left, n);
	right = check(n->right, n);
	assert_in_range(left - right + 1, 0, 2);
	assert_int_equal(n->height, 1 + max(left, right));
	largest = item_of(n)->key;
	if (n->left)
		largest = max(largest, item_of(n->left)->largest);
	if (n->right)
		largest = max(largest, item_of(n->right)->largest);
	assert_int_equal(item_of(n)->largest, largest);
	return n->height;
}

static void compare(const struct avl_root *root)
{
	struct avl_node *n = avl_first(root);
	const struct avl_node *last = NULL;

	check(root->node, NULL);
	for (unsigned i = 0; i < N; i++) {
		if (!items[i].in)
			continue;
		assert_ptr_equal(n, &items[i].node);
		assert_ptr_equal(avl_prev(n), last);
		last = n;
		n = avl_next(n);
	}
	assert_null(n);
	assert_ptr_equal(avl_last(root), last);
}

static void random_insertions_and_removals_keep_order(void **state)
{
	struct avl_root root = { .update = update };
	uint64_t seed = 88172645463325252ull;

	(void)state;
	for (unsigned i = 0; i < N; i++)
		items[i] = (struct item){ .key = i };
	for (unsigned round = 0; round < 5000; round++) {
		struct item *item;

		seed ^= seed << 13;
		seed ^= seed >> 7;
		seed ^= seed << 17;
		item = &items[seed % N];
		if (item->in) {
			avl_erase(&root, &item->node);
			item->in = false;
		} else {
			insert(&root, item);
		}
		if (round % 16 == 0)
			compare(&root);
	}
	for (unsigned i = 0; i < N; i++) {
		if (items[i].in)
			avl_erase(&root, &items[i].node);
		items[i].in = false;
		compare(&root);
	}
	assert_null(root.node);
}

static void sorted_insertions_stay_flat(void **state)
{
	struct avl_root root = { .update = update };

	(void)state;
	for (unsigned i = 0; i < N; i++) {
		items[i] = (struct item){ .key = i };
		insert(&root, &items[i]);
	}
	compare(&root);
	assert_true(root.node->height <= 13); /* 1.44 log2 512 */
	items[N - 1].key = 3 * N; /* only its place in the order matters to the tree */
	avl_changed(&root, &items[N - 1].node);
	assert_int_equal(item_of(root.node)->largest, 3 * N);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_insertions_and_removals_keep_order),
		cmocka_unit_test(sorted_insertions_stay_flat),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
