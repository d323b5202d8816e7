# Results (GROUP NAME COLUMN UNIT VALUE, several rounds) as a table of medians and ratios, and the
# geometric mean of each group of CPU kernels.
{
	key = $1 SUBSEP $2
	if (!(key in seen)) {
		seen[key] = 1
		order[++rows] = key
		unit[key] = $4
	}
	n[key, $3]++
	value[key, $3, n[key, $3]] = $5
}

function median(key, column,    i, j, t, m, v) {
	m = n[key, column]
	if (!m)
		return 0
	for (i = 1; i <= m; i++)
		v[i] = value[key, column, i]
	for (i = 2; i <= m; i++)
		for (j = i; j > 1 && v[j - 1] + 0 > v[j] + 0; j--) {
			t = v[j]; v[j] = v[j - 1]; v[j - 1] = t
		}
	return v[int((m + 1) / 2)] + 0
}

function cell(x) { return x ? sprintf("%11.1f", x) : sprintf("%11s", "-") }
function ratio(a, b) { return a && b ? sprintf("%9.2f", a / b) : sprintf("%9s", "-") }

END {
	printf "%-8s %-14s %4s %11s %11s %11s %11s %9s %9s\n", "group", "what", "unit", "native",
		"ring3", "ring3 host", "qemu-user", "r3/native", "r3/qemu"
	for (r = 1; r <= rows; r++) {
		key = order[r]
		split(key, part, SUBSEP)
		a = median(key, "native"); b = median(key, "ring3")
		h = median(key, "ring3-host"); q = median(key, "qemu")
		printf "%-8s %-14s %4s %s %s %s %s %s %s\n", part[1], part[2], unit[key], cell(a),
			cell(b), cell(h), cell(q), ratio(b, a), ratio(b, q)
		if (part[1] ~ /^cpu/ && b && q) {
			sum[part[1]] += log(b / q)
			count[part[1]]++
		}
	}
	for (g in sum)
		printf "%s: geometric mean of ring3 / qemu-user: %.2f\n", g, exp(sum[g] / count[g])
}
