/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Control messages at the level of sockets: descriptors, credentials, time stamps. */
#include "net/sock.h"

#include "kernel/pidfd.h"
#include "kernel/slab.h"
#include "net/unix/unix.h"

/* --- sending: what the guest's control says --- */

/* One control message of the caller's copy. */
struct cmsg {
	uint64_t len; /* with the header */
	int32_t level, type;
	const uint8_t *data;
	size_t n; /* bytes of data */
};

static size_t header_size(bool compat)
{
	return compat ? sizeof(struct i386_cmsghdr) : sizeof(struct x64_cmsghdr);
}

static uint64_t cmsg_align(uint64_t len, bool compat)
{
	return compat ? align_up(len, 4u) : align_up(len, 8u);
}

/*
 * The message at *pos. 1, and *pos goes to the next; 0: there is no room for another header;
 * -EINVAL: its length is not one.
 */
static int next_cmsg(const struct kmsg *m, uint64_t *pos, struct cmsg *c)
{
	bool compat = m->flags & MSG_CMSG_COMPAT;
	const uint8_t *at = (const uint8_t *)m->control + *pos;
	uint64_t left = *pos > m->controllen ? 0 : m->controllen - *pos;

	if (left < header_size(compat)) /* i386's next one needs to begin only, to be wrong */
		return compat && *pos && left ? -EINVAL : 0;
	if (compat) {
		struct i386_cmsghdr h;

		memcpy(&h, at, sizeof(h));
		c->len = h.len;
		c->level = h.level;
		c->type = h.type;
	} else {
		struct x64_cmsghdr h;

		memcpy(&h, at, sizeof(h));
		c->len = h.len;
		c->level = h.level;
		c->type = h.type;
	}
	if (c->len < header_size(compat) || c->len > left)
		return -EINVAL;
	c->data = at + header_size(compat);
	c->n = c->len - header_size(compat);
	*pos += cmsg_align(c->len, compat);
	return 1;
}

/* i386's control is checked as a whole before anything in it takes effect, as Linux converts it. */
static int check_compat(const struct kmsg *m)
{
	struct cmsg c;
	uint64_t pos = 0;
	int n;

	while ((n = next_cmsg(m, &pos, &c)) > 0)
		;
	return n ? n : pos ? 0 : -EINVAL;
}

static struct scm_fds *fds_alloc(unsigned max)
{
	struct scm_fds *fds = kmalloc(sizeof(*fds) + max * sizeof(fds->file[0]));

	if (!fds)
		return NULL;
	fds->n = fds->nr_sockets = 0;
	fds->user = NULL;
	list_init(&fds->node);
	return fds;
}

/* Room for n more; several messages with descriptors add up. */
static int grow_fds(struct scm *scm, unsigned n)
{
	struct scm_fds *old = scm->fds, *new;
	unsigned have = old ? old->n : 0;

	if (n > SCM_MAX_FD || have + n > SCM_MAX_FD)
		return -EINVAL;
	new = fds_alloc(have + n);
	if (!new)
		return -ENOMEM;
	if (old) {
		memcpy(new->file, old->file, have * sizeof(new->file[0]));
		new->n = have;
		kfree(old);
	}
	scm->fds = new;
	return 0;
}

static int add_fds(struct scm *scm, const struct cmsg *c)
{
	size_t n = c->n / sizeof(int32_t);
	int err = n ? grow_fds(scm, (unsigned)min(n, (size_t)SCM_MAX_FD + 1)) : 0;

	for (size_t i = 0; !err && i < n; i++) {
		struct file *f;
		int32_t fd;

		memcpy(&fd, c->data + i * sizeof(fd), sizeof(fd));
		f = file_get_raw(fd);
		if (!f)
			return -EBADF;
		scm->fds->file[scm->fds->n++] = f;
	}
	return err;
}

/* May current call itself that? */
static bool may_claim(const struct linux_ucred *uc)
{
	const struct cred *c = current->cred;

	return (uc->pid == current->tgid || capable(CAP_SYS_ADMIN)) &&
	       (uc->uid == c->uid || uc->uid == c->euid || uc->uid == c->suid ||
		capable(CAP_SETUID)) &&
	       (uc->gid == c->gid || uc->gid == c->egid || uc->gid == c->sgid ||
		capable(CAP_SETGID));
}

static int set_sender(struct scm *scm, const struct cmsg *c)
{
	struct linux_ucred uc;
	struct pid *pid;

	if (c->n != sizeof(uc))
		return -EINVAL;
	memcpy(&uc, c->data, sizeof(uc));
	if (uc.uid == UINT32_MAX || uc.gid == UINT32_MAX)
		return -EINVAL;
	if (!may_claim(&uc))
		return -EPERM;
	pid = uc.pid == current->tgid ? current_tgid() : find_pid(uc.pid);
	if (!pid)
		return -ESRCH;
	sender_put(&scm->from);
	scm->from = (struct sender){ get_pid(pid), uc.uid, uc.gid };
	return 0;
}

