// SPDX-License-Identifier: Apache-2.0

package itfm_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var fence = regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```")

// codeBlocks returns the fenced blocks of a Markdown text in one language.
func codeBlocks(text, language string) []string {
	var blocks []string
	for _, m := range fence.FindAllStringSubmatch(text, -1) {
		if m[1] == language {
			blocks = append(blocks, m[2])
		}
	}
	return blocks
}

// TestReadme compiles the Go of the README and looks for what its shell commands name.
func TestReadme(t *testing.T) {
	tr := theTree(t)
	b, err := os.ReadFile("README.md")
	require.NoError(t, err)
	for i, block := range codeBlocks(string(b), "go") {
		for _, err := range tr.compileBlock(block) {
			t.Errorf("Go block %d: %v\n%s", i+1, err, block)
		}
	}
	commands := codeBlocks(string(b), "sh")
	if len(commands) == 0 {
		t.Error("no ```sh block: the README starts with two commands")
	}
	for _, block := range commands {
		for line := range strings.Lines(block) {
			if problem := commandProblem(strings.TrimSpace(line)); problem != "" {
				t.Errorf("command %q: %s", strings.TrimSpace(line), problem)
			}
		}
	}
}

// compileBlock type-checks a block: a file, declarations, or statements that use the module's packages and fmt.
func (tr *tree) compileBlock(block string) []error {
	fset := token.NewFileSet()
	wrapped := true
	src := "package readme\n" + block
	switch {
	case regexp.MustCompile(`(?m)^package `).MatchString(block):
		src, wrapped = block, false
	case !parses(src):
		imports, body := cutImports(block)
		src = "package readme\n" + imports + "\nfunc _() {\n" + body + "\n}\n"
		if imports == "" {
			src = "package readme\n" + tr.guessImports(src) + "\nfunc _() {\n" + body + "\n}\n"
		}
	}
	f, err := parser.ParseFile(fset, "README.md", src, parser.SkipObjectResolution)
	if err != nil {
		return []error{err}
	}
	var errs []error
	conf := types.Config{Importer: tr.imports, Error: func(err error) {
		var te types.Error
		if wrapped && errors.As(err, &te) && te.Soft { // unused variables of a fragment
			return
		}
		errs = append(errs, err)
	}}
	_, _ = conf.Check("readme", fset, []*ast.File{f}, nil) // errors are collected
	return errs
}

func parses(src string) bool {
	_, err := parser.ParseFile(token.NewFileSet(), "", src, parser.SkipObjectResolution)
	return err == nil
}

var importDecl = regexp.MustCompile(`(?s)\A\s*import (?:\(.*?\n\)|"[^"]*"\n)`)

// cutImports splits the import declarations from the statements that follow them.
func cutImports(block string) (imports, body string) {
	for {
		m := importDecl.FindString(block)
		if m == "" {
			return imports, block
		}
		imports, block = imports+m+"\n", block[len(m):]
	}
}

// guessImports imports each linked package whose name a fragment uses as a qualifier.
func (tr *tree) guessImports(src string) string {
	f, err := parser.ParseFile(token.NewFileSet(), "", src, parser.SkipObjectResolution)
	if err != nil {
		return ""
	}
	used := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := s.X.(*ast.Ident); ok {
				used[id.Name] = true
			}
		}
		return true
	})
	var b strings.Builder
	for _, r := range tr.rooms {
		if r.library() && used[r.Name] {
			fmt.Fprintf(&b, "import %q\n", r.ImportPath)
		}
	}
	for _, p := range []string{"fmt", "log", "os", "strings", decimalPath} {
		if used[path.Base(p)] {
			fmt.Fprintf(&b, "import %q\n", p)
		}
	}
	return b.String()
}

// commandProblem says what is wrong with a command line of the README, or "".
func commandProblem(line string) string {
	line, _, _ = strings.Cut(line, " #")
	words := strings.Fields(line)
	if len(words) == 0 || strings.HasPrefix(words[0], "#") {
		return ""
	}
	switch {
	case words[0] == "go" && len(words) > 2 && words[1] == "get":
		if !strings.HasPrefix(words[2]+"@", modulePath+"@") {
			return "go get of another module"
		}
		return ""
	case words[0] != "go" && words[0] != "git" && words[0] != "cd" && !strings.HasPrefix(words[0], "."):
		return "not a command a reader of this project has"
	}
	for _, w := range words {
		if !strings.HasPrefix(w, "./") && !strings.HasPrefix(w, ".ci/") {
			continue
		}
		name := filepath.FromSlash(strings.TrimSuffix(w, "..."))
		info, err := os.Stat(name)
		if errors.Is(err, fs.ErrNotExist) {
			return w + " does not exist"
		}
		if w == words[0] && err == nil && info.Mode()&0o111 == 0 {
			return w + " is not executable"
		}
	}
	return ""
}

func TestReadmeGateCanFail(t *testing.T) {
	tr := theTree(t)
	for _, c := range []struct {
		name, block string
		fails       bool
	}{
		{"file", "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(1) }\n", false},
		{"file, unused import", "package main\n\nimport \"fmt\"\n\nfunc main() {}\n", true},
		{"declarations", "import \"fmt\"\n\nfunc f() { fmt.Println(1) }\n", false},
		{"statements", "n := 3\nm := n\nfmt.Println(n)\n", false},
		{"statements with imports", "import (\n\t\"fmt\"\n)\n\nfmt.Println(1)\n", false},
		{"own package", "m, err := finops.ParseMoney(\"1.00 USD\")\nfmt.Println(m, err)\n", false},
		{"unknown function", "finops.NoSuchThing()\n", true},
		{"wrong type", "var s string = 1\n", true},
		{"not Go", "this is prose\n", true},
	} {
		if errs := tr.compileBlock(c.block); (len(errs) > 0) != c.fails {
			t.Errorf("%s: got %v", c.name, errs)
		}
	}
	for line, bad := range map[string]bool{
		"go run ./no/such/folder": true, "make all": true, "./README.md": true, "go get example.com/x": true,
		"go test ./...": false, "go get " + modulePath + "@latest": false, "": false, "# words": false, "go test . # words": false,
	} {
		if problem := commandProblem(line); (problem != "") != bad {
			t.Errorf("%q: %q", line, problem)
		}
	}
}
