/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file cmocka.h
 * Unit tests of system calls, with CMocka. Include cmocka.h, and what it needs, before.
 *
 *	static void read_wants_an_open_file(struct r3_task *t)
 *	{
 *		r3_assert_errno(t, EBADF, SYS_read, -1, r3_alloc(t, 16), 16);
 *	}
 *	R3_TEST(read_wants_an_open_file)
 *
 *	int main(int argc, char **argv)
 *	{
 *		return r3_kit_main(argc, argv);
 *	}
 *
 * A test gets a task: a process in which nothing runs, and which makes the calls that the test
 * tells it to make. It has no open descriptors, no signal handlers, umask 022, no privileges (see
 * R3_ROOT), and is in an empty directory of its own. The same test can be run on a machine of
 * ring3's and on the host's kernel (oracle mode), as 64-bit and as 32-bit code.
 *
 * What goes wrong in a function of this header fails the running test by CMocka's means: none needs
 * to be checked. Addresses are the task's, never the host's. Constants (O_CREAT, SIGCHLD) are
 * those of x86, which are the same in both ABIs unless a man page says otherwise; structures are
 * not, and are laid out by the test: see r3_words().
 */
#ifndef RING3_CMOCKA_H
#define RING3_CMOCKA_H

#include "ring3/control.h"
#include "ring3/extend.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A task that a test drives. It is the kit's, until the test's end. */
struct r3_task;
/** An address in a task's memory. */
typedef uint64_t r3_ptr;

/** Where in the test's source a call of the kit stands: two parameters. */
#define R3_HERE __FILE__, __LINE__

/* --- tests --- */

#define R3_ONLY_64 1u	 /**< of a test: for 64-bit code only */
#define R3_ONLY_32 2u	 /**< for 32-bit code only */
#define R3_ROOT 4u	 /**< the task is root; where the oracle cannot be, it is skipped there */
#define R3_ONLY_RING3 8u /**< nothing to be asked of the host: skipped in oracle mode */

/** A test, as R3_TEST() makes it. */
struct r3_test {
	const char *name;		/**< the function's */
	void (*fn)(struct r3_task *t);	/**< what it does */
	unsigned flags;			/**< R3_ONLY_64 and its neighbours */
	const char *file;		/**< where it is defined */
	int line;			/**< in that file */
	struct r3_test *next;		/**< the kit's */
};

/**
 * Add a test to those of r3_kit_main(): R3_TEST() does it before main().
 * @param test static, kept
 */
void r3_add_test(struct r3_test *test);

