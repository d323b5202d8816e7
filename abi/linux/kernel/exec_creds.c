/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What execve makes of credentials: the file's owner or group where it is set-id, root's
 * capabilities anew, for others the ambient ones. Files have no capabilities of their own. As
 * bprm_creds_from_file() and cap_bprm_creds_from_file(); made ready beside the old ones, and taken
 * over at the point of no return.
 */
#include "kernel/binfmt.h"
#include "kernel/cred.h"
#include "kernel/signal.h"
#include "uapi/personality.h"
#include "uapi/securebits.h"

#define S_IXGRP 0010

/* Without group execution set-group-ID is the mark of mandatory locking. */
static bool is_sgid(uint32_t mode)
{
	return (mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP);
}

static void take_file_ids(struct linux_binprm *b)
{
	const struct inode *inode = b->file->inode;

	if (!(inode->mode & (S_ISUID | S_ISGID)) || current->no_new_privs ||
	    path_nosuid(&b->file->path))
		return;
	if (inode->mode & S_ISUID)
		b->cred->euid = inode->uid;
	if (is_sgid(inode->mode))
		b->cred->egid = inode->gid;
	if ((inode->mode & S_ISUID) || is_sgid(inode->mode))
		b->per_clear = PER_CLEAR_ON_SETID;
}

/* Somebody outside the process who shares its directories could exchange them under its feet. */
static bool shares_directories(void)
{
	const struct task *t;
	unsigned ours = 0;

	list_for_each_entry(t, &current->signal->threads, thread_node)
		ours += t->fs == current->fs;
	return current->fs->refs > ours;
}

static bool may_gain(void)
{
	return !current->no_new_privs && !shares_directories();
}

/* Who may not gain has no more than before, and perhaps less. */
static void downgrade(struct cred *new, const struct cred *old)
{
	if (current->no_new_privs || !capable(CAP_SETUID)) {
		new->euid = new->uid;
		new->egid = new->gid;
	}
	new->cap_permitted &= old->cap_permitted;
}

static bool has_root_rights(const struct cred *c, uid_t id)
{
	return !issecure(c, SECURE_NOROOT) && id == 0;
}

static void compute(struct linux_binprm *b, const struct cred *old)
{
	struct cred *new = b->cred;
	bool effective, ids_change;

	take_file_ids(b);
	effective = has_root_rights(new, new->euid);
	new->cap_permitted = effective || has_root_rights(new, new->uid) ?
				     old->cap_bset | old->cap_inheritable : 0;
	if (new->cap_permitted & ~old->cap_permitted)
		b->per_clear = PER_CLEAR_ON_SETID;
	/* As since Linux 6.16: ids that were in effect before, or could have been, are no change. */
	ids_change = new->euid != old->euid || !in_group_p(new->egid);
	if ((ids_change || (new->cap_permitted & ~old->cap_permitted)) && !may_gain())
		downgrade(new, old);
	new->suid = new->fsuid = new->euid;
	new->sgid = new->fsgid = new->egid;
	if (ids_change)
		new->cap_ambient = 0;
	new->cap_permitted |= new->cap_ambient;
	new->cap_effective = effective ? new->cap_permitted : new->cap_ambient;
	new->securebits &= ~BIT(SECURE_KEEP_CAPS);
	b->secure = ids_change || new->euid != old->uid || new->egid != old->gid ||
		    (new->uid && (effective || (new->cap_permitted & ~new->cap_ambient)));
}

int exec_creds(struct linux_binprm *b)
{
	b->cred = prepare_creds();
	if (!b->cred)
		return -ENOMEM;
	compute(b, current->cred);
	return 0;
}
