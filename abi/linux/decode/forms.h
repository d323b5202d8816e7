/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls that are told otherwise than by their definitions, by routine (the third column of the
 * tables). forms.c makes one entry a number of both.
 *
 *	#define ARGS_clone , args_clone		the whole list of arguments is told by args_clone()
 *	#define RESULT_open , result_fd		a result that did not fail is told by result_fd()
 *
 * A function for arguments is called in both phases, and in each tells the arguments that belong
 * to it: put_arg() with a name, then the value. Entering, it sets d->more_later if it leaves
 * arguments for the way out. It is not called when raw numbers are wanted.
 */
#ifndef DECODE_FORMS_H
#define DECODE_FORMS_H

#include "decode/decode.h"

typedef void args_fn(struct decoder *d);
typedef void result_fn(struct decoder *d);

/* NULL: as defined. */
args_fn *args_form(const struct decoder *d);

/* --- how results are told --- */
result_fn result_number, result_hex, result_octal, result_fd, result_task;
result_fn result_handler, result_mask, result_old_mask, result_signal;
#define RESULT_compat_rt_sigtimedwait_time32 , result_signal
#define RESULT_compat_rt_sigtimedwait_time64 , result_signal
#define RESULT_rt_sigtimedwait , result_signal


args_fn args_ipc, args_ipc_control, args_mq_open, args_mremap;
result_fn result_recvmmsg, result_shmat;

#define ARGS_compat_ipc , args_ipc
#define ARGS_compat_mq_open , args_mq_open
#define ARGS_compat_msgctl , args_ipc_control
#define ARGS_compat_semctl , args_ipc_control
#define ARGS_compat_shmctl , args_ipc_control
#define ARGS_mq_open , args_mq_open
#define ARGS_mremap , args_mremap
#define ARGS_msgctl , args_ipc_control
#define ARGS_semctl , args_ipc_control
#define ARGS_shmctl , args_ipc_control

#define RESULT_accept , result_fd
#define RESULT_accept4 , result_fd
#define RESULT_compat_ia32_mmap , result_hex
#define RESULT_compat_mq_open , result_fd
#define RESULT_compat_shmat , result_shmat
#define RESULT_memfd_create , result_fd
#define RESULT_memfd_secret , result_fd
#define RESULT_mq_open , result_fd
#define RESULT_compat_recvmmsg_time32 , result_recvmmsg
#define RESULT_compat_recvmmsg_time64 , result_recvmmsg
#define RESULT_recvmmsg , result_recvmmsg
#define RESULT_shmat , result_shmat
#define RESULT_socket , result_fd
#define RESULT_userfaultfd , result_fd

#define RESULT_brk , result_hex
#define RESULT_mmap , result_hex
#define RESULT_mmap_pgoff , result_hex
#define RESULT_mremap , result_hex
#define RESULT_umask , result_mode

/* --- files --- */
args_fn args_fcntl, args_sendfile64, args_compat_sendfile, args_entering, args_ioctl,
	args_mount, args_fsconfig, args_quotactl, args_quotactl_fd, args_name_to_handle_at,
	args_old_select;
result_fn result_fcntl, result_poll, result_ppoll, result_ppoll_time32, result_select,
	result_pselect6, result_pselect6_time32, result_old_select, result_mode;

#define ARGS_compat_fcntl64 , args_fcntl
#define ARGS_compat_old_select , args_old_select
#define ARGS_compat_ppoll_time32 , args_entering
#define ARGS_compat_ppoll_time64 , args_entering
#define ARGS_compat_pselect6_time32 , args_entering
#define ARGS_compat_pselect6_time64 , args_entering
#define ARGS_compat_select , args_entering
#define ARGS_compat_sendfile , args_compat_sendfile
#define ARGS_copy_file_range , args_entering
#define ARGS_fcntl , args_fcntl
#define ARGS_fsconfig , args_fsconfig
#define ARGS_ioctl , args_ioctl
#define ARGS_compat_ioctl , args_ioctl
#define ARGS_mount , args_mount
#define ARGS_name_to_handle_at , args_name_to_handle_at
#define ARGS_poll , args_entering
#define ARGS_ppoll , args_entering
#define ARGS_pselect6 , args_entering
#define ARGS_quotactl , args_quotactl
#define ARGS_quotactl_fd , args_quotactl_fd
#define ARGS_select , args_entering
#define ARGS_sendfile64 , args_sendfile64
#define ARGS_splice , args_entering

#define RESULT_compat_fcntl64 , result_fcntl
#define RESULT_compat_old_select , result_old_select
#define RESULT_compat_ppoll_time32 , result_ppoll_time32
#define RESULT_compat_ppoll_time64 , result_ppoll
#define RESULT_compat_pselect6_time32 , result_pselect6_time32
#define RESULT_compat_pselect6_time64 , result_pselect6
#define RESULT_compat_select , result_select
#define RESULT_fcntl , result_fcntl
#define RESULT_poll , result_poll
#define RESULT_ppoll , result_ppoll
#define RESULT_pselect6 , result_pselect6
#define RESULT_select , result_select

