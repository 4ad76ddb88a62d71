// SPDX-License-Identifier: Apache-2.0

package itfm_test

import (
	"go/ast"
	"go/token"
	"go/types"
	"iter"
	"strings"
)

// funcs yields the function and method declarations of a room.
func (r *room) funcs() iter.Seq[*ast.FuncDecl] {
	return func(yield func(*ast.FuncDecl) bool) {
		for _, f := range r.files {
			for _, d := range f.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && !yield(fn) {
					return
				}
			}
		}
	}
}

// specs yields the type, const and var specifications of a room with their group.
func (r *room) specs() iter.Seq2[*ast.GenDecl, ast.Spec] {
	return func(yield func(*ast.GenDecl, ast.Spec) bool) {
		for _, f := range r.files {
			for _, d := range f.Decls {
				g, ok := d.(*ast.GenDecl)
				if !ok {
					continue
				}
				for _, s := range g.Specs {
					if !yield(g, s) {
						return
					}
				}
			}
		}
	}
}

// noInit forbids work at start-up.
func noInit() rule {
	return rule{
		name: "no init", scope: allCode,
		check: func(r *room) []string {
			var found []string
			for fn := range r.funcs() {
				if fn.Recv == nil && fn.Name.Name == "init" {
					found = append(found, r.at(fn.Pos(), "init: nothing happens before main; build it where it is used"))
				}
			}
			return found
		},
		breaches: []breach{{"package p\nfunc init() {}", "init"}},
		clean:    []string{"package p\ntype T int\nfunc (T) init() {}"},
	}
}

// noPackageState allows error sentinels and unexported tables that nothing ever changes.
func noPackageState() rule {
	return rule{
		name: "no package state", scope: libraries,
		check: func(r *room) []string {
			var found []string
			for _, s := range r.specs() {
				v, ok := s.(*ast.ValueSpec)
				if !ok {
					continue
				}
				for _, id := range v.Names {
					obj, isVar := r.info.Defs[id].(*types.Var)
					if isVar && id.Name != "_" && ast.IsExported(id.Name) && !isSentinel(obj) {
						found = append(found, r.at(id.Pos(), "exported variable %s: anyone can change it; make it a function", id.Name))
					}
				}
			}
			return append(found, r.writesToPackageVars()...)
		},
		breaches: []breach{
			{"package p\nvar Default = 3", "exported variable Default"},
			{"package p\nvar ErrCount = 3", "exported variable ErrCount"},
			{"package p\nvar n int\nfunc f() { n++ }", "n is changed"},
			{"package p\nvar m = map[string]int{}\nfunc f() { m[\"a\"] = 1 }", "m is changed"},
			{"package p\nvar m = map[string]int{}\nfunc f() { delete(m, \"a\") }", "m is changed"},
			{"package p\nvar s struct{ n [3]int }\nfunc f() { s.n[1] += 2 }", "s is changed"},
			{"package p\nvar n int\nfunc f() *int { return &n }", "n is changed"},
			{"package p\nimport \"errors\"\nvar ErrBad = errors.New(\"p: bad\")\nfunc f() { ErrBad = nil }", "ErrBad is changed"},
			{"package p\ntype c struct{ n int }\nfunc (c *c) add() { c.n++ }\nvar k c\nfunc f() { k.add() }", "k is changed"},
			{"package p\nvar s []struct{ n int }\nfunc f() { row := &s[0]; row.n++ }", "s is changed"},
			{"package p\nvar n int\nfunc f() { p := &n; *p = 1 }", "n is changed"},
			{"package p\nvar n int\nfunc f(ns []int) { for _, n = range ns {} }", "n is changed"},
		},
		clean: []string{
			"package p\nimport \"errors\"\nvar ErrBad = errors.New(\"p: bad\")\nvar table = []int{1, 2}\nfunc f() int { n := 0; n++; table := table; table = nil; _ = table; return n }",
			"package p\nvar s []struct{ n int }\nfunc f() int { row := &s[0]; row = nil; return row.n }",
			"package p\ntype T int\nfunc (T) M() {}\nvar _ interface{ M() } = T(0)",
		},
	}
}

