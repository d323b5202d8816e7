/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AVL trees with parent pointers: heights of siblings differ by one at most. */
#include "lib/avl.h"

static int height(const struct avl_node *n)
{
	return n ? n->height : 0;
}

static void refresh(struct avl_root *root, struct avl_node *n)
{
	n->height = 1 + max(height(n->left), height(n->right));
	if (root->update)
		root->update(n);
}

/* The pointer that leads to n. */
static struct avl_node **link_of(struct avl_root *root, struct avl_node *n)
{
	if (!n->parent)
		return &root->node;
	return n->parent->left == n ? &n->parent->left : &n->parent->right;
}

static void replace(struct avl_root *root, struct avl_node *old, struct avl_node *new)
{
	*link_of(root, old) = new;
	if (new)
		new->parent = old->parent;
}

/* n's right child takes n's place. */
static struct avl_node *rotate_left(struct avl_root *root, struct avl_node *n)
{
	struct avl_node *up = n->right;

	replace(root, n, up);
	n->right = up->left;
	if (n->right)
		n->right->parent = n;
	up->left = n;
	n->parent = up;
	refresh(root, n);
	return up;
}

static struct avl_node *rotate_right(struct avl_root *root, struct avl_node *n)
{
	struct avl_node *up = n->left;

	replace(root, n, up);
	n->left = up->right;
	if (n->left)
		n->left->parent = n;
	up->right = n;
	n->parent = up;
	refresh(root, n);
	return up;
}

/* Restores balance and summaries from n to the root. */
static void rebalance(struct avl_root *root, struct avl_node *n)
{
	for (; n; n = n->parent) {
		int balance = height(n->left) - height(n->right);

		if (balance > 1) {
			if (height(n->left->left) < height(n->left->right))
				rotate_left(root, n->left);
			n = rotate_right(root, n);
		} else if (balance < -1) {
			if (height(n->right->right) < height(n->right->left))
				rotate_right(root, n->right);
			n = rotate_left(root, n);
		}
		refresh(root, n);
	}
}

void avl_insert(struct avl_root *root, struct avl_node *n, struct avl_node *parent,
		struct avl_node **link)
{
	n->left = n->right = NULL;
	n->parent = parent;
	n->height = 1;
	*link = n;
	rebalance(root, n);
}

void avl_erase(struct avl_root *root, struct avl_node *n)
{
	struct avl_node *from; /* lowest node whose subtree changed */

	if (n->left && n->right) {
		struct avl_node *next = avl_next(n); /* has no left child */

		from = next->parent == n ? next : next->parent;
		if (next->parent != n) {
			replace(root, next, next->right);
			next->right = n->right;
			next->right->parent = next;
		}
		next->left = n->left;
		next->left->parent = next;
		replace(root, n, next);
	} else {
		from = n->parent;
		replace(root, n, n->left ? n->left : n->right);
	}
	rebalance(root, from);
}

void avl_changed(struct avl_root *root, struct avl_node *n)
{
	for (; n; n = n->parent)
		root->update(n);
}

struct avl_node *avl_first(const struct avl_root *root)
{
	struct avl_node *n = root->node;

	while (n && n->left)
		n = n->left;
	return n;
}

struct avl_node *avl_last(const struct avl_root *root)
{
	struct avl_node *n = root->node;

	while (n && n->right)
		n = n->right;
	return n;
}

struct avl_node *avl_next(const struct avl_node *n)
{
	if (n->right) {
		for (n = n->right; n->left; n = n->left)
			;
		return (struct avl_node *)n;
	}
	while (n->parent && n->parent->right == n)
		n = n->parent;
	return n->parent;
}

struct avl_node *avl_prev(const struct avl_node *n)
{
	if (n->left) {
		for (n = n->left; n->right; n = n->right)
			;
		return (struct avl_node *)n;
	}
	while (n->parent && n->parent->left == n)
		n = n->parent;
	return n->parent;
}
