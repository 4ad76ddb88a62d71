// SPDX-License-Identifier: Apache-2.0

package itfm_test

import (
	"fmt"
	"go/ast"
	"go/types"
	"reflect"
	"regexp"
	"strings"
	"unicode"
)

// packageDoc wants one package comment a package, and that it starts as pkg.go.dev expects.
func packageDoc() rule {
	return rule{
		name: "package doc", scope: allCode,
		check: func(r *room) []string {
			var found []string
			docs := 0
			for _, f := range r.files {
				if f.Doc == nil {
					continue
				}
				docs++
				if want := "Package " + r.Name + " "; r.Name != "main" && !strings.HasPrefix(f.Doc.Text(), want) {
					found = append(found, r.at(f.Doc.Pos(), "package doc does not begin with %q", want))
				}
			}
			if docs != 1 {
				found = append(found, r.at(r.files[0].Pos(), "package %s has %d package docs, want 1", r.Name, docs))
			}
			return found
		},
		breaches: []breach{
			{"package p", "0 package docs"},
			{"// SPDX-License-Identifier: Apache-2.0\npackage p", "does not begin"},
			{"// Some words.\npackage p", "does not begin"},
		},
		clean: []string{"// SPDX\n\n// Package p does.\npackage p", "// Anything goes for a program.\npackage main"},
	}
}

// everythingDocumented wants a comment on each exported function, method, type, field, constant and variable.
// Comments on functions and types begin with their name; a group of constants may share one comment.
func everythingDocumented() rule {
	return rule{
		name: "documented", scope: libraries,
		check: func(r *room) []string {
			var found []string
			for fn := range r.funcs() {
				if fn.Name.IsExported() && (fn.Recv == nil || ast.IsExported(r.receiver(fn))) {
					found = append(found, r.namedDoc(fn.Name, fn.Doc)...)
				}
			}
			for g, s := range r.specs() {
				switch s := s.(type) {
				case *ast.TypeSpec:
					if s.Name.IsExported() {
						found = append(found, r.namedDoc(s.Name, firstDoc(s.Doc, g.Doc))...)
						found = append(found, r.undocumentedMembers(s)...)
					}
				case *ast.ValueSpec:
					for _, id := range s.Names {
						if id.IsExported() && firstDoc(s.Doc, s.Comment, g.Doc) == nil {
							found = append(found, r.at(id.Pos(), "%s has no comment", id.Name))
						}
					}
				}
			}
			return found
		},
		breaches: []breach{
			{"package p\nfunc F() {}", "F has no comment"},
			{"package p\n// Does things.\nfunc F() {}", "begins with"},
			{"package p\n// Fun is another word.\nfunc F() {}", "begins with"},
			{"package p\n// T is.\ntype T int\nfunc (t *T) M() {}", "M has no comment"},
			{"package p\ntype T int", "T has no comment"},
			{"package p\n// T is.\ntype T struct {\n\t// A is.\n\tA int\n\tB int\n}", "T.B has no comment"},
			{"package p\n// T is.\ntype T interface { M() }", "T.M has no comment"},
			{"package p\nconst C = 1", "C has no comment"},
			{"package p\nvar ErrX error", "ErrX has no comment"},
			{"package p\n// T is.\ntype T struct {\n\t// In is.\n\tIn struct{ A int }\n}", "T.A has no comment"},
		},
		clean: []string{
			"package p\n// A T is.\ntype T struct {\n\tA, B int // sizes\n\tc int\n\t// Embedded fields bring their own words.\n\tE\n}\n// E is.\ntype E int\n// The group.\nconst (\n\tX = 1\n\tY = 2\n)\ntype hidden struct { Open int }\nfunc (hidden) M() {}",
		},
	}
}

func firstDoc(groups ...*ast.CommentGroup) *ast.CommentGroup {
	for _, g := range groups {
		if g != nil && strings.TrimSpace(g.Text()) != "" {
			return g
		}
	}
	return nil
}

func (r *room) namedDoc(id *ast.Ident, doc *ast.CommentGroup) []string {
	if firstDoc(doc) == nil {
		return []string{r.at(id.Pos(), "%s has no comment", id.Name)}
	}
	text := doc.Text()
	for _, article := range []string{"A ", "An ", "The "} {
		text = strings.TrimPrefix(text, article)
	}
	rest, ok := strings.CutPrefix(text, id.Name)
	if !ok || rest != "" && (unicode.IsLetter(rune(rest[0])) || unicode.IsDigit(rune(rest[0]))) {
		return []string{r.at(id.Pos(), "a comment on %s begins with its name", id.Name)}
	}
	return nil
}

// undocumentedMembers looks at exported fields and interface methods, nested ones too.
func (r *room) undocumentedMembers(s *ast.TypeSpec) []string {
	var found []string
	ast.Inspect(s.Type, func(n ast.Node) bool {
		var list []*ast.Field
		switch n := n.(type) {
		case *ast.StructType:
			list = n.Fields.List
		case *ast.InterfaceType:
			list = n.Methods.List
		case *ast.FuncType:
			return false
		}
		for _, f := range list {
			for _, id := range f.Names {
				if id.IsExported() && firstDoc(f.Doc, f.Comment) == nil {
					found = append(found, r.at(id.Pos(), "%s.%s has no comment", s.Name.Name, id.Name))
				}
			}
		}
		return true
	})
	return found
}

