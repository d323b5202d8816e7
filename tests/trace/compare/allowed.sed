# What may differ between a native run and one of ring3, one rule a line, each with its reason.
s/(getrandom\(")([^"\\]|\\.)*/\1random/ # random bytes
s/^(sysinfo\(\{).*\}/\1...}/ # memory and load are the machine's
s/^(getpg(rp|id)\([0-9]*\)) = P[?1]$/\1 = P?/ # strace's program is in strace's group, ring3's leads its own
s/(RLIMIT_NPROC, .*\{rlim_cur=)[^}]*/\1.../ # the machine's
s/(nodename=)"[^"]*"/\1.../ # the machine has a name of its own
s/si_utime=[0-9]+, si_stime=[0-9]+/si_utime=..., si_stime=.../ # CPU time
s/^(rt_)?sigreturn\((.*)\) = .*/\1sigreturn(\2) = .../ # the register of what was interrupted, anywhere
s/^(sched_getaffinity\([0-9P.]+, [0-9]+, )\[.*/\1.../ # the machine has one CPU
s/^(l?getxattr\(.*\)) = -1 E(NODATA|OPNOTSUPP) .*/\1 = -1 .../ # attributes of host files are not passed on
s/stx_attributes=(STATX_ATTR_MOUNT_ROOT|0)/stx_attributes=.../ # what is shown by --rw is a mount
s/^(read\([0-9]+, "nodev\\t)[^"]*"\.\.\., ([0-9]+)\) = [0-9]+/\1"..., \2) = .../ # the kernel's file systems
s/^(f?statfs(64)?\(.*\{f_type=).*\}/\1...}/ # host files are of another file system, and it fills
s/stx_mask=[A-Z_|]+/stx_mask=.../ # newer kernels tell no more than what was asked for
s/^(fcntl(64)?\([0-9FD]+, F_GETFL\) = )0x8000 \(flags (.*)\|O_LARGEFILE\)/\10 (flags \3)/ # ring3 does not say it of what it was given
