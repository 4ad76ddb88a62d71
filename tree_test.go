// SPDX-License-Identifier: Apache-2.0

// Package itfm_test holds the gates of the module: policy, API and documentation checks that run with "go test .".
package itfm_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

const modulePath = "github.com/itfm-go/itfm"

// room is one package of the module: what the go command knows of it, its syntax and its types.
type room struct {
	ImportPath   string
	Name         string // package name
	Dir          string
	GoFiles      []string
	TestGoFiles  []string
	XTestGoFiles []string
	Imports      []string
	TestImports  []string
	XTestImports []string
	Deps         []string
	Export       string
	Standard     bool
	Module       *struct{ Path string }

	fset  *token.FileSet
	files []*ast.File // non-test files, by name
	tests []*ast.File // _test.go files of both kinds, by name
	types *types.Package
	info  *types.Info
	errs  []error // type errors
}

// rel returns the path below the module root: "finops/pricing", or "" for the root itself.
func (r *room) rel() string {
	return strings.TrimPrefix(strings.TrimPrefix(r.ImportPath, modulePath), "/")
}

// library says whether the room is code to import: neither a program nor a folder with tests only.
func (r *room) library() bool { return r.Name != "main" && len(r.files) > 0 }

// public says whether users can import the room.
func (r *room) public() bool { return r.library() && !strings.Contains("/"+r.rel()+"/", "/internal/") }

// at formats a finding with the position it stands at.
func (r *room) at(pos token.Pos, format string, args ...any) string {
	p := r.fset.Position(pos)
	return fmt.Sprintf("%s:%d: %s", p.Filename, p.Line, fmt.Sprintf(format, args...))
}

// tree is the module as the gates see it.
type tree struct {
	rooms   []*room           // dependencies first
	exports map[string]string // export data files by import path
	imports sourceFirst       // resolves imports to the types of the rooms
}

// sourceFirst resolves imports to the packages checked from source first, so that types are identical across rooms.
type sourceFirst struct {
	checked map[string]*types.Package
	next    types.Importer
}

func (s sourceFirst) Import(p string) (*types.Package, error) {
	if t, ok := s.checked[p]; ok {
		return t, nil
	}
	return s.next.Import(p)
}

var loadTree = sync.OnceValues(readTree)

// theTree loads the module once for all gates.
func theTree(t *testing.T) *tree {
	t.Helper()
	tr, err := loadTree()
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

func readTree() (*tree, error) {
	cmd := exec.Command("go", "list", "-e", "-deps", "-export", "-json=ImportPath,Name,Dir,GoFiles,TestGoFiles,XTestGoFiles,"+
		"Imports,TestImports,XTestImports,Deps,Export,Standard,Module", "./...")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w\n%s", err, stderr.String())
	}
	tr := &tree{exports: map[string]string{}}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		r := new(room)
		if err := d.Decode(r); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		tr.exports[r.ImportPath] = r.Export
		if r.Module != nil && r.Module.Path == modulePath {
			tr.rooms = append(tr.rooms, r)
		}
	}
	return tr, tr.check()
}

// check parses and type-checks each room, dependencies first (the order of go list -deps).
func (tr *tree) check() error {
	fset := token.NewFileSet()
	tr.imports = sourceFirst{map[string]*types.Package{}, tr.exportImporter(fset)}
	for _, r := range tr.rooms {
		r.fset = fset
		var err error
		if r.files, err = parseFiles(fset, r.rel(), r.GoFiles); err != nil {
			return err
		}
		if r.tests, err = parseFiles(fset, r.rel(), append(slices.Clone(r.TestGoFiles), r.XTestGoFiles...)); err != nil {
			return err
		}
		r.typeCheck(tr.imports)
		if len(r.files) > 0 {
			tr.imports.checked[r.ImportPath] = r.types
		}
	}
	return nil
}

// exportImporter reads export data that go list built.
func (tr *tree) exportImporter(fset *token.FileSet) types.Importer {
	return importer.ForCompiler(fset, "gc", func(p string) (io.ReadCloser, error) {
		if tr.exports[p] == "" { // not linked by the module: something that a self-test or the README uses
			out, err := exec.Command("go", "list", "-export", "-f", "{{.Export}}", p).Output()
			if err != nil {
				return nil, fmt.Errorf("no export data for %s: %w", p, err)
			}
			tr.exports[p] = strings.TrimSpace(string(out))
		}
		return os.Open(tr.exports[p])
	})
}

func (r *room) typeCheck(imp types.Importer) {
	r.info = &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{},
	}
	conf := types.Config{Importer: imp, Error: func(err error) { r.errs = append(r.errs, err) }}
	r.types, _ = conf.Check(r.ImportPath, r.fset, r.files, r.info) // errors are in r.errs
}

// parseFiles parses files under the names they have below the module root, so that no finding holds a machine's path.
func parseFiles(fset *token.FileSet, dir string, names []string) ([]*ast.File, error) {
	slices.Sort(names)
	var files []*ast.File
	for _, n := range names {
		name := path.Join(dir, n)
		f, err := parser.ParseFile(fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

// snippet type-checks one made-up file as a room named name; the self-tests of the rules feed on it.
func (tr *tree) snippet(t *testing.T, rel, src string, tests ...string) *room {
	t.Helper()
	fset := token.NewFileSet()
	r := &room{ImportPath: path.Join(modulePath, rel), fset: fset}
	r.files = []*ast.File{parseSource(t, fset, rel+"/snippet.go", src)}
	for _, s := range tests {
		r.tests = append(r.tests, parseSource(t, fset, rel+"/snippet_test.go", s))
	}
	r.Name = r.files[0].Name.Name
	r.typeCheck(sourceFirst{foreignTypes(), tr.exportImporter(fset)})
	for _, err := range r.errs {
		t.Fatalf("snippet: %v", err)
	}
	return r
}

// foreignTypes stands in for modules that must not appear in signatures, whether they are linked or not.
func foreignTypes() map[string]*types.Package {
	m := map[string]*types.Package{}
	for _, p := range []string{"gonum.org/v1/gonum/mat", "golang.org/x/exp/stats"} {
		pkg := types.NewPackage(p, path.Base(p))
		name := types.NewTypeName(token.NoPos, pkg, "Thing", nil)
		types.NewNamed(name, types.NewStruct(nil, nil), nil)
		pkg.Scope().Insert(name)
		pkg.MarkComplete()
		m[p] = pkg
	}
	return m
}

func parseSource(t *testing.T, fset *token.FileSet, name, src string) *ast.File {
	t.Helper()
	f, err := parser.ParseFile(fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatalf("snippet: %v", err)
	}
	return f
}

// textFile is a file of the project that people read or the go command compiles.
type textFile struct{ name, text string }

// readTextFiles returns the files below the root with one of the extensions, version control left out, by name.
func readTextFiles(extensions ...string) ([]textFile, error) {
	var files []textFile
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if d.Name() == ".git" {
				return filepath.SkipDir
			}
			return nil
		}
		if !slices.Contains(extensions, filepath.Ext(name)) {
			return nil
		}
		b, err := os.ReadFile(name)
		files = append(files, textFile{filepath.ToSlash(name), string(b)})
		return err
	})
	return files, err
}

// TestTreeCompiles fails on type errors, so that no other gate passes on a half-read package.
func TestTreeCompiles(t *testing.T) {
	for _, r := range theTree(t).rooms {
		for _, err := range r.errs {
			t.Error(err)
		}
	}
}
