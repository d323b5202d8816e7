/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file trace.h
 * What programs in a machine ask of its kernel, as it happens: each system call on its way in and
 * out, signals, and the ends of tasks; and what the arguments mean.
 *
 * An observer is called on the machine's thread while the task stands in the kernel. A call is
 * described by numbers; r3_decode() walks the arguments and tells a sink what each is, so that one
 * description of every argument serves text, JSON and whatever else a sink makes of it.
 */
#ifndef RING3_TRACE_H
#define RING3_TRACE_H

#include "ring3/ring3.h"

#ifdef __cplusplus
extern "C" {
#endif

/** By which instruction a call came. */
enum r3_trap {
	R3_INT80,     /**< int $0x80, of either kind of code */
	R3_SYSENTER,  /**< sysenter */
	R3_SYSCALL32, /**< syscall of 32-bit code */
	R3_SYSCALL64  /**< syscall of 64-bit code */
};

/** A system call in progress. Strings and pointers are valid during the callback only. */
struct r3_call {
	int tid;	  /**< of the task */
	int pid;	  /**< of its process */
	const char *comm; /**< the task's name */
	const char *name; /**< as Linux names the call; NULL: there is no such number */
	unsigned number;  /**< as it was called by */
	unsigned kind;	  /**< the number, or, of a sub-call of i386's socketcall and ipc, one beyond; ~0: unknown */
	int is_i386; /**< of the table that serves it, whatever the program is */
	enum r3_trap trap; /**< by which instruction */
	unsigned nargs;	   /**< that the call has */
	uint64_t args[6]; /**< as in the registers; i386: zero-extended */
	uint64_t ip;	  /**< address behind the trap instruction */
	int in_vdso;	  /**< the vDSO's code made it, which on Linux asks the clock itself */
	int64_t result;	  /**< on the way out: as the kernel has it, a negative errno if it failed */
	uint64_t time_ns; /**< machine time of this event */
	int is_past;	  /**< told by r3_tell_program() */
	uint64_t entered_ns;	/**< on the way out: machine time of the way in */
	const void *definition; /**< for r3_decode() */
	/**
	 * Set by enter() and exit(), 0 before: the task sleeps so long, on the way in before the
	 * routine. It is not interrupted but by its end.
	 */
	uint64_t delay_ns;
	int uncounted; /**< set by enter(): r3_count_calls() is not to count this one */
	int signal; /**< set by enter(): sent to the task, before the routine */
};

/** An argument of a call, as it is defined. */
struct r3_arg_info {
	const char *name; /**< as in its definition */
	const char *type; /**< its word in abi/linux/argtypes.def */
	unsigned size;	  /**< of its value in bytes; the rest of the register does not count */
	int is_signed;	  /**< its value may be negative */
};

/** A call as it is defined. */
struct r3_call_info {
	const char *name; /**< as Linux names it */
	unsigned number;  /**< of a sub-call: of the call that it is part of */
	unsigned nargs;	  /**< how many of the next count */
	struct r3_arg_info args[6]; /**< in order */
	int served; /**< 0: the answer is -ENOSYS */
};

/**
 * How many numbers there are for calls, in both tables.
 * @return a number that is larger than each of them
 */
unsigned r3_call_numbers(void);

/**
 * How many kinds of calls there are: numbers, and beyond them sub-calls.
 * @return a number that is larger than each of them
 */
unsigned r3_call_kinds(void);

/**
 * What a kind of call is.
 * @param is_i386 of which table
 * @param kind which
 * @param info filled
 * @return 0; -ENOENT: there is none; -EINVAL
 */
int r3_call_info(int is_i386, unsigned kind, struct r3_call_info *info);

/**
 * Write to the memory of the task that makes a call, also where it could not itself, as a debugger
 * does; from enter() and exit() only.
 * @param call the call in progress
 * @param to address in the task's memory
 * @param from the bytes
 * @param n how many
 * @return how many bytes could not be written
 */
size_t r3_poke(const struct r3_call *call, uint64_t to, const void *from, size_t n);

/** Results beyond errno: the call is interrupted, and goes on or not by what the signal says. */
enum {
	R3_ERESTARTSYS = 512,	      /**< again, if no handler without SA_RESTART runs */
	R3_ERESTARTNOINTR = 513,      /**< again in any case */
	R3_ERESTARTNOHAND = 514,      /**< again, if no handler runs */
	R3_ERESTART_RESTARTBLOCK = 516 /**< by restart_syscall, if no handler runs */
};

/** A signal on its way to a task. */
struct r3_signal {
	int tid;	   /**< of the task */
	int pid;	   /**< of its process */
	int signo;	   /**< the signal; what follows is siginfo_t's, as far as it applies */
	int code;	   /**< si_code */
	int err;	   /**< si_errno */
	int from_pid;	   /**< si_pid */
	int status;	   /**< si_status */
	int timer;	   /**< si_timerid */
	int overrun;	   /**< si_overrun */
	int fd;		   /**< si_fd */
	unsigned from_uid; /**< si_uid */
	uint64_t value;	   /**< si_value */
	uint64_t addr;	   /**< si_addr */
	uint64_t time_ns;  /**< machine time of this event */
	int64_t band;	   /**< si_band */
	uint64_t utime_ns; /**< CPU time of a child */
	uint64_t stime_ns; /**< CPU time of a child */
	uint64_t call_addr;	     /**< SIGSYS: behind the trap instruction */
	int syscall;		     /**< its number ... */
	uint32_t arch;		     /**< ... and AUDIT_ARCH_* */
	int is_i386;		     /**< the task, by its last call */
};

/** An exception of the CPU that is about to become a signal. */
struct r3_fault {
	int tid;	  /**< of the task */
	int pid;	  /**< of its process */
	int vector;	  /**< the x86 exception: 14 is a page fault */
	uint32_t error;	  /**< as the CPU pushes it; of a page fault: 1 present, 2 write, 16 fetch */
	uint64_t address; /**< of a page fault: what was accessed; else 0 */
	uint64_t ip;	  /**< the instruction; of traps (int3, single steps), the next one */
};

/** The observer's functions; any may be NULL. */
struct r3_observer {
	/** Before the routine. Not 0: do not call it, the result is what call->result says. */
	int (*enter)(void *ctx, struct r3_call *call);
	/** After it; call->result may be changed. */
	void (*exit)(void *ctx, struct r3_call *call);
	/** A signal is taken: by a handler, or with its default effect. */
	void (*signal)(void *ctx, const struct r3_signal *s);
	/** A task stops with its process, because of a signal. */
	void (*stop)(void *ctx, int tid, int pid, int signo);
	/** A task is there; parent_tid 0: the first. */
	void (*task_start)(void *ctx, int tid, int pid, int parent_tid);
	/** A task has ended, of a process the first one last; status as wait(2) encodes it. */
	void (*task_end)(void *ctx, int tid, int pid, int status);
	/**
	 * A task that is not the first of its process executes a program, in exec(): from now on it
	 * is the first, tid being its number; old_tid is gone, and so is who was the first.
	 */
	void (*task_exec)(void *ctx, int tid, int old_tid);
	/** The machine is about to wait for something from outside: what is buffered may be shown. */
	void (*idle)(void *ctx);
	/** An exception. Not 0: no signal; the task goes on as registers and memory are now. */
	int (*fault)(void *ctx, const struct r3_fault *f);
	void *ctx; /**< for all of them */
	/**
	 * Which numbers enter() and exit() are called for, a bit each, of x86-64's and of i386's table;
	 * the last of r3_call_kinds() bits stands for all numbers that there are not. NULL: for all.
	 */
	const uint64_t *wanted[2];
	int untimed; /**< no times are needed: time_ns of calls is 0 */
};

/**
 * Observe every task of the machine from now on.
 * @param m the machine
 * @param o who observes; copied. NULL: nobody
 */
void r3_observe(struct r3_machine *m, const struct r3_observer *o);

/**
 * Tell the observer of the execve that loaded the program, enter() and exit(), as if it returned now;
 * before r3_run(). Nothing about it can be changed any more.
 * @param m the machine
 * @return 0; -ESRCH: no program is loaded; -ENOMEM
 */
int r3_tell_program(struct r3_machine *m);

/**
 * Machine time now.
 * @param m the machine
 * @return ns since its boot
 */
uint64_t r3_time(const struct r3_machine *m);

/**
 * How much later it is since 1970 to the programs inside.
 * @param m the machine
 * @return ns to be added to machine time
 */
int64_t r3_wall_offset(const struct r3_machine *m);

/**
 * The number of the program's first task.
 * @param m the machine
 * @return the number; 0 before a program is loaded
 */
int r3_first_task(const struct r3_machine *m);

/** What was counted of a call. */
struct r3_call_count {
	uint64_t calls;	 /**< made */
	uint64_t errors; /**< that failed */
	uint64_t ns;	 /**< of all together */
	uint64_t min_ns; /**< of the shortest */
	uint64_t max_ns; /**< of the longest */
};

/**
 * Count calls, of all tasks or of the first, from now until the end: much cheaper than observing.
 * Their time is what they were at work, of a call made more than a thousand times by samples, or
 * with `wall` what passed meanwhile.
 * @param m the machine
 * @param all_tasks not 0: of all tasks
 * @param wall not 0: time is what passed
 * @return 0 or -ENOMEM
 */
int r3_count_calls(struct r3_machine *m, int all_tasks, int wall);
/**
 * What was counted of one kind of call.
 * @param m the machine
 * @param is_i386 of which table
 * @param number the kind; the last of r3_call_kinds() stands for all numbers that there are not
 * @param count filled
 */
void r3_call_count(const struct r3_machine *m, int is_i386, unsigned number,
		   struct r3_call_count *count);

/** How a number is usually written. */
enum r3_base {
	R3_DECIMAL,  /**< signed */
	R3_UNSIGNED, /**< decimal */
	R3_HEX,	     /**< with 0x in front */
	R3_OCTAL,    /**< with 0 in front */
	R3_HEX_8, /**< hexadecimal in at least so many characters, with zeros behind the 0x */
	R3_HEX_16 /**< likewise */
};

/** What a group is. */
enum r3_group {
	R3_STRUCT,  /**< fields, each announced by its name */
	R3_ARRAY,   /**< values */
	R3_SET,	    /**< values of a bit set */
	R3_NOT_SET, /**< the values that are not in it */
	R3_CHANGE,  /**< a value before, becomes(), the value after */
	R3_CALL,    /**< values, as arguments of what call() named */
	R3_PARTS,   /**< values that make one number together */
	R3_FIELD_CHANGE /**< a change that is a field of a structure: without brackets */
};

/** Of a string: what was left out, and what it is. */
#define R3_CUT 1u   /**< there was more than the limit */
#define R3_BYTES 2u /**< a buffer rather than a text that ended with NUL */
#define R3_ABSTRACT 4u /**< name of an abstract socket, without its leading NUL: @"name" */
#define R3_HEXED 8u /**< every byte as \\xNN */

/** What r3_decode() tells. Every function must be there. */
struct r3_sink {
	/** The next argument begins. The last of the way in may be told on the way out. */
	void (*arg)(void *ctx, const char *name);
	/** A group of values begins. */
	void (*begin)(void *ctx, enum r3_group kind);
	/** In R3_STRUCT; or in no group: the argument is shown with this name. A name in the form
	 * of a comment, bytes 88 to 95, stands alone before its value. */
	void (*field)(void *ctx, const char *name);
	/** It ends. */
	void (*end)(void *ctx);
	/** Within R3_CHANGE; or first of all in R3_EXITING: the argument that R3_ENTERING told last
	 * has changed, to what follows. */
	void (*becomes)(void *ctx);
	/** A number, and how it is usually written. */
	void (*number)(void *ctx, uint64_t value, enum r3_base base);
	/** An address, also one that could not be read; 0 is NULL. */
	void (*address)(void *ctx, uint64_t value);
	/** A number that has names: text as strace writes it, "O_RDONLY|O_CLOEXEC". A text with
	 * a '?' and no '|' is no name: it says of what kind the number is, "O_???". */
	void (*symbol)(void *ctx, uint64_t value, enum r3_base base, const char *text);
	/** Text or bytes; flags are R3_CUT and its neighbours. */
	void (*string)(void *ctx, const void *bytes, size_t n, unsigned flags);
	/** Something was left out here. */
	void (*more)(void *ctx);
	/** About the value before, for people. */
	void (*comment)(void *ctx, const char *text);
	/** What the descriptor or task before is: a path, "UNIX-STREAM:[1->2]", a name. */
	void (*about)(void *ctx, const char *text);
	/** About the result before, for people: "flags O_RDWR", "Timeout". */
	void (*remark)(void *ctx, const char *text);
	/** A group of the kind R3_CALL begins: what C would write, as "makedev" with two numbers. */
	void (*call)(void *ctx, const char *name);
	/** Bytes that have another form: htons(80). The last argument of a text may be the field
	 * that it sets, "inet_pton(AF_INET6, "::1", &sin6_addr)"; that field is announced as
	 * "&sin6_addr", and the text then stands without its name. A text in braces, as of a
	 * status of wait(2), is how strace always writes them. */
	void (*bytes)(void *ctx, const void *bytes, size_t n, const char *text);
};

/** What is told about() numbers of descriptors and tasks. */
#define R3_ABOUT_PATHS 1u    /**< paths of files */
#define R3_ABOUT_SOCKETS 2u  /**< the ends of sockets */
#define R3_ABOUT_TASKS 4u    /**< names of tasks */
#define R3_ABOUT_DEVICES 8u  /**< paths and numbers of devices */
#define R3_ABOUT_PIDFDS 16u  /**< the process of a pidfd */
/** What a descriptor is, as far as it is more than a path. */
#define R3_ABOUT_DETAILS (R3_ABOUT_SOCKETS | R3_ABOUT_DEVICES | R3_ABOUT_PIDFDS)

/** How constants are written in what remark() tells, which is text. */
enum r3_constants {
	R3_CONSTANTS_NAMED,    /**< POLLIN */
	R3_CONSTANTS_NUMBERED, /**< 0x1 */
	R3_CONSTANTS_BOTH      /**< a number, and the names as a comment */
};

/** How much is told. */
struct r3_decode_options {
	unsigned string_limit; /**< bytes of a string; longer ones are R3_CUT */
	unsigned about;	       /**< R3_ABOUT_* */
	int whole;	       /**< structures with all fields, arrays with all values */
	int opaque;	       /**< of what an argument points to, the address only */
	int raw;	       /**< numbers only */
	/** How many seconds local time was ahead of UTC: for dates. NULL: they are told in UTC. */
	int (*zone)(void *ctx, int64_t second);
	void *zone_ctx; /**< for it */
	enum r3_constants constants; /**< in remarks */
};
/** The usual way, to start from. */
#define R3_DECODE_INIT { 32, 0, 0, 0, 0, 0, 0, R3_CONSTANTS_NAMED }

/** Which arguments: those that are known on the way in, and the others, on the way out. */
enum r3_phase {
	R3_ENTERING, /**< known on the way in */
	R3_EXITING   /**< what is left, on the way out */
};

/**
 * Tell the sink of the arguments of a call; from enter() and exit() only. What the call writes is
 * told on the way out, and with it every argument that follows. Memory is read, never changed.
 * @param call the call in progress
 * @param phase which arguments
 * @param o how much is told
 * @param sink who is told
 * @param ctx for the sink
 * @return entering: not 0 if arguments are left for the way out
 */
int r3_decode(const struct r3_call *call, enum r3_phase phase, const struct r3_decode_options *o,
	       const struct r3_sink *sink, void *ctx);

/**
 * Tell the sink what a signal carries, as siginfo_t has it: one value.
 * @param s the signal
 * @param o how much is told
 * @param sink who is told
 * @param ctx for the sink
 */
void r3_decode_signal(const struct r3_signal *s, const struct r3_decode_options *o,
		      const struct r3_sink *sink, void *ctx);

/**
 * Tell the sink of the result of a call that did not fail; from exit() only.
 * @param call the call
 * @param o how much is told
 * @param sink who is told
 * @param ctx for the sink
 */
void r3_decode_result(const struct r3_call *call, const struct r3_decode_options *o,
		      const struct r3_sink *sink, void *ctx);

/* --- looking into tasks, and what runs in them --- */

/** General registers. */
struct r3_registers {
	/** In the order of the instruction set's own encoding: rax rcx rdx rbx rsp rbp rsi rdi r8 ... */
	uint64_t r[16];
	uint64_t rip;	 /**< the next instruction */
	uint64_t rflags; /**< flags */
	int is_64bit; /**< of the program; of 32-bit code the upper halves are 0 */
};

/**
 * A task's registers: in an observer or hook, of the task that it is called for; outside of
 * r3_run(), of any that has begun to run.
 * @param m the machine
 * @param tid the task
 * @param regs filled
 * @return 0; -ESRCH: there is no such task, or it is another's turn; -EBUSY: it has not begun
 */
int r3_registers(const struct r3_machine *m, int tid, struct r3_registers *regs);

/**
 * Read a task's memory.
 * @param m the machine
 * @param tid a task of the address space
 * @param addr where
 * @param buf where to
 * @param n how many bytes
 * @return bytes read, fewer than n before an address where nothing is; -ESRCH
 */
int64_t r3_read_memory(const struct r3_machine *m, int tid, uint64_t addr, void *buf, size_t n);

#define R3_PROT_READ 1u	 /**< it may be read */
#define R3_PROT_WRITE 2u /**< it may be written */
#define R3_PROT_EXEC 4u	 /**< it may be executed */

/** A mapping of a task's address space. */
struct r3_mapping {
	uint64_t start;	 /**< first address */
	uint64_t end;	 /**< behind the last */
	unsigned prot;	 /**< R3_PROT_* */
	int has_file;	 /**< the rest is of the file, or 0 */
	uint64_t offset; /**< of start */
	uint64_t device; /**< st_dev */
	uint64_t inode;	 /**< st_ino */
	uint64_t size;	   /**< bytes */
	int64_t mtime_ns;  /**< since 1970 */
};

/**
 * The first mapping that ends above an address.
 * @param m the machine
 * @param tid a task of the address space
 * @param addr the address
 * @param mapping filled
 * @return 0; -ENOENT: there is none; -ESRCH; -EINVAL
 */
int r3_find_mapping(const struct r3_machine *m, int tid, uint64_t addr,
		    struct r3_mapping *mapping);
/**
 * What stands behind a mapping: its file's path as the task sees it, "[vdso]", "".
 * @param m the machine
 * @param tid a task of the address space
 * @param addr an address in the mapping
 * @param buf where to
 * @param size room there
 * @return 0; -ENOENT: nothing is mapped there; -ENAMETOOLONG; -ESRCH; -EINVAL
 */
int r3_mapping_name(const struct r3_machine *m, int tid, uint64_t addr, char *buf, size_t size);
/**
 * Read the file that is mapped at an address, without notice to any program.
 * @param m the machine
 * @param tid a task of the address space
 * @param addr an address in the mapping
 * @param offset in the file
 * @param buf where to
 * @param n how many bytes
 * @return bytes, fewer than n at its end; -ENOENT: no file is mapped there; -ESRCH; -EIO; -EINVAL
 */
int64_t r3_read_mapped_file(const struct r3_machine *m, int tid, uint64_t addr, uint64_t offset,
			    void *buf, size_t n);
/**
 * A number that changes when mappings of files in the task's address space come or go, and that no
 * other address space of the machine has: what was found out about code under it stays true.
 * @param m the machine
 * @param tid a task of the address space
 * @return the number; 0: there is no such task
 */
uint64_t r3_mappings_version(const struct r3_machine *m, int tid);

/** Code that is about to run. */
struct r3_code {
	int tid;	  /**< of the task */
	int pid;	  /**< of its process */
	uint64_t address; /**< of its first byte */
	uint32_t size;	  /**< bytes */
	int is_64bit;	  /**< how it is read */
};

/** Code as it runs. Registers and memory may be read; what faults and is started again comes again. */
struct r3_code_hooks {
	/** In front of each block: bytes without a jump, unless an exception ends it early. */
	void (*block)(void *ctx, const struct r3_code *code);
	/** In front of each instruction. */
	void (*instruction)(void *ctx, const struct r3_code *code);
	void *ctx; /**< for both */
};

/**
 * Call functions for the code that runs, from the next r3_run() on.
 * @param m the machine
 * @param hooks either of which may be NULL; copied. NULL: no more, at no cost
 */
void r3_hook_code(struct r3_machine *m, const struct r3_code_hooks *hooks);

#ifdef __cplusplus
}
#endif

#endif
