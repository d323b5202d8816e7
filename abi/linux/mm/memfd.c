/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of memory without a name, and the seals that keep them from changing. */
#include "fs/fs.h"
#include "mm/internal.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/magic.h"

#define MEMFD_PREFIX "memfd:"
#define PREFIX_LEN (sizeof(MEMFD_PREFIX) - 1)
#define MEMFD_NAME_MAX (NAME_MAX - PREFIX_LEN)

#define MFD_ALL_FLAGS \
	(MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_HUGETLB | MFD_NOEXEC_SEAL | MFD_EXEC)
#define F_ALL_SEALS                                                                          \
	(F_SEAL_SEAL | F_SEAL_EXEC | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE |            \
	 F_SEAL_FUTURE_WRITE)

/* Files of tmpfs have seals, if only the one that allows no others. */
static bool can_have_seals(const struct inode *inode)
{
	return S_ISREG(inode->mode) && inode->sb->magic == TMPFS_MAGIC;
}

static long add_seals(struct file *f, unsigned seals)
{
	struct inode *inode = f->inode;

	if (!(f->mode & FMODE_WRITE))
		return -EPERM;
	if (seals & ~F_ALL_SEALS)
		return -EINVAL;
	if (!can_have_seals(inode))
		return -EINVAL;
	if (inode->seals & F_SEAL_SEAL)
		return -EPERM;
	/* What may be executed and shall stay so shall not be written: W^X from the start. */
	if ((seals & F_SEAL_EXEC) && (inode->mode & 0111))
		seals |= F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_FUTURE_WRITE;
	if ((seals & F_SEAL_WRITE) && !(inode->seals & F_SEAL_WRITE) &&
	    inode->mapping.writable_maps)
		return -EBUSY;
	inode->seals |= seals;
	return 0;
}

long memfd_fcntl(struct file *f, unsigned cmd, uint64_t arg)
{
	if (cmd == F_ADD_SEALS)
		return arg > UINT32_MAX ? -EINVAL : add_seals(f, arg);
	if (cmd == F_GET_SEALS && can_have_seals(f->inode))
		return f->inode->seals;
	return -EINVAL;
}

static int check_flags(unsigned flags)
{
	unsigned known = MFD_ALL_FLAGS;

	if (flags & MFD_HUGETLB)
		known |= (unsigned)MAP_HUGE_MASK << MAP_HUGE_SHIFT;
	if ((flags & MFD_EXEC) && (flags & MFD_NOEXEC_SEAL))
		return -EINVAL;
	return flags & ~known ? -EINVAL : 0;
}

static int get_name(char name[NAME_MAX + 1], uaddr_t uname)
{
	long n;

	memcpy(name, MEMFD_PREFIX, PREFIX_LEN);
	n = strncpy_from_user(name + PREFIX_LEN, uname, MEMFD_NAME_MAX + 1);
	if (n < 0)
		return n;
	return n > (long)MEMFD_NAME_MAX ? -EINVAL : 0;
}

static void set_seals(struct inode *inode, unsigned flags)
{
	if (flags & MFD_NOEXEC_SEAL) {
		inode->mode &= ~0111u;
		inode->seals = F_SEAL_EXEC;
	} else if (flags & MFD_ALLOW_SEALING) {
		inode->seals = 0;
	}
}

SYSCALL_DEFINE2(memfd_create, ustr_t, uname, mfdflags_t, flags)
{
	char name[NAME_MAX + 1];
	struct file *f;
	int fd, err = check_flags(flags);

	if (!err)
		err = get_name(name, uname);
	if (err)
		return err;
	if (flags & MFD_HUGETLB) /* a kernel without huge pages */
		return -ENOSYS;
	err = fd_reserve(&fd, flags & MFD_CLOEXEC ? O_CLOEXEC : 0);
	if (err)
		return err;
	f = shmem_file_setup(name, 0, O_RDWR | O_LARGEFILE);
	if (IS_ERR(f)) {
		fd_unreserve(fd);
		return PTR_ERR(f);
	}
	set_seals(f->inode, flags);
	fd_install(fd, f);
	return fd;
}
