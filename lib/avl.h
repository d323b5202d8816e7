/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Balanced binary trees through a member. The tree does not compare: its user walks down to the
 * place and links there. A summary of each subtree (a largest gap, say) can be kept by `update`.
 */
#ifndef LIB_AVL_H
#define LIB_AVL_H

#include "lib/compiler.h"

struct avl_node {
	struct avl_node *left, *right, *parent;
	int height;
};

struct avl_root {
	struct avl_node *node;
	void (*update)(struct avl_node *n); /* recompute n's summary from itself and its children */
};

/* Hang n at *link, a NULL child of parent (or the root, with parent NULL), and rebalance. */
void avl_insert(struct avl_root *root, struct avl_node *n, struct avl_node *parent,
		struct avl_node **link);
void avl_erase(struct avl_root *root, struct avl_node *n);
/* What n's summary is made of has changed: update it and its ancestors'. */
void avl_changed(struct avl_root *root, struct avl_node *n);

/* In order; NULL at the end. */
struct avl_node *avl_first(const struct avl_root *root);
struct avl_node *avl_last(const struct avl_root *root);
struct avl_node *avl_next(const struct avl_node *n);
struct avl_node *avl_prev(const struct avl_node *n);

#endif
