# SPDX-License-Identifier: GPL-2.0-or-later
# Globbing, and programs that are given many names.
# shells: bash ash mksh-klibc mksh-diet mksh-musl
mkdir -p t/a/b/c t/.hidden t/x
cd t
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do : >"file$i"; done
: >a/one; : >a/two.c; : >a/b/three.c; : >a/b/c/four.c; : >.dot; : >'with space'; : >'star*'; : >-dash
echo *; echo .*t; echo file?; echo file[1-3]; echo file[!1-3]; echo file1*; echo */; echo */*.c; echo */*/*.c
echo nomatch*; echo 'star*' star\* "star*"; echo star[*]; echo [[:digit:]]*; echo [[:upper:]]* [a-z]*[0-9]
v='file*'; echo $v "$v"; for f in with*; do [ -e "$f" ] && echo "<$f>"; done
set -f; echo file*; set +f
case file10 in file[0-9]) echo one ;; file[0-9][0-9]) echo two ;; esac
ls -d ./-dash; cat ./* 2>/dev/null | wc -c
find . -name '*.c' | sort
find . -type f -exec basename {} \; | sort | tail -n 5
find . -name 'file*' -exec sh -c 'echo "$# names"' sh {} + 
find . -type d -exec test -e {}/b \; -print
find . -name '*.c' -print0 | xargs -0 -n 1 basename | sort
ls | xargs -n 4 echo | head -n 3
echo 1 2 3 4 5 | xargs -n 2 sh -c 'echo "$0-$1"; exit 0'
echo a b | xargs false; echo "xargs $?"
echo a | xargs sh -c 'exit 255'; echo "xargs $?"
seq 1 5000 | xargs echo | wc -w
mkdir many; cd many; seq 1 600 | xargs touch; ls | wc -l; echo * | wc -w; echo 5*0 | wc -w; rm [0-4]*; ls | wc -l; rm -f *; cd ..; rmdir many
rm -f 'file'*; ls
cd ..; rm -r t
echo 'the end'
