/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The socket core: what every family has in common. A socket is a counted object; its file holds a
 * reference, and so do connections and messages on their way. Unlike Linux's there is no second
 * object for the file's side: a sock without a file is one that was not accepted yet, or an orphan.
 */
#ifndef NET_SOCK_H
#define NET_SOCK_H

#include "fs/fs.h"
#include "kernel/cred.h"
#include "kernel/pid.h"
#include "kernel/sched.h"
#include "uaccess.h"
#include "uapi/socket.h"
#include "uapi/un.h"

struct scm_fds;
struct sock;

/*
 * Who sent something: what SCM_CREDENTIALS tells. pid (referenced) NULL: nobody wanted to know. The
 * end of a stream is from nobody: zeroes.
 */
struct sender {
	struct pid *pid;
	uid_t uid;
	gid_t gid;
};

/* Ancillary data on its way in or out. */
struct scm {
	struct sender from;
	struct scm_fds *fds;
};

/* A message of a call, in the kernel's form. */
struct kmsg {
	struct iov_iter iter;
	struct iov_seg fast[UIO_FASTIOV], *iov; /* iov: to be freed, or NULL */
	/* The address: of a send, namelen 0: none; of a receive, filled in if want_name. */
	int namelen;
	bool want_name;
	unsigned flags; /* MSG_* of the call, with MSG_DONTWAIT if the file says so */
	unsigned out;	/* msg_flags that a receive tells */
	/* control: of a send a copy of ours; of a receive the guest's, advanced as it is filled */
	uaddr_t ucontrol;
	uint64_t controllen;
	void *control;
	union {
		char name[SOCKADDR_STORAGE];
		struct linux_sockaddr_un un;
	};
};

enum sock_state { SS_CLOSED, SS_ESTABLISHED, SS_LISTEN };

/* Bits of sock.flags, of sock.shutdown, of sock.userlocks. */
#define SOCKF_DEAD BIT(0) /* no file any more */
#define SOCKF_PASSCRED BIT(1)
#define SOCKF_PASSPIDFD BIT(2)
#define SOCKF_PASSSEC BIT(3)
#define SOCKF_URGINLINE BIT(4)
#define SOCKF_DEBUG BIT(5)
#define SOCKF_REUSEADDR BIT(6)
#define SOCKF_LOCALROUTE BIT(7)
#define SOCKF_BROADCAST BIT(8)
#define SOCKF_KEEPALIVE BIT(9)
#define SOCKF_NO_CHECK BIT(10)
#define SOCKF_LINGER BIT(11)
#define SOCKF_RCVTSTAMP BIT(12)
#define SOCKF_RCVTSTAMPNS BIT(13)
#define SOCKF_TSTAMP_NEW BIT(14)
#define SOCKF_RCVMARK BIT(15)
#define SOCKF_RXQ_OVFL BIT(16)
#define SOCKF_WIFI_STATUS BIT(17)
#define SOCKF_NOFCS BIT(18)
#define SOCKF_SELECT_ERR_QUEUE BIT(19)
#define SOCKF_FILTER_LOCKED BIT(20)
#define SOCKF_PREFER_BUSY_POLL BIT(21)
#define RCV_SHUTDOWN 1
#define SEND_SHUTDOWN 2
#define SHUTDOWN_MASK 3

struct sock_ops {
	int family;
	void (*release)(struct sock *sk); /* the file goes; drops the file's reference */
	void (*destroy)(struct sock *sk); /* the last reference goes; frees it */
	int (*bind)(struct sock *sk, struct kmsg *m);
	int (*connect)(struct sock *sk, struct kmsg *m, unsigned fflags); /* may sleep */
	void (*pair)(struct sock *a, struct sock *b);
	/* The next connection, with a reference, or ERR_PTR. May sleep. */
	struct sock *(*accept)(struct sock *sk, unsigned fflags);
	/* Into m->name; its length or -errno. */
	int (*getname)(struct sock *sk, struct kmsg *m, bool peer);
	unsigned (*poll)(struct sock *sk, struct file *f, struct poll_table *pt);
	long (*ioctl)(struct sock *sk, unsigned cmd, uint64_t arg);
	int (*listen)(struct sock *sk, int backlog);
	int (*shutdown)(struct sock *sk, int how);
	/* May sleep. Bytes or -errno. */
	int64_t (*sendmsg)(struct sock *sk, struct kmsg *m);
	int64_t (*recvmsg)(struct sock *sk, struct kmsg *m);
	int (*set_peek_off)(struct sock *sk, int value); /* NULL: -EOPNOTSUPP */
	void (*show_fdinfo)(struct sock *sk, struct seq_buf *out);
};

