/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of AF_UNIX sockets: nodes in the file system, abstract ones, and the machine's own. */
#include "net/unix/unix.h"

#include <stdio.h>

#include "kernel/random.h"
#include "kernel/slab.h"

/* --- the object --- */

static struct unix_addr *addr_alloc(const struct linux_sockaddr_un *un, int len)
{
	struct unix_addr *addr = kzalloc(sizeof(*addr));

	if (!addr)
		return NULL;
	addr->refs = 1;
	addr->len = len;
	memcpy(&addr->un, un, min((size_t)len, sizeof(addr->un)));
	return addr;
}

struct unix_addr *unix_addr_get(struct unix_addr *addr)
{
	addr->refs++;
	return addr;
}

void unix_addr_put(struct unix_addr *addr)
{
	if (!--addr->refs)
		kfree(addr);
}

int unix_validate_addr(const struct kmsg *m)
{
	if (m->namelen <= (int)UN_PATH || m->namelen > (int)sizeof(m->un))
		return -EINVAL;
	return m->un.family == AF_UNIX ? 0 : -EINVAL;
}

/* --- where bound sockets are found --- */

static struct list_head *bucket(uint64_t h)
{
	return &net_state()->unix_names[(h ^ h >> 17 ^ h >> 31) % UNIX_HASH];
}

static struct list_head *inode_bucket(const struct inode *inode)
{
	return bucket(inode->ino * 2654435761u + inode->sb->dev);
}

/* Names of different types of socket do not meet. */
static struct list_head *abstract_bucket(const struct linux_sockaddr_un *un, int len, int type)
{
	uint64_t h = (uint64_t)type;

	for (int i = 0; i < len - (int)UN_PATH; i++)
		h = (h ^ (uint8_t)un->path[i]) * 0x100000001b3ull;
	return bucket(h);
}

static struct unix_sock *find_abstract(const struct linux_sockaddr_un *un, int len, int type)
{
	struct unix_sock *u;

	list_for_each_entry(u, abstract_bucket(un, len, type), name_node)
		if (!u->path.dentry && u->sk.type == type && u->addr->len == len &&
		    !memcmp(&u->addr->un, un, (size_t)len))
			return u;
	return NULL;
}

/* The inode of a bound socket is held, so that its address is its identity. */
static struct unix_sock *find_inode(const struct inode *inode)
{
	struct unix_sock *u;

	list_for_each_entry(u, inode_bucket(inode), name_node)
		if (u->path.dentry && u->path.dentry->inode == inode)
			return u;
	return NULL;
}

/* --- bind --- */

int unix_autobind(struct sock *sk)
{
	struct linux_sockaddr_un un = { .family = AF_UNIX };
	struct unix_sock *u = unix_sk(sk);
	uint32_t number, first;
	const int len = (int)UN_PATH + 6;
	char digits[8];

	if (u->addr)
		return 0;
	first = number = (uint32_t)get_random_u64() & 0xfffff;
	do {
		snprintf(digits, sizeof(digits), "%05x", number);
		memcpy(un.path + 1, digits, 5);
		if (!find_abstract(&un, len, sk->type)) {
			u->addr = addr_alloc(&un, len);
			if (!u->addr)
				return -ENOMEM;
			list_add(&u->name_node, abstract_bucket(&un, len, sk->type));
			return 0;
		}
		number = (number + 1) & 0xfffff;
	} while (number != first);
	return -ENOSPC;
}

static int bind_abstract(struct sock *sk, const struct kmsg *m)
{
	struct unix_sock *u = unix_sk(sk);
	struct unix_addr *addr = addr_alloc(&m->un, m->namelen);
	int err = -ENOMEM;

	if (!addr)
		return err;
	err = u->addr ? -EINVAL : find_abstract(&m->un, m->namelen, sk->type) ? -EADDRINUSE : 0;
	if (err) {
		unix_addr_put(addr);
		return err;
	}
	u->addr = addr;
	list_add(&u->name_node, abstract_bucket(&m->un, m->namelen, sk->type));
	return 0;
}

