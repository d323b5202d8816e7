/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls that have no routine yet: declared with their arguments, so that the tracer, the fuzzers
 * and --missing know them, and answered with -ENOSYS. Who defines one takes its line out of here;
 * both together do not link. In the order of Linux's own folders.
 */
#include "syscall.h"

#define NI(nm, n, ...)                        \
	extern const struct syscall sys_##nm; \
	const struct syscall sys_##nm = { n, NULL, { __VA_ARGS__ } };

#define SYSCALL_NI0(nm) NI(nm, 0)
#define SYSCALL_NI1(nm, t0, a0) NI(nm, 1, SC_ARG(t0, a0))
#define SYSCALL_NI2(nm, t0, a0, t1, a1) NI(nm, 2, SC_ARG(t0, a0), SC_ARG(t1, a1))
#define SYSCALL_NI3(nm, t0, a0, t1, a1, t2, a2) \
	NI(nm, 3, SC_ARG(t0, a0), SC_ARG(t1, a1), SC_ARG(t2, a2))
#define SYSCALL_NI4(nm, t0, a0, t1, a1, t2, a2, t3, a3) \
	NI(nm, 4, SC_ARG(t0, a0), SC_ARG(t1, a1), SC_ARG(t2, a2), SC_ARG(t3, a3))
#define SYSCALL_NI5(nm, t0, a0, t1, a1, t2, a2, t3, a3, t4, a4)                     \
	NI(nm, 5, SC_ARG(t0, a0), SC_ARG(t1, a1), SC_ARG(t2, a2), SC_ARG(t3, a3),   \
	   SC_ARG(t4, a4))
#define SYSCALL_NI6(nm, t0, a0, t1, a1, t2, a2, t3, a3, t4, a4, t5, a5)             \
	NI(nm, 6, SC_ARG(t0, a0), SC_ARG(t1, a1), SC_ARG(t2, a2), SC_ARG(t3, a3),   \
	   SC_ARG(t4, a4), SC_ARG(t5, a5))

/* What a hole in a table does: nothing is known of its arguments. */
const struct syscall sys_ni_syscall = { 0, NULL, {} };

/* kernel/: tasks */
SYSCALL_NI4(ptrace, ptrace_op_t, request, pid_t, pid, addr_t, addr, ulong_t, data)
SYSCALL_NI4(compat_ptrace, compat_long_t, request, pid_t, pid, addr_t, addr, ulong_t, data)

/* kernel/: the system and its limits */
SYSCALL_NI1(iopl, int_t, level)
SYSCALL_NI3(ioperm, xlong_t, from, xlong_t, num, int_t, turn_on)
SYSCALL_NI3(syslog, cmd_t, type, uout_t, buf, int_t, len)
SYSCALL_NI1(acct, upath_t, name)
SYSCALL_NI3(init_module, addr_t, umod, usize_t, len, ustr_t, uargs)
SYSCALL_NI3(finit_module, fd_t, fd, ustr_t, uargs, modinitflags_t, flags)
SYSCALL_NI2(delete_module, ustr_t, name_user, moddelflags_t, flags)
SYSCALL_NI4(kexec_load, addr_t, entry, ulong_t, nr_segments, ukexec_segments_t, segments,
	    kexecflags_t, flags)
SYSCALL_NI4(compat_kexec_load, addr_t, entry, ulong_t, nr_segments, ukexec_segments_t, segments,
	    kexecflags_t, flags)
SYSCALL_NI5(kexec_file_load, fd_t, kernel_fd, fd_t, initrd_fd, ulong_t, cmdline_len,
	    ukexec_cmdline_t, cmdline_ptr, kexecfileflags_t, flags)
SYSCALL_NI3(seccomp, cmd_t, op, flags_t, flags, ustruct_inout_t, uargs)
SYSCALL_NI3(bpf, cmd_t, cmd, ustruct_inout_t, uattr, uint_t, size)
SYSCALL_NI5(perf_event_open, uperf_attr_t, attr_uptr, pgrp_t, pid, int_t, cpu, fd_t, group_fd,
	    perf_flags_t, flags)
