# SPDX-License-Identifier: GPL-2.0-or-later
# The language: functions, parameters, quoting, loops, case, arithmetic, eval, getopts.
# shells: bash zsh ash mksh-klibc mksh-diet mksh-musl
echo "$# $1 [$2] $*"
for a; do echo "<$a>"; done
set -- a 'b c' '' d
echo $#; for a in "$@"; do printf '[%s]' "$a"; done; echo
IFS=:; echo "$*"; IFS=' 	
'
shift 2; echo "$# $1|$2"
f() { echo "f: $# $1"; set -- changed; echo "$1"; return 4; }
f x y; echo "status $? still $2"
fib() { if [ "$1" -lt 2 ]; then r=$1; else fib $(($1 - 1)); eval "a$1=$r"; fib $(($1 - 2)); eval "r=\$((r + a$1))"; fi; }
fib 15; echo "fib $r"
hanoi() { [ "$1" -eq 0 ] && return; hanoi $(($1 - 1)) "$2" "$4" "$3"; n=$((n + 1)); hanoi $(($1 - 1)) "$4" "$3" "$2"; }
n=0; hanoi 9 a b c; echo "moves $n"
p=/usr/lib/file.tar.gz
echo "${p##*/} ${p#*/} ${p%.*} ${p%%.*} ${#p}"
v=; echo "[${v:-empty}] [${v-set}] [${w:-unset}] [${v:+no}] [${v+yes}]"
echo "${w:=assigned} $w"
q="a'b\"c\$d\\e"; echo "$q"; echo 'single'"'"'s'
echo a\ b "c\"d" 'e\f'
i=0; while :; do i=$((i + 1)); [ $i -eq 3 ] && continue; [ $i -gt 5 ] && break; printf '%d ' $i; done; echo
for i in 1 2 3; do for j in 1 2 3; do [ $j -eq 2 ] && continue 2; [ $i -eq 3 ] && break 2; echo "$i$j"; done; done
until [ "$i" -eq 0 ]; do i=$((i - 1)); done; echo "until $i"
for w in apple banana 'c d' x.y 42; do
	case $w in a*) echo A ;; *an*) echo AN ;; 'c d') echo CD ;; ?.?) echo DOT ;; [0-9]*) echo NUM ;; esac
done
echo $((1 + 2 * 3 - 4 / 2 % 3)) $(((1 + 2) * 3)) $((7 & 3)) $((7 | 8)) $((7 ^ 2)) $((~5)) $((!0)) $((1 << 10)) $((-8 >> 1))
echo $((3 > 2)) $((3 == 3 && 2 > 1)) $((0 || 0)) $((1 ? 10 : 20)) $((0x1f)) $((010 + 0)) $((-7 / 2)) $((-7 % 3))
x=5; echo $((x += 3)) $((x * 2)) $x; : $((y = x - 1)); echo $y
[ 10 -gt 9 ] && [ abc = abc ] && [ ! -e /nonexistent ] && [ -d / ] && [ -n x ] && echo tests
[ -z "" -a 1 -ne 2 -o x = y ] && echo compound
eval 'e=1; echo evaled $e'; c='echo $e'; eval "$c"; eval "eval 'echo twice'"
while getopts ab:c o -a -b val -c rest; do echo "opt $o ${OPTARG-}"; done; echo "ind $OPTIND"
echo "one two  three" | { read -r a b; echo "$a|$b"; }
echo 'back\slash' | { read -r a; echo "$a"; }
echo 'a:b::c' | { IFS=: read -r a b c d; echo "$a|$b|$c|$d"; }
printf '%s\n' 'x y' | while IFS= read -r l; do echo "[$l]"; done
printf '%5d|%-5d|%05d|%x|%o|%c|%s|%%\n' 42 42 42 255 8 c str
printf '%s,' 1 2 3; printf '\n'; printf '\101\t\\\n'; printf '%b' 'tab\there\n'; printf '%.2f\n' 3.14159
a=1; (a=2; echo "in $a"); echo "out $a"; { a=3; }; echo "group $a"
a=env sh -c 'echo "$a"'; echo "$a"; export a; sh -c 'echo "$a"'; unset a; sh -c 'echo "[${a-gone}]"'
readonly ro=1; (ro=2) 2>/dev/null || echo readonly
true && echo t || echo f; false && echo t || echo f; true; echo $?; ! false && echo neg
unset -f f; (f) 2>/dev/null || echo 'no f'
command -v cd >/dev/null && command echo commanded; type cat >/dev/null && echo typed
mkdir -p d/e; cd d/e; basename "$(pwd)"; cd ..; basename "$PWD"; cd - >/dev/null; basename "$PWD"; cd ../..
(. ./nonexistent; echo "on $?") 2>/dev/null || echo "no such script"
echo 'sourced=yes; echo "from a file: $1"; return 5' >lib; . ./lib; echo "$? $sourced"
umask; umask 077; : >private; ls -l private | cut -c 1-10; umask 022
alias 2>/dev/null >/dev/null; hash -r; times >/dev/null && echo times
echo "$-" | tr -d -c e; expr "$$" : '[0-9]*$' >/dev/null && echo pid
long=$(printf '%01000d' 7); echo ${#long}
(exit 9); echo "$?"; sh -c 'exit 77'; echo $?
rm -rf d lib private
echo 'the end'
