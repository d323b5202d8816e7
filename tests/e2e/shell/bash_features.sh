# SPDX-License-Identifier: GPL-2.0-or-later
# What only bash has, where it needs processes, descriptors or signals.
# shells: bash
shopt -s globstar extglob nullglob
# runs PID: a signal that comes before the child has become the program may be lost
runs() { until grep -qs '^sleep' "/proc/$1/cmdline"; do :; done; }
echo '--- process substitution'
cat <(echo one) <(echo two; echo three)
diff <(seq 1 5) <(seq 2 6)
paste <(seq 3) <(seq 4 6) <(seq 7 9 | tac)
echo data | tee >(sed 's/^/copy /' >copy) >/dev/null
while [ ! -s copy ]; do :; done; cat copy
while read -r a b; do echo "$b $a"; done < <(printf '1 x\n2 y\n')
cat <(cat <(cat <(echo nested)))
f() { cat "$1" "$2"; }; f <(echo first) <(echo second)
exec 5< <(seq 10); read -r -u 5 a; read -r -u 5 b; echo "$a $b $(cat <&5 | wc -l)"; exec 5<&-
grep -Fxf <(printf 'a\nb\nc\n') <(printf 'b\nc\nd\n')
sort -m <(seq 1 2 2000) <(seq 2 2 2000) 2>/dev/null | wc -l
[ -p <(:) ] && echo 'a pipe'
echo '--- here-strings and new redirections'
cat <<<"here $((1 + 1))"; read -r x y <<<'a b c'; echo "$x|$y"; tr a-z A-Z <<<"$(printf 'x\ny')"
wc -c <<<"$(printf '%070000d' 1)"
{ echo out; echo err >&2; } &>both; sort both; { echo out; echo err >&2; } |& sort
exec {fd}>chosen; echo "to it" >&$fd; exec {fd}>&-; cat chosen; [ "$fd" -ge 10 ] && echo 'ten or more'
echo a 3>&1 >&3 3>&- ; echo moved 4>&1 >&4-
(exec 3<&0 0</dev/null; cat; cat <&3) <<<'kept'
echo '--- coprocesses'
coproc { while read -r l; do echo "co $l"; done; echo ended; }
echo hello >&${COPROC[1]}; read -r r <&${COPROC[0]}; echo "$r"
echo again >&"${COPROC[1]}"; read -r r <&"${COPROC[0]}"; echo "$r"
p=$COPROC_PID; eval "exec ${COPROC[1]}>&-"; read -r r <&"${COPROC[0]}"; echo "$r"; wait "$p"; echo "coproc $?"
coproc BC { bc; }; echo '2^64' >&"${BC[1]}"; read -r r <&"${BC[0]}"; echo "$r"; kill $BC_PID; { wait $BC_PID; } 2>/dev/null
echo '--- wait -n, wait -p, wait -f'
mkfifo gate; (exit 3) & first=$!; (while kill -0 $first 2>/dev/null; do :; done; exit 4) & wait -n; echo $?; wait -n; echo $?; wait -n; echo $?
sleep 5 & slow=$!; runs $slow; (exit 9) & wait -n -p who $slow $!; echo "$? $([ "$who" = $! ] && echo quick)"; kill $slow; wait $slow 2>/dev/null
for i in 1 2 3; do (exit $i) & pids[i]=$!; done; for i in 3 2 1; do wait "${pids[i]}"; echo "$i: $?"; done
n=0; for i in {1..12}; do (exit 0) & ((++n % 4 == 0)) && wait; done; wait; echo "n $n"
echo '--- pipelines'
true | false | (exit 3) | true; echo "${PIPESTATUS[*]}"
set -o pipefail; true | (exit 5) | true; echo $?; set +o pipefail
shopt -s lastpipe; x=; echo last | read -r x; echo "[$x]"; shopt -u lastpipe; echo not | read -r x; echo "[$x]"
TIMEFORMAT='%R %U %S'; { time sleep 0.02; } 2>&1 | grep -c '^[0-9]*\.[0-9]* [0-9.]* [0-9.]*$'
{ time -p true; } 2>&1 | cut -d ' ' -f 1
echo '--- read'
read -r -t 0.05 x < <(sleep 1); echo "timed out $(($? > 128))"
read -r -t 5 x <<<'in time'; echo "$? $x"
read -r -n 3 x <<<abcdef; echo $x; read -r -N 4 x <<<$'a\nbc'; echo "${x@Q}"; read -r -d : x <<<a:b; echo $x
read -r -a arr <<<'x y z'; echo "${#arr[@]} ${arr[1]}"; IFS=, read -r a b c <<<'1,2,3,4'; echo "$c"
mapfile -t lines < <(seq 5); echo "${#lines[@]} ${lines[4]}"
mapfile -t -n 2 -s 1 lines < <(seq 5); echo "${lines[*]}"; while IFS= read -r -d '' n; do echo "<$n>"; done < <(printf 'a b\0c\n\0')
echo '--- traps'
(trap 'echo "err at $LINENO"' ERR; false; true; f() { false; }; f; (exit 4) || echo no; echo done)
(trap 'echo "debug $BASH_COMMAND"' DEBUG; a=1; echo x | cat; for i in 1 2; do :; done)
(set -T; trap 'echo "return from $FUNCNAME"' RETURN; f() { g; }; g() { :; }; f)
(set -E; trap 'echo "err in ${FUNCNAME[0]:-main} $?"' ERR; f() { (exit 7); echo on; }; f)
(set -m; trap 'echo child' CHLD; sh -c : ; sleep 0.02 & wait $!; trap - CHLD) 2>/dev/null | sort | uniq
(trap 'echo exit $?' EXIT; set -e; false; echo never)
(trap 'echo "got $((n++))"; [ $n -eq 3 ] && exit 8' USR1; for i in 1 2 3 4; do kill -USR1 $BASHPID; done)
echo "sub $?"; (trap 'echo rt' RTMIN+3; kill -RTMIN+3 $BASHPID); kill -l SIGRTMIN+1 RTMAX
(trap '' INT; bash -c 'trap "echo never" INT; kill -INT $$; echo ignored at entry')
trap 'echo outer' USR1; (trap; kill -USR1 $$); trap -p USR1; trap - USR1
echo '--- jobs'
(set -m; sleep 60 & a=$!; runs $a; sleep 61 & b=$!; runs $b; jobs | sed 's/  */ /g'; kill %1; wait $a; echo $?; kill %2; wait $b; echo $?) 2>/dev/null
stopped() { until grep -qs '^State:.T' "/proc/$1/status"; do :; done; }
(set -m; sleep 60 & p=$!; runs $p; kill -STOP $p; stopped $p; jobs >list; sed 's/  */ /g' list; kill -KILL $p; wait $p; echo $?) 2>/dev/null
# fg names the job when it has found it alive; a gate in the place of /dev/null tells it that
(set -m; (read -r _ <gate; exit 6) & fg >gate; echo "fg $?") 2>/dev/null
(set -m; a() { ps -o pgid= -p "$1" 2>/dev/null || cut -d ' ' -f 5 "/proc/$1/stat"; }; sleep 9 & runs $!; [ "$(a $!)" -eq $! ] && echo 'own group'; kill %1; { wait; } 2>/dev/null) 2>/dev/null
wait; sleep 60 & disown; jobs >/dev/null; kill $!; sleep 60 & disown -h; kill $!; { wait; } 2>/dev/null
(suspend 2>/dev/null; echo "no suspend: $(($? != 0))") </dev/null
echo '--- ulimit and rest'
ulimit -a >/dev/null && echo all; (ulimit -Sn 12; exec 10>x; { exec 11>x && exec 12>x; } 2>/dev/null || echo 'no more'); (ulimit -u 0 2>/dev/null; ulimit -u)
{ (ulimit -t 1; while :; do :; done); echo "cpu $?"; } 2>/dev/null
{ (ulimit -s 200; f() { f; }; f); echo "stack $?"; } 2>/dev/null
{ (ulimit -v 30000; x=$(printf '%0900000d' 0); for i in {1..8}; do x=$x$x; done; echo never); echo "memory $?"; } 2>/dev/null
printf '%q %q %q\n' 'a b' $'x\ny' ''; printf '%(%Y-%m-%d)T\n' 86400; printf -v v '%03d' 7; echo $v; TZ=UTC printf '%(%H:%M)T\n' 0
[ "$BASHPID" = $$ ] && (  [ "$BASHPID" != $$ ] && echo 'BASHPID differs'); echo "$SHLVL" | tr -d 0-9; [[ $EPOCHSECONDS -gt 1700000000 ]] && echo epoch
a=(1 2 3); a+=(4); echo "${a[@]:1:2} ${#a[@]} ${a[-1]} ${!a[*]}"; declare -A m=([k]=v [l]=w); echo "${m[k]} ${#m[@]}"; unset 'a[1]'; echo "${!a[*]}"
mkdir -p d/e/f; : >d/e/f/x.c; : >d/y.c; echo **/*.c d/!(*.c) zz*; shopt -u nullglob
[[ abc =~ ^a(.)c$ ]] && echo "${BASH_REMATCH[1]}"; echo {a..e}{1..2} {01..10..3}; x=HeLLo; echo "${x,,} ${x^^} ${x/L/l} ${x:1:3} ${x@Q}"
declare -i i=5; i+=3; echo $i; local_test() { local -n r=$1; r=set; }; local_test zed; echo $zed; export -f local_test; bash -c 'local_test q; echo $q'
exec 3< <(for i in {1..3}; do echo $i; done); mapfile -u 3 -t z; echo "${z[*]}"; select s in x y; do echo "chose $s"; break; done <<<2 2>/dev/null
compgen -A signal | head -n 3; enable -n echo; type -t echo; enable echo; bash -c 'exec -a renamed bash -c "echo \$0"'; bash -c 'exit 5' || echo $?
rm -rf list copy both chosen x d gate
echo 'the end'