struct sock {
	unsigned refs;
	const struct sock_ops *ops;
	struct file *file; /* not counted; NULL: none */
	int type, protocol;
	enum sock_state state;
	unsigned flags;	   /* SOCKF_* */
	unsigned shutdown; /* RCV_SHUTDOWN | SEND_SHUTDOWN */
	int err;	   /* SO_ERROR, positive; 0: none */
	struct wait_queue_head wait;
	struct list_head fasync; /* O_ASYNC */
	bool nospace;		 /* somebody found no room: SIGIO when there is some */
	unsigned nr_waiting;	 /* readers asleep, who need no SIGIO */
	/* what was sent from here and not taken yet, as Linux would count its memory */
	uint32_t wmem;
	uint32_t drops;
	int sndbuf, rcvbuf, rcvlowat, peek_off;
	int64_t rcvtimeo, sndtimeo; /* ns, or NO_TIMEOUT */
	int backlog;
	/* whom SO_PEERCRED names */
	struct pid *peer_pid;	      /* NULL: nobody */
	const struct cred *peer_cred;
	uint64_t cookie;	      /* 0: not drawn yet */
	/* options that are only kept */
	int priority, mark, linger, incoming_cpu, busy_poll, busy_poll_budget, bound_if, timestamping;
	unsigned buf_lock;
	uint64_t pacing_rate;
	struct {
		int32_t clockid;
		uint32_t flags;
	} txtime;
};

static inline struct sock *sock_get(struct sock *sk)
{
	sk->refs++;
	return sk;
}

static inline void sock_put(struct sock *sk)
{
	if (sk && !--sk->refs)
		sk->ops->destroy(sk);
}

/* --- core.c --- */
void sock_init(struct sock *sk, const struct sock_ops *ops, int type);
/* The socket behind a descriptor's file, or NULL. */
struct sock *sock_of(const struct file *f);
/* A file for a socket, still without one; or ERR_PTR. Then the socket, whose reference it takes. */
struct file *sock_file(unsigned flags);
void sock_attach(struct sock *sk, struct file *f);
/* The pending error, negative, which is told once. */
static inline int sock_error(struct sock *sk)
{
	int err = sk->err;

	sk->err = 0;
	return -err;
}
static inline int64_t sock_rcvtimeo(const struct sock *sk, bool nonblock)
{
	return nonblock ? 0 : sk->rcvtimeo;
}
static inline int64_t sock_sndtimeo(const struct sock *sk, bool nonblock)
{
	return nonblock ? 0 : sk->sndtimeo;
}
/*
 * One sleep of a loop that looks again after 0: until one of events, or a change of state. -EAGAIN:
 * no time is left; a signal: -ERESTARTSYS, or -EINTR if there was a limit. *timeo becomes what is
 * left. May sleep.
 */
#define SOCK_READER (EPOLLIN | EPOLLRDNORM | EPOLLERR | EPOLLHUP)
#define SOCK_WRITER (EPOLLOUT | EPOLLWRNORM | EPOLLERR | EPOLLHUP)
int sock_sleep(struct wait_queue_head *q, int64_t *timeo, unsigned events, bool exclusive);
/* Somebody may read, write, or look at the state again. */
void sock_readable(struct sock *sk);
void sock_writable(struct sock *sk);
void sock_state_changed(struct sock *sk);
void sock_error_report(struct sock *sk);
void sock_wake_async(struct sock *sk, int reason); /* SIGIO: POLL_HUP and the like */
void sock_send_sigurg(struct sock *sk);
uint64_t sock_cookie(struct sock *sk);
/* dev_ioctl.c: a command of network devices; -ENOIOCTLCMD: it is none. */
long dev_ioctl(unsigned cmd, uaddr_t ua);
void sock_set_peer_cred(struct sock *sk, struct pid *pid, const struct cred *cred);
static inline struct pid *current_tgid(void)
{
	return current->group_leader->thread_pid;
}

