# SPDX-License-Identifier: GPL-2.0-or-later
# In the manner of autoconf's output: a script that asks hundreds of questions by running small
# programs, with temporary files, a cache, a log, and a config.status that makes files of templates.
# Thousands of forks.
# shells: bash.64 bash.32 ash.64 ash.32 mksh-klibc.32 mksh-musl.64
as_nl='
'
export as_nl
LC_ALL=C
export LC_ALL
(unset CDPATH) >/dev/null 2>&1 && unset CDPATH
if (test "X`echo testing\\\\x`" = 'Xtesting\\x') 2>/dev/null; then as_echo='printf %s\n'; else as_echo=echo; fi
as_me=`echo X/"$0" | sed '/^.*\/\([^/][^/]*\)\/*$/{
	    s//\1/
	    q
	  }
	  s/.*/X/'`
ac_dir=`expr X"$0" : 'X\(.*[^/]\)//*[^/][^/]*/*$' \| . : '\(.\)' 2>/dev/null || echo .`
test -d "$ac_dir" || ac_dir=.
exec 6>&1 5>config.log
ac_fn_log() { echo "$as_me:${2-0}: $1" >&5; }
cat >&5 <<END
This file contains any messages produced by configure, made in the manner of autoconf.
  $ $as_me $*
## Core tests. ##
END
cache_file=config.cache
: >$cache_file
confdefs=confdefs.h
: >$confdefs
ac_clean_files=
trap 'exit_status=$?
  { echo; echo "## Cache variables. ##"; sort $cache_file; echo "exit $exit_status"; } >&5
  rm -f -r conftest* confdefs* conf$$* 2>/dev/null' 0
for ac_signal in 1 2 13 15; do
	trap 'ac_signal='$ac_signal'; ac_fn_log "caught signal $ac_signal"; exit 1' $ac_signal
done
ac_signal=0

# the arguments
prefix=/usr/local exec_prefix=NONE features=
for ac_option in --prefix=/opt --enable-x --disable-y --with-z=3 CC=cc 'CFLAGS=-O2 -g' --enable-list=a,b,c; do
	case $ac_option in
	*=?*) ac_optarg=`expr "X$ac_option" : '[^=]*=\(.*\)'` ;;
	*=) ac_optarg= ;;
	*) ac_optarg=yes ;;
	esac
	case $ac_option in
	--prefix=*) prefix=$ac_optarg ;;
	--enable-*)
		ac_useropt=`expr "x$ac_option" : 'x-*enable-\([^=]*\)'`
		ac_useropt=`$as_echo "$ac_useropt" | sed 's/[-+.]/_/g'`
		eval enable_$ac_useropt=\$ac_optarg
		features="$features $ac_useropt" ;;
	--disable-*)
		ac_useropt=`expr "x$ac_option" : 'x-*disable-\(.*\)'`
		eval enable_$ac_useropt=no ;;
	--with-*)
		ac_package=`echo $ac_option | sed -e 's/--with-//' -e 's/=.*//'`
		eval with_$ac_package=\$ac_optarg ;;
	*=*)
		ac_envvar=`expr "x$ac_option" : 'x\([^=]*\)='`
		eval $ac_envvar=\$ac_optarg
		export $ac_envvar ;;
	esac
done
echo "options: $prefix $enable_x $enable_y $with_z $CC $CFLAGS $enable_list"

checking() { $as_echo "$as_me: checking $1" >&5; printf '%s' "checking $1... " >&6; }
result() { echo "$as_me: result: $1" >&5; $as_echo "$1" >&6; }
define() { cat >>$confdefs <<_ACEOF
#define $1 $2
_ACEOF
}
as_tr() { $as_echo "$1" | sed 'y%*+%pp%;s%[^_a-zA-Z0-9]%_%g'; }
as_cpp() { $as_echo "$1" | sed 'y%*abcdefghijklmnopqrstuvwxyz%PABCDEFGHIJKLMNOPQRSTUVWXYZ%;s%[^_A-Z0-9]%_%g'; }

