// SPDX-License-Identifier: Apache-2.0

package itfm_test

import (
	"go/types"
	"slices"
	"strings"
)

// ownTypesInSignatures lets only the standard library, the module itself and the decimal type into exported signatures:
// a type of another module there would tie the API to that module's releases.
func ownTypesInSignatures() rule {
	return rule{
		name: "no foreign types in the API", scope: publicAPI,
		check: func(r *room) []string {
			var found []string
			scope := r.types.Scope()
			for _, n := range scope.Names() {
				obj := scope.Lookup(n)
				if !obj.Exported() {
					continue
				}
				w := foreignWalk{pkg: r.types, seen: map[types.Type]bool{}}
				w.object(obj)
				for _, p := range w.found {
					found = append(found, r.at(obj.Pos(), "%s exposes a type of %s", n, p))
				}
			}
			return found
		},
		breaches: []breach{
			{"package p\nimport \"gonum.org/v1/gonum/mat\"\nfunc F(m map[string]*mat.Thing) {}", "gonum.org/v1/gonum/mat"},
			{"package p\nimport \"golang.org/x/exp/stats\"\ntype T struct { A []stats.Thing }", "golang.org/x/exp/stats"},
			{"package p\nimport \"gonum.org/v1/gonum/mat\"\ntype T int\nfunc (*T) M() (a func() mat.Thing) { return nil }", "T exposes"},
			{"package p\nimport \"gonum.org/v1/gonum/mat\"\ntype A = mat.Thing", "A exposes"},
			{"package p\nimport \"gonum.org/v1/gonum/mat\"\nfunc F[T interface{ M(mat.Thing) }](T) {}", "F exposes"},
		},
		clean: []string{
			"package p\nimport (\"github.com/shopspring/decimal\"; \"time\"; \"gonum.org/v1/gonum/mat\")\ntype T struct { hidden mat.Thing; D decimal.Decimal; M time.Month; Next *T }\nfunc (T) m() mat.Thing { return mat.Thing{} }",
		},
	}
}

// foreignWalk collects the packages outside the allowed ones whose types an exported object shows.
type foreignWalk struct {
	pkg   *types.Package
	seen  map[types.Type]bool
	found []string
}

func (w *foreignWalk) object(obj types.Object) {
	w.walk(obj.Type())
	t, ok := obj.(*types.TypeName)
	if !ok {
		return
	}
	if alias, ok := t.Type().(*types.Alias); ok {
		w.walk(alias.Rhs())
		return
	}
	named, ok := t.Type().(*types.Named)
	if !ok {
		return
	}
	w.walk(named.Underlying())
	for m := range named.Methods() {
		if m.Exported() {
			w.walk(m.Type())
		}
	}
}

func (w *foreignWalk) walk(t types.Type) {
	if t == nil || w.seen[t] {
		return
	}
	w.seen[t] = true
	switch t := t.(type) {
	case *types.Alias:
		w.name(t.Obj())
		w.walk(types.Unalias(t))
	case *types.Named:
		w.name(t.Obj())
		for a := range t.TypeArgs().Types() {
			w.walk(a)
		}
		w.params(t.TypeParams())
	case *types.Pointer:
		w.walk(t.Elem())
	case *types.Slice:
		w.walk(t.Elem())
	case *types.Array:
		w.walk(t.Elem())
	case *types.Chan:
		w.walk(t.Elem())
	case *types.Map:
		w.walk(t.Key())
		w.walk(t.Elem())
	case *types.Signature:
		w.params(t.TypeParams())
		w.walk(t.Params())
		w.walk(t.Results())
	case *types.Tuple:
		for v := range t.Variables() {
			w.walk(v.Type())
		}
	case *types.Struct:
		for f := range t.Fields() {
			if f.Exported() {
				w.walk(f.Type())
			}
		}
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			w.walk(m.Type())
		}
		for e := range t.EmbeddedTypes() {
			w.walk(e)
		}
	case *types.Union:
		for term := range t.Terms() {
			w.walk(term.Type())
		}
	}
}

func (w *foreignWalk) params(list *types.TypeParamList) {
	for p := range list.TypeParams() {
		w.walk(p.Constraint())
	}
}

// name records the package of a named type unless users may meet it.
func (w *foreignWalk) name(n *types.TypeName) {
	if n.Pkg() == nil || n.Pkg() == w.pkg {
		return
	}
	p := n.Pkg().Path()
	standard := !strings.Contains(strings.Split(p, "/")[0], ".")
	own := p == modulePath || strings.HasPrefix(p, modulePath+"/")
	if !standard && !own && p != decimalPath && !slices.Contains(w.found, p) {
		w.found = append(w.found, p)
	}
}
