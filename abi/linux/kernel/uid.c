/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * User and group ids: the calls of kernel/sys.c, and their 16-bit forms (kernel/uid16.c). What a
 * change of user id does to capabilities is security/commoncap.c's.
 */
#include "kernel/cred.h"
#include "kernel/task.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/ids16.h"
#include "uapi/securebits.h"

/* What root's fsuid gives: override file permissions, make nodes, and the like. */
#define CAP_FS_SET                                                                         \
	(BIT(CAP_CHOWN) | BIT(CAP_MKNOD) | BIT(CAP_DAC_OVERRIDE) | BIT(CAP_DAC_READ_SEARCH) | \
	 BIT(CAP_FOWNER) | BIT(CAP_FSETID) | BIT(CAP_LINUX_IMMUTABLE) | BIT(CAP_MAC_OVERRIDE))

static bool any_root(const struct cred *c)
{
	return c->uid == 0 || c->euid == 0 || c->suid == 0;
}

/* cap_emulate_setxuid(): leaving root gives capabilities up, becoming it again brings them back. */
static void fix_caps_for_uids(struct cred *new)
{
	const struct cred *old = current->cred;

	if (issecure(old, SECURE_NO_SETUID_FIXUP))
		return;
	if (any_root(old) && !any_root(new)) {
		if (!issecure(old, SECURE_KEEP_CAPS))
			new->cap_permitted = new->cap_effective = 0;
		new->cap_ambient = 0;
	}
	if (old->euid == 0 && new->euid != 0)
		new->cap_effective = 0;
	if (old->euid != 0 && new->euid == 0)
		new->cap_effective = new->cap_permitted;
}

static void fix_caps_for_fsuid(struct cred *new)
{
	const struct cred *old = current->cred;

	if (issecure(old, SECURE_NO_SETUID_FIXUP))
		return;
	if (old->fsuid == 0 && new->fsuid != 0)
		new->cap_effective &= ~CAP_FS_SET;
	if (old->fsuid != 0 && new->fsuid == 0)
		new->cap_effective |= new->cap_permitted & CAP_FS_SET;
}

/* --- reading --- */

SYSCALL_DEFINE0(getuid)
{
	return current->cred->uid;
}

SYSCALL_DEFINE0(geteuid)
{
	return current->cred->euid;
}

SYSCALL_DEFINE0(getgid)
{
	return current->cred->gid;
}

SYSCALL_DEFINE0(getegid)
{
	return current->cred->egid;
}

static long put_ids(const uint32_t id[3], uaddr_t a, uaddr_t b, uaddr_t c)
{
	if (put_user(id[0], a) || put_user(id[1], b) || put_user(id[2], c))
		return -EFAULT;
	return 0;
}

SYSCALL_DEFINE3(getresuid, uid_out_t, ruidp, uid_out_t, euidp, uid_out_t, suidp)
{
	const struct cred *c = current->cred;

	return put_ids((uint32_t[]){ c->uid, c->euid, c->suid }, ruidp, euidp, suidp);
}

SYSCALL_DEFINE3(getresgid, uid_out_t, rgidp, uid_out_t, egidp, uid_out_t, sgidp)
{
	const struct cred *c = current->cred;

	return put_ids((uint32_t[]){ c->gid, c->egid, c->sgid }, rgidp, egidp, sgidp);
}

/* --- users --- */

static long do_setuid(uid_t uid)
{
	const struct cred *old = current->cred;
	struct cred *new;

	if (uid == INVALID_ID)
		return -EINVAL;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	if (capable(CAP_SETUID)) {
		new->suid = new->uid = uid;
	} else if (uid != old->uid && uid != old->suid) {
		abort_creds(new);
		return -EPERM;
	}
	new->fsuid = new->euid = uid;
	fix_caps_for_uids(new);
	commit_creds(new);
	return 0;
}