static int apply_cmsg(struct scm *scm, const struct cmsg *c)
{
	if (c->level != SOL_SOCKET)
		return 0;
	switch (c->type) {
	case SCM_RIGHTS:
		return add_fds(scm, c);
	case SCM_CREDENTIALS:
		return set_sender(scm, c);
	}
	return -EINVAL;
}

int scm_send(struct kmsg *m, struct scm *scm)
{
	struct cmsg c;
	uint64_t pos = 0;
	int n;

	*scm = (struct scm){ .fds = NULL };
	if (likely(!m->control))
		return 0;
	n = m->flags & MSG_CMSG_COMPAT ? check_compat(m) : 0;
	while (!n && (n = next_cmsg(m, &pos, &c)) > 0)
		n = apply_cmsg(scm, &c);
	if (n < 0)
		scm_destroy(scm);
	return n;
}

#define OVERFLOW_ID 65534

struct sender sender_get(const struct sender *from)
{
	if (!from->pid)
		return (struct sender){ NULL, OVERFLOW_ID, OVERFLOW_ID };
	get_pid(from->pid);
	return *from;
}

void sender_put(struct sender *from)
{
	if (from->pid)
		put_pid(from->pid);
	from->pid = NULL;
}

void scm_destroy(struct scm *scm)
{
	sender_put(&scm->from);
	if (scm->fds)
		scm_fds_put(scm->fds);
	scm->fds = NULL;
}

/* --- descriptors on their way --- */

struct scm_fds *scm_fds_dup(const struct scm_fds *fds)
{
	struct scm_fds *copy = fds_alloc(fds->n);

	if (!copy)
		return NULL;
	for (; copy->n < fds->n; copy->n++)
		copy->file[copy->n] = file_ref(fds->file[copy->n]);
	return copy;
}

/*
 * The last reference of a socket drops the messages in its queue, their descriptors may be other
 * sockets, and so on for as long a chain as the guest likes: lists are put one after the other.
 */
void scm_fds_put(struct scm_fds *fds)
{
	struct net_state *net = net_state();
	bool garbage = false;

	list_add_tail(&fds->node, &net->dead_fds);
	if (net->dropping_fds)
		return;
	net->dropping_fds = true;
	while (!list_empty(&net->dead_fds)) {
		fds = list_first_entry(&net->dead_fds, struct scm_fds, node);
		list_del(&fds->node);
		for (unsigned i = 0; i < fds->n; i++) {
			garbage |= unix_gc_is_due(fds->file[i]);
			file_put(fds->file[i]);
		}
		kfree(fds);
	}
	net->dropping_fds = false;
	if (garbage)
		unix_gc();
}

/* --- receiving --- */

/* A header that says len, and that many bytes with it; data NULL: they are there already. */
static int put_parts(struct kmsg *m, uint64_t len, int level, int type, const void *data)
{
	bool compat = m->flags & MSG_CMSG_COMPAT;
	struct i386_cmsghdr narrow = { (uint32_t)len, level, type };
	struct x64_cmsghdr wide = { len, level, type };
	size_t header = header_size(compat);

	if (copy_to_user(m->ucontrol, compat ? (void *)&narrow : (void *)&wide, header) ||
	    (data && copy_to_user(m->ucontrol + header, data, len - header)))
		return -EFAULT;
	return 0;
}

static void advance_control(struct kmsg *m, size_t n)
{
	bool compat = m->flags & MSG_CMSG_COMPAT;
	uint64_t space = min(cmsg_align(header_size(compat) + n, compat), m->controllen);

	m->ucontrol += space;
	m->controllen -= space;
}

/* What does not fit is cut, and MSG_CTRUNC says so. A fault changes nothing. */
int put_cmsg(struct kmsg *m, int level, int type, const void *data, size_t n)
{
	bool compat = m->flags & MSG_CMSG_COMPAT;
	uint64_t len = header_size(compat) + n;

	if (!m->ucontrol || m->controllen < header_size(compat)) {
		m->out |= MSG_CTRUNC;
		return 0;
	}
	if (m->controllen < len) {
		m->out |= MSG_CTRUNC;
		len = m->controllen;
	}
	if (put_parts(m, len, level, type, data))
		return -EFAULT;
	advance_control(m, n);
	return 0;
}

