/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /proc/net/unix. */
#include "net/net.h"
#include "net/unix/unix.h"

#define SO_ACCEPTCON 0x10000u

enum { SHOW_UNCONNECTED = 1, SHOW_CONNECTING, SHOW_CONNECTED, SHOW_DISCONNECTING };

static int shown_state(const struct sock *sk)
{
	if (sk->file)
		return sk->state == SS_ESTABLISHED ? SHOW_CONNECTED : SHOW_UNCONNECTED;
	return sk->state == SS_ESTABLISHED ? SHOW_CONNECTING : SHOW_DISCONNECTING;
}

/* An abstract name's first NUL, and any other, is shown as @. */
static void show_name(struct seq_buf *s, const struct unix_addr *addr)
{
	int n = addr->len - (int)UN_PATH, i = 0;

	seq_putc(s, ' ');
	if (!addr->un.path[0]) {
		seq_putc(s, '@');
		i++;
	} else {
		n--;
	}
	for (; i < n; i++)
		seq_putc(s, addr->un.path[i] ? addr->un.path[i] : '@');
}

static void show_socket(struct seq_buf *s, struct unix_sock *u)
{
	struct sock *sk = &u->sk;

	seq_printf(s, "%016x: %08X %08X %08X %04X %02X %5llu", 0,
		   sk->refs + 1 /* Linux's table has one */, 0,
		   sk->state == SS_LISTEN ? SO_ACCEPTCON : 0, (unsigned)sk->type,
		   (unsigned)shown_state(sk),
		   sk->file ? (unsigned long long)sk->file->inode->ino : 0);
	if (u->addr)
		show_name(s, u->addr);
	seq_putc(s, '\n');
}

int proc_unix_show(struct seq_buf *s, __unused struct task *t)
{
	struct unix_sock *u;

	seq_puts(s, "Num       RefCount Protocol Flags    Type St Inode Path\n");
	list_for_each_entry(u, &net_state()->unix_all, all_node)
		show_socket(s, u);
	return 0;
}
