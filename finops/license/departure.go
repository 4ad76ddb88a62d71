// SPDX-License-Identifier: Apache-2.0

package license

import (
	"slices"

	"github.com/itfm-go/itfm/finops"
)

// Departure is the needed seats of one product whose holders are known to leave.
type Departure struct {
	Product string `json:"product"` // the ID of the product that the seats are of
	Seats   int    `json:"seats"`   // needed seats that become free
	// DowngradedTo lists, of Seats, the over-tiered ones by their cheaper product, ordered by product. With [MoveDown] they
	// are no demand for Product but for that one.
	DowngradedTo []TierMove `json:"downgraded_to,omitempty"`
	People       []string   `json:"people"` // sorted, each once
}

// Departures are the seats that become free until a day, one element per product with any, ordered by product.
type Departures []Departure

// Departures returns the seats that are needed on the date of the report and whose holder's last day is before until, the
// end of the term. Reclaimable seats are not among them: they are gone already. Of two rows for one person both must say
// so, as for [Classify].
func (r ShelfwareReport) Departures(people []Person, until finops.Date) Departures {
	leaving := map[string]bool{}
	for _, p := range people {
		left, twice := leaving[p.ID]
		leaving[p.ID] = p.leftBy(until) && (left || !twice)
	}
	var out Departures
	for _, f := range r.Seats {
		if f.Class.Reclaimable() || f.Person == "" || !leaving[f.Person] {
			continue
		}
		if n := len(out); n == 0 || out[n-1].Product != f.Product {
			out = append(out, Departure{Product: f.Product})
		}
		out[len(out)-1].add(f)
	}
	for i := range out {
		out[i].People = sortedUnique(out[i].People)
		slices.SortFunc(out[i].DowngradedTo, func(a, b TierMove) int { return compareIDs(a.Product, b.Product) })
	}
	return out
}

func (d *Departure) add(f SeatFinding) {
	d.Seats++
	d.People = append(d.People, f.Person)
	if f.Class != OverTiered {
		return
	}
	for i := range d.DowngradedTo {
		if d.DowngradedTo[i].Product == f.OtherProduct {
			d.DowngradedTo[i].Seats++
			return
		}
	}
	d.DowngradedTo = append(d.DowngradedTo, TierMove{Product: f.OtherProduct, Seats: 1})
}

// Leavers returns Demand.Leavers for a product: the departures from the seats that [ShelfwareReport.Demand] counts for it
// with the same use. With [MoveDown] an over-tiered seat becomes free at its cheaper product.
func (d Departures) Leavers(product string, use OverTierUse) int {
	n := 0
	for _, one := range d {
		if one.Product == product {
			n += one.Seats
		}
		if use == KeepTier {
			continue
		}
		for _, m := range one.DowngradedTo {
			if one.Product == product {
				n -= m.Seats
			}
			if m.Product == product {
				n += m.Seats
			}
		}
	}
	return n
}
