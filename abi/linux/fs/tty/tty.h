/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Terminals. What all have in common (opening, sessions, job control, hanging up, ioctls) is in
 * tty_*.c; below it stands one of two drivers: the pseudo-terminal (pty.c), whose two sides are
 * connected through line disciplines of our own (n_tty*.c), and the host's terminal (console.c),
 * whose line discipline is the host's.
 */
#ifndef FS_TTY_TTY_H
#define FS_TTY_TTY_H

#include "fs/fs.h"
#include "uapi/termios.h"

#define TTYAUX_MAJOR 5
#define PTS_MAJOR 136

#define TTY_GID 5 /* group "tty", as most distributions number it */

struct n_tty;
struct tty;

/* TCSETS, TCSETSW, TCSETSF. */
enum tty_when { TTY_NOW, TTY_DRAIN, TTY_FLUSH };

/*
 * What stands below. All take the terminal that the call means: of a pair the side of the file,
 * but for modes and window size the slave. 0 or -errno unless said otherwise; a driver has all.
 */
struct tty_ops {
	int (*open)(struct tty *tty, struct file *f);
	void (*close)(struct tty *tty, struct file *f); /* counts are as before it */
	int64_t (*read)(struct tty *tty, struct file *f, struct iov_iter *to);	  /* may sleep */
	int64_t (*write)(struct tty *tty, struct file *f, struct iov_iter *from); /* may sleep */
	unsigned (*poll)(struct tty *tty, struct file *f, struct poll_table *pt);
	/* -ENOIOCTLCMD: unknown. */
	long (*ioctl)(struct tty *tty, struct file *f, unsigned cmd, uint64_t arg);
	int (*get_termios)(struct tty *tty, struct linux_termios2 *t);
	/* Job control was asked already. May sleep. */
	int (*set_termios)(struct tty *tty, const struct linux_termios2 *t, enum tty_when when);
	int (*get_winsize)(struct tty *tty, struct linux_winsize *w);
	int (*set_winsize)(struct tty *tty, const struct linux_winsize *w);
	int (*flush)(struct tty *tty, int queue);  /* TCFLSH's argument */
	int (*flow)(struct tty *tty, int action);  /* TCXONC's */
	int (*drain)(struct tty *tty);		   /* until output is sent. May sleep */
	int (*send_break)(struct tty *tty, int ms); /* may sleep */
	int (*pending)(struct tty *tty, bool output); /* bytes, FIONREAD and TIOCOUTQ */
	int (*insert)(struct tty *tty, unsigned char c); /* TIOCSTI */
	void (*async)(struct tty *tty);	   /* somebody set O_ASYNC */
	void (*hangup)(struct tty *tty);	   /* its files are closed to all already */
};

/* Held across sleeps by whoever reads or writes. */
struct tty_mutex {
	bool held;
	struct wait_queue_head wait;
};

/* Bytes on their way to a side's line discipline, which had no room. */
#define FLIP_SIZE 16384u
struct flip {
	unsigned head, tail;	/* run freely */
	unsigned looked_ahead;	/* bytes from the tail that were searched for flow control */
	bool busy;		/* being moved to the line discipline, further up the stack */
	unsigned char buf[FLIP_SIZE];
};

struct tty {
	const struct tty_ops *ops;
	unsigned index;	  /* N of /dev/pts/N */
	unsigned count;	  /* opens; of a slave one more for its master */
	pid_t session;	  /* whose controlling terminal it is; 0: nobody's */
	pid_t pgrp;	  /* the foreground group; 0: none */
	bool exclusive;	  /* TIOCEXCL */
	bool hung_up;	  /* since the last open */
	struct list_head files; /* tty_file.node */
	struct list_head fasync; /* O_ASYNC */
	bool write_wakeup;	/* a write was cut short: SIGIO when there is room again */
	struct dentry *node;	/* of a slave: in devpts, while the master is open */

	/* Pseudo-terminals. */
	struct tty *link; /* the other side; NULL: this is no pseudo-terminal */
	bool is_master;
	bool io_error;	   /* this side is closed */
	bool other_closed; /* the other side is */
	bool locked;	   /* of a master: TIOCSPTLCK */
	bool packet;	   /* of a master: TIOCPKT */
	bool stopped;	   /* output is, by VSTOP or TCOOFF */
	bool tco_stopped;  /* by TCOOFF: only TCOON starts it */
	unsigned char pktstatus; /* of a slave: TIOCPKT_* that the master has not read */
	struct linux_termios2 termios;
	struct linux_termios locks; /* TIOCSLCKTRMIOS: bits that cannot be changed */
	struct linux_winsize winsize;
	struct wait_queue_head read_wait, write_wait;
	struct tty_mutex read_lock, write_lock;
	struct n_tty *ldisc; /* NULL: hung up */
	struct flip *flip;
};

/* An open file on a terminal: file.priv. */
struct tty_file {
	struct list_head node;
	struct tty *tty;
	struct file *file;
};

