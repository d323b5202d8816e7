/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Supplementary groups and their system calls. */
#include "kernel/groups.h"
#include "kernel/slab.h"
#include "kernel/task.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/ids16.h"

struct group_info *group_info_alloc(unsigned n)
{
	struct group_info *g = kmalloc(sizeof(*g) + n * sizeof(g->gid[0]));

	if (g) {
		g->refs = 1;
		g->ngroups = n;
	}
	return g;
}

void group_info_put(struct group_info *g)
{
	if (g && --g->refs == 0)
		kfree(g);
}

bool groups_search(const struct group_info *g, gid_t gid)
{
	unsigned low = 0, high = g->ngroups;

	while (low < high) {
		unsigned mid = (low + high) / 2;

		if (g->gid[mid] == gid)
			return true;
		if (g->gid[mid] < gid)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

bool in_group_p(gid_t gid)
{
	return gid == current->cred->fsgid || groups_search(current->cred->groups, gid);
}

/* Heapsort: the guest chooses the order, and 65536 entries must not cost their square. */
static void sift_down(gid_t *a, unsigned root, unsigned n)
{
	for (unsigned child; (child = 2 * root + 1) < n; root = child) {
		gid_t t = a[root];

		if (child + 1 < n && a[child] < a[child + 1])
			child++;
		if (t >= a[child])
			return;
		a[root] = a[child];
		a[child] = t;
	}
}

static void groups_sort(struct group_info *g)
{
	for (unsigned i = g->ngroups / 2; i-- > 0;)
		sift_down(g->gid, i, g->ngroups);
	for (unsigned n = g->ngroups; n > 1; n--) {
		gid_t t = g->gid[0];

		g->gid[0] = g->gid[n - 1];
		g->gid[n - 1] = t;
		sift_down(g->gid, 0, n - 1);
	}
}

/* Takes the reference to g. */
static int set_current_groups(struct group_info *g)
{
	struct cred *new = prepare_creds();

	if (!new) {
		group_info_put(g);
		return -ENOMEM;
	}
	groups_sort(g);
	group_info_put(new->groups);
	new->groups = g;
	commit_creds(new);
	return 0;
}

/* Takes the reference to g. -1 is no group. */
static int set_valid_groups(struct group_info *g)
{
	for (unsigned i = 0; i < g->ngroups; i++) {
		if (g->gid[i] == INVALID_ID) {
			group_info_put(g);
			return -EINVAL;
		}
	}
	return set_current_groups(g);
}

SYSCALL_DEFINE2(getgroups, int_t, size, ugid_list_out_t, list)
{
	const struct group_info *g = current->cred->groups;

	if (size < 0)
		return -EINVAL;
	if (!size)
		return g->ngroups;
	if (g->ngroups > (unsigned)size)
		return -EINVAL;
	if (copy_to_user(list, g->gid, g->ngroups * sizeof(g->gid[0])))
		return -EFAULT;
	return g->ngroups;
}

SYSCALL_DEFINE2(setgroups, int_t, size, ugid_list_in_t, list)
{
	struct group_info *g;

	if (!capable(CAP_SETGID))
		return -EPERM;
	if ((unsigned)size > NGROUPS_MAX)
		return -EINVAL;
	g = group_info_alloc(size);
	if (!g)
		return -ENOMEM;
	if (copy_from_user(g->gid, list, g->ngroups * sizeof(g->gid[0]))) {
		group_info_put(g);
		return -EFAULT;
	}
	return set_valid_groups(g);
}

SYSCALL_DEFINE2(getgroups16, int_t, size, ugid16_list_out_t, list)
{
	const struct group_info *g = current->cred->groups;

	if (size < 0)
		return -EINVAL;
	if (!size)
		return g->ngroups;
	if (g->ngroups > (unsigned)size)
		return -EINVAL;
	for (unsigned i = 0; i < g->ngroups; i++)
		if (put_user(high2low(g->gid[i]), list + 2 * i))
			return -EFAULT;
	return g->ngroups;
}

SYSCALL_DEFINE2(setgroups16, int_t, size, ugid16_list_in_t, list)
{
	struct group_info *g;

	if (!capable(CAP_SETGID))
		return -EPERM;
	if ((unsigned)size > NGROUPS_MAX)
		return -EINVAL;
	g = group_info_alloc(size);
	if (!g)
		return -ENOMEM;
	for (unsigned i = 0; i < g->ngroups; i++) {
		uint16_t gid;

		if (get_user(gid, list + 2 * i)) {
			group_info_put(g);
			return -EFAULT;
		}
		g->gid[i] = low2high(gid);
	}
	return set_valid_groups(g);
}
