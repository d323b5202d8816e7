# SPDX-License-Identifier: GPL-2.0-or-later
# Results of bench/trace (BITS CALL COLUMN NS, several rounds): a table of medians and ratios.
{
	key = $1 " " $2
	if (!(key in seen)) {
		seen[key] = 1
		order[++rows] = key
	}
	value[key, $3, ++n[key, $3]] = $4
}

function median(key, column,    i, j, t, m, v) {
	m = n[key, column]
	for (i = 1; i <= m; i++)
		v[i] = value[key, column, i]
	for (i = 2; i <= m; i++)
		for (j = i; j > 1 && v[j - 1] + 0 > v[j] + 0; j--) {
			t = v[j]; v[j] = v[j - 1]; v[j - 1] = t
		}
	return v[int((m + 1) / 2)] + 0
}

END {
	columns = split("native run trace trace-c trace-json strace strace-c strace-bpf", column, " ")
	printf "%-4s %-8s", "bits", "ns/call"
	for (c = 1; c <= columns; c++)
		printf " %10s", column[c]
	printf " %13s %9s\n", "strace/trace", "-c/run"
	for (r = 1; r <= rows; r++) {
		split(order[r], part, " ")
		printf "%-4s %-8s", part[1], part[2]
		for (c = 1; c <= columns; c++)
			printf " %10.1f", median(order[r], column[c])
		cheaper = median(order[r], "strace") / median(order[r], "trace")
		count = median(order[r], "trace-c") / median(order[r], "run")
		printf " %13.1f %9.2f\n", cheaper, count
		cheaper_sum += log(cheaper)
		count_sum += log(count)
	}
	printf "geometric means: strace / ring3 trace: %.1f; ring3 trace -c / ring3 run: %.2f\n",
		exp(cheaper_sum / rows), exp(count_sum / rows)
}
