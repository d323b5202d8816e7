/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Message headers from and to the guest, in the layouts of both ABIs. */
#include "net/sock.h"

#include "kernel/slab.h"

#define OPTMEM_MAX 131072 /* net.core.optmem_max: control of one message */

/* The header as the kernel sees it, whatever the ABI. */
struct header {
	uaddr_t name, iov, control;
	int namelen;
	uint64_t iovlen, controllen;
};

static int get_compat_header(struct header *h, uaddr_t umsg)
{
	struct i386_msghdr u;

	if (get_user(u, umsg))
		return -EFAULT;
	*h = (struct header){ u.name, u.iov, u.control, u.namelen, u.iovlen, u.controllen };
	return 0;
}

static int get_header(struct header *h, uaddr_t umsg, bool compat)
{
	struct x64_msghdr u;

	if (compat)
		return get_compat_header(h, umsg);
	if (get_user(u, umsg))
		return -EFAULT;
	*h = (struct header){ u.name, u.iov, u.control, u.namelen, u.iovlen, u.controllen };
	return 0;
}

/* An address that is too long is cut, as in Linux; the family sees that. */
static int check_namelen(struct header *h)
{
	if (!h->name)
		h->namelen = 0;
	if (h->namelen < 0)
		return -EINVAL;
	h->namelen = min(h->namelen, SOCKADDR_STORAGE);
	return 0;
}

static int import_vector(struct kmsg *m, const struct header *h)
{
	if (h->iovlen > UIO_MAXIOV)
		return -EMSGSIZE;
	return import_iovec(&m->iter, h->iov, h->iovlen, m->fast, &m->iov);
}

/* i386's is converted as it is read, so Linux looks for a first header before it asks for memory. */
static int check_compat_control(const struct header *h)
{
	uint32_t len;

	if (!h->control || h->controllen < sizeof(struct i386_cmsghdr))
		return -EINVAL;
	return get_user(len, h->control) ? -EFAULT : 0;
}

/* A copy, so that what is checked is what is used. */
static int copy_control(struct kmsg *m, const struct header *h)
{
	int err = m->flags & MSG_CMSG_COMPAT ? check_compat_control(h) : 0;

	if (h->controllen > INT32_MAX)
		return -ENOBUFS;
	if (err)
		return err;
	if (h->controllen > OPTMEM_MAX)
		return -ENOBUFS;
	m->control = kmalloc(h->controllen);
	if (!m->control)
		return -ENOBUFS;
	m->controllen = h->controllen;
	return copy_from_user(m->control, h->control, h->controllen) ? -EFAULT : 0;
}

void kmsg_free(struct kmsg *m)
{
	if (m->iov)
		kfree(m->iov);
	if (m->control)
		kfree(m->control);
}

int kmsg_import_send(struct kmsg *m, uaddr_t umsg)
{
	struct header h;
	int err = get_header(&h, umsg, m->flags & MSG_CMSG_COMPAT);

	if (!err)
		err = check_namelen(&h);
	if (!err && h.namelen)
		err = move_addr_to_kernel(m, h.name, h.namelen);
	if (!err)
		err = import_vector(m, &h);
	if (!err && h.controllen)
		err = copy_control(m, &h);
	if (err)
		kmsg_free(m);
	return err;
}

int kmsg_import_recv(struct kmsg *m, uaddr_t umsg, uaddr_t *uname)
{
	struct header h;
	int err = get_header(&h, umsg, m->flags & MSG_CMSG_COMPAT);

	if (!err)
		err = check_namelen(&h);
	if (!err)
		err = import_vector(m, &h);
	if (err)
		return err;
	*uname = h.name;
	m->want_name = h.name;
	m->ucontrol = h.control;
	m->controllen = h.controllen;
	m->out = m->flags & (MSG_CMSG_CLOEXEC | MSG_CMSG_COMPAT);
	return 0;
}

int kmsg_export(const struct kmsg *m, uaddr_t umsg, uaddr_t uname, uaddr_t ucontrol)
{
	uint64_t used = m->ucontrol - ucontrol;
	uint32_t out = m->out & ~MSG_CMSG_COMPAT, used32 = (uint32_t)used;
	int err;

	if (m->flags & MSG_CMSG_COMPAT) {
		err = uname ? move_addr_to_user(m, m->namelen, uname,
						umsg + offsetof(struct i386_msghdr, namelen))
			    : 0;
		if (err)
			return err;
		if (put_user(out, umsg + offsetof(struct i386_msghdr, flags)) ||
		    put_user(used32, umsg + offsetof(struct i386_msghdr, controllen)))
			return -EFAULT;
		return 0;
	}
	err = uname ? move_addr_to_user(m, m->namelen, uname,
					umsg + offsetof(struct x64_msghdr, namelen))
		    : 0;
	if (err)
		return err;
	if (put_user(out, umsg + offsetof(struct x64_msghdr, flags)) ||
	    put_user(used, umsg + offsetof(struct x64_msghdr, controllen)))
		return -EFAULT;
	return 0;
}
