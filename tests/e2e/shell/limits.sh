# SPDX-License-Identifier: GPL-2.0-or-later
# ulimit and umask, and what happens at the limits.
# shells: bash zsh ash mksh-klibc mksh-diet mksh-musl
(ulimit -n 20; ulimit -n)
(ulimit -n 5; sh -c 'exec 5<&0' 2>/dev/null; echo "$?")
(ulimit -S -n 10; ulimit -S -n; ulimit -S -n 15; ulimit -S -n)
{ (ulimit -f 2; ulimit -f; head -c 5000 /dev/zero >f; echo $?) | cat; } 2>/dev/null
wc -c <f
{ (ulimit -f 0; (trap '' XFSZ; exec head -c 50 /dev/zero 2>/dev/null >f); echo $?) | cat; } 2>/dev/null
wc -c <f
(ulimit -c 0; ulimit -c)
(ulimit -t 100; ulimit -t)
(ulimit -s 1024; ulimit -s; sh -c 'ulimit -s')
(ulimit -v 200000; ulimit -v; sh -c 'ulimit -v')
(ulimit -d 100000; ulimit -d)
for o in c d f n s t v; do
	(ulimit -H -$o >/dev/null && ulimit -S -$o >/dev/null && echo "$o")
done
for m in 000 022 027 077 777; do
	(umask $m; umask; : >"u$m"; mkdir "d$m"; ls -ld "u$m" "d$m" | cut -c 1-10)
done
umask -S 2>/dev/null
(umask g+w,o-rwx; umask)
rm -rf f u* d*
echo 'the end'