/* --- socket.c --- */
/* Addresses from and to the guest. 0 or -errno. */
int move_addr_to_kernel(struct kmsg *m, uaddr_t from, int len);
int move_addr_to_user(const struct kmsg *m, int len, uaddr_t to, uaddr_t ulen);

/* --- sockopt.c, getsockopt.c --- */
unsigned sock_option_flag(int opt); /* SOCKF_* of an option that is one bit; 0: none */
long sock_setsockopt(struct sock *sk, int opt, uaddr_t optval, int optlen);
long sock_getsockopt(struct sock *sk, int opt, uaddr_t optval, uaddr_t optlen);

/* --- msghdr.c --- */
/*
 * The guest's header (its layout by MSG_CMSG_COMPAT in m->flags) as m: address, vector, control.
 * 0, and m is to be given to kmsg_free(); or -errno.
 */
int kmsg_import_send(struct kmsg *m, uaddr_t umsg);
int kmsg_import_recv(struct kmsg *m, uaddr_t umsg, uaddr_t *uname);
void kmsg_free(struct kmsg *m);
/* What a receive tells its caller: address, flags, length of the control. 0 or -EFAULT, -EINVAL. */
int kmsg_export(const struct kmsg *m, uaddr_t umsg, uaddr_t uname, uaddr_t ucontrol);
/* No control, no address: what read, write, sendto and recvfrom begin with. */
static inline void kmsg_init(struct kmsg *m, unsigned flags)
{
	m->iov = NULL;
	m->namelen = 0;
	m->want_name = false;
	m->flags = flags;
	m->out = 0;
	m->ucontrol = 0;
	m->controllen = 0;
	m->control = NULL;
}

/* --- scm.c --- */
#define SCM_MAX_FD 253
/* Reads the control messages of a send. 0 or -errno; scm is to be given to scm_destroy() after 0. */
int scm_send(struct kmsg *m, struct scm *scm);
void scm_destroy(struct scm *scm);
/* Tells the receiver what sk asked for and what came. Takes the contents of scm. */
void scm_recv(struct sock *sk, struct kmsg *m, struct scm *scm);
void scm_recv_timestamp(struct sock *sk, struct kmsg *m, uint64_t stamp);
/* The sender's fields are taken over, or referenced once more. */
struct sender sender_get(const struct sender *from);
void sender_put(struct sender *from);
/*
 * A descriptor of a process, reserved; *f is to be installed on it or put. -EINVAL: the process is
 * gone; -errno.
 */
int pidfd_prepare(struct pid *pid, struct file **f);
int put_cmsg(struct kmsg *m, int level, int type, const void *data, size_t n);

/* Descriptors of a message. */
struct scm_fds {
	unsigned n;
	unsigned nr_sockets; /* AF_UNIX ones among them */
	struct list_head node;
	struct inflight_user *user; /* who is charged for it while on its way */
	struct file *file[];
};
/* Drops the files; never recurses into the messages of a socket that ends by it. */
void scm_fds_put(struct scm_fds *fds);
struct scm_fds *scm_fds_dup(const struct scm_fds *fds); /* NULL: no memory */

/* A machine's sockets; kernel->net. */
#define UNIX_HASH 256
struct net_state {
	struct list_head unix_all;		  /* unix_sock.all_node, youngest first */
	struct list_head unix_names[UNIX_HASH];	  /* bound ones, by abstract name or inode */
	unsigned long nr_unix;			  /* with embryos */
	uint64_t last_cookie;
	/* unix/gc.c, unix/inflight.c */
	struct list_head inflight;	 /* unix_sock.inflight_node: passed at least once */
	unsigned long nr_inflight;	 /* passings of AF_UNIX sockets */
	unsigned closes_since_gc;
	bool collecting, gc_again;
	const struct file *closing;	 /* a descriptor's reference of it goes in a moment */
	struct list_head users;		 /* struct inflight_user */
	struct list_head dead_fds;	 /* scm_fds whose files are to be dropped */
	bool dropping_fds;
};

static inline struct net_state *net_state(void)
{
	return kernel->net;
}

#endif
