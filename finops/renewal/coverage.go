// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"fmt"
	"strings"

	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/shopspring/decimal"
)

// shortfall says which lines a quantity each leaves short of what is needed, "" if none. A line of whose need nothing is
// known is not short.
func (r *review) shortfall(quantity func(*lineCase) decimal.Decimal) string {
	var short []*lineCase
	counted := 0
	for _, l := range r.lines {
		if !l.needed.Valid {
			continue
		}
		counted++
		if quantity(l).Cmp(l.needed.Decimal) < 0 {
			short = append(short, l)
		}
	}
	var words []string
	for _, l := range short {
		text := fmt.Sprintf("covers %s of %s needed", digits.Text(quantity(l)), digits.Text(l.needed.Decimal))
		if counted > 1 {
			text += " of " + l.label()
		}
		words = append(words, text)
	}
	return strings.Join(words, ", ")
}

// offersShortfall is shortfall for offers that all name a line. Where one does not, or there is none, what they cover is
// for the caller to say.
func (r *review) offersShortfall(offers []Offer) string {
	bought := map[string]decimal.Decimal{}
	for _, o := range offers {
		if o.Line == "" {
			return ""
		}
		bought[o.Line] = bought[o.Line].Add(o.Quantity)
	}
	if len(bought) == 0 {
		return ""
	}
	return r.shortfall(func(l *lineCase) decimal.Decimal { return bought[l.line.ID] })
}
