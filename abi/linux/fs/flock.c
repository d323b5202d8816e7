/* SPDX-License-Identifier: GPL-2.0-or-later */
/* flock, and fcntl's record locks in the layouts of both ABIs. */
#include "fs/locks.h"

#include "syscall.h"
#include "uapi/flock.h"

#define COMPAT_OFF_T_MAX INT32_MAX

static int translate_flock(unsigned op)
{
	switch (op) {
	case LOCK_SH:
		return F_RDLCK;
	case LOCK_EX:
		return F_WRLCK;
	case LOCK_UN:
		return F_UNLCK;
	}
	return -EINVAL;
}

SYSCALL_DEFINE2(flock, fd_t, fd, flock_op_t, cmd)
{
	struct file_lock request = { .kind = LOCK_FLOCK, .end = OFFSET_MAX };
	int type;

	if (cmd & LOCK_MAND)
		return 0; /* Linux ignores it since 5.18 */
	type = translate_flock(cmd & ~LOCK_NB);
	if (type < 0)
		return type;
	auto_file *f = file_get(fd);
	if (!f)
		return -EBADF;
	if (type != F_UNLCK && !(f->mode & (FMODE_READ | FMODE_WRITE)))
		return -EBADF;
	request.type = type;
	request.owner = f;
	request.pid = current->tgid;
	return locks_set_flock(f->inode, &request, !(cmd & LOCK_NB));
}

/* --- records: which layout --- */

static bool is_ofd(unsigned cmd)
{
	return cmd == F_OFD_GETLK || cmd == F_OFD_SETLK || cmd == F_OFD_SETLKW;
}

static bool is_waiting(unsigned cmd)
{
	return cmd == F_SETLKW || cmd == F_SETLKW64 || cmd == F_OFD_SETLKW;
}

/* i386's old commands have 32-bit offsets. */
static bool is_narrow(unsigned cmd)
{
	return in_compat_syscall() && (cmd == F_GETLK || cmd == F_SETLK || cmd == F_SETLKW);
}

static int get_flock(struct x64_flock *fl, unsigned cmd, uaddr_t ua)
{
	struct i386_flock64 wide;
	struct i386_flock narrow;

	if (!in_compat_syscall())
		return copy_from_user(fl, ua, sizeof(*fl)) ? -EFAULT : 0;
	if (is_narrow(cmd)) {
		if (copy_from_user(&narrow, ua, sizeof(narrow)))
			return -EFAULT;
		*fl = (struct x64_flock){ narrow.l_type, narrow.l_whence, 0,
					  narrow.l_start, narrow.l_len, narrow.l_pid, 0 };
	} else {
		if (copy_from_user(&wide, ua, sizeof(wide)))
			return -EFAULT;
		*fl = (struct x64_flock){ wide.l_type, wide.l_whence, 0,
					  wide.l_start, wide.l_len, wide.l_pid, 0 };
	}
	return 0;
}

static int put_narrow_flock(const struct x64_flock *fl, uaddr_t ua)
{
	struct i386_flock narrow = { fl->l_type, fl->l_whence, fl->l_start, fl->l_len, fl->l_pid };

	if (fl->l_start > COMPAT_OFF_T_MAX)
		return -EOVERFLOW;
	/* A length beyond what the caller can see is cut, as in Linux. */
	if (fl->l_len > COMPAT_OFF_T_MAX)
		narrow.l_len = COMPAT_OFF_T_MAX;
	return copy_to_user(ua, &narrow, sizeof(narrow)) ? -EFAULT : 0;
}

static int put_flock(const struct x64_flock *fl, unsigned cmd, uaddr_t ua)
{
	struct i386_flock64 wide = { fl->l_type, fl->l_whence, fl->l_start, fl->l_len, fl->l_pid };

	if (!in_compat_syscall())
		return copy_to_user(ua, fl, sizeof(*fl)) ? -EFAULT : 0;
	if (is_narrow(cmd))
		return put_narrow_flock(fl, ua);
	return copy_to_user(ua, &wide, sizeof(wide)) ? -EFAULT : 0;
}

/* --- records: what is asked for --- */