SYSCALL_NI1(x64_set_thread_area, uuser_desc_t, u_info) /* i386's alone are served */
SYSCALL_NI1(x64_get_thread_area, uuser_desc_inout_t, u_info)
SYSCALL_NI1(sysctl, usysctl_args_t, args)
SYSCALL_NI0(uretprobe)

/* security/ */
SYSCALL_NI5(add_key, ustr_t, type, ustr_t, description, uin_t, payload, usize_t, plen,
	    key_serial_t, ringid)
SYSCALL_NI4(request_key, ustr_t, type, ustr_t, description, ustr_t, callout_info,
	    key_serial_t, destringid)
SYSCALL_NI5(keyctl, cmd_t, option, ulong_t, arg2, ulong_t, arg3, ulong_t, arg4, ulong_t, arg5)
SYSCALL_NI5(compat_keyctl, u32_t, option, u32_t, arg2, u32_t, arg3, u32_t, arg4, u32_t, arg5)
SYSCALL_NI3(landlock_create_ruleset, ulandlock_ruleset_t, attr, usize_t, size,
	    landlockflags_t, flags)
SYSCALL_NI4(landlock_add_rule, fd_t, ruleset_fd, landlock_rule_t, rule_type, ulandlock_rule_t, rule_attr,
	    flags_t, flags)
SYSCALL_NI2(landlock_restrict_self, fd_t, ruleset_fd, flags_t, flags)
SYSCALL_NI4(lsm_get_self_attr, uint_t, attr, ustruct_out_t, ctx, uint_inout_t, size,
	    flags_t, flags)
SYSCALL_NI4(lsm_set_self_attr, uint_t, attr, ustruct_in_t, ctx, u32_t, size, flags_t, flags)
SYSCALL_NI3(lsm_list_modules, uulong_out_t, ids, uint_inout_t, size, flags_t, flags)

/* mm/ */
SYSCALL_NI1(memfd_secret, secretflags_t, flags)
SYSCALL_NI3(map_shadow_stack, addr_t, addr, usize_t, size, flags_t, flags)
SYSCALL_NI6(mbind, addr_t, start, usize_t, len, mpol_long_t, mode, unodes_in_t, nmask,
	    maxnode_t, maxnode, mpol_moveflags_t, flags)
SYSCALL_NI5(get_mempolicy, umpol_out_t, policy, unodes_out_t, nmask, maxnode_t, maxnode,
	    addr_t, addr, mpol_getflags_t, flags)
SYSCALL_NI3(set_mempolicy, mpol_t, mode, unodes_in_t, nmask, maxnode_t, maxnode)
SYSCALL_NI4(set_mempolicy_home_node, addr_t, start, usize_t, len, ulong_t, home_node,
	    lflags_t, flags)
SYSCALL_NI4(migrate_pages, pid_t, pid, maxnode_t, maxnode, unodes_in_t, old_nodes,
	    unodes_in_t, new_nodes)
SYSCALL_NI6(move_pages, pid_t, pid, ulong_t, nr_pages, upages_in_t, pages, upage_nodes_in_t, nodes,
	    upage_status_out_t, status, move_pages_flags_t, flags)
SYSCALL_NI2(swapon, upath_t, specialfile, swapflags_t, swap_flags)
SYSCALL_NI1(swapoff, upath_t, specialfile)
SYSCALL_NI1(userfaultfd, uffdflags_t, flags)

/* fs/: reading and writing */
SYSCALL_NI4(cachestat, fd_t, fd, ustruct_in_t, cstat_range, ustruct_out_t, cstat, flags_t, flags)

/* fs/: filesystems and mounts */
SYSCALL_NI3(sysfs, cmd_t, option, sysfs_arg_t, arg1, sysfs_arg_t, arg2)
SYSCALL_NI3(open_tree, dfd_t, dfd, upath_t, filename, open_tree_flags_t, flags)
SYSCALL_NI5(move_mount, dfd_t, from_dfd, upath_t, from_pathname, dfd_t, to_dfd,
	    upath_t, to_pathname, move_mount_flags_t, flags)
