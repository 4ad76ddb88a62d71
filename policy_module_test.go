// SPDX-License-Identifier: Apache-2.0

package itfm_test

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// directDependencies is the golden list of go.mod: a new line needs an entry in DECISIONS.md.
func directDependencies() []string {
	return []string{
		"github.com/google/go-cmp",      // tests
		"github.com/shopspring/decimal", // the number in the API
		"github.com/stretchr/testify",   // tests
		"golang.org/x/exp",              // tests: apidiff
		"golang.org/x/tools",            // tests: export data for apidiff
		"pgregory.net/rapid",            // tests
	}
}

// goMod is what "go mod edit -json" says.
type goMod struct {
	Module  struct{ Path string }
	Go      string
	Require []struct {
		Path     string
		Indirect bool
	}
	Replace, Exclude, Tool []struct{}
}

// TestGoMod keeps go.mod free of what would reach the users of the library.
func TestGoMod(t *testing.T) {
	out, err := exec.Command("go", "mod", "edit", "-json").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range goModFindings(out) {
		t.Error(f)
	}
}

func goModFindings(text []byte) []string {
	var m goMod
	if err := json.Unmarshal(text, &m); err != nil {
		return []string{err.Error()}
	}
	var found, direct []string
	add := func(format string, args ...any) { found = append(found, "go.mod: "+fmt.Sprintf(format, args...)) }
	if m.Module.Path != modulePath {
		add("module path %s", m.Module.Path)
	}
	if m.Go != "1.26.0" {
		add("go %s: raising it shuts users out; say so in DECISIONS.md and here", m.Go)
	}
	if n := len(m.Replace) + len(m.Exclude); n > 0 {
		add("%d replace or exclude lines: users do not get them", n)
	}
	if len(m.Tool) > 0 {
		add("tools belong in go.tools.mod")
	}
	for _, r := range m.Require {
		if !r.Indirect {
			direct = append(direct, r.Path)
		}
	}
	slices.Sort(direct)
	if d := cmp.Diff(directDependencies(), direct); d != "" {
		add("direct dependencies (-want +got):\n%s", d)
	}
	return found
}

func TestGoModRuleCanFail(t *testing.T) {
	got := strings.Join(goModFindings([]byte(`{"Module":{"Path":"x"},"Go":"1.27","Require":[{"Path":"gonum.org/v1/gonum"},{"Path":"y","Indirect":true}],
		"Replace":[{}],"Tool":[{}]}`)), "\n")
	for _, want := range []string{"module path x", "go 1.27", "replace", "go.tools.mod", `"gonum.org/v1/gonum"`, `"pgregory.net/rapid"`} {
		if !strings.Contains(got, want) {
			t.Errorf("got %s\nwant %q in it", got, want)
		}
	}
	if strings.Contains(got, `"y"`) {
		t.Errorf("an indirect dependency is listed: %s", got)
	}
}
