/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small program whose file is damaged: functions, symbols, frames of several kinds. */
long leaf(long n);
long frame(long n);

__attribute__((noinline)) long leaf(long n)
{
	__asm__ volatile("" : "+r"(n));
	return n;
}

__attribute__((noinline)) long frame(long n)
{
	volatile char room[200];

	room[n & 63] = 1;
	return leaf(n) + room[1];
}

void _start(void);
void _start(void)
{
	volatile long n = frame(3) + leaf(4);

	__asm__ volatile(".cfi_escape 0x10, 3, 3, 0x77, 0x08, 0x06\n\t" /* an expression */
			 ".cfi_remember_state\n\tnop\n\t.cfi_restore_state");
	(void)n;
	for (;;)
		;
}
