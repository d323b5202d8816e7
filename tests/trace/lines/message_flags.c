/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flags of messages. */
#include <sys/socket.h>
#include <sys/un.h>
#include <netinet/in.h>

#include "lines.h"

int main(void)
{
	long r;

	r = sendto(-1, "x", 1, MSG_OOB | MSG_DONTROUTE | MSG_EOR | MSG_NOSIGNAL | MSG_MORE, NULL, 0);
	expect("sendto(-1, \"x\", 1, MSG_OOB|MSG_DONTROUTE|MSG_EOR|MSG_NOSIGNAL|MSG_MORE, "
	       "NULL, 0) = %s",
	       result(r));
	r = sendto(-1, NULL, 0, 0x100000, NULL, 0);
	expect("sendto(-1, NULL, 0, 0x100000 /* MSG_??? */, NULL, 0) = %s", result(r));
	r = sendto(-1, "x", 1, MSG_ZEROCOPY | 0x200000, NULL, 0);
	expect("sendto(-1, \"x\", 1, MSG_ZEROCOPY|0x200000, NULL, 0) = %s", result(r));
	r = recvfrom(-1, NULL, 0, MSG_PEEK | MSG_WAITALL | MSG_ERRQUEUE, NULL, NULL);
	expect("recvfrom(-1, NULL, 0, MSG_PEEK|MSG_WAITALL|MSG_ERRQUEUE, NULL, NULL) = %s",
	       result(r));
	return 0;
}