SYSCALL_NI2(fsopen, ustr_t, fs_name, fsopen_flags_t, flags)
SYSCALL_NI5(fsconfig, fd_t, fd, fsconfig_cmd_t, cmd, ustr_t, key, addr_t, value, int_t, aux)
SYSCALL_NI3(fsmount, fd_t, fs_fd, fsmount_flags_t, flags, mount_attributes_t, attr_flags)
SYSCALL_NI3(fspick, dfd_t, dfd, upath_t, path, fspick_flags_t, flags)
SYSCALL_NI5(mount_setattr, dfd_t, dfd, upath_t, path, mount_setattr_flags_t, flags, umount_attr_t, uattr,
	    usize_t, usize)
SYSCALL_NI4(statmount, ustruct_in_t, req, ustruct_out_t, buf, usize_t, bufsize, flags_t, flags)
SYSCALL_NI4(listmount, ustruct_in_t, req, uulong_out_t, mnt_ids, usize_t, nr_mnt_ids,
	    flags_t, flags)
SYSCALL_NI4(quotactl, quota_cmd_t, cmd, upath_t, special, uint_t, id, addr_t, addr)
SYSCALL_NI4(quotactl_fd, fd_t, fd, quota_cmd_t, cmd, uint_t, id, addr_t, addr)
SYSCALL_NI1(uselib, upath_t, library)

/* fs/: pipes, readiness, notification, asynchronous I/O */
SYSCALL_NI2(fanotify_init, fanotify_init_flags_t, flags, oflags_t, event_f_flags)
SYSCALL_NI5(fanotify_mark, fd_t, fanotify_fd, fanotify_mark_flags_t, flags, fanotify_mask_t, mask,
	    fanotify_dfd_t, dfd,
	    upath_t, pathname)
SYSCALL_NI6(compat_fanotify_mark, fd_t, fanotify_fd, fanotify_mark_flags_t, flags,
	    fanotify_mask_lo_t, mask0, off_hi_t, mask1, fanotify_dfd_t, dfd, upath_t, pathname)
SYSCALL_NI2(io_setup, uint_t, nr_events, uaio_context_out_t, ctxp)
SYSCALL_NI2(compat_io_setup, uint_t, nr_events, uaio_context_out_t, ctxp)
SYSCALL_NI1(io_destroy, aio_context_t, ctx)
SYSCALL_NI3(io_submit, aio_context_t, ctx_id, slong_t, nr, uiocbs_t, iocbpp)
SYSCALL_NI3(compat_io_submit, aio_context_t, ctx_id, int_t, nr, uiocbs_t, iocbpp)
SYSCALL_NI3(io_cancel, aio_context_t, ctx_id, uiocb_t, iocb, uio_event_out_t, result)
SYSCALL_NI5(io_getevents, aio_context_t, ctx_id, slong_t, min_nr, slong_t, nr, uio_events_out_t, events,
	    uaio_timeout_t, timeout)
SYSCALL_NI5(io_getevents_time32, aio_context_t, ctx_id, compat_long_t, min_nr, compat_long_t, nr,
	    uio_events_out_t, events, uaio_timeout32_t, timeout)
SYSCALL_NI6(io_pgetevents, aio_context_t, ctx_id, slong_t, min_nr, slong_t, nr, uio_events_out_t, events,
	    uaio_timeout_t, timeout, upselect_sig_in_t, usig)
SYSCALL_NI6(compat_io_pgetevents, aio_context_t, ctx_id, compat_long_t, min_nr, compat_long_t, nr,
	    uio_events_out_t, events, uaio_timeout32_t, timeout, upselect_sig_in_t, usig)