static long do_setreuid(uid_t ruid, uid_t euid)
{
	const struct cred *old = current->cred;
	bool free_choice = capable(CAP_SETUID);
	struct cred *new;

	if (!free_choice) {
		if (ruid != INVALID_ID && ruid != old->uid && ruid != old->euid)
			return -EPERM;
		if (euid != INVALID_ID && euid != old->uid && euid != old->euid &&
		    euid != old->suid)
			return -EPERM;
	}
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	if (ruid != INVALID_ID)
		new->uid = ruid;
	if (euid != INVALID_ID)
		new->euid = euid;
	if (ruid != INVALID_ID || (euid != INVALID_ID && euid != old->uid))
		new->suid = new->euid;
	new->fsuid = new->euid;
	fix_caps_for_uids(new);
	commit_creds(new);
	return 0;
}

static bool is_own_uid(uid_t uid)
{
	const struct cred *c = current->cred;

	return uid == INVALID_ID || uid == c->uid || uid == c->euid || uid == c->suid;
}

static long do_setresuid(uid_t ruid, uid_t euid, uid_t suid)
{
	struct cred *new;

	if (!(is_own_uid(ruid) && is_own_uid(euid) && is_own_uid(suid)) && !capable(CAP_SETUID))
		return -EPERM;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	if (ruid != INVALID_ID)
		new->uid = ruid;
	if (euid != INVALID_ID)
		new->euid = euid;
	if (suid != INVALID_ID)
		new->suid = suid;
	new->fsuid = new->euid;
	fix_caps_for_uids(new);
	commit_creds(new);
	return 0;
}

/* Answers the old one in any case; who asked must read it back to know. */
static long do_setfsuid(uid_t uid)
{
	const struct cred *old = current->cred;
	uid_t was = old->fsuid;
	struct cred *new;

	if (uid == INVALID_ID || uid == was ||
	    !(is_own_uid(uid) || capable(CAP_SETUID)))
		return was;
	new = prepare_creds();
	if (!new)
		return was;
	new->fsuid = uid;
	fix_caps_for_fsuid(new);
	commit_creds(new);
	return was;
}

/* --- groups --- */

static long do_setgid(gid_t gid)
{
	const struct cred *old = current->cred;
	struct cred *new;

	if (gid == INVALID_ID)
		return -EINVAL;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	if (capable(CAP_SETGID)) {
		new->gid = new->sgid = gid;
	} else if (gid != old->gid && gid != old->sgid) {
		abort_creds(new);
		return -EPERM;
	}
	new->egid = new->fsgid = gid;
	commit_creds(new);
	return 0;
}

static long do_setregid(gid_t rgid, gid_t egid)
{
	const struct cred *old = current->cred;
	bool free_choice = capable(CAP_SETGID);
	struct cred *new;

	if (!free_choice) {
		if (rgid != INVALID_ID && rgid != old->gid && rgid != old->egid)
			return -EPERM;
		if (egid != INVALID_ID && egid != old->gid && egid != old->egid &&
		    egid != old->sgid)
			return -EPERM;
	}
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	if (rgid != INVALID_ID)
		new->gid = rgid;
	if (egid != INVALID_ID)
		new->egid = egid;
	if (rgid != INVALID_ID || (egid != INVALID_ID && egid != old->gid))
		new->sgid = new->egid;
	new->fsgid = new->egid;
	commit_creds(new);
	return 0;
}

static bool is_own_gid(gid_t gid)
{
	const struct cred *c = current->cred;

	return gid == INVALID_ID || gid == c->gid || gid == c->egid || gid == c->sgid;
}

static long do_setresgid(gid_t rgid, gid_t egid, gid_t sgid)
{
	struct cred *new;

	if (!(is_own_gid(rgid) && is_own_gid(egid) && is_own_gid(sgid)) && !capable(CAP_SETGID))
		return -EPERM;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	if (rgid != INVALID_ID)
		new->gid = rgid;
	if (egid != INVALID_ID)
		new->egid = egid;
	if (sgid != INVALID_ID)
		new->sgid = sgid;
	new->fsgid = new->egid;
	commit_creds(new);
	return 0;
}

