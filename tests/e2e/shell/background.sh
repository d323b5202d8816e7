# SPDX-License-Identifier: GPL-2.0-or-later
# Background jobs and wait: statuses, several at once, killed ones, in subshells.
# shells: bash zsh ash mksh-klibc mksh-diet mksh-musl
# sleeper &: waits for a signal; a shell may lose what comes before its child has become the program
mkfifo ready
sleeper="sh -c 'echo ready >ready; exec sleep 60'"
sleep 0.05 & wait
echo "wait for all: $?"
(exit 5) & p=$!
wait $p
echo "exit 5: $?"
wait $p 2>/dev/null
echo "again, known or not: $(( $? == 127 || $? == 5 ))"
(exit 1) & a=$!
(exit 2) & b=$!
(exit 3) & c=$!
wait $c; echo "c $?"
wait $a; echo "a $?"
wait $b; echo "b $?"
(exit 6) & a=$!
(exit 7) & b=$!
wait $a; x=$?
wait $b; echo "by name: $x $?"
# killed ones
for s in TERM KILL HUP USR1 PIPE; do
	eval "$sleeper &"
	p=$!
	read -r _ <ready
	kill -$s $p
	wait $p 2>/dev/null
	echo "$s $?"
done
sh -c 'kill -STOP $$; exit 9' & p=$!
while ! grep -q '^State:.T' /proc/$p/status; do sleep 0.01; done
kill -CONT $p
wait $p
echo "stopped and continued: $?"
wait 1 2>/dev/null
echo "not a child: $?"
# twenty at once, each with its own file
i=0
while [ $i -lt 20 ]; do
	i=$((i + 1))
	(n=$i; while [ $n -gt 0 ]; do n=$((n - 1)); done; echo "job $i" >job.$i) &
done
wait
cat job.* | sort -k2n | tail -n 3
ls job.* | wc -l
# each waits for the one before, by a FIFO
i=0
: >order
while [ $i -lt 10 ]; do
	mkfifo turn.$i
	(read -r _ <turn.$i; echo "turn $i" >>order; [ $i -lt 9 ] && echo go >turn.$((i + 1))) &
	i=$((i + 1))
done
echo go >turn.0
wait
cat order
rm turn.*
# asynchronous commands have no input of ours
echo input | (cat & wait; echo "rest: [$(cat)]")
# a subshell does not wait for its background jobs, nor for other people's
(eval "$sleeper &"; echo $! >pid; exit 4)
echo "subshell $?"
read -r _ <ready
kill -0 "$(cat pid)" && kill "$(cat pid)" && echo "still ran"
eval "$sleeper &"
p=$!
(wait; echo "nothing to wait for")
read -r _ <ready
kill $p
wait $p 2>/dev/null
echo "$?"
{ echo in; exit 3; } & wait $!
echo "group $?"
true & p=$!
wait $p && echo yes
(read -r _ <ready; echo late) & echo early; echo go >ready; wait
x=5
(x=6; exit $x) & wait $!
echo "$? $x"
sh -c 'sleep 0.02 & sleep 0.01 & wait; echo inner done' &
wait
[ -n "$!" ] && echo 'a pid'
rm -f ready pid order job.*
echo 'the end'
