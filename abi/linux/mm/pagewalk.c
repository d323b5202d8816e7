/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mm/internal.h"

bool pte_walk_next(struct pte_walk *w)
{
	while (w->next < w->end) {
		pte_t *ptep;

		if (!w->left) {
			w->table = pte_next_table(kernel->mem, w->mm->root, &w->next, w->end,
						  &w->left);
			if (!w->table)
				break;
			if (!pte_table(kernel->mem, w->table)->entries) {
				w->next += w->left * PAGE_SIZE;
				w->left = 0;
				continue;
			}
		}
		ptep = w->table++;
		w->left--;
		w->addr = w->next;
		w->next += PAGE_SIZE;
		if (pte_held(*ptep)) {
			w->ptep = ptep;
			return true;
		}
	}
	w->next = w->end;
	return false;
}