static long do_setfsgid(gid_t gid)
{
	const struct cred *old = current->cred;
	gid_t was = old->fsgid;
	struct cred *new;

	if (gid == INVALID_ID || gid == was ||
	    !(is_own_gid(gid) || capable(CAP_SETGID)))
		return was;
	new = prepare_creds();
	if (!new)
		return was;
	new->fsgid = gid;
	commit_creds(new);
	return was;
}

/* --- system calls --- */

SYSCALL_DEFINE1(setuid, uid_t, uid)
{
	return do_setuid(uid);
}

SYSCALL_DEFINE2(setreuid, uid_t, ruid, uid_t, euid)
{
	return do_setreuid(ruid, euid);
}

SYSCALL_DEFINE3(setresuid, uid_t, ruid, uid_t, euid, uid_t, suid)
{
	return do_setresuid(ruid, euid, suid);
}

SYSCALL_DEFINE1(setfsuid, uid_t, uid)
{
	return do_setfsuid(uid);
}

SYSCALL_DEFINE1(setgid, gid_t, gid)
{
	return do_setgid(gid);
}

SYSCALL_DEFINE2(setregid, gid_t, rgid, gid_t, egid)
{
	return do_setregid(rgid, egid);
}

SYSCALL_DEFINE3(setresgid, gid_t, rgid, gid_t, egid, gid_t, sgid)
{
	return do_setresgid(rgid, egid, sgid);
}

SYSCALL_DEFINE1(setfsgid, gid_t, gid)
{
	return do_setfsgid(gid);
}

SYSCALL_DEFINE0(getuid16)
{
	return high2low(current->cred->uid);
}

SYSCALL_DEFINE0(geteuid16)
{
	return high2low(current->cred->euid);
}

SYSCALL_DEFINE0(getgid16)
{
	return high2low(current->cred->gid);
}

SYSCALL_DEFINE0(getegid16)
{
	return high2low(current->cred->egid);
}

static long put_ids16(const uint32_t id[3], uaddr_t a, uaddr_t b, uaddr_t c)
{
	if (put_user(high2low(id[0]), a) || put_user(high2low(id[1]), b) ||
	    put_user(high2low(id[2]), c))
		return -EFAULT;
	return 0;
}

SYSCALL_DEFINE3(getresuid16, uid16_out_t, ruidp, uid16_out_t, euidp, uid16_out_t, suidp)
{
	const struct cred *c = current->cred;

	return put_ids16((uint32_t[]){ c->uid, c->euid, c->suid }, ruidp, euidp, suidp);
}

SYSCALL_DEFINE3(getresgid16, uid16_out_t, rgidp, uid16_out_t, egidp, uid16_out_t, sgidp)
{
	const struct cred *c = current->cred;

	return put_ids16((uint32_t[]){ c->gid, c->egid, c->sgid }, rgidp, egidp, sgidp);
}

SYSCALL_DEFINE1(setuid16, uid16_t, uid)
{
	return do_setuid(low2high(uid));
}

SYSCALL_DEFINE2(setreuid16, uid16_t, ruid, uid16_t, euid)
{
	return do_setreuid(low2high(ruid), low2high(euid));
}

SYSCALL_DEFINE3(setresuid16, uid16_t, ruid, uid16_t, euid, uid16_t, suid)
{
	return do_setresuid(low2high(ruid), low2high(euid), low2high(suid));
}

SYSCALL_DEFINE1(setfsuid16, uid16_t, uid)
{
	return do_setfsuid(low2high(uid));
}

SYSCALL_DEFINE1(setgid16, gid16_t, gid)
{
	return do_setgid(low2high(gid));
}

SYSCALL_DEFINE2(setregid16, gid16_t, rgid, gid16_t, egid)
{
	return do_setregid(low2high(rgid), low2high(egid));
}

SYSCALL_DEFINE3(setresgid16, gid16_t, rgid, gid16_t, egid, gid16_t, sgid)
{
	return do_setresgid(low2high(rgid), low2high(egid), low2high(sgid));
}

SYSCALL_DEFINE1(setfsgid16, gid16_t, gid)
{
	return do_setfsgid(low2high(gid));
}