static int receive_fd(struct file *f, uaddr_t ua, unsigned oflags)
{
	int fd, err = fd_reserve(&fd, oflags);

	if (err)
		return err;
	if (put_user(fd, ua)) {
		fd_unreserve(fd);
		return -EFAULT;
	}
	fd_install(fd, file_ref(f));
	return 0;
}

/* As many as there is room for; the others are closed, which MSG_CTRUNC tells. */
static void recv_fds(struct kmsg *m, struct scm_fds *fds)
{
	bool compat = m->flags & MSG_CMSG_COMPAT;
	size_t header = header_size(compat);
	uint64_t max = m->controllen <= header ? 0 : (m->controllen - header) / sizeof(int);
	unsigned oflags = m->flags & MSG_CMSG_CLOEXEC ? O_CLOEXEC : 0, i = 0;

	while (i < fds->n && i < max &&
	       !receive_fd(fds->file[i], m->ucontrol + header + i * sizeof(int), oflags))
		i++;
	if (i && !put_parts(m, header + i * sizeof(int), SOL_SOCKET, SCM_RIGHTS, NULL))
		advance_control(m, i * sizeof(int));
	if (i < fds->n)
		m->out |= MSG_CTRUNC;
}

static void recv_sender(struct kmsg *m, const struct scm *scm)
{
	struct linux_ucred uc = { 0, scm->from.uid, scm->from.gid };

	if (scm->from.pid)
		uc.pid = scm->from.pid->nr;
	put_cmsg(m, SOL_SOCKET, SCM_CREDENTIALS, &uc, sizeof(uc));
}

int pidfd_prepare(struct pid *pid, struct file **f)
{
	int fd, err;

	if (!pid->task && pid != kernel->own_pid)
		return -EINVAL;
	err = fd_reserve(&fd, O_CLOEXEC);
	if (err)
		return err;
	*f = pidfd_create(pid, 0);
	if (!IS_ERR(*f))
		return fd;
	fd_unreserve(fd);
	err = PTR_ERR(*f);
	*f = NULL;
	return err;
}

/* A descriptor of the sender, or in its place the error that kept it from being made. */
static void recv_pidfd(struct kmsg *m, const struct scm *scm)
{
	struct file *f = NULL;
	int fd;

	if (m->controllen < header_size(m->flags & MSG_CMSG_COMPAT) + sizeof(int)) {
		m->out |= MSG_CTRUNC;
		return;
	}
	if (!scm->from.pid)
		return;
	fd = pidfd_prepare(scm->from.pid, &f);
	if (put_cmsg(m, SOL_SOCKET, SCM_PIDFD, &fd, sizeof(fd)) && f) {
		fd_unreserve(fd);
		file_put(f);
	} else if (f) {
		fd_install(fd, f);
	}
}

void scm_recv(struct sock *sk, struct kmsg *m, struct scm *scm)
{
	if (!m->ucontrol) {
		if ((sk->flags & (SOCKF_PASSCRED | SOCKF_PASSPIDFD)) || scm->fds)
			m->out |= MSG_CTRUNC;
		scm_destroy(scm);
		return;
	}
	if (sk->flags & SOCKF_PASSCRED)
		recv_sender(m, scm);
	if (scm->fds)
		recv_fds(m, scm->fds);
	if (sk->flags & SOCKF_PASSPIDFD)
		recv_pidfd(m, scm);
	scm_destroy(scm);
}

/* SO_TIMESTAMP or SO_TIMESTAMPNS: when the message came, in the layout that was asked for. */
void scm_recv_timestamp(struct sock *sk, struct kmsg *m, uint64_t stamp)
{
	bool ns = sk->flags & SOCKF_RCVTSTAMPNS;
	int64_t wide[2] = { (int64_t)(stamp / NSEC_PER_SEC), (int64_t)(stamp % NSEC_PER_SEC) };
	int32_t narrow[2];

	if (!ns)
		wide[1] /= NSEC_PER_USEC;
	if (sk->flags & SOCKF_TSTAMP_NEW) {
		put_cmsg(m, SOL_SOCKET, ns ? SO_TIMESTAMPNS_NEW : SO_TIMESTAMP_NEW, wide,
			 sizeof(wide));
		return;
	}
	if (!(m->flags & MSG_CMSG_COMPAT)) {
		put_cmsg(m, SOL_SOCKET, ns ? SO_TIMESTAMPNS_OLD : SO_TIMESTAMP_OLD, wide,
			 sizeof(wide));
		return;
	}
	narrow[0] = (int32_t)wide[0];
	narrow[1] = (int32_t)wide[1];
	put_cmsg(m, SOL_SOCKET, ns ? SO_TIMESTAMPNS_OLD : SO_TIMESTAMP_OLD, narrow, sizeof(narrow));
}
