// SPDX-License-Identifier: Apache-2.0

package itfm_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

const (
	licenceLine  = "// SPDX-License-Identifier: Apache-2.0"
	maxFileLines = 700
)

// The patterns are put together from parts so that this file does not break its own rule.
var (
	leftover    = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME)\b|// *XX` + `X\b`) // the last is a currency code too
	machinePath = regexp.MustCompile(`(^|[\s"'` + "`" + `(=:])((/work|/home|/root|/Users|/tmp)` + `/[\w.]|[A-Z]:\\\\?Users\\)`)
)

// TestFiles holds every Go file, nested modules included, and every text of the project to the rules about files.
func TestFiles(t *testing.T) {
	files, err := readTextFiles(".go", ".md", ".mod", ".yml", ".txt", ".json", ".csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		for _, finding := range fileFindings(f) {
			t.Error(finding)
		}
	}
}

func fileFindings(f textFile) []string {
	var found []string
	add := func(line int, format string, args ...any) {
		found = append(found, fmt.Sprintf("%s:%d: %s", f.name, line, fmt.Sprintf(format, args...)))
	}
	lines := strings.Split(f.text, "\n")
	isGo := strings.HasSuffix(f.name, ".go")
	if isGo && lines[0] != licenceLine {
		add(1, "the first line is not %q", licenceLine)
	}
	if isGo && len(lines)-1 > maxFileLines {
		add(maxFileLines+1, "%d lines: split it by purpose", len(lines)-1)
	}
	data := strings.Contains(f.name, "testdata/")
	for i, l := range lines {
		if m := leftover.FindString(l); m != "" && isGo {
			add(i+1, "%s: finish it, or open an issue", m)
		}
		if m := machinePath.FindString(l); m != "" && !data {
			add(i+1, "%q: a path of one machine", strings.TrimSpace(m))
		}
		if strings.Contains(l, "\r") && !data {
			add(i+1, "carriage return: lines end with LF")
		}
	}
	return found
}

func TestFileRulesCanFail(t *testing.T) {
	for _, c := range []struct {
		file textFile
		want string
	}{
		{textFile{"a.go", "package a\n"}, "first line"},
		{textFile{"a.go", licenceLine + strings.Repeat("\n", maxFileLines+1)}, "split it"},
		{textFile{"a.go", licenceLine + "\n// TO" + "DO: later\n"}, "finish it"},
		{textFile{"a.go", licenceLine + "\n//XX" + "X later\n"}, "finish it"},
		{textFile{"a.md", "see (/work" + "/main)\n"}, "one machine"},
		{textFile{"a.go", licenceLine + "\nconst p = \"/home" + "/me/x\"\n"}, "one machine"},
		{textFile{"a.md", "a\r\nb"}, "LF"},
	} {
		if got := strings.Join(fileFindings(c.file), "\n"); !strings.Contains(got, c.want) {
			t.Errorf("%q: got %q, want %q in it", c.file.text[:min(80, len(c.file.text))], got, c.want)
		}
	}
	clean := textFile{"a.go", licenceLine + "\n// See https://example.com/home/work and the methodology.\n" + strings.Repeat("\n", maxFileLines-2)}
	if got := fileFindings(clean); len(got) > 0 {
		t.Errorf("clean file: %v", got)
	}
}
