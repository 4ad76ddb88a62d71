// SPDX-License-Identifier: Apache-2.0

package itfm_test

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

const decimalPath = "github.com/shopspring/decimal"

// bannedFuncs maps functions and methods that no code of the module may mention to what to do instead.
func bannedFuncs() map[string]string {
	const clock = "the date is an argument"
	const floats = "money does not come from float64; parse text or take a decimal"
	const global = "its precision is a mutable global; use DivRound or QuoRem"
	return map[string]string{
		"time.Now": clock, "time.Since": clock, "time.Until": clock, "time.After": clock, "time.Tick": clock,
		"time.NewTimer": clock, "time.NewTicker": clock, "time.AfterFunc": clock, "time.Sleep": clock,
		decimalPath + ".NewFromFloat":             floats,
		decimalPath + ".NewFromFloat32":           floats,
		decimalPath + ".NewFromFloatWithExponent": floats,
		decimalPath + ".Avg":                      global,
		decimalPath + ".Sum":                      "it allocates for each item; use finops.Sum",
		decimalPath + ".Decimal.Div":              global,
		decimalPath + ".Decimal.Pow":              global,
	}
}

// bannedCalls finds clocks, unseeded chance, floats that become money, and shopspring's mutable globals.
func bannedCalls() rule {
	banned := bannedFuncs()
	return rule{
		name: "banned calls", scope: allCode,
		check: func(r *room) []string {
			var found []string
			for id, obj := range r.info.Uses {
				if why := whyBanned(banned, obj); why != "" {
					found = append(found, r.at(id.Pos(), "%s: %s", qualifiedName(obj), why))
				}
			}
			slices.Sort(found)
			return found
		},
		breaches: []breach{
			{"package p\nimport \"time\"\nvar _ = time.Now()", "time.Now"},
			{"package p\nimport \"time\"\nfunc f(t time.Time) { _ = time.Since(t); g := time.Until; _ = g }", "time.Until"},
			{"package p\nimport d \"github.com/shopspring/decimal\"\nfunc f(a, b d.Decimal) d.Decimal { return a.Div(b) }", "Decimal.Div"},
			{"package p\nimport d \"github.com/shopspring/decimal\"\nfunc f(a d.Decimal) d.Decimal { return d.Decimal.Pow(a, a) }", "Decimal.Pow"},
			{"package p\nimport . \"github.com/shopspring/decimal\"\nvar _ = NewFromFloat(1.5)", "NewFromFloat"},
			{"package p\nimport \"github.com/shopspring/decimal\"\nfunc f() { decimal.DivisionPrecision = 3 }", "DivisionPrecision"},
			{"package p\nimport \"github.com/shopspring/decimal\"\nvar _ = decimal.Zero", "Zero"},
			{"package p\nimport \"math/rand/v2\"\nvar _ = rand.IntN(6)", "seed"},
		},
		clean: []string{
			"package p\nimport \"github.com/shopspring/decimal\"\nfunc f(a, b decimal.Decimal) decimal.Decimal { return a.DivRound(b, 2) }",
			"package p\nimport \"time\"\ntype q struct{}\nfunc (q) Now() {}\nfunc f(q q) time.Month { q.Now(); return time.May }",
			"package p\nimport \"math/rand/v2\"\nfunc f(s uint64) int { return rand.New(rand.NewPCG(s, 1)).IntN(6) }",
		},
	}
}

func whyBanned(banned map[string]string, obj types.Object) string {
	if obj.Pkg() == nil {
		return ""
	}
	switch o := obj.(type) {
	case *types.Var:
		if o.Pkg().Path() == decimalPath && o.Parent() == o.Pkg().Scope() {
			return "a mutable package variable of another module; write decimal.Decimal{} or name the precision"
		}
	case *types.Func:
		random := o.Pkg().Path() == "math/rand" || o.Pkg().Path() == "math/rand/v2"
		if random && o.Signature().Recv() == nil && !strings.HasPrefix(o.Name(), "New") {
			return "the global source has no seed; take a source as an argument"
		}
		return banned[qualifiedName(o)]
	}
	return ""
}

// qualifiedName returns "time.Now" or "github.com/shopspring/decimal.Decimal.Div".
func qualifiedName(obj types.Object) string {
	name := obj.Pkg().Path() + "."
	if f, ok := obj.(*types.Func); ok && f.Signature().Recv() != nil {
		name += receiverName(f.Signature().Recv().Type()) + "."
	}
	return name + obj.Name()
}

// receiverName returns the bare name of a receiver's type.
func receiverName(t types.Type) string {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		return n.Obj().Name()
	}
	return ""
}

// noPanic allows panic only in functions whose name announces it.
func noPanic() rule {
	return rule{
		name: "panic only in Must", scope: libraries,
		check: func(r *room) []string {
			var found []string
			for fn := range r.funcs() {
				if strings.HasPrefix(fn.Name.Name, "Must") || strings.HasPrefix(fn.Name.Name, "must") {
					continue
				}
				ast.Inspect(fn, func(n ast.Node) bool {
					if id, ok := n.(*ast.Ident); ok && r.info.Uses[id] == types.Universe.Lookup("panic") {
						found = append(found, r.at(id.Pos(), "panic in %s: return an error, or name the function Must...", fn.Name.Name))
					}
					return true
				})
			}
			return found
		},
		breaches: []breach{
			{"package p\nfunc Parse() { panic(1) }", "panic in Parse"},
			{"package p\ntype T int\nfunc (T) f() func() { return func() { panic(1) } }", "panic in f"},
		},
		clean: []string{"package p\nfunc MustParse() { panic(1) }\nfunc f(panic func(int)) { panic(1) }"},
	}
}