extern const struct file_ops tty_file_ops, hung_up_tty_ops, ptmx_ops;
extern const struct fs_type devpts_type;

/* --- tty_io.c --- */
static inline struct tty *file_tty(const struct file *f)
{
	return ((const struct tty_file *)f->priv)->tty;
}
static inline bool tty_hung_up(const struct file *f)
{
	return f->op == &hung_up_tty_ops;
}
/* Clears what an open of a new terminal finds; refs of the allocation are its driver's. */
void tty_init(struct tty *tty, const struct tty_ops *ops, unsigned index);
/* f becomes a file on tty, which counts it. 0 or -ENOMEM. */
int tty_add_file(struct tty *tty, struct file *f);
/* All its files read the end and write -EIO from now on, its session loses it and hears SIGHUP. */
void tty_hangup(struct tty *tty, bool exit_session);
static inline void tty_vhangup(struct tty *tty)
{
	tty_hangup(tty, false);
}
int tty_mutex_lock(struct tty_mutex *m, bool nonblock); /* -EAGAIN, -ERESTARTSYS. May sleep */
void tty_mutex_unlock(struct tty_mutex *m);
void tty_write_unlock(struct tty *tty);
void tty_wake_readers(struct tty *tty); /* there is input */
void tty_wake_writers(struct tty *tty); /* there is room for output */
static inline bool tty_nonblock(const struct file *f)
{
	return f->flags & O_NONBLOCK;
}

/* --- tty_jobctrl.c --- */
/* May the current process change tty's state (SIGTTOU) or read it (SIGTTIN)? 0 or -errno. */
int tty_check_change(struct tty *tty, int sig);
void tty_open_proc_set_tty(struct file *f, struct tty *tty);
void session_clear_tty(pid_t session);
void tty_signal_session_leader(struct tty *tty, bool exit_session);
/* TIOCSCTTY and its like; tty is the file's side, real the slave. -ENOIOCTLCMD: none of them. */
long tty_jobctrl_ioctl(struct tty *tty, struct tty *real, struct file *f, unsigned cmd,
		       uint64_t arg);
/*
 * The current process, a session's leader, gives its terminal up for the whole session: TIOCNOTTY,
 * or its end (on_exit), which the foreground group hears of. For others nothing. Call at exit after
 * the files are closed, when the last thread goes.
 */
void disassociate_ctty(bool on_exit);
/* The current process has none any more: setsid. */
void proc_clear_tty(void);
/*
 * A signal from the host's terminal, or one that its user sent to ring3 as if it came from there
 * (SIGINT, SIGQUIT, SIGTSTP, SIGWINCH, SIGHUP, SIGCONT): goes to the foreground group of the
 * machine's first terminal, SIGHUP hangs it up. False: there is none that has such a group.
 */
bool tty_host_signal(int sig);

/* --- tty_ioctl.c, tty_modes.c --- */
long tty_ioctl(struct file *f, unsigned cmd, uint64_t arg);
/* TCGETS and its like, on the slave. -ENOIOCTLCMD: none of them. May sleep. */
long tty_mode_ioctl(struct tty *tty, unsigned cmd, uint64_t arg);
/* What may not be changed stays in t, the new modes, as it was. */
void tty_keep_locked(const struct tty *tty, struct linux_termios2 *t,
		     const struct linux_termios2 *old);
void tty_encode_speed(struct linux_termios2 *t); /* ispeed, ospeed from what cflag says */

/* --- pty.c, devpts.c --- */
/* A pair; the master is opened by f later. NULL: no memory. */
struct tty *pty_create(unsigned index);
void pty_free(struct tty *tty); /* either side: both */
/* Bytes to this side's line discipline. How many there was room for. */
size_t pty_push(struct tty *to, const unsigned char *buf, size_t n);
void pty_flush_to_ldisc(struct tty *tty); /* as much as there is room for */

/* The devpts that a file of ptmx belongs to, with a reference, or ERR_PTR. */
struct super_block *devpts_acquire(const struct file *f);
int devpts_new_index(struct super_block *sb); /* or -ENOSPC, -ENOMEM */
void devpts_kill_index(struct super_block *sb, unsigned index);
/* The node of a slave, referenced, or ERR_PTR. */
struct dentry *devpts_pty_new(struct super_block *sb, struct tty *slave);
void devpts_pty_kill(struct dentry *node);
/* The path of a node as the holder of its master sees it, referenced. 0 or -errno. */
int devpts_node_path(const struct file *master, struct dentry *node, struct path *path);
/* The terminal of a node; NULL: not one of a devpts, or its master is closed. */
struct tty *devpts_tty(const struct dentry *node);
struct super_block *devpts_create(void); /* as boot mounts it */

/* --- console.c --- */
/* Opens the guest's terminal for the host's; flags: access mode, O_NONBLOCK. A file or ERR_PTR. */
struct file *tty_open_host(int host_fd, unsigned flags);
struct tty *console_tty(void); /* the first of the host's, or NULL */

#endif
