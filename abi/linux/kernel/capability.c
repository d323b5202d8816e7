/* SPDX-License-Identifier: GPL-2.0-or-later */
/* capget and capset, with the three versions of their header. */
#include "kernel/internal.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/capability.h"

/*
 * Reads the header: *slices is how many 32-bit slices its version has. An unknown version is
 * answered with the preferred one in its place: -EINVAL.
 */
static int read_header(uaddr_t header, struct linux_cap_header *h, unsigned *slices)
{
	if (get_user(h->version, header))
		return -EFAULT;
	switch (h->version) {
	case LINUX_CAPABILITY_VERSION_1:
		*slices = 1;
		break;
	case LINUX_CAPABILITY_VERSION_2:
	case LINUX_CAPABILITY_VERSION_3:
		*slices = 2;
		break;
	default:
		if (put_user((uint32_t)LINUX_CAPABILITY_VERSION_3, header))
			return -EFAULT;
		return -EINVAL;
	}
	return 0;
}

static const struct cred *creds_of(pid_t pid)
{
	static const struct cred init = { .cap_permitted = CAP_FULL_SET,
					  .cap_effective = CAP_FULL_SET };
	const struct task *t = pid ? find_task(pid) : current;

	return t ? t->cred : is_own_pid(pid) ? &init : NULL;
}

SYSCALL_DEFINE2(capget, ucap_header_t, header, ucap_data_out_t, dataptr)
{
	struct linux_cap_header h;
	struct linux_cap_data d[2];
	const struct cred *c;
	unsigned slices;
	int err = read_header(header, &h, &slices);

	/* Without a place for the data, asking for the version is what this was. */
	if (err && !(err == -EINVAL && !dataptr))
		return err;
	if (!dataptr)
		return 0;
	if (get_user(h.pid, header + offsetof(struct linux_cap_header, pid)))
		return -EFAULT;
	if (h.pid < 0)
		return -EINVAL;
	c = creds_of(h.pid);
	if (!c)
		return -ESRCH;
	for (unsigned i = 0; i < 2; i++)
		d[i] = (struct linux_cap_data){ c->cap_effective >> (32 * i),
						c->cap_permitted >> (32 * i),
						c->cap_inheritable >> (32 * i) };
	return copy_to_user(dataptr, d, slices * sizeof(d[0])) ? -EFAULT : 0;
}

/* cap_capset() of security/commoncap.c. */
static bool change_allowed(const struct cred *old, uint64_t effective, uint64_t permitted,
			   uint64_t inheritable)
{
	uint64_t may_inherit = old->cap_inheritable | old->cap_permitted;

	if (!capable(CAP_SETPCAP) && inheritable & ~may_inherit)
		return false;
	if (inheritable & ~(old->cap_inheritable | old->cap_bset))
		return false;
	if (permitted & ~old->cap_permitted)
		return false;
	return !(effective & ~permitted);
}

SYSCALL_DEFINE2(capset, ucap_header_t, header, ucap_data_in_t, dataptr)
{
	uint64_t effective, permitted, inheritable;
	struct linux_cap_data d[2] = { 0 };
	struct linux_cap_header h;
	struct cred *new;
	unsigned slices;
	int err = read_header(header, &h, &slices);

	if (err)
		return err;
	if (get_user(h.pid, header + offsetof(struct linux_cap_header, pid)))
		return -EFAULT;
	if (h.pid != 0 && h.pid != current->pid)
		return -EPERM;
	if (copy_from_user(d, dataptr, slices * sizeof(d[0])))
		return -EFAULT;
	effective = (d[0].effective | (uint64_t)d[1].effective << 32) & CAP_FULL_SET;
	permitted = (d[0].permitted | (uint64_t)d[1].permitted << 32) & CAP_FULL_SET;
	inheritable = (d[0].inheritable | (uint64_t)d[1].inheritable << 32) & CAP_FULL_SET;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	if (!change_allowed(current->cred, effective, permitted, inheritable)) {
		abort_creds(new);
		return -EPERM;
	}
	new->cap_effective = effective;
	new->cap_permitted = permitted;
	new->cap_inheritable = inheritable;
	new->cap_ambient &= permitted & inheritable;
	commit_creds(new);
	return 0;
}
