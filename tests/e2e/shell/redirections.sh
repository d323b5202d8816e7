# SPDX-License-Identifier: GPL-2.0-or-later
# Redirections of all kinds, and exec with descriptors.
# shells: bash zsh ash mksh-klibc mksh-diet mksh-musl
out() { echo "out $1"; echo "err $1" >&2; }
out 1 >f 2>g; cat f g
out 2 >f 2>&1; cat f
out 3 2>&1 >f | sed 's/^/piped /'; cat f
out 4 >>f 2>>g; cat f g
{ out 5 3>&1 1>&2 2>&3 3>&-; } 2>f | sed 's/^/swapped /'; cat f
out 6 >/dev/null 2>/dev/null
set -C
(echo clobber >f) 2>/dev/null
echo "noclobber: $?"
echo forced >|f; cat f
echo dev >/dev/null && echo 'a device is no file'
set +C
: >f; wc -c <f
>g; wc -c <g
echo whole >f
echo XY 1<>f; cat f
exec 3>f 4<g
echo three >&3; echo four >&3
exec 3>&-
cat f
read -r x <&4; echo "eof $?"
exec 4<&-
(echo closed >&3) 2>/dev/null
echo "closed: $?"
exec 3<f
read -r a <&3; read -r b <&3; echo "$a $b"
exec 5<&3 3<&-
cat <&5
exec 5<&-
# a position shared by parent and children
printf '1\n2\n3\n4\n5\n6\n' >f
exec 3<f
read -r a <&3
sh -c 'read -r b <&3; echo "child $b"' 
(read -r c <&3; echo "subshell $c")
read -r d <&3
echo "$a $d"
exec 3<&-
exec 3>>f
echo seven >&3; (echo eight >&3); sh -c 'echo nine >&3'
exec 3>&-
tail -n 4 f
# the script's own output
exec 6>&1 >f
echo into the file
exec >&6 6>&-
cat f
{ echo a; echo b; } >f; cat <f
for i in 1 2 3; do echo $i; done >f; sort -r f
while read -r l; do echo "<$l>"; done <f >g; cat g
if cat; then echo yes; fi <f
(cd /; cat) <f
case x in x) cat ;; esac <f
f() { cat; echo done >&2; } 2>&1
f <f
f <f >g 2>/dev/null; wc -l <g
# from and to devices
cat /dev/null | wc -c
(echo full >/dev/full) 2>/dev/null
echo "full: $?"
head -c 10 /dev/zero | od -c | head -n 1
echo stdin | cat /dev/stdin
echo stdout >/dev/stdout
echo fd | cat /dev/fd/0
ls /dev/fd/0 >/dev/null && echo listed
echo to3 3>f >&3; cat f
cat <f <g | wc -l
# errors
(cat </nonexistent) 2>/dev/null; echo "$?"
(echo x >/nonexistent/x) 2>/dev/null; echo "$?"
(: </nonexistent || echo on) 2>/dev/null
(echo x >/) 2>/dev/null; echo "$?"
# order
(echo first; echo second >&2) >f 2>&1; cat f
(echo a; exec >&2; echo b) 2>f; cat f
# a file that is read and removed and made anew
exec 3<f; rm f; echo new >f; cat <&3; cat f; exec 3<&-
# descriptor 9 lives through programs
exec 9>f
sh -c 'echo "through exec" >&9; exec 9>&-; (echo gone >&9) 2>/dev/null || echo "closed there"'
exec 9>&-
cat f
sh -c 'exec cat' <f
tee f2 <f | cat - f2
# sparse and appended
dd if=/dev/zero of=f bs=1 count=1 seek=1000 2>/dev/null; wc -c <f
echo end >>f; tail -c 4 f
x=$(cat <f 2>&1 | wc -c) && echo $x
rm -f g f2
echo 'the end'
