# SPDX-License-Identifier: GPL-2.0-or-later
# Command substitution: nested, statuses, newlines, large, in arithmetic, with redirections.
# shells: bash zsh ash mksh-klibc mksh-diet mksh-musl
echo "$(echo a $(echo b $(echo c $(echo d $(echo e)))))"
echo `echo 1 \`echo 2 \\\`echo 3\\\`\``
x=$(printf 'trailing\n\n\n')
echo "[$x]"
x=$(printf 'in\n\nside\n')
echo "[$x]"
x=$(exit 7)
echo "status $?"
x=$(false) y=$(true)
echo "last one's: $?"
x=$(sh -c 'kill -TERM $$' 2>/dev/null)
echo "killed: $?"
echo "$(exit 3)"
echo "echo's own: $?"
n=$(( $(echo 3) + $(expr 4 \* 5) ))
echo $n
echo "$(seq 1 20000 | wc -l)"
big=$(seq 1 20000)
echo "${#big}"
echo "$(echo "$big" | tail -n 1)"
# unquoted: split, globbed
touch f1 f2
echo $(echo 'f*   x') "$(echo 'f*   x')"
set -- $(echo one two; echo three)
echo $# "$3"
# in a subshell: nothing leaks out
v=outer
echo "$(v=inner; echo $v) $v"
echo "$(cd /; pwd) $(basename "$(pwd)")"
# redirections within
x=$(echo out; echo err >&2) 2>err
echo "[$x]"
x=$( { echo out; echo err >&2; } 2>&1 )
echo "[$x]"
x=$( (echo lost) >/dev/null)
echo "[$x]"
x=$(<f1)
echo "[$x]"
echo content >f1
x=$(cat f1)$(cat <f1)
echo "[$x]"
# it ends when every writer has closed
mkfifo ready
x=$( (read -r _ <ready; echo late) & echo early; echo go >ready; wait)
echo $x
x=$( (sh -c 'echo ready >ready; exec sleep 30' >/dev/null 2>&1 & echo $!) )
read -r _ <ready
rm ready
kill "$x" && echo "background of a substitution goes on"
fact() { if [ "$1" -le 1 ]; then echo 1; else echo $(($1 * $(fact $(($1 - 1))))); fi; }
fact 12
i=0
while [ $i -lt 60 ]; do i=$(expr $i + 1); done
echo "counted $i"
case $(uname -s) in Linux) echo linux ;; *) echo other ;; esac
echo "${unset:-$(echo default)} ${unset:=$(echo assigned)} $unset"
echo "a$(echo '"quoted" $x `b`')c"
eval "$(echo 'echo evaluated; y=set')"
echo $y
for w in $(cat <<END
w1 w2
w3
END
); do echo "<$w>"; done
echo 'the end'