/* Descriptors are told with what they stand for. */
#define RESULT_compat_open , result_fd
#define RESULT_compat_open_by_handle_at , result_fd
#define RESULT_compat_openat , result_fd
#define RESULT_compat_signalfd , result_fd
#define RESULT_compat_signalfd4 , result_fd
#define RESULT_creat , result_fd
#define RESULT_dup , result_fd
#define RESULT_dup2 , result_fd
#define RESULT_dup3 , result_fd
#define RESULT_epoll_create , result_fd
#define RESULT_epoll_create1 , result_fd
#define RESULT_eventfd , result_fd
#define RESULT_eventfd2 , result_fd
#define RESULT_fanotify_init , result_fd
#define RESULT_fsmount , result_fd
#define RESULT_fsopen , result_fd
#define RESULT_fspick , result_fd
#define RESULT_inotify_init , result_fd
#define RESULT_inotify_init1 , result_fd
#define RESULT_io_uring_setup , result_fd
#define RESULT_pidfd_open , result_fd
#define RESULT_open , result_fd
#define RESULT_open_by_handle_at , result_fd
#define RESULT_open_tree , result_fd
#define RESULT_openat , result_fd
#define RESULT_openat2 , result_fd
#define RESULT_signalfd , result_fd
#define RESULT_signalfd4 , result_fd
#define RESULT_timerfd_create , result_fd
#define RESULT_userfaultfd , result_fd

/* --- processes --- */
args_fn args_clone, args_compat_ia32_clone, args_clone3, args_modify_ldt;
result_fn result_set_thread_area;

#define RESULT_perf_event_open , result_fd
#define RESULT_x64_set_thread_area , result_set_thread_area
#define ARGS_clone , args_clone
#define ARGS_clone3 , args_clone3
#define ARGS_compat_ia32_clone , args_compat_ia32_clone
#define ARGS_modify_ldt , args_modify_ldt
#define RESULT_clone , result_task
#define RESULT_clone3 , result_task
#define RESULT_compat_ia32_clone , result_task
#define RESULT_compat_wait4 , result_task
#define RESULT_fork , result_task
#define RESULT_getpid , result_task
#define RESULT_getppid , result_task
#define RESULT_gettid , result_task
#define RESULT_pidfd_getfd , result_fd
#define RESULT_pidfd_open , result_fd
#define RESULT_set_thread_area , result_set_thread_area
#define RESULT_vfork , result_task
#define RESULT_wait4 , result_task
#define RESULT_waitpid , result_task

/* --- rights, scheduling, the system --- */
args_fn args_capget, args_kcmp, args_membarrier, args_reboot, args_restart_syscall,
	args_sched_setattr, args_syslog;
result_fn result_ioprio, result_membarrier, result_personality, result_sched_policy;

#define ARGS_capget , args_capget
#define ARGS_capset , args_entering
#define ARGS_kcmp , args_kcmp
#define ARGS_membarrier , args_membarrier
#define ARGS_reboot , args_reboot
#define ARGS_restart_syscall , args_restart_syscall
#define ARGS_sched_setattr , args_sched_setattr
#define ARGS_syslog , args_syslog
#define RESULT_ioprio_get , result_ioprio
#define RESULT_membarrier , result_membarrier
#define RESULT_personality , result_personality
#define RESULT_sched_getscheduler , result_sched_policy

args_fn args_bpf, args_keyctl, args_ptrace;

#define ARGS_bpf , args_bpf
#define RESULT_bpf , result_bpf

#define ARGS_compat_keyctl , args_keyctl
#define ARGS_keyctl , args_keyctl
#define ARGS_ptrace , args_ptrace
#define ARGS_compat_ptrace , args_ptrace

args_fn args_futex, args_futex_time32, args_arch_prctl, args_prctl, args_seccomp;
result_fn result_bpf, result_prctl;

#define ARGS_futex , args_futex
#define ARGS_futex_time32 , args_futex_time32
#define ARGS_arch_prctl , args_arch_prctl
#define ARGS_compat_arch_prctl , args_arch_prctl
#define ARGS_prctl , args_prctl
#define ARGS_seccomp , args_seccomp
#define RESULT_prctl , result_prctl

/* --- time --- */
args_fn args_stime;
result_fn result_time, result_timex;

#define ARGS_stime32 , args_stime
#define RESULT_stime32 , result_time
#define RESULT_adjtimex , result_timex
#define RESULT_adjtimex_time32 , result_timex
#define RESULT_clock_adjtime , result_timex
#define RESULT_clock_adjtime32 , result_timex
#define RESULT_time , result_time
#define RESULT_time32 , result_time

/* --- signals --- */
args_fn args_rt_sigreturn, args_compat_rt_sigreturn, args_compat_sigreturn;

#define ARGS_rt_sigreturn , args_rt_sigreturn
#define ARGS_compat_rt_sigreturn , args_compat_rt_sigreturn
#define ARGS_compat_sigreturn , args_compat_sigreturn
#define RESULT_signal , result_handler
#define RESULT_sgetmask , result_mask
#define RESULT_ssetmask , result_old_mask

#endif
