// SPDX-License-Identifier: GPL-2.0-or-later
// Calls from functions whose names say much, too much, or nothing.
#include <string>
#include <sys/syscall.h>
#include <unistd.h>

#define KEPT __attribute__((noinline, noclone, used))
#define NOT_A_TAIL() __asm__ volatile("" ::: "memory")

namespace outer
{
template <class T> struct Box {
	KEPT static void call(const std::string &, T (*)(T *))
	{
		syscall(SYS_getppid);
		NOT_A_TAIL();
	}
};
KEPT void work(Box<int> &, unsigned long)
{
	Box<int>::call("", nullptr);
	NOT_A_TAIL();
}
}

// Pointers to pointers, nine hundred deep; what no compiler has written; and longer than is read.
#define P10 "PPPPPPPPPP"
#define P100 P10 P10 P10 P10 P10 P10 P10 P10 P10 P10
#define P900 P100 P100 P100 P100 P100 P100 P100 P100 P100
KEPT void deep() __asm__("_Z4deep" P900 "i");
KEPT void wrong() __asm__("_ZNSt5wrong");

KEPT void deep()
{
	syscall(SYS_getppid);
	NOT_A_TAIL();
}
KEPT void wrong()
{
	deep();
	NOT_A_TAIL();
}

int main()
{
	outer::Box<int> box;

	outer::work(box, 1);
	wrong();
	return 0;
}
