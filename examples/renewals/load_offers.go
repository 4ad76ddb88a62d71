// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"io/fs"
	"slices"

	"github.com/itfm-go/itfm/finops"
	"github.com/shopspring/decimal"
)

// offer is an alternative to renewing as it is, as quoted.
type offer struct {
	ID         string
	Contract   string
	Kind       string // "multi_year", "prepay" or "replace"
	Months     int
	Discount   decimal.Decimal // on the prices, for multi_year and prepay
	OneOff     finops.Money    // migration
	Overlap    int             // months in which both run
	YearlyCost finops.Money    // of the replacement
	Note       string
}

// loadOffers reads offers.csv, ordered by id.
func loadOffers(fsys fs.FS, currencies map[string]finops.Currency, log *problems) ([]offer, error) {
	t, err := readTable(fsys, "offers.csv", log, "offer_id", "contract_id", "kind", "months", "discount", "one_off", "overlap_months", "yearly_cost", "note")
	if err != nil {
		return nil, err
	}
	t.unique("offer_id")
	var offers []offer
	for _, r := range t.usable() {
		o := offer{
			ID: r.key("offer_id"), Contract: r.key("contract_id"), Kind: r.key("kind"), Months: r.whole("months"),
			Discount: r.number("discount"), Overlap: r.whole("overlap_months"), Note: r.text("note"),
		}
		c, ok := currencies[o.Contract]
		if !ok {
			r.reject("contract_id", "is no usable contract of contracts.csv")
			continue
		}
		if o.Months == 0 {
			r.reject("months", "is not above zero")
		}
		o.OneOff, _ = finops.NewMoney(r.number("one_off"), c)
		o.YearlyCost, _ = finops.NewMoney(r.number("yearly_cost"), c)
		switch o.Kind {
		case "multi_year", "prepay":
			r.keyNumber("discount")
		case "replace":
			r.keyNumber("yearly_cost")
		default:
			r.reject("kind", `is none of "multi_year", "prepay", "replace"`)
		}
		if !r.leftOut {
			offers = append(offers, o)
		}
	}
	slices.SortFunc(offers, func(a, b offer) int { return cmp.Compare(a.ID, b.ID) })
	return offers, nil
}
