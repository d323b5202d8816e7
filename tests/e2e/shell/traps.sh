# SPDX-License-Identifier: GPL-2.0-or-later
# Traps: EXIT and signals, in subshells, inherited, reset, during waits.
# shells: bash zsh ash mksh-klibc mksh-diet mksh-musl
trap 'echo "usr1 in $where"' USR1
where=main
kill -USR1 $$
echo after
where=loop
for i in 1 2 3; do kill -USR1 $$; done
trap '' USR1
kill -USR1 $$
echo ignored
sh -c 'kill -USR1 $$; echo "ignored by the child too"'
trap - USR1
{ sh -c 'kill -USR1 $$; echo never'; } 2>/dev/null
echo "default again: $?"
# EXIT
(trap 'echo leaving with $?' EXIT; exit 3)
echo $?
(trap 'exit 9' EXIT; exit 3)
echo $?
(trap 'echo end of the subshell' EXIT; true)
(trap 'echo term; exit 1' TERM; sh -c 'kill -TERM $PPID'; echo not reached)
echo $?
(trap 'echo bye' EXIT; trap 'exit 5' TERM; sh -c 'kill -TERM $PPID'; sleep 60)
echo $?
sh -c 'trap "echo bye from sh" EXIT; exit 4'
echo $?
$SHELL_UNDER_TEST -c 'trap "echo exits" EXIT; f() { return 3; }; f'
echo $?
$SHELL_UNDER_TEST -c 'trap "echo exit trap" EXIT; trap "echo int; exit 2" INT; kill -INT $$; echo on'
echo $?
# a trap of the parent is not the child's
trap 'echo parent int' INT
trap 'echo parent term' TERM
(sh -c 'kill -TERM $PPID' ; echo "the subshell lives")
echo "term default in the subshell: $?"
kill -INT $$
kill -TERM $$
trap - TERM
trap - INT
# what was pending is delivered when the foreground command has ended
trap 'echo got term' TERM
sh -c 'kill -TERM "$PPID"; sleep 0.05'
echo slept
# and wait returns at once
# (sent again and again: a shell may see the first one before it waits)
trap 'usr2=got' USR2
sleep 60 & s=$!
(while kill -USR2 $$; do sleep 0.05; done) & k=$!
wait $s
echo "wait: $(( $? > 128 )) $usr2"
trap '' USR2
# (not by TERM, which is lost where a shell's child has not become sleep yet)
{ kill -KILL $k $s; wait $k $s; } 2>/dev/null
echo "then $?"
# a trap that uses commands, substitution, status
trap 'x=$(echo "from $(echo a trap)"); echo $x' HUP
kill -HUP $$
false
kill -HUP $$
echo "status kept: $?"
# several signals in one trap
trap 'echo one of them' ALRM USR1 USR2
kill -ALRM $$; kill -USR1 $$; kill -USR2 $$
# trap in a function, called from a trap
h() { echo "handler $1"; }
trap 'h usr1' USR1
g() { kill -USR1 $$; echo "in g"; }
g
# nested: a trap raises another signal
trap 'echo usr2' USR2
trap 'echo usr1 begins; kill -USR2 $$; echo usr1 ends' USR1
kill -USR1 $$
# twenty signals from a child, none lost as each is waited for
count=0
trap 'count=$((count + 1))' USR1
i=0
while [ $i -lt 20 ]; do
	sh -c 'kill -USR1 $PPID'
	i=$((i + 1))
done
echo "count $count"
trap 'echo "final $?"; echo "the end"' EXIT
exit 6
