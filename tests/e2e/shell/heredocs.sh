# SPDX-License-Identifier: GPL-2.0-or-later
# Here-documents: quoted, stripped, nested, long, several at once, in functions and substitutions.
# shells: bash zsh ash mksh-klibc mksh-diet mksh-musl
name=world
cat <<END
hello $name, $((6 * 7)), $(echo nested; echo lines), \$escaped, \\, "quotes" 'kept'
`echo backquoted`
END
cat <<'END'
hello $name, $((6 * 7)), $(echo not run), \$ \\
END
cat <<"END OF IT"
a $name
END OF IT
cat <<-END
	stripped $name
		twice
	END
cat <<A; cat <<B
from a
A
from b
B
cat <<ONE | tr a-z A-Z | sed 's/^/> /'
piped
here
ONE
while read -r a b; do echo "$b-$a"; done <<END
1 one
2 two three
END
f()
{
	cat <<END
function's argument $1, and $(cat <<INNER
inner of $1
INNER
)
END
}
f first
f 'second one'
x=$(cat <<END
in a substitution: $name
  leading blanks

END
)
echo "[$x]"
# an empty one, and one without a newline in the variable
cat <<END
END
v='no newline'
cat <<END
${v}
END
wc -c <<END
${v}
END
# longer than a pipe holds
big=$(seq 1 30000)
cat <<END | md5sum
$big
END
wc -l <<END
$big
END
# on another descriptor
cat /dev/fd/3 3<<END
third $name
END
exec 4<<END
line 1
line 2
line 3
END
read -r l <&4
echo "read $l"
cat <&4
exec 4<&-
# in a loop, each with its own
for i in 1 2 3; do
	cat <<END
loop $i ${i:+set} ${unset:-default}
END
done
# a here-document feeds a shell
sh -s arg1 arg2 <<'END'
echo "script $1 $2 $#"
cat <<E2
deep $1
E2
exit 7
END
echo "status $?"
(cat; cat) <<END
read once
END
echo 'the end'
