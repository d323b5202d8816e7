/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file suite.h
 * Suites: what one system call does, as a table of rows, each a call and what is expected of it.
 *
 *	static const struct r3_row rows[] = {
 *		{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_OUT(16), 16)},
 *		{"less than there is", 10, R3_WITH(R3_FD(FILE), R3_OUT(10), 10), .out = "abcdefghij"},
 *		{"into no memory", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_BAD, 16)},
 *	};
 *	R3_SUITE(read, .rows = R3_ROWS(rows), .cases = R3_CASES(R3_CASE(waits_for_a_writer)),
 *		 .unreached = R3_UNREACHED(R3_NEVER(EISDIR, "..."), R3_CANNOT(EIO, "...")));
 *	int main(int argc, char **argv) { return r3_suite_main(argc, argv); }
 *
 * Each row and case is a test of its own for each ABI that has the call, in each world: ring3's
 * kernel and the host's. docs/suites.md says how to write one. For C; C++ cannot use the macros.
 */
#ifndef RING3_SUITE_H
#define RING3_SUITE_H

#include "ring3/cmocka.h"

#ifdef __cplusplus
extern "C" {
#endif

/* --- what is expected --- */

/** -1 with this errno. */
#define R3_ERR(error) (-(error))
/** No error; which result does not matter. */
#define R3_ANY_OK (-100001)
/** A descriptor that was not open before. */
#define R3_NEW_FD (-100002)
/** The call sleeps: nobody wakes it. */
#define R3_BLOCKS (-100003)
/** The task is gone after it. */
#define R3_ENDS (-100004)

/* --- arguments --- */

/** What an argument can be besides a number. */
enum r3_token_kind {
	R3_T_FD,	/**< n: enum r3_fd_kind */
	R3_T_OUT,	/**< n bytes of zeros, behind which there is nothing */
	R3_T_BYTES,	/**< n bytes of data, likewise */
	R3_T_RO,	/**< n bytes of data (zeros without) in read-only memory */
	R3_T_SHORT,	/**< a buffer of which only the first n bytes exist */
	R3_T_OFF_BY,	/**< n bytes of zeros at an odd address */
	R3_T_ADDRESS,	/**< n: enum r3_nowhere */
	R3_T_WORDS,	/**< n of struct r3_arg as long */
	R3_T_U32S,	/**< n of struct r3_arg as 32-bit numbers */
	R3_T_U64S,	/**< n of struct r3_arg as 64-bit numbers */
	R3_T_PATH,	/**< a string; makes the scene of files */
	R3_T_LONG_NAME, /**< a string of n letters */
	R3_T_LONG_PATH, /**< a path of n bytes: "./././f" */
	R3_T_TASK,	/**< n: enum r3_who */
	R3_T_BY_ABI,	/**< args[0] on x86-64, args[1] on i386 */
	R3_T_WIDE	/**< n: a 64-bit number: two arguments on i386, low half first */
};

struct r3_token;

/** An argument: a number, or something that is made when the row runs. */
struct r3_arg {
	int64_t n;		      /**< the number, if token is NULL */
	const struct r3_token *token; /**< what to make */
};

/** Something to be made; written with the macros below. */
struct r3_token {
	enum r3_token_kind kind;   /**< what */
	int64_t n;		   /**< as the kind says */
	const void *data;	   /**< bytes or a string, as the kind says */
	const struct r3_arg *args; /**< what it is made of, as the kind says */
};

/** Descriptors: R3_FD(FILE). */
enum r3_fd_kind {
	R3_FD_FILE,	  /**< "file" of the scene, 26 letters, O_RDWR, at 0 */
	R3_FD_RDONLY,	  /**< the same, O_RDONLY */
	R3_FD_WRONLY,	  /**< O_WRONLY */
	R3_FD_APPEND,	  /**< O_RDWR | O_APPEND */
	R3_FD_EMPTY,	  /**< "empty", O_RDWR */
	R3_FD_DIR,	  /**< "dir" */
	R3_FD_CWD,	  /**< "." */
	R3_FD_PATH,	  /**< "file", O_PATH */
	R3_FD_DIR_PATH,	  /**< "dir", O_PATH */
	R3_FD_PIPE_R,	  /**< read end of an empty pipe whose write end is open */
	R3_FD_PIPE_W,	  /**< write end of an empty pipe */
	R3_FD_PIPE_FULL,  /**< write end, O_NONBLOCK, of a full pipe */
	R3_FD_PIPE_DATA,  /**< read end of a pipe with "hello" in it */
	R3_FD_PIPE_EOF,	  /**< read end without writers */
	R3_FD_PIPE_BROKEN, /**< write end without readers */
	R3_FD_PIPE_R_NB,  /**< as PIPE_R, O_NONBLOCK */
	R3_FD_FIFO,	  /**< "fifo", O_RDWR */
	R3_FD_SOCKET,	  /**< one of a pair of AF_UNIX stream sockets */
	R3_FD_SOCKET_NB,  /**< likewise, O_NONBLOCK */
	R3_FD_SOCKET_NEW, /**< a fresh AF_UNIX stream socket */
	R3_FD_LISTENER,	  /**< an AF_UNIX stream socket that listens at "socket" */
	R3_FD_DGRAM,	  /**< one of a pair of AF_UNIX datagram sockets */
	R3_FD_EVENTFD,	  /**< counter 0 */
	R3_FD_EPOLL,	  /**< that watches nothing */
	R3_FD_TIMERFD,	  /**< CLOCK_MONOTONIC, disarmed */
	R3_FD_SIGNALFD,	  /**< of SIGUSR1 */
	R3_FD_INOTIFY,	  /**< that watches nothing */
	R3_FD_MEMFD,	  /**< empty, sealing allowed */
	R3_FD_PIDFD,	  /**< of the task's own process */
	R3_FD_PTMX,	  /**< a pseudo-terminal's master, its slave unlocked */
	R3_FD_TTY,	  /**< its slave, O_RDWR | O_NOCTTY */
	R3_FD_NULL,	  /**< /dev/null, O_RDWR */
	R3_FD_ZERO,	  /**< /dev/zero, O_RDWR */
	R3_FD_FULL,	  /**< /dev/full, O_RDWR */
	R3_FD_NUMBERS	  /**< how many kinds there are */
};

/** Addresses of nothing. */
enum r3_nowhere {
	R3_AT_HOLE,   /**< in user space, unmapped */
	R3_AT_KERNEL, /**< above user space: on x86-64 canonical */
	R3_AT_LAST,   /**< so near the end of the address space that address + length wraps */
	R3_AT_CRAZY   /**< x86-64: not canonical; i386: as R3_AT_KERNEL */
};

/** Numbers of tasks. */
enum r3_who {
	R3_PID_SELF,   /**< the task's process */
	R3_TID_SELF,   /**< the task */
	R3_PID_NOBODY, /**< a number that no process has */
	R3_PID_CHILD,  /**< a child that lives */
	R3_PID_DEAD,   /**< a child that has ended with 7 and was not waited for */
	R3_PID_PARENT, /**< the task's parent: on Linux of the same user */
	R3_PID_INIT    /**< 1, which is root's */
};

/** For the macros below. */
#define R3_TOKEN(...) (&(const struct r3_token){__VA_ARGS__})
/** Numbers and tokens as an array. */
#define R3_VALUES(...) (const struct r3_arg[]) { R3_EACH_ARG(__VA_ARGS__) }

/** An open descriptor of a kind of enum r3_fd_kind, without its R3_FD_. */
#define R3_FD(kind_) R3_TOKEN(R3_T_FD, R3_FD_##kind_)
/** A descriptor that is not open. */
#define R3_CLOSED 77
/** n bytes of zeros that end where a hole begins. */
#define R3_OUT(size) R3_TOKEN(R3_T_OUT, (size))
/** The bytes of a string literal without its NUL, likewise. */
#define R3_IN(literal) R3_TOKEN(R3_T_BYTES, sizeof(literal) - 1, "" literal)
/** A string; no files are made. */
#define R3_STR(literal) R3_TOKEN(R3_T_BYTES, sizeof(literal), "" literal)
/** The bytes of an object with static storage. */
#define R3_OBJECT(object) R3_TOKEN(R3_T_BYTES, sizeof(object), &(object))
/** n bytes of zeros that cannot be written. */
#define R3_RO(size) R3_TOKEN(R3_T_RO, (size))
/** A buffer of which only the first n bytes exist; say another size to the call. */
#define R3_SHORT(there) R3_TOKEN(R3_T_SHORT, (there))
/** n bytes of zeros at an odd address. */
#define R3_ODD(size) R3_TOKEN(R3_T_OFF_BY, (size))
/** An address where nothing is. */
#define R3_BAD R3_TOKEN(R3_T_ADDRESS, R3_AT_HOLE)
/** The kernel's. */
#define R3_KERNEL R3_TOKEN(R3_T_ADDRESS, R3_AT_KERNEL)
/** Address and length wrap. */
#define R3_WRAP R3_TOKEN(R3_T_ADDRESS, R3_AT_LAST)
/** One that no page table can have. */
#define R3_CRAZY R3_TOKEN(R3_T_ADDRESS, R3_AT_CRAZY)
/** NULL. */
#define R3_NULL 0
/**
 * Up to 16 longs of the ABI's size: numbers or tokens. timespec, timeval, rlimit, iovec, argv ...
 */
#define R3_LONGS(...) \
	R3_TOKEN(R3_T_WORDS, R3_COUNT(__VA_ARGS__), 0, R3_VALUES(__VA_ARGS__))
/** The same of 32 bits in either ABI. */
#define R3_U32S(...) R3_TOKEN(R3_T_U32S, R3_COUNT(__VA_ARGS__), 0, R3_VALUES(__VA_ARGS__))
/** The same of 64 bits in either ABI. */
#define R3_U64S(...) R3_TOKEN(R3_T_U64S, R3_COUNT(__VA_ARGS__), 0, R3_VALUES(__VA_ARGS__))
/** struct iovec: base, length, base, length ... */
#define R3_IOV(...) R3_LONGS(__VA_ARGS__)
/** A path, in a directory with the scene: see r3_scene(). */
#define R3_PATH(literal) R3_TOKEN(R3_T_PATH, 0, "" literal)
/** A name of n letters: of 255 is the longest. */
#define R3_NAME_OF(length) R3_TOKEN(R3_T_LONG_NAME, (length))
/** A path of n bytes without its NUL, of names that are short and of no file that exists. */
#define R3_PATH_OF(length) R3_TOKEN(R3_T_LONG_PATH, (length))
/** The task's own process. */
#define R3_SELF R3_TOKEN(R3_T_TASK, R3_PID_SELF)
/** The task itself. */
#define R3_SELF_TID R3_TOKEN(R3_T_TASK, R3_TID_SELF)
/** A number that no process has. */
#define R3_NOBODY R3_TOKEN(R3_T_TASK, R3_PID_NOBODY)
/** A child that lives, and is in no call. */
#define R3_CHILD R3_TOKEN(R3_T_TASK, R3_PID_CHILD)
/** A child that has ended with 7 and was not waited for. */
#define R3_DEAD_CHILD R3_TOKEN(R3_T_TASK, R3_PID_DEAD)
/** The task's parent. */
#define R3_PARENT R3_TOKEN(R3_T_TASK, R3_PID_PARENT)
/** Process 1, root's. */
#define R3_INIT R3_TOKEN(R3_T_TASK, R3_PID_INIT)
/** One thing for x86-64, another for i386. */
#define R3_BY_ABI(x86_64, i386) R3_TOKEN(R3_T_BY_ABI, 0, 0, R3_VALUES(x86_64, i386))
/** A 64-bit number: on i386 two arguments, the low half first. */
#define R3_WIDE(number) R3_TOKEN(R3_T_WIDE, (int64_t)(number))

/** The call's arguments, one at least: numbers and what is above. Those left out are 0. */
#define R3_WITH(...) {R3_EACH_ARG(__VA_ARGS__)}
/** It has no arguments. */
#define R3_WITH_NONE {{0, 0}}

/**
 * The scene, made by R3_PATH() and by descriptors that need it, and by cases that ask for it:
 * "file" (26 letters, mode 0644), "empty" (0644), "readonly" (26 letters, 0444), "secret" (26
 * letters, 0), "exec" (a program that exits with 23, 0755), "dir" (0755) with "dir/inner" (26
 * letters) and an empty "dir/sub", "locked" (a directory of mode 0), "link" -> "file", "dirlink" ->
 * "dir", "dangling" -> "nothing", "loop" -> "loop", "fifo" (0644). Of one owner: the task's user.
 * @param t the task
 */
void r3_scene(struct r3_task *t);

/**
 * A descriptor as R3_FD() makes it.
 * @param t the task
 * @param kind which
 * @return the descriptor
 */
int r3_fd(struct r3_task *t, enum r3_fd_kind kind);

/* --- rows --- */

/** Where ring3 is meant to differ from Linux. */
struct r3_policy {
	int64_t linux_gives; /**< what Linux is expected to do */
	const char *link;    /**< "docs/file.md#anchor", which must exist and say why */
};

/** A policy of a row. */
#define R3_POLICY(linux_, link_) (&(const struct r3_policy){(linux_), "" link_})

/** Of .abis: x86-64 alone. */
#define R3_ONLY_X86_64 R3_X86_64
/** Of .abis: i386 alone. */
#define R3_ONLY_I386 R3_I386

/** A call and what is expected of it. What is left out is 0. */
struct r3_row {
	const char *what;	      /**< the test's name, after the call's */
	int64_t expected;	      /**< a result, R3_ERR(), R3_ANY_OK ... */
	struct r3_arg args[6];	      /**< R3_WITH() */
	const char *call;	      /**< another call than the suite's */
	const char *source;	      /**< another than the suite's */
	const char *out;	      /**< the first R3_OUT() begins with this afterwards */
	unsigned abis;		      /**< R3_ONLY_X86_64 or R3_ONLY_I386 */
	int as_root;		      /**< the task is root's, with all capabilities */
	int signals;		      /**< this signal is pending afterwards; it is blocked before */
	unsigned since;		      /**< of Linux 6.since: an older host's row is not compared */
	void (*setup)(struct r3_task *t); /**< before the arguments are made */
	/** After it: args as they were made. */
	void (*check)(struct r3_task *t, int64_t result, const uint64_t args[6]);
	const struct r3_policy *policy; /**< R3_POLICY() */
	const char *ring3_only; /**< not run on Linux, for this reason */
};

/** A function with steps of its own. */
struct r3_case {
	const char *what;		/**< its name */
	void (*run)(struct r3_task *t); /**< fails by the kit's or CMocka's assertions */
	unsigned abis;			/**< as of a row */
	int as_root;			/**< as of a row */
	unsigned since;			/**< as of a row */
	const char *call;		/**< as of a row */
	const char *policy_link;	/**< a policy: not run on Linux; counts as one of the 40 */
	const char *ring3_only;		/**< not run on Linux, for this reason */
};

/** An errno of the man page that the suite does not reach. */
struct r3_unreached {
	int error;	     /**< which */
	int never;	     /**< not 0: it is not one of this call's, where both kernels run */
	const char *because; /**< the reason */
};

/** A case: R3_CASE(function, .as_root = 1). */
#define R3_CASE(function, ...) \
	{ .what = #function, .run = function, ##__VA_ARGS__ }
/** The errno is not this call's (but another's of the same page), or no kernel of 6.12 gives it. */
#define R3_NEVER(error_, because_) {(error_), 1, "" because_}
/** ring3 could give it, but no test can bring it about. It counts as not reached. */
#define R3_CANNOT(error_, because_) {(error_), 0, "" because_}

/** A table of rows: .rows = R3_ROWS(rows). */
#define R3_ROWS(table) (table), .nrows = sizeof(table) / sizeof(*(table))
/** Cases: .cases = R3_CASES(R3_CASE(a), R3_CASE(b)). */
#define R3_CASES(...) (const struct r3_case[]) { __VA_ARGS__, { .what = 0 } }
/** Errors: .unreached = R3_UNREACHED(R3_NEVER(EIO, "a disk that fails")). */
#define R3_UNREACHED(...) (const struct r3_unreached[]) { __VA_ARGS__, { .error = 0 } }

/** What is tested about a system call. */
struct r3_suite {
	const char *name; /**< unique; also the call's, without calls */
	/** The calls that all rows and cases run with, by turns, where the ABI has them: "stat stat64". */
	const char *calls;
	unsigned abis; /**< of all of it: R3_ONLY_X86_64 or R3_ONLY_I386; 0: where there is the call */
	const char *page;   /**< its page in section 2, where that is another name; "-": it has none */
	const char *source; /**< where the expectations come from; NULL: "page(2)" */
	const struct r3_row *rows;		/**< R3_ROWS() */
	size_t nrows;				/**< set by R3_ROWS() */
	const struct r3_case *cases;		/**< R3_CASES() */
	const struct r3_unreached *unreached;	/**< R3_UNREACHED() */
	const char *file;			/**< set by R3_SUITE() */
	int line;				/**< set by R3_SUITE() */
	struct r3_suite *next;			/**< the kit's */
};

/** Define a suite and have r3_suite_main() know it. */
#define R3_SUITE(name_, ...) \
	static struct r3_suite r3_suite_##name_ = { \
		.name = #name_, .file = __FILE__, .line = __LINE__, __VA_ARGS__}; \
	__attribute__((constructor)) static void r3_register_##name_(void) \
	{ \
		r3_add_suite(&r3_suite_##name_); \
	} \
	struct r3_suite /* takes the semicolon */

/**
 * Know a suite; R3_SUITE() calls it.
 * @param suite it stays the caller's and must stay
 */
void r3_add_suite(struct r3_suite *suite);

/**
 * The call that a case runs for: of a suite with several, the one whose turn it is.
 * @param t the task
 * @return its name
 */
const char *r3_suite_call(const struct r3_task *t);

/**
 * Run all suites of the program as CMocka tests "read/a row/x86_64/ring3". The environment:
 * R3_WORLDS (ring3,linux; without it: ring3 alone) says where, R3_RESULTS names a file for what
 * was seen, CMOCKA_* work as ever; an argument is a pattern of tests' names, -l lists them.
 * @param argc of main()
 * @param argv of main()
 * @return 0, or how many failed
 */
int r3_suite_main(int argc, char **argv);

/* --- how arguments become values --- */

/** @cond */

#define R3_COUNT(...) \
	R3_17TH(__VA_ARGS__, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
#define R3_17TH(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, ...) q
/** A number or a token, as struct r3_arg. */
#define R3_ARG(x) \
	{_Generic((x), const struct r3_token *: 0, default: (x)), \
	 _Generic((x), const struct r3_token *: (x), default: 0)}
#define R3_EACH_ARG(...) R3_GLUE(R3_EACH_, R3_COUNT(__VA_ARGS__))(__VA_ARGS__)
#define R3_GLUE(a, b) R3_GLUE_(a, b)
#define R3_GLUE_(a, b) a##b
#define R3_EACH_1(a) R3_ARG(a)
#define R3_EACH_2(a, ...) R3_ARG(a), R3_EACH_1(__VA_ARGS__)
#define R3_EACH_3(a, ...) R3_ARG(a), R3_EACH_2(__VA_ARGS__)
#define R3_EACH_4(a, ...) R3_ARG(a), R3_EACH_3(__VA_ARGS__)
#define R3_EACH_5(a, ...) R3_ARG(a), R3_EACH_4(__VA_ARGS__)
#define R3_EACH_6(a, ...) R3_ARG(a), R3_EACH_5(__VA_ARGS__)
#define R3_EACH_7(a, ...) R3_ARG(a), R3_EACH_6(__VA_ARGS__)
#define R3_EACH_8(a, ...) R3_ARG(a), R3_EACH_7(__VA_ARGS__)
#define R3_EACH_9(a, ...) R3_ARG(a), R3_EACH_8(__VA_ARGS__)
#define R3_EACH_10(a, ...) R3_ARG(a), R3_EACH_9(__VA_ARGS__)
#define R3_EACH_11(a, ...) R3_ARG(a), R3_EACH_10(__VA_ARGS__)
#define R3_EACH_12(a, ...) R3_ARG(a), R3_EACH_11(__VA_ARGS__)
#define R3_EACH_13(a, ...) R3_ARG(a), R3_EACH_12(__VA_ARGS__)
#define R3_EACH_14(a, ...) R3_ARG(a), R3_EACH_13(__VA_ARGS__)
#define R3_EACH_15(a, ...) R3_ARG(a), R3_EACH_14(__VA_ARGS__)
#define R3_EACH_16(a, ...) R3_ARG(a), R3_EACH_15(__VA_ARGS__)
/** @endcond */

#ifdef __cplusplus
}
#endif

#endif
