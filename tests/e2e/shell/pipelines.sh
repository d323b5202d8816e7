# SPDX-License-Identifier: GPL-2.0-or-later
# Pipelines of many stages: data, statuses, early exits, loops as stages.
# shells: bash zsh ash mksh-klibc mksh-diet mksh-musl
seq 1 2000 | awk '{ print $1 * $1 }' | grep 6 | sed 's/6/six/g' | tr a-z A-Z | sort -r | uniq |
	cut -c 2- | rev | nl | tail -n 20 | head -n 10 | tac | paste - - | cat
echo "status $?"
# twenty stages that each change the data
seq 1 500 | sed 's/^/a/' | sed 's/^/b/' | sed 's/^/c/' | sed 's/^/d/' | sed 's/^/e/' | sed 's/^/f/' |
	sed 's/^/g/' | sed 's/^/h/' | sed 's/^/i/' | sed 's/^/j/' | sed 's/^/k/' | sed 's/^/l/' |
	sed 's/^/m/' | sed 's/^/n/' | sed 's/^/o/' | sed 's/^/p/' | sed 's/^/q/' | sed 's/^/r/' | md5sum
# and sixty, made up
chain="seq 1 100"
n=0
while [ $n -lt 60 ]; do
	chain="$chain | cat"
	n=$((n + 1))
done
eval "$chain" | wc -l
# more than pipes hold, through slow and fast stages
dd if=/dev/zero bs=65536 count=40 2>/dev/null | tr '\000' x | tee copy | wc -c
wc -c <copy
rm copy
seq 1 30000 | while read -r x; do
	case $x in *000) echo "$x" ;; esac
done | tail -n 3
# the writer is told when the reader has gone
yes | head -n 3
seq 1 1000000 | head -n 1
(yes; echo "never seen") | head -c 5 | tr '\n' ,
echo
# statuses
true | false
echo "last decides: $?"
false | true
echo "last decides: $?"
! true | false
echo "negated: $?"
(exit 3) | (exit 4) | (exit 5)
echo "of three: $?"
sh -c 'kill -KILL $$' | cat
echo "first died: $?"
echo | sh -c 'kill -TERM $$' 2>/dev/null
echo "last died: $?"
# groups and functions as stages
emit() { for w in "$@"; do echo "<$w>"; done; }
emit one 'two words' three | { read -r first; echo "first $first"; cat; } | (sort -r; echo done)
if emit x y | grep -q y; then echo found; else echo lost; fi
emit 3 1 2 | sort | {
	total=0
	while read -r line; do
		total=$((total + 1))
		echo "$total $line"
	done
	echo "lines $total"
}
# a pipeline within a pipeline within a pipeline
echo abc | (cat | (cat | (cat; echo inner) ; echo middle) ; echo outer) | tr '\n' ' '
echo
# stages read what earlier commands of the same stage left over
printf '1\n2\n3\n4\n' | (read -r a; read -r b; echo "$a$b"; cat)
# several writers at one pipe, one after another
(for i in 1 2 3 4 5; do (echo "writer $i"); done) | wc -l
echo 'the end'
