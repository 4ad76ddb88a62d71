// SPDX-License-Identifier: Apache-2.0

package itfm_test

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"unicode"
)

// moneyWords are names that promise money when they are the last word of an identifier.
func moneyWords() []string {
	return []string{
		"amount", "price", "cost", "total", "saving", "fee", "spend", "charge", "revenue", "payment", "invoice", "cash",
		"balance", "budget", "money", "subtotal", "refund", "outlay", "penalty", "exposure",
	}
}

// noFloatMoney finds float fields, parameters and results whose name says that they hold money.
func noFloatMoney() rule {
	return rule{
		name: "no float money", scope: allCode,
		check: func(r *room) []string {
			var found []string
			report := func(id *ast.Ident, kind string, t types.Type) {
				if soundsLikeMoney(id.Name) && holdsFloat(t) {
					found = append(found, r.at(id.Pos(), "%s %s is %s: money is finops.Money", kind, id.Name, t))
				}
			}
			for _, f := range r.files {
				ast.Inspect(f, func(n ast.Node) bool {
					switch n := n.(type) {
					case *ast.Field:
						for _, id := range n.Names {
							report(id, "field or parameter", r.info.TypeOf(n.Type))
						}
					case *ast.FuncDecl:
						if res := n.Type.Results; res != nil && len(res.List) > 0 && len(res.List[0].Names) == 0 {
							report(n.Name, "result of", r.info.TypeOf(res.List[0].Type))
						}
					}
					return true
				})
			}
			return found
		},
		breaches: []breach{
			{"package p\ntype T struct { UnitPrice float64 }", "UnitPrice"},
			{"package p\ntype T struct { Savings []float64 }", "Savings"},
			{"package p\nfunc f(totalCost *float32) {}", "totalCost"},
			{"package p\nfunc f() (amount float64) { return 0 }", "amount"},
			{"package p\nfunc TotalCost() float64 { return 0 }", "TotalCost"},
			{"package p\ntype T struct { CostPerSeat map[string]float64 }", "CostPerSeat"},
			{"package p\ntype rate float64\ntype T struct { Fee rate }", "Fee"},
		},
		clean: []string{
			"package p\ntype T struct { PricePercentile, SavingsRate, CostRatio float64; Price int64 }\nfunc PriceIndex(utilisation float64) float64 { return utilisation }",
		},
	}
}

func soundsLikeMoney(name string) bool {
	words := camelWords(name)
	if i := slices.Index(words, "per"); i > 0 { // CostPerSeat is a cost
		words = words[:i]
	}
	last := words[len(words)-1]
	all := moneyWords()
	return slices.Contains(all, last) || slices.Contains(all, strings.TrimSuffix(last, "s")) || last == "penalties"
}

// camelWords splits "UnitPriceUSD" into "unit", "price", "usd".
func camelWords(name string) []string {
	var words []string
	runes := []rune(name)
	start := 0
	for i := 1; i < len(runes); i++ {
		upper := unicode.IsUpper(runes[i])
		newWord := upper && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
		if newWord {
			words = append(words, strings.ToLower(string(runes[start:i])))
			start = i
		}
	}
	return append(words, strings.ToLower(string(runes[start:])))
}

func holdsFloat(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Info()&types.IsFloat != 0
	case *types.Slice:
		return holdsFloat(u.Elem())
	case *types.Array:
		return holdsFloat(u.Elem())
	case *types.Pointer:
		return holdsFloat(u.Elem())
	case *types.Map:
		return holdsFloat(u.Elem())
	}
	return false
}