static int range_base(loff_t *base, const struct file *f, int whence)
{
	switch (whence) {
	case SEEK_SET:
		*base = 0;
		return 0;
	case SEEK_CUR:
		*base = f->pos;
		return 0;
	case SEEK_END:
		*base = f->inode->size;
		return 0;
	}
	return -EINVAL;
}

/* A negative length means the bytes before the start, zero all from it on. */
static int set_range(struct file_lock *request, const struct file *f, const struct x64_flock *fl)
{
	loff_t base;
	int err = range_base(&base, f, fl->l_whence);

	if (err)
		return err;
	if (fl->l_start > OFFSET_MAX - base)
		return -EOVERFLOW;
	request->start = base + fl->l_start;
	if (request->start < 0)
		return -EINVAL;
	if (fl->l_len > 0) {
		if (fl->l_len - 1 > OFFSET_MAX - request->start)
			return -EOVERFLOW;
		request->end = request->start + (fl->l_len - 1);
	} else if (fl->l_len < 0) {
		if (request->start + fl->l_len < 0)
			return -EINVAL;
		request->end = request->start - 1;
		request->start += fl->l_len;
	} else {
		request->end = OFFSET_MAX;
	}
	return 0;
}

static int make_request(struct file_lock *request, struct file *f, const struct x64_flock *fl)
{
	int err = set_range(request, f, fl);

	if (err)
		return err;
	request->kind = LOCK_POSIX;
	request->owner = current->files;
	request->pid = current->tgid;
	request->type = fl->l_type;
	if (fl->l_type != F_RDLCK && fl->l_type != F_WRLCK && fl->l_type != F_UNLCK)
		return -EINVAL;
	return 0;
}

static int make_ofd(struct file_lock *request, struct file *f, const struct x64_flock *fl)
{
	if (fl->l_pid)
		return -EINVAL;
	request->kind = LOCK_OFD;
	request->owner = f;
	request->pid = -1;
	return 0;
}

long fcntl_getlk(struct file *f, unsigned cmd, uaddr_t ua)
{
	const struct file_lock *l;
	struct file_lock request;
	struct x64_flock fl;
	int err = get_flock(&fl, cmd, ua);

	if (err)
		return err;
	if (!is_ofd(cmd) && fl.l_type != F_RDLCK && fl.l_type != F_WRLCK)
		return -EINVAL;
	err = make_request(&request, f, &fl);
	if (!err && is_ofd(cmd))
		err = make_ofd(&request, f, &fl);
	if (err)
		return err;
	l = locks_test(f->inode, &request);
	fl.l_type = F_UNLCK;
	if (l) {
		fl.l_type = l->type;
		fl.l_whence = SEEK_SET;
		fl.l_start = l->start;
		fl.l_len = l->end == OFFSET_MAX ? 0 : l->end - l->start + 1;
		fl.l_pid = l->pid;
	}
	return put_flock(&fl, cmd, ua);
}

static bool mode_allows(const struct file *f, int type)
{
	if (type == F_RDLCK)
		return f->mode & FMODE_READ;
	return type != F_WRLCK || (f->mode & FMODE_WRITE);
}

/* While we slept for it somebody may have closed fd: a lock that nobody would ever give up. */
static bool closed_meanwhile(fd_t fd, const struct file *f)
{
	struct file *now = file_get_raw(fd);

	if (now)
		file_put(now);
	return now != f;
}

long fcntl_setlk(fd_t fd, struct file *f, unsigned cmd, uaddr_t ua)
{
	struct file_lock request;
	struct x64_flock fl;
	int err = get_flock(&fl, cmd, ua);

	if (!err)
		err = make_request(&request, f, &fl);
	if (err)
		return err;
	if (!mode_allows(f, request.type))
		return -EBADF;
	if (is_ofd(cmd))
		err = make_ofd(&request, f, &fl);
	if (!err && request.type != F_UNLCK)
		err = locks_wait(f->inode, &request, is_waiting(cmd));
	if (!err)
		err = locks_set_record(f->inode, &request);
	if (err || request.type == F_UNLCK || request.kind != LOCK_POSIX)
		return err;
	if (closed_meanwhile(fd, f)) {
		request.type = F_UNLCK;
		locks_set_record(f->inode, &request);
		return -EBADF;
	}
	return 0;
}
