# Reads what "go test -v" prints. Shows one line a package, why a test was
# skipped, and the whole output of a package that failed. Writes how many tests
# passed, failed and were skipped to the file named by counts.

function end_package(is_failure) {
	if (is_failure) {
		printf "%s", output
		# The package broke without a failing test: it did not build, or it panicked.
		if (!failed_here) failed++
	}
	print
	fflush()
	output = ""
	failed_here = 0
}

/^ok  \t/ { end_package(0); next }
/^FAIL\t/ { end_package(1); next }
/^\?   \t|\t.*\[no test files\]|^\tdragoman.*coverage: / { output = ""; next }
/^(PASS|FAIL)$/ { next }
/^=== (RUN|PAUSE|CONT|NAME)/ { next }

/^ *--- PASS: / { passed++; next }
/^ *--- FAIL: / { failed++; failed_here = 1 }
/^ *--- SKIP: / { skipped++; print; print reason; next }
/\.go:[0-9]+: / { reason = $0 }
{ output = output $0 "\n" }

END {
	printf "%s", output
	printf "%d %d %d\n", passed, failed, skipped > counts
}
