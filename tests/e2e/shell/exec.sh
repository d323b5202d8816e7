# SPDX-License-Identifier: GPL-2.0-or-later
# Running programs: exec, PATH, scripts with and without `#!`, permissions, environments, arguments.
# shells: bash zsh ash mksh-klibc mksh-diet mksh-musl
(exec echo replaced; echo never)
(exec sh -c 'echo "args $0 $1"' zero one); echo $?
(exec 2>/dev/null nonexistent); echo $?
(exec 2>/dev/null /); echo $?
programs=$PATH sh=$PATH/sh cat=$PATH/cat
mkdir bin; PATH=$PWD/bin:$PATH
script() { cat >"bin/$1"; chmod 755 "bin/$1"; }
script s1 <<END
#!$sh
echo "s1 \$0 \$# \$1" | sed 's#/.*/##'
exit 11
END
s1 'an argument'; echo $?
script s2 <<END
#!$sh -e
false
echo never
END
s2; echo $?
script s3 <<END
#!  $cat  -n  
line
END
s3 2>/dev/null | wc -l; echo "blanks $?"
script s4 <<'END'
echo "no interpreter line $1"
END
s4 arg
script s5 <<END
#!$PWD/bin/s1
interpreted by a script
END
s5 x; echo $?
script s6 <<'END'
#!/nonexistent/interpreter
END
(s6) 2>/dev/null; echo $?
script s7 </dev/null
s7; echo "empty $?"
script s8 <<END
#!$PWD/bin/s8
END
(s8) 2>/dev/null; echo "loop $(( $? != 0 ))"
echo 'echo not executable' >bin/s9
(bin/s9) 2>/dev/null; echo $?
sh bin/s9; . bin/s9
printf '\177ELF broken' >bin/s10; chmod 755 bin/s10
(bin/s10) 2>/dev/null; echo "broken $(( $? != 0 ))"
env -i sh -c 'echo "${HOME-none} ${x-none}"'
env x=1 y='2 3' sh -c 'echo "$x $y"'
x=9 env -u x sh -c 'echo "${x-unset}"'
env -i "$programs/env" | sort
# many and long arguments, and too many
set -- $(seq 1 3000); sh -c 'echo $# ${3000}' sh "$@" 2>/dev/null || sh -c 'echo $#' sh "$@"
long=$(printf '%0100000d' 1); sh -c 'echo ${#1}' sh "$long"
long=$long$long; (sh -c 'echo ${#1}' sh "$long") 2>/dev/null; echo "E2BIG $?"
env "$(printf 'v%0500d=x' 1)" sh -c env | grep -c '^v0'
# programs that run programs that run programs
sh -c "sh -c 'sh -c \"sh -c \\\"echo deep\\\"\"'"
n=0; script down <<END
#!$sh
[ \$1 -eq 0 ] && exit 42
exec down \$((\$1 - 1))
END
down 30; echo "thirty execs $?"
script up <<END
#!$sh
[ \$1 -eq 0 ] && exit 43
up \$((\$1 - 1))
END
up 30; echo "thirty forks $?"
# what a program is called
(cd bin; ./s4 dot); "$PWD/bin/s4" whole
busybox echo applet; busybox sh -c 'echo $0' name
cp "$programs/busybox" bin/echo2; ln -s echo2 bin/printf2; bin/echo2 echo copied
ln bin/echo2 bin/basename; bin/basename /a/b; rm bin/echo2; bin/basename /c/d
cp "$programs/busybox" bin/sleep2; mv bin/sleep2 bin/sleep; bin/sleep 30 & p=$!
while [ "$(tr '\000' ' ' <"/proc/$p/cmdline" 2>/dev/null)" != 'bin/sleep 30 ' ]; do :; done
(echo x >bin/sleep) 2>/dev/null; echo "text busy $(( $? != 0 ))"
kill $p; wait $p 2>/dev/null; echo $?
nice sh -c 'echo niced' 2>/dev/null || echo 'no nice'
setsid sh -c 'echo session';  
rm -r bin
echo 'the end'