func isSentinel(v *types.Var) bool {
	errorType := types.Universe.Lookup("error").Type().Underlying().(*types.Interface)
	return strings.HasPrefix(v.Name(), "Err") && types.Implements(v.Type(), errorType)
}

// writesToPackageVars finds assignments through a package variable, its address, and pointer methods called on it. A
// local pointer into a table ("row := &table[i]") is allowed as long as nothing is written through it.
func (r *room) writesToPackageVars() []string {
	var found []string
	rows := r.rowPointers()
	report := func(e ast.Expr) {
		if id, v := r.packageVar(e, rows.vars); v != nil {
			found = append(found, r.at(id.Pos(), "package variable %s is changed here (or its address is taken)", v.Name()))
		}
	}
	for _, f := range r.files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				if n.Tok != token.DEFINE {
					for _, e := range n.Lhs {
						report(e)
					}
				}
			case *ast.IncDecStmt:
				report(n.X)
			case *ast.RangeStmt:
				if n.Tok == token.ASSIGN {
					report(n.Key)
					report(n.Value)
				}
			case *ast.UnaryExpr:
				if n.Op == token.AND && !rows.exprs[n] {
					report(n.X)
				}
			case *ast.CallExpr:
				if id, ok := n.Fun.(*ast.Ident); ok && isMutatingBuiltin(r.info.Uses[id]) && len(n.Args) > 0 {
					report(n.Args[0])
				}
			case *ast.SelectorExpr:
				if s := r.info.Selections[n]; s != nil && s.Kind() == types.MethodVal && takesAddress(s) {
					report(n.X)
				}
			}
			return true
		})
	}
	return found
}

func isMutatingBuiltin(obj types.Object) bool {
	b, ok := obj.(*types.Builtin)
	return ok && (b.Name() == "delete" || b.Name() == "clear" || b.Name() == "copy")
}

// takesAddress says whether calling the selected method passes the address of an addressable operand.
func takesAddress(s *types.Selection) bool {
	_, pointerReceiver := s.Obj().(*types.Func).Signature().Recv().Type().(*types.Pointer)
	_, pointer := s.Recv().Underlying().(*types.Pointer)
	return pointerReceiver && !pointer
}

// rowPointers are the local variables that are defined as the address of something.
type rowPointers struct {
	vars  map[*types.Var]*types.Var // the pointer: the package variable it points into
	exprs map[ast.Expr]bool         // the expressions that take the addresses
}

func (r *room) rowPointers() rowPointers {
	rows := rowPointers{map[*types.Var]*types.Var{}, map[ast.Expr]bool{}}
	for _, f := range r.files {
		ast.Inspect(f, func(n ast.Node) bool {
			a, ok := n.(*ast.AssignStmt)
			if !ok || a.Tok != token.DEFINE || len(a.Lhs) != len(a.Rhs) {
				return true
			}
			for i := range a.Lhs {
				id, isIdent := a.Lhs[i].(*ast.Ident)
				u, isUnary := a.Rhs[i].(*ast.UnaryExpr)
				if !isIdent || !isUnary || u.Op != token.AND {
					continue
				}
				local, _ := r.info.Defs[id].(*types.Var)
				if _, v := r.packageVar(u.X, nil); v != nil && local != nil {
					rows.vars[local], rows.exprs[u] = v, true
				}
			}
			return true
		})
	}
	return rows
}

// packageVar follows indexing, fields, dereferences and parentheses down to a variable at package level, or to a local
// pointer into one if the expression goes on from there.
func (r *room) packageVar(e ast.Expr, pointers map[*types.Var]*types.Var) (*ast.Ident, *types.Var) {
	for whole := e; ; {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.Ident:
			v, ok := r.info.Uses[x].(*types.Var)
			if ok && v.Pkg() == r.types && v.Parent() == r.types.Scope() {
				return x, v
			}
			if ok && whole != ast.Expr(x) { // what the pointer points to, not the pointer itself
				return x, pointers[v]
			}
			return nil, nil
		default:
			return nil, nil
		}
	}
}
