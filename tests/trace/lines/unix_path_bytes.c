/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes in paths of sockets are escaped, and paths are shown whole. */
#include <sys/socket.h>
#include <sys/un.h>
#include <netinet/in.h>

#include "lines.h"

int main(void)
{
	struct sockaddr_un sun = { AF_UNIX, "a\"\n\1\377b" };
	struct sockaddr_un longest = { AF_UNIX, "" };
	memset(longest.sun_path, 'x', sizeof(longest.sun_path));
	long r;

	r = bind(-1, (void *)&sun, sizeof(sun));
	expect("bind(-1, {sa_family=AF_UNIX, sun_path=\"a\\\"\\n\\1\\377b\"}, 110) = %s",
	       result(r));
	r = connect(-1, (void *)&longest, sizeof(longest));
	expect("connect(-1, {sa_family=AF_UNIX, "
	       "sun_path=\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	       "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}, 110) = %s",
	       result(r));
	r = connect(-1, (void *)&longest, 40);
	expect("connect(-1, {sa_family=AF_UNIX, "
	       "sun_path=\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}, 40) = %s",
	       result(r));
	return 0;
}
