# SPDX-License-Identifier: GPL-2.0-or-later
# What only zsh has, where it needs processes, descriptors or signals.
# shells: zsh
print -- '--- process substitution'
cat <(echo one) =(echo two); diff <(seq 3) =(seq 4) | tail -n +3; sort < =(printf 'b\na\n')
echo data > >(sed 's/^/copy /' >copy); while [[ ! -s copy ]]; do :; done; cat copy
() { cat $1; } =(echo anonymous)
print -- '--- multios'
echo both >x >y; cat x y; cat <x <y; echo more >>x >>y | sed 's/^/piped /'; cat <x | wc -l; sort <<<$'b\na' >x; cat x
print -- '--- coprocess'
coproc while read -r l; do print "co $l"; done; print -p hello; read -p r; print $r; print -p again; read -rp r; print $r; kill $!
coproc :; print coprocesses
print -- '--- traps'
TRAPUSR1() { print "function got $1"; return 0 }; kill -USR1 $$; unfunction TRAPUSR1
(TRAPEXIT() { print leaving }; exit 3); print $?
(TRAPZERR() { print "zerr $?" }; false; true); (trap 'print "debug"' DEBUG; :; :) 
f() { trap 'print "end of f"' EXIT; print "in f" }; f; print after
{ print try; false } always { print always $? }; print "status $?"
(setopt err_exit; false; print never); print $?
(setopt err_return; f() { false; print never }; f; print "on $?")
TRAPTERM() { print term; return 0 }; kill $$; unfunction TRAPTERM
print -- '--- pipelines and jobs'
true | false | (exit 3) | true; print $pipestatus; print last | read x; print "[$x]"
setopt pipe_fail; (exit 4) | true; print $?; unsetopt pipe_fail
(exit 7) & wait $!; print $?; for i in {1..10}; do (exit $((i % 3))) & wait $!; print -n $?; done; print
sleep 60 & p=$!; while [[ "$(</proc/$p/cmdline)" != sleep* ]] do :; done; kill $p; wait $p; print $?
sleep 60 &! kill $!; sleep 60 & disown; kill $!; jobs
(setopt monitor; sleep 60 & kill %1; print "monitor") 2>/dev/null
repeat 3 print -n x; print; mkfifo gate; (read -r x <gate; print late) & print early; print go >gate; wait $!; rm gate
read -t 0.05 x < <(sleep 1) || print 'timed out'; read -t 5 x <<<text; print $x; read -k 2 x <<<abc; print $x
read -u 5 x 5<<<five; print $x; exec {fd}>x; print to >&$fd; exec {fd}>&-; cat x; sysopen 2>/dev/null
print -- '--- modules, globs, arrays'
zmodload zsh/stat zsh/datetime; print x >x; zstat -H s x; print $s[size] $s[nlink]; ((EPOCHSECONDS > 1700000000)) && print epoch; strftime '%Y' 0
mkdir -p t/a/b; : >t/f1; : >t/a/f2; : >t/a/b/f3; ln -s f1 t/l; chmod 700 t/a; print -l t/**/*(.) ; print t/*(@) t/*(/) t/**/f*(:t) t/*(N) t/none*(N); print t/**/*(.L-1Dod)
print t/*(.f600,.f644) t/*(oN[1]) | wc -w; a=(x y z); print $a[2] $#a ${a[-1]} ${(j:,:)a} ${(U)a} ${(s:,:)${:-p,q}}; typeset -A h=(k v); print $h[k] ${(k)h}
print ${(l:5::0:)${:-42}} ${${:-path/to/file.c}:t:r} ${(q)${:-a b}} {1..5} {a..c}; [[ abc = (#i)ABC ]] 2>/dev/null || print glob; setopt extended_glob; [[ abc = (#i)ABC ]] && print ignore
print $((2 ** 40)) $((16#ff)) $((1.5 * 3)) $(( [#16] 255 )); integer i=3; ((i += 4)); print $i; float f=1.5; print $f; [[ 5 -gt 3 && -d t ]] && print yes
print -P '%n' >/dev/null; print -f '%05d|%s\n' 42 x; printf '%q\n' 'a b'; echo $ZSH_SUBSHELL $(echo $ZSH_SUBSHELL) $((${#ZSH_VERSION} > 0))
autoload -Uz nothing; functions nothing >/dev/null && print autoload; whence -w print cat; hash -r; limit >/dev/null && print limits; (ulimit -n 30; ulimit -n); umask
TIMEFMT='%*E'; (time sleep 0.01) 2>&1 | grep -c . ; exec 9<x; cat <&9; exec 9<&-; zsh -fc 'print $0 $1' name arg; zsh -fc 'exit 9'; print $?
noglob print *; nocorrect print x; builtin print b; command echo c; - print dash 2>/dev/null; exec 2>/dev/null; nonexistent; print $?
rm -rf copy x y t
print 'the end'