/* The path, with the NUL that the guest need not have put behind it. */
static int path_of(char path[UNIX_PATH_MAX + 1], const struct kmsg *m)
{
	size_t n = (size_t)m->namelen - UN_PATH;

	memcpy(path, m->un.path, n);
	path[n] = '\0';
	return (int)(UN_PATH + strlen(path) + 1);
}

/* May sleep. The node goes again if the socket turns out to have a name. */
static int bind_path(struct sock *sk, const struct kmsg *m)
{
	uint32_t mode = S_IFSOCK | (sk->file->inode->mode & S_IRWXUGO);
	struct unix_sock *u = unix_sk(sk);
	char name[UNIX_PATH_MAX + 1];
	struct linux_sockaddr_un un = { .family = AF_UNIX };
	struct unix_addr *addr;
	struct path path;
	int len = path_of(name, m), err;

	memcpy(un.path, name, min(strlen(name), sizeof(un.path)));
	addr = addr_alloc(&un, len);
	if (!addr)
		return -ENOMEM;
	err = kern_mknod(name, mode, &path);
	if (err) {
		unix_addr_put(addr);
		return err == -EEXIST ? -EADDRINUSE : err;
	}
	if (u->addr) {
		kern_unlink(&path);
		path_put(&path);
		unix_addr_put(addr);
		return -EINVAL;
	}
	u->addr = addr;
	u->path = path;
	list_add(&u->name_node, inode_bucket(path.dentry->inode));
	return 0;
}

int unix_bind(struct sock *sk, struct kmsg *m)
{
	int err;

	if (m->namelen == (int)UN_PATH && m->un.family == AF_UNIX)
		return unix_autobind(sk);
	err = unix_validate_addr(m);
	if (err)
		return err;
	return m->un.path[0] ? bind_path(sk, m) : bind_abstract(sk, m);
}

/* --- find --- */

/* May sleep. */
static struct sock *find_path(const struct kmsg *m, int type)
{
	char name[UNIX_PATH_MAX + 1];
	struct unix_sock *u = NULL;
	struct path path;
	int err;

	path_of(name, m);
	err = path_lookup(AT_FDCWD, name, LOOKUP_FOLLOW, &path);
	if (err)
		return ERR_PTR(err);
	err = inode_permission(path.dentry->inode, MAY_WRITE);
	if (!err && S_ISSOCK(path.dentry->inode->mode))
		u = find_inode(path.dentry->inode);
	if (!err && !u)
		err = -ECONNREFUSED;
	if (!err && u->sk.type != type)
		err = -EPROTOTYPE;
	if (!err)
		touch_atime_path(&path);
	path_put(&path);
	return err ? ERR_PTR(err) : sock_get(&u->sk);
}

struct sock *unix_find(const struct kmsg *m, int type)
{
	struct unix_sock *u;

	if (m->un.path[0])
		return find_path(m, type);
	u = find_abstract(&m->un, m->namelen, type);
	if (!u)
		return ERR_PTR(-ECONNREFUSED);
	return sock_get(&u->sk);
}

/* --- tell --- */

int unix_getname(struct sock *sk, struct kmsg *m, bool peer)
{
	const struct unix_addr *addr;

	if (peer) {
		sk = unix_sk(sk)->peer;
		if (!sk)
			return -ENOTCONN;
	}
	addr = unix_sk(sk)->addr;
	if (!addr) {
		m->un.family = AF_UNIX;
		return (int)sizeof(m->un.family);
	}
	memcpy(m->name, &addr->un, min((size_t)addr->len, sizeof(addr->un)));
	m->name[sizeof(addr->un)] = '\0'; /* of a path that fills the address */
	return addr->len;
}

void unix_copy_addr(struct kmsg *m, const struct sock *from)
{
	const struct unix_addr *addr = from ? unix_sk((struct sock *)from)->addr : NULL;

	if (!m->want_name || !addr)
		return;
	memcpy(m->name, &addr->un, min((size_t)addr->len, sizeof(addr->un)));
	m->name[sizeof(addr->un)] = '\0';
	m->namelen = addr->len;
}
