// SPDX-License-Identifier: Apache-2.0

package itfm_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/exp/apidiff"
	"golang.org/x/tools/go/gcexportdata"
)

// apiBreak is one change that can stop a user's code from compiling, or change the data it writes.
type apiBreak struct{ pkg, symbol, text string }

func (b apiBreak) String() string { return fmt.Sprintf("%s: %s: %s", b.pkg, b.symbol, b.text) }

// diffBreaks lists what apidiff calls incompatible between two sets of packages.
func diffBreaks(base, now []*types.Package) []apiBreak {
	var breaks []apiBreak
	for _, old := range base {
		name := strings.TrimPrefix(old.Path(), modulePath+"/")
		i := slices.IndexFunc(now, func(p *types.Package) bool { return p.Path() == old.Path() })
		if i < 0 {
			breaks = append(breaks, apiBreak{name, "*", "package removed"})
			continue
		}
		for _, c := range apidiff.Changes(old, now[i]).Changes {
			if !c.Compatible {
				symbol, _, _ := strings.Cut(c.Message, ": ")
				breaks = append(breaks, apiBreak{name, plainSymbol(symbol), c.Message})
			}
		}
	}
	return breaks
}

// plainSymbol turns apidiff's "(*Bag).Add" and "Money.Amount" into "Bag.Add" and "Money.Amount".
func plainSymbol(s string) string {
	s = strings.NewReplacer("(*", "", "(", "", ")", "").Replace(s)
	s, _, _ = strings.Cut(s, ",")
	return s
}

// textBreaks lists the lines of the golden text that are gone. Those of a package that is gone as a whole are left out:
// apidiff reports it once.
func textBreaks(golden, now []string) []apiBreak {
	packages := map[string]bool{}
	for _, l := range now {
		pkg, _ := apiSymbol(l)
		packages[pkg] = true
	}
	var breaks []apiBreak
	for _, l := range golden {
		pkg, symbol := apiSymbol(l)
		if _, there := slices.BinarySearch(now, l); !there && packages[pkg] {
			breaks = append(breaks, apiBreak{pkg, symbol, "line gone: " + l})
		}
	}
	return breaks
}

// exception is a line of the except file: a break that was decided on.
type exception struct{ pkg, symbol, reason string }

// excuses says whether the exception covers a break: the symbol itself, a member of it, or with * the whole package.
func (e exception) excuses(b apiBreak) bool {
	same := e.symbol == "*" || e.symbol == b.symbol || strings.HasPrefix(b.symbol, e.symbol+".")
	return e.pkg == b.pkg && same
}

var exceptLine = regexp.MustCompile(`^([\w/]+): ([\w.*]+): (\S.{9,})$`)

const settled = "# settled: "

// readExceptions parses lines "package: symbol: reason"; "#" begins a comment.
func readExceptions(text string) ([]exception, error) {
	var list []exception
	for i, l := range strings.Split(text, "\n") {
		if l == "" || strings.HasPrefix(l, "#") {
			continue
		}
		m := exceptLine.FindStringSubmatch(l)
		if m == nil {
			return nil, fmt.Errorf("except.txt:%d: %q is not \"package: symbol: reason\" with a reason in words", i+1, l)
		}
		list = append(list, exception{m[1], m[2], m[3]})
	}
	return list, nil
}

// settle turns the exceptions into comments: once the baseline has moved they must not excuse a second break.
func settle(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if exceptLine.MatchString(l) {
			lines[i] = settled + l
		}
	}
	return strings.Join(lines, "\n")
}

// unexcused returns the breaks that no exception covers, and the exceptions that cover nothing.
func unexcused(breaks []apiBreak, list []exception) (left []apiBreak, idle []exception) {
	for _, b := range breaks {
		if !slices.ContainsFunc(list, func(e exception) bool { return e.excuses(b) }) {
			left = append(left, b)
		}
	}
	for _, e := range list {
		if !slices.ContainsFunc(breaks, e.excuses) {
			idle = append(idle, e)
		}
	}
	return left, idle
}

// encodeBaseline writes a zip archive with one entry of export data a package. Positions and times are left out, so the
// same API gives the same bytes on each machine.
func encodeBaseline(pkgs []*types.Package) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range pkgs {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.Path(), Method: zip.Deflate})
		if err != nil {
			return nil, err
		}
		if err := gcexportdata.Write(w, token.NewFileSet(), p); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

func decodeBaseline(data []byte) ([]*types.Package, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	fset, imports := token.NewFileSet(), map[string]*types.Package{}
	var pkgs []*types.Package
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		p, err := gcexportdata.Read(r, fset, imports, f.Name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		pkgs = append(pkgs, p)
	}
	return pkgs, nil
}
