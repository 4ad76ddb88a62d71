// SPDX-License-Identifier: Apache-2.0

package itfm_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
)

// doors maps each library package to the packages of the module that it may import. A new package is added here, in
// ARCHITECTURE.md and in the README; an import that is not listed is a decision, not a detail.
func doors() map[string][]string {
	return map[string][]string{
		"finops":                 {"finops/internal/digits", "finops/internal/enum"},
		"finops/internal/digits": {},
		"finops/internal/enum":   {},
		"finops/pricing":         {"finops", "finops/internal/digits", "finops/internal/enum"},
		"finops/roi":             {"finops", "finops/internal/digits", "finops/internal/enum"},
		"finops/contract":        {"finops", "finops/pricing", "finops/internal/digits", "finops/internal/enum"},
		"finops/license":         {"finops", "finops/pricing", "finops/internal/digits", "finops/internal/enum"},
		"finops/renewal":         {"finops", "finops/pricing", "finops/contract", "finops/license", "finops/roi", "finops/internal/digits", "finops/internal/enum"},
	}
}

// closedDoors maps packages that no library may link, directly or through another, to the reason.
func closedDoors() map[string]string {
	return map[string]string{
		"net":      "the library talks to nobody",
		"net/http": "the library talks to nobody",
		"os/exec":  "the library starts nothing",
		"testing":  "test code stays in tests",
		"C":        "pure Go",
	}
}

// closedImports maps packages that no library may import itself, though what it links may, to the reason.
func closedImports() map[string]string {
	return map[string]string{
		"os":     "readers, writers and fs.FS are arguments",
		"log":    "report in the result or the error",
		"unsafe": "pure Go",
	}
}

// linkedModules lists the modules a library may link.
func linkedModules() []string { return []string{decimalPath} }

// testModules lists the packages of other modules that test files may import on top.
func testModules() []string {
	return []string{
		"github.com/google/go-cmp/cmp", "github.com/google/go-cmp/cmp/cmpopts", "github.com/stretchr/testify/require",
		"pgregory.net/rapid", "golang.org/x/exp/apidiff", "golang.org/x/tools/go/gcexportdata", decimalPath,
	}
}

// TestImports holds each package to its doors.
func TestImports(t *testing.T) {
	tr := theTree(t)
	seen := map[string]bool{}
	for _, r := range tr.rooms {
		seen[r.rel()] = true
		for _, f := range append(importFindings(r), testImportFindings(r)...) {
			t.Error(f)
		}
	}
	for name := range doors() {
		if !seen[name] {
			t.Errorf("%s has a door and does not exist", name)
		}
	}
}

func importFindings(r *room) []string {
	if len(r.GoFiles) == 0 {
		return nil
	}
	var found []string
	add := func(format string, args ...any) { found = append(found, r.rel()+": "+fmt.Sprintf(format, args...)) }
	if r.Name == "main" {
		if !strings.HasPrefix(r.rel(), "examples/") {
			add("a program outside examples/")
		}
	} else if allowed, listed := doors()[r.rel()]; !listed {
		add("is not in the table of doors (policy_imports_test.go)")
	} else {
		for _, i := range r.Imports {
			if own, ok := strings.CutPrefix(i, modulePath+"/"); ok && !slices.Contains(allowed, own) {
				add("imports %s: no door leads there", own)
			}
			if why, ok := closedImports()[i]; ok {
				add("imports %s: %s", i, why)
			}
		}
		for _, d := range r.Deps {
			if why, ok := closedDoors()[d]; ok {
				add("links %s: %s", d, why)
			}
		}
	}
	for _, d := range r.Deps {
		if isForeign(d) && !slices.Contains(linkedModules(), d) {
			add("links %s: the library links shopspring/decimal alone", d)
		}
	}
	return found
}

func testImportFindings(r *room) []string {
	var found []string
	for _, i := range slices.Concat(r.TestImports, r.XTestImports) {
		if isForeign(i) && !slices.Contains(testModules(), i) {
			found = append(found, fmt.Sprintf("%s: a test imports %s: tests use the standard library, go-cmp, testify/require and rapid", r.rel(), i))
		}
	}
	return found
}

// isForeign says whether an import path belongs to another module: neither standard nor ours.
func isForeign(p string) bool {
	first, _, _ := strings.Cut(p, "/")
	return strings.Contains(first, ".") && p != modulePath && !strings.HasPrefix(p, modulePath+"/")
}

func TestImportRulesCanFail(t *testing.T) {
	in := func(rel string) room {
		return room{ImportPath: path.Join(modulePath, rel), Name: path.Base(rel), GoFiles: []string{"a.go"}}
	}
	for _, c := range []struct {
		want string
		room room
		set  func(*room)
	}{
		{"not in the table", in("finops/surprise"), func(*room) {}},
		{"no door leads there", in("finops"), func(r *room) { r.Imports = []string{modulePath + "/finops/roi"} }},
		{"no door leads there", in("finops/roi"), func(r *room) { r.Imports = []string{modulePath + "/finops/license"} }},
		{"imports os", in("finops"), func(r *room) { r.Imports = []string{"os"} }},
		{"links net/http", in("finops"), func(r *room) { r.Deps = []string{"net/http"} }},
		{"links testing", in("finops"), func(r *room) { r.Deps = []string{"testing"} }},
		{"decimal alone", in("finops"), func(r *room) { r.Deps = []string{"gonum.org/v1/gonum/mat"} }},
		{"decimal alone", in("finops"), func(r *room) { r.Deps = []string{"golang.org/x/exp/constraints"} }},
		{"testify/assert", in("finops"), func(r *room) { r.XTestImports = []string{"github.com/stretchr/testify/assert"} }},
		{"outside examples", in("finops/tool"), func(r *room) { r.Name = "main" }},
	} {
		r := c.room
		c.set(&r)
		got := strings.Join(append(importFindings(&r), testImportFindings(&r)...), "\n")
		if !strings.Contains(got, c.want) {
			t.Errorf("%s: got %q, want %q in it", r.rel(), got, c.want)
		}
	}
	ok := in("finops/pricing")
	ok.Imports = []string{modulePath + "/finops", decimalPath, "strings"}
	ok.Deps = []string{modulePath + "/finops", decimalPath, "strings", "os"}
	if got := importFindings(&ok); len(got) > 0 {
		t.Errorf("clean room: %v", got)
	}
}
