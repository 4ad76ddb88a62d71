// SPDX-License-Identifier: Apache-2.0

package itfm_test

import (
	"fmt"
	"go/ast"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

var (
	doorRow    = regexp.MustCompile("(?m)^\\| `([a-z/]+)` \\| (.*) \\|$")
	backticked = regexp.MustCompile("`([^`]+)`")
)

// TestDocumentsNameEachPackage keeps the maps in prose true: the doors of ARCHITECTURE.md are those of the policy, and
// README.md and METHODS.md leave no package out.
func TestDocumentsNameEachPackage(t *testing.T) {
	read := func(name string) string {
		b, err := os.ReadFile(name)
		require.NoError(t, err)
		return string(b)
	}
	if d := cmp.Diff(doors(), writtenDoors(read("ARCHITECTURE.md"))); d != "" {
		t.Errorf("doors (-policy +ARCHITECTURE.md)\n%s", d)
	}
	for _, f := range unnamedRooms(read("README.md"), read("METHODS.md")) {
		t.Error(f)
	}
}

// writtenDoors reads the table of doors from Markdown.
func writtenDoors(text string) map[string][]string {
	m := map[string][]string{}
	for _, row := range doorRow.FindAllStringSubmatch(text, -1) {
		m[row[1]] = []string{}
		for _, b := range backticked.FindAllStringSubmatch(row[2], -1) {
			m[row[1]] = append(m[row[1]], b[1])
		}
	}
	return m
}

func unnamedRooms(readme, methods string) []string {
	var found []string
	for _, name := range slices.Sorted(maps.Keys(doors())) {
		if strings.Contains(name, "/internal/") {
			continue // nothing that users see
		}
		if !strings.Contains(readme, "["+name+"]("+name+")") {
			found = append(found, fmt.Sprintf("README.md: no row leads to %s", name))
		}
		if !strings.Contains(methods, "\n## "+name+"\n") {
			found = append(found, fmt.Sprintf("METHODS.md: no section for %s", name))
		}
	}
	return found
}

var (
	methodRow = regexp.MustCompile(`(?m)^\| (.*?) \|(?:.*\|)? *(.*?) *\|$`)
	testName  = regexp.MustCompile(`\b(?:Test|Fuzz|Example)\w+`)
)

// TestMethodsNameTheirTests holds METHODS.md to its promise that each row names a test, and that the test exists.
func TestMethodsNameTheirTests(t *testing.T) {
	b, err := os.ReadFile("METHODS.md")
	require.NoError(t, err)
	for _, f := range untestedMethods(string(b), theTree(t).testNames()) {
		t.Error(f)
	}
}

// testNames returns the names of all test functions of the module.
func (tr *tree) testNames() map[string]bool {
	names := map[string]bool{}
	for _, r := range tr.rooms {
		for _, f := range r.tests {
			for _, d := range f.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil {
					names[fn.Name.Name] = true
				}
			}
		}
	}
	return names
}

func untestedMethods(text string, known map[string]bool) []string {
	var found []string
	for _, row := range methodRow.FindAllStringSubmatch(text, -1) {
		if strings.HasPrefix(row[0], "|-") || row[2] == "test" {
			continue
		}
		tests := testName.FindAllString(row[2], -1)
		if len(tests) == 0 {
			found = append(found, fmt.Sprintf("METHODS.md: row %q names no test", row[1]))
		}
		for _, n := range tests {
			if !known[n] {
				found = append(found, fmt.Sprintf("METHODS.md: row %q: there is no %s", row[1], n))
			}
		}
	}
	return found
}

func TestMethodGateCanFail(t *testing.T) {
	const text = "| what | formula | test |\n|---|---|---|\n| a | x | `TestA` |\n| b | x | |\n| c | x | TestA, TestC |\n"
	want := []string{`METHODS.md: row "b" names no test`, `METHODS.md: row "c": there is no TestC`}
	if d := cmp.Diff(want, untestedMethods(text, map[string]bool{"TestA": true})); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestDocumentGateCanFail(t *testing.T) {
	got := writtenDoors("| package | imports |\n|---|---|\n| `a` | nothing |\n| `a/b` | `a`, `a/c` |\n")
	if d := cmp.Diff(map[string][]string{"a": {}, "a/b": {"a", "a/c"}}, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	public := 0
	for name := range doors() {
		if !strings.Contains(name, "/internal/") {
			public++
		}
	}
	if got := unnamedRooms("", ""); len(got) != 2*public {
		t.Errorf("empty documents: %d findings, want %d", len(got), 2*public)
	}
}
