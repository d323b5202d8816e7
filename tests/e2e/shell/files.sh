# SPDX-License-Identifier: GPL-2.0-or-later
# FIFOs, temporary files, locks by mkdir, and files passed between processes.
# shells: bash zsh ash mksh-klibc mksh-diet mksh-musl
mkfifo a b c
(while read -r x; do echo "$((x * 2))"; done <a >b) &
(while read -r x; do echo "$((x + 1))"; done <b >c) &
seq 1 200 >a & 
cat c | md5sum
wait
# request and answer, a hundred times
(while read -r q; do [ "$q" = quit ] && break; echo "answer to $q"; done <a >b) &
exec 3>a 4<b
i=0
while [ $i -lt 100 ]; do i=$((i + 1)); echo "question $i" >&3; read -r r <&4; done
echo "$r"
echo quit >&3
wait
exec 3>&- 4<&-
# several writers, whole lines
(for w in 1 2 3 4; do (i=0; while [ $i -lt 50 ]; do i=$((i + 1)); echo "writer $w line $i"; done) & done) >a &
sort a | md5sum
wait
cat a >copy & 
exec 3>a; echo one >&3; echo two >&3; exec 3>&-
wait
cat copy
# a counter kept by a lock
echo 0 >count
for w in 1 2 3 4 5; do
	(i=0
	while [ $i -lt 6 ]; do
		while ! mkdir lock 2>/dev/null; do :; done
		read -r n <count; echo $((n + 1)) >count
		rmdir lock
		i=$((i + 1))
	done) &
done
wait
cat count
t=$(mktemp); echo temp >"$t"; cat "$t"; rm "$t"; [ -e "$t" ] || echo removed
d=$(mktemp -d); (cd "$d" && echo x >y && ls); rm -r "$d"
echo keep >f; ln f g; ln -s f h; cat h; mv f i; cat g; cat h 2>/dev/null || echo dangling; [ i -ef g ] && echo same
touch -d '2020-01-01 00:00:00' old; touch -d '2021-01-01 00:00:00' new; [ new -nt old ] && echo newer
printf 'b\na\nc\n' | sort -o sorted; cat sorted; split -l 1 sorted part.; cat part.*; 
tar czf t.tgz sorted part.*; mkdir x; tar xzf t.tgz -C x; cat x/part.ab; tar tzf t.tgz
zcat t.tgz | wc -c; gzip -k9 sorted; zcat sorted.gz; gunzip -c sorted.gz | cmp - sorted && echo equal
rm -rf a b c copy count i g h old new sorted* part.* t.tgz x
echo 'the end'
