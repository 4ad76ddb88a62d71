// SPDX-License-Identifier: Apache-2.0

package itfm_test

import (
	"errors"
	"flag"
	"go/types"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

const (
	apiGolden   = ".api/next.txt"
	apiBaseline = ".api/base.zip"
	apiExcept   = ".api/except.txt"
)

var update = flag.Bool("update", false, "write .api/next.txt and .api/base.zip; breaks must stand in .api/except.txt")

// TestAPI compares the exported API with the golden text and with the baseline of export data. With -update it writes
// both, unless the change breaks users and .api/except.txt does not say why.
func TestAPI(t *testing.T) {
	tr := theTree(t)
	for _, r := range tr.rooms {
		require.Empty(t, r.errs, "%s does not compile: its API is not known", r.rel())
	}
	now := tr.api()
	text := apiText(now)
	golden := readOptional(t, apiGolden)
	base := readOptional(t, apiBaseline)
	except := readOptional(t, apiExcept)

	var breaks []apiBreak
	if base != "" {
		old, err := decodeBaseline([]byte(base))
		require.NoError(t, err, "%s cannot be read", apiBaseline)
		breaks = diffBreaks(old, now)
	}
	breaks = append(breaks, textBreaks(strings.Split(golden, "\n"), text)...)
	list, err := readExceptions(except)
	require.NoError(t, err)
	left, idle := unexcused(breaks, list)
	for _, b := range left {
		t.Errorf("incompatible: %s\n\tkeep it, or add \"%s: %s: <reason>\" to %s", b, b.pkg, b.symbol, apiExcept)
	}
	for _, e := range idle {
		t.Errorf("%s: %s: %s excuses nothing: remove the line", apiExcept, e.pkg, e.symbol)
	}
	if t.Failed() {
		return
	}
	if *update {
		writeAPI(t, now, text, settle(except))
		return
	}
	if golden == "" || base == "" {
		t.Fatalf("%s or %s is missing: run \"go test -run TestAPI . -update\"", apiGolden, apiBaseline)
	}
	want := strings.Split(strings.TrimSuffix(golden, "\n"), "\n")
	if d := cmp.Diff(want, text); d != "" {
		t.Errorf("%s is not the exported API: run \"go test -run TestAPI . -update\" and say what changed in CHANGELOG.md (-golden +now)\n%s", apiGolden, d)
	}
}

// api returns the packages users can import, in order of their paths' dependencies.
func (tr *tree) api() []*types.Package {
	var pkgs []*types.Package
	for _, r := range tr.rooms {
		if r.public() {
			pkgs = append(pkgs, r.types)
		}
	}
	return pkgs
}

func readOptional(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if !errors.Is(err, fs.ErrNotExist) {
		require.NoError(t, err)
	}
	return string(b)
}

func writeAPI(t *testing.T, now []*types.Package, text []string, except string) {
	t.Helper()
	data, err := encodeBaseline(now)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(apiBaseline, data, 0o644))
	require.NoError(t, os.WriteFile(apiGolden, []byte(strings.Join(text, "\n")+"\n"), 0o644))
	if except != "" {
		require.NoError(t, os.WriteFile(apiExcept, []byte(except), 0o644))
	}
}
