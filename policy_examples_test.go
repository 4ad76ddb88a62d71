// SPDX-License-Identifier: Apache-2.0

package itfm_test

import (
	"go/ast"
	"go/types"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var exampleOutput = regexp.MustCompile(`(?i)^\s*(unordered )?output:`)

// everythingExampled wants a runnable example, with its output, of each exported function and type; a type's methods
// and constants are covered by the type. Error sentinels are exempt.
func everythingExampled() rule {
	return rule{
		name: "exampled", scope: publicAPI,
		check: func(r *room) []string {
			examples, found := r.examples()
			covered := func(name string) bool {
				return slices.ContainsFunc(examples, func(e string) bool { return e == name || strings.HasPrefix(e, name+"_") })
			}
			scope := r.types.Scope()
			for _, n := range scope.Names() {
				obj := scope.Lookup(n)
				switch obj.(type) {
				case *types.Func, *types.TypeName:
					if obj.Exported() && !covered(n) {
						found = append(found, r.at(obj.Pos(), "%s has no Example%s", n, n))
					}
				}
			}
			return found
		},
		breaches: []breach{
			{"package p\nfunc F() {}", "F has no ExampleF"},
			{"package p\ntype T int", "T has no ExampleT"},
		},
		clean: []string{"package p\nimport \"errors\"\nvar ErrX = errors.New(\"p: x\")\nfunc f() {}\ntype t int\nfunc (t) M() {}"},
	}
}

// examples returns the names of the room's examples without "Example", and a finding for each without output.
func (r *room) examples() (names, found []string) {
	for _, f := range r.tests {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv != nil {
				continue
			}
			name, ok := strings.CutPrefix(fn.Name.Name, "Example")
			if !ok {
				continue
			}
			if !strings.HasSuffix(f.Name.Name, "_test") {
				found = append(found, r.at(fn.Pos(), "Example%s stands inside the package: users read it from package %s_test", name, r.Name))
			}
			if !hasOutput(f, fn) {
				found = append(found, r.at(fn.Pos(), "Example%s has no Output comment, so it is not run", name))
			}
			names = append(names, name)
		}
	}
	return names, found
}

// hasOutput says whether the last comment of a function's body states its output.
func hasOutput(f *ast.File, fn *ast.FuncDecl) bool {
	last := ""
	for _, c := range f.Comments {
		if c.Pos() > fn.Body.Pos() && c.End() < fn.Body.End() {
			last = c.Text()
		}
	}
	return exampleOutput.MatchString(last)
}

func TestExampleRuleReadsTests(t *testing.T) {
	tr := theTree(t)
	const src = "package p\n// F is.\nfunc F() {}\n// T is.\ntype T int"
	for _, c := range []struct{ name, test, want string }{
		{"all there", "package p_test\nfunc ExampleF() {\n\t// Output: 1\n}\nfunc ExampleT_M() {\n\t// Unordered output:\n\t// 1\n}", ""},
		{"no output", "package p_test\nfunc ExampleF() {\n\t// Output: 1\n\t// nothing\n\n\t// last\n}\nfunc ExampleT() {\n\t// Output:\n}", "ExampleF has no Output"},
		{"inside", "package p\nfunc ExampleF() {\n\t// Output:\n}\nfunc ExampleT() {\n\t// Output:\n}", "stands inside"},
		{"another name", "package p_test\nfunc ExampleFoo() {\n\t// Output:\n}\nfunc ExampleT() {\n\t// Output:\n}", "F has no ExampleF"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := strings.Join(everythingExampled().check(tr.snippet(t, "finops/p", src, c.test)), "\n")
			if (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
				t.Errorf("got %q, want %q in it", got, c.want)
			}
		})
	}
}