SYSCALL_NI6(compat_io_pgetevents_time64, aio_context_t, ctx_id, compat_long_t, min_nr,
	    compat_long_t, nr, uio_events_out_t, events, uaio_timeout_t, timeout,
	    upselect_sig_in_t, usig)
SYSCALL_NI2(io_uring_setup, u32_t, entries, uuring_params_t, params)
SYSCALL_NI6(io_uring_enter, fd_t, fd, u32_t, to_submit, u32_t, min_complete,
	    uring_enter_flags_t, flags,
	    usigset_in_t, argp, usize_t, argsz)
SYSCALL_NI4(io_uring_register, fd_t, fd, uring_op_t, opcode, uuring_arg_t, arg, uint_t, nr_args)

/* ipc/ */
SYSCALL_NI3(semget, key_t, key, int_t, nsems, ipc_getflags_t, semflg)
SYSCALL_NI4(semctl, int_t, semid, int_t, semnum, sem_cmd_t, cmd, semun_t, arg)
SYSCALL_NI4(compat_semctl, int_t, semid, int_t, semnum, sem_cmd_t, cmd, semun_t, arg)
SYSCALL_NI3(semop, int_t, semid, usembuf_in_t, tsops, uint_t, nsops)
SYSCALL_NI4(semtimedop, int_t, semid, usembuf_in_t, tsops, uint_t, nsops, utimespec_in_t, timeout)
SYSCALL_NI4(semtimedop_time32, int_t, semid, usembuf_in_t, tsops, uint_t, nsops,
	    utimespec32_in_t, timeout)
SYSCALL_NI3(shmget, key_t, key, usize_t, size, shmgetflags_t, shmflg)
SYSCALL_NI3(shmctl, int_t, shmid, shm_cmd_t, cmd, ushm_arg_t, buf)
SYSCALL_NI3(compat_shmctl, int_t, shmid, shm_cmd_t, cmd, ushm_arg_t, uptr)
SYSCALL_NI3(shmat, int_t, shmid, addr_t, shmaddr, shmatflags_t, shmflg)
SYSCALL_NI3(compat_shmat, int_t, shmid, addr_t, shmaddr, shmatflags_t, shmflg)
SYSCALL_NI1(shmdt, addr_t, shmaddr)
SYSCALL_NI2(msgget, key_t, key, ipc_getflags_t, msgflg)
SYSCALL_NI4(msgsnd, int_t, msqid, umsgbuf_in_t, msgp, usize_t, msgsz, sysvmsgflags_t, msgflg)
SYSCALL_NI4(compat_msgsnd, int_t, msqid, umsgbuf_in_t, msgp, usize_t, msgsz, sysvmsgflags_t, msgflg)
SYSCALL_NI5(msgrcv, int_t, msqid, umsgbuf_out_t, msgp, usize_t, msgsz, slong_t, msgtyp,
	    sysvmsgflags_t, msgflg)
SYSCALL_NI5(compat_msgrcv, int_t, msqid, umsgbuf_out_t, msgp, usize_t, msgsz,
	    compat_long_t, msgtyp, sysvmsgflags_t, msgflg)
SYSCALL_NI3(msgctl, int_t, msqid, msg_cmd_t, cmd, umsg_arg_t, buf)
SYSCALL_NI3(compat_msgctl, int_t, msqid, msg_cmd_t, cmd, umsg_arg_t, uptr)
SYSCALL_NI4(mq_open, ustr_t, u_name, oflags_t, oflag, umode_t, mode, umq_open_attr_t, u_attr)
SYSCALL_NI4(compat_mq_open, ustr_t, u_name, oflags_t, oflag, umode_t, mode, umq_open_attr_t, u_attr)
SYSCALL_NI1(mq_unlink, ustr_t, u_name)
SYSCALL_NI5(mq_timedsend, fd_t, mqdes, uin_t, u_msg_ptr, usize_t, msg_len, uint_t, msg_prio,
	    utimespec_in_t, u_abs_timeout)
