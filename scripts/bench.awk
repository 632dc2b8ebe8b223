# Makes the tables of docs/benchmarks.md. It reads what benchstat says of the
# benchmarks as CSV (medians), and then the benchmarks themselves (the worst of
# some runs, and the figures of the window, which are medians already).
function plain(name) { sub(/^Benchmark/, "", name); sub(/-[0-9]+$/, "", name); return name }

/^,[^,]+,CI/ { split($0, head, ","); unit = head[2]; next }
/^[A-Z][^ ]*,/ {
	split($0, field, ",")
	if (unit == "sec/op") median[plain(field[1])] = field[2] * 1000
	next
}
/^Benchmark/ {
	name = plain($1)
	for (i = 3; i < NF; i += 2) {
		key = name "," $(i + 1)
		if (!(key in value) || $i + 0 > worst[key]) worst[key] = $i + 0
		value[key] = $i + 0
	}
}

# ms writes milliseconds, long ones as seconds.
function ms(x) {
	if (x == "") return ""
	if (x >= 10000) return sprintf("%.1f s", x / 1000)
	if (x >= 2000) return sprintf("%.2f s", x / 1000)
	if (x < 10) return sprintf("%.1f", x)
	return sprintf("%.0f", x)
}
function both(x, y) { return x == "" ? "" : ms(x) " (" ms(y) ")" }

# The figures of the window: a span of an action.
function half(name, span) { return value[name "," span "-ms"] }
function most(name, span) { return value[name "," span "-p99"] }
function cell(name, span) { return both(half(name, span), most(name, span)) }

function met(x, target) { return x == "" ? "" : x <= target ? "yes" : "**no**" }

# aim prints a row of what is asked for: of an action in the window, by the
# painter, on the screen, and as it is felt.
function aim(what, name, target, target99,   says, ok) {
	says = target99 ? target ", 99 % " target99 : target
	ok = met(half(name, "painted"), target)
	if (ok == "yes" && target99 && most(name, "painted") > target99) ok = "**no**, 99 %"
	if (ok == "yes" && half(name, "shown") > target) ok = "by the painter"
	print "| " what " | " says " | " cell(name, "painted") " | " cell(name, "shown") " | " cell(name, "felt") " | " ok " |"
}
function aims() {
	print "| milliseconds | asked for | painted | shown | felt | met |"
	print "|---|---:|---:|---:|---:|---|"
}

# size prints a row of the table of sizes.
function size(what, action, span,   n, row) {
	row = "| " what " |"
	for (n = 1; n <= 5; n++) row = row " " cell("Window/size=" sizes[n] "/" action, span) " |"
	print row
}
function memory(what, action,   n, row, x) {
	row = "| " what " |"
	for (n = 1; n <= 5; n++) {
		x = value["Window/size=" sizes[n] "/" action ",private-MB"]
		row = row (x == "" ? " |" : sprintf(" %.0f |", x))
	}
	print row
}

# drawing prints what a frame costs, beside what it costs to draw what is in view.
function drawing(action,   name, x) {
	name = "Window/size=1000000/" action
	x = half(name, "drawn") ? half(name, "cpu") / half(name, "drawn") : ""
	print "| the same, processor time / that of drawing alone | 1.3 | | " sprintf("%.2f", x) " | | " met(x, 1.3) " |"
}

function window(   big, huge) {
	split("2000 20000 200000 1000000 10000000", sizes, " ")
	big = "Window/size=1000000/"
	huge = "Window/size=10000000/"
	aims()
	aim("open 1 MB", big "open", 80)
	aim("open 10 MB", huge "open", 400)
	aim("label at 1 MB", big "label", 33, 50)
	print "| of which ours (processor time) | 3 | | " cell(big "label", "ours") " | | " met(half(big "label", "ours"), 3) " |"
	aim("undo of a change of 10,000 annotations", "Bulk", 300)
	aim("scroll 1 MB by a line", big "line", 33, 33)
	aim("scroll 1 MB by a page", big "page", 50, 70)
	drawing("line")
	drawing("page")
	aim("jump to the end of 10 MB", huge "jump", 80)
	aim("resize at 1 MB, a step", big "resize", 33)
	print ""
	print "| megabytes | asked for | | met |"
	print "|---|---:|---:|---|"
	print "| private memory, 1 MB open | 110 | " sprintf("%.0f", value[big "open,private-MB"]) " | " met(value[big "open,private-MB"], 110) " |"
	print ""
	print "| | 2 KB | 20 KB | 200 KB | 1 MB | 10 MB |"
	print "|---|---:|---:|---:|---:|---:|"
	size("open: painted", "open", "painted")
	size("open: shown", "open", "shown")
	size("open, of which loading", "open", "opened")
	size("open again: shown", "again", "shown")
	size("label: durable", "label", "durable")
	size("label: painted", "label", "painted")
	size("label: shown", "label", "shown")
	size("label: felt", "label", "felt")
	size("label: processor time that is ours", "label", "ours")
	size("undo a label: shown", "undo", "shown")
	size("scroll by a line: shown", "line", "shown")
	size("scroll by a page: shown", "page", "shown")
	size("scroll by a page: processor time of the frame", "page", "cpu")
	size("jump to the end: shown", "jump", "shown")
	size("resize: shown", "resize", "shown")
	memory("private memory when it is open, MB", "open")
	memory("private memory after all this, MB", "worked")
}

# seconds writes a figure of the window as the figures of others are.
function seconds(bytes, action, span,   x) {
	x = half("Window/size=" bytes "/" action, span)
	return x == "" ? "" : sprintf("%.2f s", x / 1000)
}