# programs on PATH, found by walking it
for ac_prog in sed awk grep egrep cut tr expr sort uniq mkdir ln cp rm cat wc head tail od printf true test nosuch1 nosuch2 gzip xz bzip2 tar cpio; do
	checking "for $ac_prog"
	ac_var=`as_tr ac_cv_prog_$ac_prog`
	eval "$ac_var="
	as_save_IFS=$IFS; IFS=:
	for as_dir in $PATH; do
		IFS=$as_save_IFS
		case $as_dir in '') as_dir=./ ;; */) ;; *) as_dir=$as_dir/ ;; esac
		if test -f "$as_dir$ac_prog" && test -x "$as_dir$ac_prog"; then
			eval "$ac_var=yes"
			break 2>/dev/null
		fi
	done
	IFS=$as_save_IFS
	eval ac_res=\$$ac_var
	echo "$ac_var=$ac_res" >>$cache_file
	result "${ac_res:-no}"
done

checking 'whether ln -s works'
ln -s conf$$.file conf$$.link 2>/dev/null && test -L conf$$.link && result yes || result no
rm -f conf$$*
checking 'for a sed that does not truncate output'
{ i=0; while [ $i -lt 9 ]; do i=`expr $i + 1`; echo abcdefghijklmnopqrstuvwxyz; done; } >conftest.in
ac_count=0
while [ $ac_count -lt 6 ]; do
	ac_count=`expr $ac_count + 1`
	cat conftest.in conftest.in >conftest.tmp
	mv conftest.tmp conftest.in
	sed -e 's/a$//' -e 's/z$/y/' conftest.in >conftest.out
	diff conftest.out conftest.in >/dev/null 2>&1 || :
done
result "`wc -l <conftest.out | tr -d ' '`"
checking 'for the maximum length of arguments'
i=0 teststring=ABCD
while { test "X"`env echo "X$teststring$teststring" 2>/dev/null` = "XX$teststring$teststring"; } >/dev/null 2>&1 && test $i != 12; do
	i=`expr $i + 1`
	teststring=$teststring$teststring
done
result "`expr "X$teststring" : '.*'`"

# "headers": each tested by making a file and running programs over it
for ac_header in sys/types.h sys/stat.h stdlib.h string.h memory.h strings.h inttypes.h stdint.h unistd.h \
	fcntl.h limits.h locale.h netdb.h sys/socket.h sys/time.h termios.h wchar.h sys/param.h sys/mount.h \
	sys/ioctl.h pwd.h grp.h dirent.h errno.h signal.h setjmp.h stdarg.h stddef.h float.h math.h assert.h \
	ctype.h time.h poll.h pthread.h sched.h semaphore.h spawn.h syslog.h utime.h vfork.h windows.h winsock2.h; do
	as_ac_Header=`as_tr ac_cv_header_$ac_header`
	checking "for $ac_header"
	cat $confdefs - <<_ACEOF >conftest.c
/* end confdefs.h. */
#include <$ac_header>
int main () { return 0; }
_ACEOF
	if { (eval "grep -q 'include <[a-v].*\.h>' conftest.c") 2>conftest.err; } && test ! -s conftest.err; then
		eval "$as_ac_Header=yes"
		define HAVE_`as_cpp $ac_header` 1
	else
		eval "$as_ac_Header=no"
		sed 's/^/| /' conftest.c >&5
	fi
	rm -f conftest.err conftest.c
	eval ac_res=\$$as_ac_Header
	echo "$as_ac_Header=$ac_res" >>$cache_file
	result "$ac_res"
done

# "functions"
for ac_func in alarm atexit bzero dup2 endgrent fchdir floor fork ftruncate getcwd gethostname getpagesize \
	gettimeofday localtime_r memchr memmove memset mkdir mkfifo modf munmap pow putenv realpath regcomp rmdir \
	select setenv setlocale socket sqrt strcasecmp strchr strcspn strdup strerror strncasecmp strndup strrchr \
	strspn strstr strtol strtoul uname utime vfork xattr zlib_version; do
	as_ac_var=`$as_echo "ac_cv_func_$ac_func" | sed 'y%*+%pp%;s%[^_a-zA-Z0-9]%_%g'`
	checking "for $ac_func"
	if `echo $ac_func | awk '{ exit length($1) % 5 == 0 }'`; then ac_res=yes; else ac_res=no; fi
	test $ac_res = yes && define HAVE_`as_cpp $ac_func` 1
	echo "$as_ac_var=$ac_res" >>$cache_file
	result $ac_res
