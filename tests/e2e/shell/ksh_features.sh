# SPDX-License-Identifier: GPL-2.0-or-later
# What only mksh has, where it needs processes, descriptors or signals.
# shells: mksh-klibc mksh-diet mksh-musl
print -- '--- coprocess'
(while read -r l; do print "co $l"; done) |&
p=$!
print -p hello; read -p r; print "$r"; print -p again; read -rp r; print "$r"
exec 3>&p; print -u3 direct; read -p r; print "$r"; exec 3>&-; exec 4<&p; wait $p; print $?; exec 4<&-
bc |& 
print -p '2^70'; read -p r; print "$r"; exec 3>&p 3>&-; wait
print -- '--- jobs and traps'
trap 'print usr1' USR1; kill -USR1 $$; trap 'print err' ERR; false; trap - ERR; trap 'print "chld"' CHLD; /bin/sh -c : ; trap - CHLD
(trap 'print exit $?' EXIT; exit 3); print $?
(exit 7) & wait $!; print $?; true | false | (exit 3) | true; print "${PIPESTATUS[*]}"; set -o pipefail; (exit 4) | true; print $?; set +o pipefail
sleep 60 & p=$!; while [[ $(</proc/$p/cmdline) != sleep* ]]; do :; done; kill $p; wait $p; print $?
mkfifo gate; (read -r x <gate; print late) & print early; print go >gate; wait; rm gate
x=${ print in; y=same; }; print "$x $y"; z=${|REPLY=value;}; print "$z"; print "$(</dev/null)|$(print sub)"
read -t 0.05 x </dev/zero; print "$(($? != 0))"; read -N 3 x <<<abcdef; print "$x"; read -A a <<<'p q r'; print "${#a[*]} ${a[1]}"; cat <<<"here"
print -- '--- arrays and arithmetic'
set -A a x y z; a[5]=five; print "${a[*]} ${#a[*]} ${!a[*]}"; typeset -i16 h=255; print $h; let 'i = 3 ** 2' 2>/dev/null; ((i = 7 << 2)); print $i; print $((i > 5 ? 1 : 0))
typeset -Uui32 u=-1; print $((u)); typeset -u up=abc; print $up; typeset -Z5 z=42; print $z; typeset -L3 l=abcdef; print "$l"; nameref r=up; print $r; print ${up/A/z} ${#up} ${up:1:1} ${up@Q}
[[ abc = a* && -d / ]] && print yes; select s in x y; do print "chose $s"; break; done <<<2 2>/dev/null
case abc in @(abc|x)) print ext ;; esac; print !(x)* >/dev/null; print -r 'a\nb'; print -n x; print -s hist 2>/dev/null; print; whence -v print cat >/dev/null; { time :; } 2>/dev/null
ulimit -a >/dev/null; (ulimit -n 25; ulimit -n); times >/dev/null; umask; print ${KSH_VERSION%% *} $((RANDOM >= 0)) $((SECONDS >= 0))
exec 9<<<nine; read -u9 n; print $n; exec 9<&-; { print a; print b >&2; } &>f; sort f; rm f; alias hi='print aliased'; eval hi; function kf { typeset v=1; print "kf $v"; }; kf; print 'the end'
