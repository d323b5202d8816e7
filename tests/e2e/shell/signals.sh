# SPDX-License-Identifier: GPL-2.0-or-later
# Signals between processes: ping-pong, handlers in several shells, groups, ignored and blocked ones.
# shells: bash zsh ash mksh-klibc mksh-diet mksh-musl
sh=$SHELL_UNDER_TEST
# zsh may look at its traps after it has gone to sleep: natively, too, its players can miss a turn
[ "$sh" = zsh ] && sh=sh
mkfifo up down
# two shells that signal each other in turns
cat >player <<'END'
n=0 hit=0
trap 'n=$((n + 1)); hit=1' USR1
echo ready >$1
read -r other <$2
echo ready >$1
echo "player $3 starts" >log.$3
[ $3 = 1 ] && kill -USR1 $other
while [ $n -lt 10 ]; do
	if [ $hit = 1 ]; then hit=0; kill -USR1 $other 2>/dev/null; else :; fi
done
kill -USR1 $other 2>/dev/null
echo "player $3 ends" >>log.$3
END
mkfifo u0 u1 d0 d1
$sh player u0 d0 0 & p0=$!
$sh player u1 d1 1 & p1=$!
read -r _ <u0; read -r _ <u1
echo $p1 >d0; read -r _ <u0
echo $p0 >d1; read -r _ <u1
wait $p0; wait $p1
cat log.0 log.1
rm -f log.* u0 u1 d0 d1
# a child that tells what it got
cat >teller <<'END'
for s in HUP INT QUIT USR1 USR2 ALRM TERM CONT WINCH URG; do
	trap "echo got $s >$2" $s
done
echo up >$1
while :; do :; done
END
for s in HUP USR1 USR2 ALRM TERM CONT WINCH URG; do
	sh teller up down & p=$!
	read -r _ <up
	while ! kill -$s $p; do :; done
	read -r x <down
	echo "$x"
	kill -KILL $p
	wait $p 2>/dev/null
	echo "$?"
done
# every signal's default, as the parent sees it
for s in HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT XCPU XFSZ VTALRM PROF IO PWR SYS; do
	{ sh -c "ulimit -c 0; kill -$s \$\$; echo lives"; echo "$s $?"; } 2>/dev/null
done
for s in CHLD CONT URG WINCH; do
	sh -c "kill -$s \$\$; echo '$s does nothing'"
done
kill -0 $$ && echo alive
kill -0 4999999 2>/dev/null || echo 'no such process'
kill -l 9; kill -l 15
# a whole group
cat >group <<'END'
sh -c 'trap "" TERM; echo >up; exec sleep 30' &
sh -c 'echo >up; exec sleep 30' &
sh -c 'echo >up; exec sleep 30' &
wait
END
exec 3<>up
setsid sh -c 'exec 3<&-; echo $$ >pid; exec sh group' & p=$!
read -r _ <&3; read -r _ <&3; read -r _ <&3
exec 3<&-
g=$(cat pid)
kill -TERM -"$g"
wait $p 2>/dev/null
echo "leader $?"
kill -0 -"$g" && echo 'one that ignores it is left'
kill -KILL -"$g"
while kill -0 -"$g" 2>/dev/null; do :; done
echo 'all gone'
# a stopped child; zsh's wait may tell of the stop
case $SHELL_UNDER_TEST in
zsh) ;;
*)
	sleep 30 & p=$!
	while ! grep -q sleep /proc/$p/cmdline; do :; done
	kill -STOP $p
	while ! grep -q '^State:.T' /proc/$p/status; do :; done
	kill -CONT $p
	while grep -q '^State:.T' /proc/$p/status; do :; done
	kill $p
	wait $p 2>/dev/null
	echo "continued and killed $?"
	sleep 30 & p=$!
	while ! grep -q sleep /proc/$p/cmdline; do :; done
	kill -STOP $p
	kill -KILL $p
	wait $p 2>/dev/null
	echo "stopped and killed $?"
	;;
esac
# ignored before exec stays ignored
(trap '' TERM; exec sh -c 'kill -TERM $$; echo survived')
sh -c 'trap "" HUP; sh -c "kill -HUP \$\$; echo survived too"'
# SIGPIPE
(trap '' PIPE; while echo x; do :; done 2>/dev/null; echo 'sub' >f) | true
cat f
rm -f up down player teller group pid f
echo 'the end'