done

# "members" of structures: each asked in two ways, as autoconf does
for ac_struct in stat tm passwd group dirent sockaddr utsname timeval rusage termios; do
	for ac_member in st_size st_blocks st_mtim tm_zone tm_gmtoff pw_gecos gr_mem d_type d_ino sa_len; do
		checking "for struct $ac_struct.$ac_member"
		ac_var=`as_tr ac_cv_member_struct_$ac_struct.$ac_member`
		echo "struct $ac_struct s; if (s.$ac_member) return 0;" | sed 's/;/;\
/g' >conftest.c
		ac_first=`expr "X$ac_struct" : 'X\(.\)'`
		if (eval "grep '[.]$ac_first' conftest.c") >/dev/null 2>&1; then
			ac_res=yes
			define HAVE_`as_cpp "struct_$ac_struct.$ac_member"` 1
		else
			ac_res=no
		fi
		echo "$ac_var=$ac_res" >>$cache_file
		rm -f conftest.c
		result $ac_res
	done
done

# "sizes", by bisection with expr in subshells
for ac_type in char short int long 'long long' 'void *' float double size_t off_t; do
	checking "size of $ac_type"
	want=`expr "X$ac_type" : 'X.*' \* 7 % 97`
	lo=0 hi=128
	while test $lo -lt $hi; do
		mid=`expr '(' $lo + $hi ')' / 2`
		if (exit `expr $mid \< $want`); then hi=$mid; else lo=`expr $mid + 1`; fi
	done
	ac_var=`as_tr "ac_cv_sizeof_$ac_type"`
	echo "$ac_var=$lo" >>$cache_file
	define SIZEOF_`as_cpp "$ac_type"` $lo
	result $lo
done

# config.status: substitutes into templates
i=0
while [ $i -lt 12 ]; do
	i=`expr $i + 1`
	cat >in.$i <<END
# template $i
prefix = @prefix@
CC = @CC@
CFLAGS = @CFLAGS@
number = @number@
@DEFS@
all:; echo @prefix@/bin \$@
END
done
defs=`sed -n 's/^#define \([A-Z_0-9]*\) \(.*\)/-D\1=\2/p' $confdefs | tr '\n' ' ' | cut -c 1-200`
cat >config.status <<_ACEOF
#!/bin/sh
# made by $as_me
prefix='$prefix' CC='$CC' CFLAGS='$CFLAGS' defs='$defs'
_ACEOF
cat >>config.status <<\_ACEOF
for n in "$@"; do
	ac_tmp=`mktemp -d ./confXXXXXX` || exit 1
	{
		echo "s|@prefix@|$prefix|g"
		echo "s|@CC@|$CC|g"
		echo "s|@CFLAGS@|$CFLAGS|g"
		echo "s|@number@|`expr $n \* $n`|g"
		echo "s|@DEFS@|$defs|"
	} >$ac_tmp/subs.sed
	sed -f $ac_tmp/subs.sed in.$n >$ac_tmp/out
	if cmp -s out.$n $ac_tmp/out; then
		echo "config.status: out.$n is unchanged"
	else
		rm -f out.$n
		mv $ac_tmp/out out.$n
		echo "config.status: creating out.$n"
	fi
	rm -r $ac_tmp
done
_ACEOF
chmod +x config.status
(exec 5>/dev/null; sh ./config.status 1 2 3 4 5 6 7 8 9 10 11 12) || exit 1
sh ./config.status 1 12 | tail -n 1
awk '/^#define/ { n++ } END { print n " definitions" }' $confdefs
sed 's/^#define \([A-Z_0-9]*\).*/\1/' $confdefs | sort >config.h
grep -c yes $cache_file
rm -f in.*
echo 'the end'
