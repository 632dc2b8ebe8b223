# Makes a table of the lines of BenchmarkWindow: a row an action, a column a size.
function value(unit,   i) {
	for (i = 2; i < NF; i++) if ($(i + 1) == unit) return $i
	return ""
}
/^BenchmarkWindow\/size=/ {
	split($1, part, "/")
	size = substr(part[2], 6)
	sub(/-[0-9]+$/, "", size)
	action = part[3]
	sub(/-[0-9]+$/, "", action)
	if (action == "memory") { memory[size] = value("private-MB"); next }
	if (!(size in seen)) { seen[size] = ++sizes; order[sizes] = size }
	if (!(action in known)) { known[action] = ++actions; list[actions] = action }
	cell[action, size] = sprintf("%.0f (%.0f)", value("median-ms"), value("p99-ms"))
}
END {
	name["open"] = "open: asked to painted"; name["label"] = "label: key to durable and painted"
	name["durable"] = "of which key to durable"; name["page"] = "scroll by a page"
	name["line"] = "scroll by a notch of the wheel"; name["resize"] = "resize the window"
	row = "| |"; rule = "|---|"
	for (i = 1; i <= sizes; i++) { row = row " " order[i] / 1000 " KB |"; rule = rule "---:|" }
	print row; print rule
	for (a = 1; a <= actions; a++) {
		row = "| " name[list[a]] " |"
		for (i = 1; i <= sizes; i++) row = row " " cell[list[a], order[i]] " |"
		print row
	}
	row = "| private memory, MB |"
	for (i = 1; i <= sizes; i++) row = row sprintf(" %.0f |", memory[order[i]])
	print row
}