/** A test for both ABIs, which is then called "f/x86_64" and "f/i386". */
#define R3_TEST(f) R3_TEST_WITH(f, 0)
/** For 64-bit code only. */
#define R3_TEST_64(f) R3_TEST_WITH(f, R3_ONLY_64)
/** For 32-bit code only. */
#define R3_TEST_32(f) R3_TEST_WITH(f, R3_ONLY_32)
/** With flags: R3_ONLY_64 and its neighbours. */
#define R3_TEST_WITH(f, flags)                                                       \
	__attribute__((constructor)) static void r3_add_##f(void)                    \
	{                                                                            \
		static struct r3_test test_ = { #f, f, (flags), R3_HERE, 0 };        \
		r3_add_test(&test_);                                                 \
	}

/**
 * main() of a program of tests: runs those of R3_TEST() in the order of their definition as one
 * group of CMocka's, with its filter, skip filter and outputs (CMOCKA_MESSAGE_OUTPUT=TAP and the
 * like). RING3_WORLD=linux in the environment runs them on the host's kernel.
 * @param argc main()'s
 * @param argv main()'s: the program's name, and perhaps a filter, as "read_*" or "*i386"
 * @return for main(): 0, or how many failed
 */
int r3_kit_main(int argc, char **argv);

/**
 * Setup function of CMocka for those who bring their own main(): a 64-bit task.
 * @param state *state is the struct r3_task * afterwards
 * @return 0, or -1 with a message
 */
int r3_setup_x86_64(void **state);
/**
 * The same with a 32-bit task.
 * @param state *state is the struct r3_task * afterwards
 * @return 0, or -1 with a message
 */
int r3_setup_i386(void **state);
/**
 * Teardown function that belongs to both: ends all tasks, and fails if anything is left over.
 * @param state as the setup function left it
 * @return 0, or -1 with a message
 */
int r3_teardown(void **state);
/** Give the machines that tests have used back; r3_kit_main() does it. */
void r3_kit_done(void);

/**
 * Make the machines that tests get with other options than usual, from now on: memory, limits, a name.
 * What a test's task and its time are made of stays as it is: uid, gid, init, deterministic and
 * clock_by_hand do not count. Machines that there are already are given back: between tests only.
 * @param options copied, its strings and contexts are kept; NULL: the usual ones
 */
void r3_kit_options(const struct r3_options *options);

/* --- where a test runs --- */

/** Whose kernel serves the calls. */
enum r3_world {
	R3_ON_RING3, /**< a machine's */
	R3_ON_LINUX  /**< the host's: the oracle */
};

/** By what a call is made. */
enum r3_way {
	R3_BY_USUAL,	 /**< syscall of 64-bit code, int $0x80 of 32-bit code */
	R3_BY_INT80,	 /**< int $0x80: of 64-bit code, too, and then a call of i386's table */
	R3_BY_SYSENTER,	 /**< sysenter, through the vDSO's __kernel_vsyscall: 32-bit code only */
	R3_BY_SYSCALL32, /**< syscall of 32-bit code; the oracle: on AMD's CPUs only */
	R3_BY_SYSCALL64, /**< syscall of 64-bit code */
	R3_BY_TABLE	 /**< none: the routine is called as the table has it. ring3 only */
};

/**
 * Where does this test run?
 * @param t the task
 * @return whose kernel it is
 */
enum r3_world r3_world_of(const struct r3_task *t);
/**
 * Is the task 32-bit code?
 * @param t the task
 * @return not 0: it is
 */
int r3_is_i386(const struct r3_task *t);
/**
 * The size of its long and of its pointers.
 * @param t the task
 * @return 8 or 4 bytes
 */
size_t r3_word(const struct r3_task *t);
/**
 * The machine that the task is in, for the rest of ring3's functions. It need not be destroyed.
 * @param t the task
 * @return the machine; NULL: the host
 */
struct r3_machine *r3_machine_of(const struct r3_task *t);
/**
 * Its number.
 * @param t the task
 * @return as gettid(2) in it would say
 */
int r3_tid(const struct r3_task *t);
/**
 * Make this task's calls in another way from now on. Which way there is not fails the test.
 * @param t the task
 * @param way how; R3_BY_USUAL is how it begins
 */
void r3_call_by(struct r3_task *t, enum r3_way way);
/**
 * Can this task make calls in that way, here?
 * @param t the task
 * @param way how
 * @return not 0: it can
 */
int r3_can_call_by(const struct r3_task *t, enum r3_way way);

/* --- system calls --- */

/** Of a name and up to six arguments: the arguments as int64_t, zeroes behind them. */
#define R3_ARGS(...) R3_ARGS_(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)
/** For R3_ARGS(). */
#define R3_ARGS_(name, a, b, c, d, e, f, ...)                                            \
	(int64_t)(a), (int64_t)(b), (int64_t)(c), (int64_t)(d), (int64_t)(e), (int64_t)(f)
/** For r3_call(): the name. */
#define R3_NAME(...) R3_NAME_(__VA_ARGS__, 0)
/** For R3_NAME(). */
#define R3_NAME_(name, ...) (name)

/**
 * Make a call: r3_syscall(t, SYS_read, fd, buf, 16). The result is as the kernel has it, a negative
 * errno if it failed. If it goes to sleep, the test fails: see r3_begin().
 *
 * The name is taken as it is written, without SYS_ or __NR_, and looked up in the task's ABI; it
 * need not be known to the host's headers. A number literal is a number. So this cannot be used
 * from a macro that takes the name as a parameter: r3_call() can. i386 gets the low halves of
 * arguments, and what takes 64 bits there takes two arguments (pread64), as in the man pages.
 */
#define r3_syscall(t, ...) r3_syscall_at(R3_HERE, (t), #__VA_ARGS__, R3_ARGS(__VA_ARGS__))
/** The same with a string as name: r3_call(t, "read", fd, buf, 16); also "SYS_read" and "17". */
#define r3_call(t, ...) r3_syscall_at(R3_HERE, (t), R3_NAME(__VA_ARGS__), R3_ARGS(__VA_ARGS__))
/** r3_assert_result(t, 16, SYS_read, fd, buf, 16): the result must be that. It says both if not. */
#define r3_assert_result(t, expected, ...) \
	r3_assert_result_at(R3_HERE, (t), (expected), #__VA_ARGS__, R3_ARGS(__VA_ARGS__))
/** The call must fail with an errno: r3_assert_errno(t, EBADF, SYS_close, 99). */
#define r3_assert_errno(t, expected, ...) \
	r3_assert_result_at(R3_HERE, (t), -(int64_t)(expected), #__VA_ARGS__, R3_ARGS(__VA_ARGS__))
/** The call must succeed, whatever its result, which this returns. */
#define r3_assert_ok(t, ...) r3_assert_ok_at(R3_HERE, (t), #__VA_ARGS__, R3_ARGS(__VA_ARGS__))

/**
 * What r3_syscall() is.
 * @param file where the test says so
 * @param line in that file
 * @param t the task, which is in no call
 * @param call its name, and perhaps a comma and anything behind it
 * @param a first argument
 * @param b second
 * @param c third
 * @param d fourth
 * @param e fifth
 * @param f sixth
 * @return the result
 */
int64_t r3_syscall_at(const char *file, int line, struct r3_task *t, const char *call, int64_t a,
		      int64_t b, int64_t c, int64_t d, int64_t e, int64_t f);
/**
 * What r3_assert_result() and r3_assert_errno() are.
 * @param file where the test says so
 * @param line in that file
 * @param t the task, which is in no call
 * @param expected the result that it must have
 * @param call its name, and perhaps a comma and anything behind it
 * @param a first argument
 * @param b second
 * @param c third
 * @param d fourth
 * @param e fifth
 * @param f sixth
 */
void r3_assert_result_at(const char *file, int line, struct r3_task *t, int64_t expected,
			 const char *call, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e,
			 int64_t f);
/**
 * What r3_assert_ok() is.
 * @param file where the test says so
 * @param line in that file
 * @param t the task, which is in no call
 * @param call its name, and perhaps a comma and anything behind it
 * @param a first argument
 * @param b second
 * @param c third
 * @param d fourth
 * @param e fifth
 * @param f sixth
 * @return the result, which is no errno
 */
int64_t r3_assert_ok_at(const char *file, int line, struct r3_task *t, const char *call, int64_t a,
			int64_t b, int64_t c, int64_t d, int64_t e, int64_t f);

/**
 * Does the task's ABI have a call of this name?
 * @param t the task
 * @param name "read", or with SYS_ in front
 * @return not 0: it does
 */
int r3_has_call(const struct r3_task *t, const char *name);
/**
 * A call's number in the task's ABI; there must be one.
 * @param t the task
 * @param name "read", or with SYS_ in front
 * @return the number
 */
unsigned r3_call_nr(const struct r3_task *t, const char *name);
/**
 * The last call that the task finished, as strace prints it.
 * @param t the task
 * @return text, until its next call
 */
const char *r3_last_call(const struct r3_task *t);

/* --- calls in steps: begin, look, let others act, finish --- */

/**
 * Begin a call: the task runs until it has finished it or sleeps in it, which r3_blocks() tells.
 * Nobody else runs meanwhile.
 */
#define r3_begin(t, ...) r3_begin_at(R3_HERE, (t), #__VA_ARGS__, R3_ARGS(__VA_ARGS__))
/** What was begun must be over by now, or as soon as the task may run. Returns its result. */
#define r3_finish(t) r3_finish_at(R3_HERE, (t))
/** The call that was begun must be asleep. */
#define r3_assert_blocks(t) r3_assert_blocks_at(R3_HERE, (t))
/** The call that was begun must be over now, with this result. */
#define r3_assert_finished(t, expected) r3_assert_finished_at(R3_HERE, (t), (expected))

/**
 * What r3_begin() is.
 * @param file where the test says so
 * @param line in that file
 * @param t the task, which is in no call
 * @param call its name, and perhaps a comma and anything behind it
 * @param a first argument
 * @param b second
 * @param c third
 * @param d fourth
 * @param e fifth
 * @param f sixth
 */
void r3_begin_at(const char *file, int line, struct r3_task *t, const char *call, int64_t a,
		 int64_t b, int64_t c, int64_t d, int64_t e, int64_t f);
/**
 * Does a task sleep in the call that was begun? It goes on first, if it can.
 * @param t the task
 * @return not 0: it sleeps; 0: the call is over
 */
int r3_blocks(struct r3_task *t);
/**
 * Where a task sleeps.
 * @param t the task
 * @return the kernel's function; "": it does not, or the host's kernel does not tell
 */
const char *r3_blocked_in(const struct r3_task *t);
/**
 * What r3_finish() is.
 * @param file where the test says so
 * @param line in that file
 * @param t the task
 * @return the result
 */
int64_t r3_finish_at(const char *file, int line, struct r3_task *t);
/**
 * What r3_assert_blocks() is.
 * @param file where the test says so
 * @param line in that file
 * @param t the task
 */
void r3_assert_blocks_at(const char *file, int line, struct r3_task *t);
/**
 * What r3_assert_finished() is.
 * @param file where the test says so
 * @param line in that file
 * @param t the task
 * @param expected result
 */
void r3_assert_finished_at(const char *file, int line, struct r3_task *t, int64_t expected);

/* --- memory: of the task, which must be in no call; given back at the test's end --- */

/** An address where nothing is, in either ABI, and nothing will be. */
#define R3_BAD_PTR ((r3_ptr)0xdead0000u)
/** One beyond what any 64-bit program may use; i386: beyond what 32-bit programs may. */
#define R3_KERNEL_PTR(t) (r3_is_i386(t) ? (r3_ptr)0xfffff000u : (r3_ptr)0xffff800000000000ull)

/**
 * Memory that ends where nothing is: the byte behind the last cannot be touched.
 * @param t the task
 * @param n bytes; 0: the address of a hole
 * @return where; all zeroes
 */
r3_ptr r3_alloc(struct r3_task *t, size_t n);
/**
 * The same with something in it.
 * @param t the task
 * @param data n bytes
 * @param n how many
 * @return where
 */
r3_ptr r3_bytes(struct r3_task *t, const void *data, size_t n);
/**
 * The same for a string, whose NUL is the last byte before the hole.
 * @param t the task
 * @param s the string
 * @return where
 */
r3_ptr r3_string(struct r3_task *t, const char *s);
/**
 * The same for values as wide as the task's long: pointers, sizes, struct iovec.
 * @param t the task
 * @param n how many follow
 * @param ... n times int64_t (cast, if it is shorter!)
 * @return where
 */
r3_ptr r3_words(struct r3_task *t, unsigned n, ...);
/**
 * Memory that can be read, not written.
 * @param t the task
 * @param data what is in it; NULL: zeroes
 * @param n bytes
 * @return where
 */
r3_ptr r3_alloc_readonly(struct r3_task *t, const void *data, size_t n);
/**
 * Memory that can neither be read nor written, though it is mapped.
 * @param t the task
 * @param n bytes
 * @return where
 */
r3_ptr r3_alloc_none(struct r3_task *t, size_t n);
/**
 * Memory across the border of two pages.
 * @param t the task
 * @param n bytes
 * @param before how many of them are in the first page
 * @return where
 */
r3_ptr r3_alloc_across(struct r3_task *t, size_t n, size_t before);
/**
 * A buffer of which only the first bytes are there: behind them is a hole.
 * @param t the task
 * @param n bytes of the whole, for which room is kept free of anything else
 * @param there how many of them exist; 0: none
 * @return where
 */
r3_ptr r3_alloc_cut(struct r3_task *t, size_t n, size_t there);
/**
 * Addresses where nothing is.
 * @param t the task
 * @param n bytes
 * @return where, at the beginning of a page
 */
r3_ptr r3_unmapped(struct r3_task *t, size_t n);

/**
 * Read the task's memory, whether it could itself or not. What is not there fails the test.
 * @param t the task
 * @param from where
 * @param to n bytes
 * @param n how many
 */
void r3_get(struct r3_task *t, r3_ptr from, void *to, size_t n);
/**
 * Write to it likewise.
 * @param t the task
 * @param to where
 * @param from n bytes
 * @param n how many
 */
void r3_put(struct r3_task *t, r3_ptr to, const void *from, size_t n);
/**
 * A value as wide as the task's long, unsigned.
 * @param t the task
 * @param from where the first one is
 * @param index which one from there
 * @return its value
 */
uint64_t r3_get_word(struct r3_task *t, r3_ptr from, size_t index);
/**
 * Change such a value.
 * @param t the task
 * @param to where the first one is
 * @param index which one from there
 * @param value its low half in 32-bit code
 */
void r3_put_word(struct r3_task *t, r3_ptr to, size_t index, uint64_t value);
/**
 * 32 bits.
 * @param t the task
 * @param from where
 * @return their value
 */
uint32_t r3_get_u32(struct r3_task *t, r3_ptr from);
/**
 * 64 bits.
 * @param t the task
 * @param from where
 * @return their value
 */
uint64_t r3_get_u64(struct r3_task *t, r3_ptr from);

/** What is there must be these bytes. On failure it says where they differ first, and both. */
#define r3_assert_memory(t, p, bytes, n) r3_assert_memory_at(R3_HERE, (t), (p), (bytes), (n))
/** What is there must be this string, with its NUL. */
#define r3_assert_string(t, p, s) r3_assert_string_at(R3_HERE, (t), (p), (s))
/**
 * What r3_assert_memory() is.
 * @param file where the test says so
 * @param line in that file
 * @param t the task
 * @param p where to look
 * @param bytes what there must be
 * @param n how many
 */
void r3_assert_memory_at(const char *file, int line, struct r3_task *t, r3_ptr p,
			 const void *bytes, size_t n);
/**
 * What r3_assert_string() is.
 * @param file where the test says so
 * @param line in that file
 * @param t the task
 * @param p where to look
 * @param s what there must be
 */
void r3_assert_string_at(const char *file, int line, struct r3_task *t, r3_ptr p, const char *s);

/* --- files, in the task's directory; descriptors --- */

/**
 * Make a file, by the task's own calls.
 * @param t the task
 * @param path relative to its directory
 * @param data contents; NULL if n is 0
 * @param n bytes
 * @param mode permission bits, whatever the umask is
 */
void r3_make_file(struct r3_task *t, const char *path, const void *data, size_t n, unsigned mode);
/**
 * Open a file, which must succeed.
 * @param t the task
 * @param path relative to its directory
 * @param flags O_RDONLY and so on; with O_CREAT its mode is 0644
 * @return the descriptor
 */
int r3_open(struct r3_task *t, const char *path, int flags);
/**
 * How many descriptors are open.
 * @param t the task
 * @return how many
 */
unsigned r3_count_fds(struct r3_task *t);
/** A file must have these contents. */
#define r3_assert_file(t, path, bytes, n) r3_assert_file_at(R3_HERE, (t), (path), (bytes), (n))
/** There must be no such file. */
#define r3_assert_no_file(t, path) r3_assert_no_file_at(R3_HERE, (t), (path))
/** A descriptor must be open. */
#define r3_assert_open(t, fd) r3_assert_open_at(R3_HERE, (t), (fd), 1)
/** A descriptor must be closed. */
#define r3_assert_closed(t, fd) r3_assert_open_at(R3_HERE, (t), (fd), 0)
/** So many descriptors must be open. */
#define r3_assert_fds(t, n) r3_assert_fds_at(R3_HERE, (t), (n))
/**
 * What r3_assert_file() is.
 * @param file where the test says so
 * @param line in that file
 * @param t the task
 * @param path relative to its directory
 * @param bytes contents
 * @param n how many
 */
void r3_assert_file_at(const char *file, int line, struct r3_task *t, const char *path,
		       const void *bytes, size_t n);
/**
 * What r3_assert_no_file() is.
 * @param file where the test says so
 * @param line in that file
 * @param t the task
 * @param path relative to its directory
 */
void r3_assert_no_file_at(const char *file, int line, struct r3_task *t, const char *path);
/**
 * What r3_assert_open() and r3_assert_closed() are.
 * @param file where the test says so
 * @param line in that file
 * @param t the task
 * @param fd the descriptor
 * @param open whether it must be
 */
void r3_assert_open_at(const char *file, int line, struct r3_task *t, int fd, int open);
/**
 * What r3_assert_fds() is.
 * @param file where the test says so
 * @param line in that file
 * @param t the task
 * @param n how many
 */
void r3_assert_fds_at(const char *file, int line, struct r3_task *t, unsigned n);

/* --- signals --- */

/**
 * Let the task handle a signal: by code that counts it, and remembers the last siginfo.
 * @param t the task
 * @param sig the signal
 * @param sa_flags SA_RESTART and so on
 */
void r3_handle(struct r3_task *t, int sig, unsigned sa_flags);
/**
 * How often a signal of r3_handle() was handled, in the task's address space.
 * @param t the task
 * @param sig the signal
 * @return how often
 */
unsigned r3_handled(struct r3_task *t, int sig);
/** A signal must be pending. */
#define r3_assert_pending(t, sig) r3_assert_pending_at(R3_HERE, (t), (sig), 1)
/** A signal must not be pending. */
#define r3_assert_not_pending(t, sig) r3_assert_pending_at(R3_HERE, (t), (sig), 0)
/**
 * What r3_assert_pending() and r3_assert_not_pending() are: by rt_sigpending, so that only blocked
 * signals can be.
 * @param file where the test says so
 * @param line in that file
 * @param t the task
 * @param sig the signal
 * @param pending whether it must be
 */
void r3_assert_pending_at(const char *file, int line, struct r3_task *t, int sig, int pending);

/* --- more tasks --- */

/**
 * A child process, by fork: a task that is in no call, with a copy of all memory.
 * @param t the parent
 * @return the child, named after the next letter
 */
struct r3_task *r3_fork(struct r3_task *t);
/**
 * A thread of the same process.
 * @param t one of its threads
 * @return the thread, named after the next letter
 */
struct r3_task *r3_thread(struct r3_task *t);
/**
 * Drive a task that a call of the test's own has made (clone, vfork): the one of this number.
 * @param t the task that made it
 * @param tid its number as the kernel of the test has it; 0: the last one made
 * @return the task, in no call
 */
struct r3_task *r3_adopt(struct r3_task *t, int tid);
/**
 * Let a task's process end by exit_group; its parent may wait for it.
 * @param t the task
 * @param code for the parent
 */
void r3_end(struct r3_task *t, int code);
/**
 * Has the task ended?
 * @param t the task
 * @param status how, as wait(2) encodes it; may be NULL
 * @return not 0: it has
 */
int r3_has_ended(struct r3_task *t, int *status);
/**
 * Let tasks take turns: "A A B". Each letter lets that task alone go on until it sleeps or has
 * finished the call that it was given by r3_begin_later() or r3_begin(); the first task is A. A turn
 * in which a task can do nothing fails the test, and says where it sleeps.
 * @param t any task of the test
 * @param turns letters and blanks
 */
void r3_schedule(struct r3_task *t, const char *turns);
/**
 * Let all tasks go on until none can any more.
 * @param t any task of the test
 */
void r3_settle(struct r3_task *t);
/** r3_begin() without a turn: r3_schedule(), r3_settle() or r3_finish() lets the task begin. */
#define r3_begin_later(t, ...) \
	r3_begin_later_at(R3_HERE, (t), #__VA_ARGS__, R3_ARGS(__VA_ARGS__))
/**
 * What r3_begin_later() is.
 * @param file where the test says so
 * @param line in that file
 * @param t the task, which is in no call
 * @param call its name, and perhaps a comma and anything behind it
 * @param a first argument
 * @param b second
 * @param c third
 * @param d fourth
 * @param e fifth
 * @param f sixth
 */
void r3_begin_later_at(const char *file, int line, struct r3_task *t, const char *call, int64_t a,
		       int64_t b, int64_t c, int64_t d, int64_t e, int64_t f);

/* --- time: a machine's stands still --- */

/**
 * Let time pass: who sleeps until then can go on afterwards, and does when it gets a turn. On the
 * host, time passes by itself, and this waits for so long.
 * @param t any task of the test
 * @param ns nanoseconds
 */
void r3_advance(struct r3_task *t, uint64_t ns);

/* --- back to an earlier state: ring3 only --- */

/**
 * Remember everything as it is now: tasks in their calls, memory, files.
 * @param t any task of the test
 */
void r3_save(struct r3_task *t);
/**
 * Back to r3_save(), as often as wanted. Tasks that were made since are no more.
 * @param t a task that was there at r3_save()
 */
void r3_back(struct r3_task *t);

/* --- sweeps --- */

/**
 * Call body with a buffer of which `there` bytes exist, for each number from 0 to size, each time
 * in a state as it is now (on the host: as the last one left it).
 * @param t the task
 * @param size bytes of the whole buffer
 * @param body gets the buffer, how much of it exists, and ctx
 * @param ctx for body
 */
void r3_sweep_cut(struct r3_task *t, size_t size,
		  void (*body)(struct r3_task *t, r3_ptr buf, size_t there, void *ctx), void *ctx);
/**
 * Call body with its first allocation, or copy, failing, then with its second, and so on, until none
 * is left to fail; each time in a state as it is now. It fails the test if then anything is left
 * over at the end of all tasks. The host cannot do that: there body is called once, with n 0.
 * @param t the task
 * @param what is made to fail
 * @param body makes calls, by r3_syscall(): with n 0 nothing fails. Preparations belong before
 * @param ctx for body
 * @return how many there were
 */
unsigned r3_sweep_failing(struct r3_task *t, enum r3_failing what,
			  void (*body)(struct r3_task *t, unsigned n, void *ctx), void *ctx);

#ifdef __cplusplus
}
#endif

#endif