function others(   x) {
	x = value["Window/size=200000/worked,private-MB"]
	print "| | open 20 KB | open 200 KB | open 1 MB | add one annotation at 200 KB | at 1 MB | memory at 200 KB |"
	print "|---|---:|---:|---:|---:|---:|---:|"
	print "| Dragoman | " seconds(20000, "open", "shown") " | " seconds(200000, "open", "shown") " | " seconds(1000000, "open", "shown") " | " \
		seconds(200000, "label", "shown") " | " seconds(1000000, "label", "shown") " | " (x == "" ? "" : sprintf("%.0f MB", x)) " |"
}

function project(what, action, span,   n, row) {
	row = "| " what " |"
	for (n = 1; n <= 3; n++) row = row " " cell("Project/name=" names[n] "/" action, span) " |"
	print row
}
function projectMemory(what, action,   n, row, x) {
	row = "| " what " |"
	for (n = 1; n <= 3; n++) {
		x = value["Project/name=" names[n] "/" action ",private-MB"]
		row = row (x == "" ? " |" : sprintf(" %.0f |", x))
	}
	print row
}

function projects(   large, x) {
	split("p100 p10k p100k", names, " ")
	large = "Project/name=p100k/"
	aims()
	aim("cold start, 100,000 documents", large "start", 400)
	print ""
	print "| with 100,000 documents | asked for | | met |"
	print "|---|---:|---:|---|"
	x = value[large "memory,private-MB"]
	print "| private memory, MB | 130 | " sprintf("%.0f", x) " | " met(x, 130) " |"
	print "| list: scroll by rows, the frame, ms | 33 | " cell(large "listscroll", "frame") " | " met(half(large "listscroll", "frame"), 33) " |"
	print "| list: filter, the frame, ms | 33 | " cell(large "listfilter", "frame") " | " met(half(large "listfilter", "frame"), 33) " |"
	print ""
	print "| | 100 | 10,000 | 100,000 |"
	print "|---|---:|---:|---:|"
	project("cold start: painted", "start", "painted")
	project("cold start: shown", "start", "shown")
	project("cold start: processor time", "start", "cpu")
	project("cold start: all documents are in the list", "start", "whole")
	project("next article by a key pressed at once: shown", "start", "firstkey")
	project("list, scroll by rows: felt", "listscroll", "felt")
	project("list, filter: felt", "listfilter", "felt")
	project("search a common word, last letter to results", "searchword", "found")
	project("search a common word: felt", "searchword", "felt")
	project("search a phrase: felt", "searchphrase", "felt")
	project("search a prefix: felt", "searchprefix", "felt")
	projectMemory("private memory when it is open, MB", "memory")
	projectMemory("private memory after all this, MB", "worked")
}

# job prints a row of work without a window: the median of benchstat and the
# worst of the runs.
function job(what, name, target,   x) {
	x = median[name]
	if (x == "" && (name ",ns/op") in value) x = value[name ",ns/op"] / 1e6
	print "| " what " | " (target == "" ? "" : ms(target)) " | " both(x, worst[name ",ns/op"] / 1e6) " | " (target == "" ? "" : met(x, target)) " |"
}
function ratio(what, name, floor, target,   x) {
	if (median[floor] == "" || median[floor] == 0) return
	x = median[name] / median[floor]
	print "| " what " | " target " | " sprintf("%.2f", x) " | " met(x, target) " |"
}
function peak(what, name) { print "| " what " | flat | " sprintf("%.0f", worst[name ",MB-most"]) " | |" }

function work() {
	print "| milliseconds | asked for | median (worst) | met |"
	print "|---|---:|---:|---|"
	job("import 10,000 documents, 200,000 annotations", "Import", 4000)
	job("floor: inserting the same rows", "InsertFloor")
	ratio("import / floor", "Import", "InsertFloor", 1.5)
	job("export of them", "Export", 800)
	job("floor: encoding the same JSON", "EncodeFloor")
	ratio("export / floor", "Export", "EncodeFloor", 1.5)
	job("import 100,000 documents", "Import100k")
	job("export of them", "Export100k")
	peak("memory of import at most, 10,000, MB", "Import")
	peak("memory of import at most, 100,000, MB", "Import100k")
	peak("memory of export at most, 10,000, MB", "Export")
	peak("memory of export at most, 100,000, MB", "Export100k")
	job("search 100,000 documents in the window: all that hold a common word and a space", "Find/word", 50)
	job("a phrase", "Find/phrase", 50)
	job("a prefix of two letters", "Find/prefix", 50)
	job("a rare word", "Find/rare", 50)
	job("by the command line: the hundred best of a common word, with excerpts", "Search/word")
	job("of a phrase", "Search/phrase")
	job("statistics of 100,000 documents in the window", "Statistics/window", 300)
	job("by the command line, which reads the list first", "Statistics/verb")
	job("list of 100,000 documents", "List")
	for (i = split("ascii greek emoji", letters, " "); i > 0; i--)
		job("offsets of 10 MB, 100,000 annotations, " letters[i] ": index", "Units/index/" letters[i])
	for (i = 3; i > 0; i--)
		job("offsets, " letters[i] ": to code points and UTF-16", "Units/out/" letters[i], 50)
	job("frame of a line, article of 1 MB", "Frame/line/article")
	ratio("the same / plain objects", "Frame/line/article", "Frame/line/plain", 1.3)
	job("frame of a page, article of 1 MB", "Frame/page/article")
	ratio("the same / plain objects", "Frame/page/article", "Frame/page/plain", 1.3)
}

END {
	if (part == "window") window()
	if (part == "others") others()
	if (part == "projects") projects()
	if (part == "work") work()
}