// receiver returns the bare name of the type a method belongs to.
func (r *room) receiver(fn *ast.FuncDecl) string {
	obj, ok := r.info.Defs[fn.Name].(*types.Func)
	if !ok || obj.Signature().Recv() == nil {
		return ""
	}
	return receiverName(obj.Signature().Recv().Type())
}

// snakeCaseTags holds JSON names to snake_case, and options included, to one spelling.
func snakeCaseTags() rule {
	snake := regexp.MustCompile(`^([a-z][a-z0-9]*(_[a-z0-9]+)*|-)?$`)
	return rule{
		name: "snake_case JSON", scope: libraries,
		check: func(r *room) []string {
			var found []string
			for _, f := range r.files {
				ast.Inspect(f, func(n ast.Node) bool {
					field, ok := n.(*ast.Field)
					if !ok || field.Tag == nil {
						return true
					}
					tag, ok := reflect.StructTag(strings.Trim(field.Tag.Value, "`")).Lookup("json")
					name, _, _ := strings.Cut(tag, ",")
					if ok && !snake.MatchString(name) {
						found = append(found, r.at(field.Pos(), "JSON name %q is not snake_case", name))
					}
					return true
				})
			}
			return found
		},
		breaches: []breach{{"package p\ntype T struct { A int `json:\"unitPrice\"` }", "unitPrice"}},
		clean:    []string{"package p\ntype T struct {\n\tA int `json:\"unit_price,omitempty\"`\n\tB int `json:\"-\"`\n\tC int `json:\",omitempty\"`\n}"},
	}
}

// errorText wants package-level errors to begin with the package's name, in lower case, without a full stop.
func errorText() rule {
	return rule{
		name: "error text", scope: libraries,
		check: func(r *room) []string {
			var found []string
			for _, s := range r.specs() {
				v, ok := s.(*ast.ValueSpec)
				if !ok {
					continue
				}
				for i, id := range v.Names {
					if i >= len(v.Values) || !strings.HasPrefix(id.Name, "Err") {
						continue
					}
					if problem := r.errorTextProblem(v.Values[i]); problem != "" {
						found = append(found, r.at(id.Pos(), "%s: %s", id.Name, problem))
					}
				}
			}
			return found
		},
		breaches: []breach{
			{"package p\nimport \"errors\"\nvar ErrA = errors.New(\"not good\")", "begin with"},
			{"package p\nimport \"errors\"\nvar ErrA = errors.New(\"p: Not good\")", "lower case"},
			{"package p\nimport \"errors\"\nvar ErrA = errors.New(\"p: not good.\")", "full stop"},
		},
		clean: []string{"package p\nimport \"errors\"\nvar ErrA = errors.New(\"p: not good\")\nvar ErrB = errors.New(\"p: IRR has no root\")"},
	}
}

// errorTextProblem judges errors.New with a constant text; other ways to make an error are left alone.
func (r *room) errorTextProblem(e ast.Expr) string {
	call, ok := e.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return ""
	}
	value := r.info.Types[call.Args[0]].Value
	if value == nil {
		return ""
	}
	text := strings.Trim(value.ExactString(), `"`)
	rest, ok := strings.CutPrefix(text, r.Name+": ")
	switch {
	case !ok:
		return fmt.Sprintf("text %q does not begin with %q", text, r.Name+": ")
	case strings.HasSuffix(rest, "."):
		return fmt.Sprintf("text %q ends with a full stop", text)
	case len(rest) > 1 && unicode.IsUpper(rune(rest[0])) && unicode.IsLower(rune(rest[1])):
		return fmt.Sprintf("text %q is not in lower case", text)
	}
	return ""
}

// enumsHaveNames wants the text codecs on each exported integer type that has exported constants.
func enumsHaveNames() rule {
	return rule{
		name: "enums have names", scope: libraries,
		check: func(r *room) []string {
			var found []string
			for _, t := range r.enums() {
				for _, m := range []string{"String", "MarshalText", "UnmarshalText"} {
					obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(t.Type()), true, r.types, m)
					if obj == nil {
						found = append(found, r.at(t.Pos(), "enum %s has no %s", t.Name(), m))
					}
				}
			}
			return found
		},
		breaches: []breach{{"package p\ntype Mode uint8\nconst ModeA Mode = 1", "Mode has no UnmarshalText"}},
		clean:    []string{"package p\ntype Mode uint8\nfunc (Mode) String() string { return \"\" }\nfunc (Mode) MarshalText() ([]byte, error) { return nil, nil }\nfunc (*Mode) UnmarshalText([]byte) error { return nil }\nconst ModeA Mode = 1\ntype Count uint8"},
	}
}

// enums returns the exported small integer types that have exported constants.
func (r *room) enums() []*types.TypeName {
	var names []*types.TypeName
	scope := r.types.Scope()
	for _, n := range scope.Names() {
		t, ok := scope.Lookup(n).(*types.TypeName)
		if !ok || !t.Exported() || t.IsAlias() {
			continue
		}
		b, ok := t.Type().Underlying().(*types.Basic)
		if ok && b.Kind() == types.Uint8 && r.hasConstOf(t.Type()) {
			names = append(names, t)
		}
	}
	return names
}

func (r *room) hasConstOf(t types.Type) bool {
	for _, n := range r.types.Scope().Names() {
		if c, ok := r.types.Scope().Lookup(n).(*types.Const); ok && c.Exported() && types.Identical(c.Type(), t) {
			return true
		}
	}
	return false
}