SYSCALL_NI5(mq_timedsend_time32, fd_t, mqdes, uin_t, u_msg_ptr, usize_t, msg_len,
	    uint_t, msg_prio, utimespec32_in_t, u_abs_timeout)
SYSCALL_NI5(mq_timedreceive, fd_t, mqdes, uout_t, u_msg_ptr, usize_t, msg_len,
	    uint_out_t, u_msg_prio, utimespec_in_t, u_abs_timeout)
SYSCALL_NI5(mq_timedreceive_time32, fd_t, mqdes, uout_t, u_msg_ptr, usize_t, msg_len,
	    uint_out_t, u_msg_prio, utimespec32_in_t, u_abs_timeout)
SYSCALL_NI2(mq_notify, fd_t, mqdes, usigevent_in_t, u_notification)
SYSCALL_NI2(compat_mq_notify, fd_t, mqdes, usigevent_in_t, u_notification)
SYSCALL_NI3(mq_getsetattr, fd_t, mqdes, umq_attr_in_t, u_mqstat, umq_attr_out_t, u_omqstat)
SYSCALL_NI3(compat_mq_getsetattr, fd_t, mqdes, umq_attr_in_t, u_mqstat, umq_attr_out_t, u_omqstat)

/* What no Linux of today has, with as many arguments as it once had */
SYSCALL_NI5(afs_syscall, lflags_t, arg1, lflags_t, arg2, lflags_t, arg3, lflags_t, arg4,
	    lflags_t, arg5)
SYSCALL_NI2(create_module, lflags_t, arg1, lflags_t, arg2)
SYSCALL_NI4(epoll_ctl_old, lflags_t, arg1, lflags_t, arg2, lflags_t, arg3, lflags_t, arg4)
SYSCALL_NI4(epoll_wait_old, lflags_t, arg1, lflags_t, arg2, lflags_t, arg3, lflags_t, arg4)
SYSCALL_NI1(get_kernel_syms, lflags_t, arg1)
SYSCALL_NI5(getpmsg, lflags_t, arg1, lflags_t, arg2, lflags_t, arg3, lflags_t, arg4,
	    lflags_t, arg5)
SYSCALL_NI3(nfsservctl, lflags_t, arg1, lflags_t, arg2, lflags_t, arg3)
SYSCALL_NI5(putpmsg, lflags_t, arg1, lflags_t, arg2, lflags_t, arg3, lflags_t, arg4,
	    lflags_t, arg5)
SYSCALL_NI5(query_module, lflags_t, arg1, lflags_t, arg2, lflags_t, arg3, lflags_t, arg4,
	    lflags_t, arg5)
SYSCALL_NI3(security, lflags_t, arg1, lflags_t, arg2, lflags_t, arg3)
SYSCALL_NI3(tuxcall, lflags_t, arg1, lflags_t, arg2, lflags_t, arg3)
SYSCALL_NI5(vserver, lflags_t, arg1, lflags_t, arg2, lflags_t, arg3, lflags_t, arg4,
	    lflags_t, arg5)
SYSCALL_NI2(bdflush, lflags_t, arg1, lflags_t, arg2)
SYSCALL_NI2(gtty, lflags_t, arg1, lflags_t, arg2)
SYSCALL_NI4(profil, lflags_t, arg1, lflags_t, arg2, lflags_t, arg3, lflags_t, arg4)
SYSCALL_NI2(stty, lflags_t, arg1, lflags_t, arg2)
SYSCALL_NI2(ulimit, lflags_t, arg1, lflags_t, arg2)
SYSCALL_NI5(vm86, lflags_t, arg1, lflags_t, arg2, lflags_t, arg3, lflags_t, arg4, lflags_t, arg5)
SYSCALL_NI1(vm86old, lflags_t, arg1)
SYSCALL_NI3(lookup_dcookie, u64_t, cookie64, uout_t, buf, usize_t, len)
SYSCALL_NI4(compat_lookup_dcookie, len_lo_t, cookie_low, len_hi_t, cookie_high, uout_t, buf,
	    usize_t, len)
