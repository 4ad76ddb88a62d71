// SPDX-License-Identifier: Apache-2.0

package license

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/itfm-go/itfm/finops"
)

// Spend is a payment to a vendor, from the ledger, cards or expense reports.
type Spend struct {
	ID     string       `json:"id"`     // names the payment as evidence
	Vendor string       `json:"vendor"` // the key of the vendor
	Amount finops.Money `json:"amount"` // what was paid
}

// SignOn is a person's use of a vendor's application, from the identity provider.
type SignOn struct {
	Vendor string      `json:"vendor"`        // the key of the vendor
	Person string      `json:"person"`        // who signed on
	Last   finops.Date `json:"last,omitzero"` // the last day; zero if unknown
}

// Unmanaged is a vendor that is paid or used without a contract.
type Unmanaged struct {
	Vendor string `json:"vendor"` // the key of the vendor
	// Spend is the sum of the payments in each currency, ordered by currency.
	Spend []finops.Money `json:"spend,omitempty"`
	// Payments are the IDs of the payments, sorted.
	Payments []string `json:"payments,omitempty"`
	// People are those who signed on, sorted, each once.
	People []string `json:"people,omitempty"`
	// LastSignOn is the latest day of a sign-on, no date if none is known.
	LastSignOn finops.Date `json:"last_sign_on,omitzero"`
}

// ShadowIT returns the vendors with spend or sign-ons that are not among the managed vendor keys, ordered by key. Keys are
// compared as they are: bring them to one spelling first. It returns an error that wraps [ErrInvalid] for a record
// without a vendor.
func ShadowIT(managed []string, spend []Spend, signOns []SignOn) ([]Unmanaged, error) {
	known := make(map[string]bool, len(managed))
	for _, v := range managed {
		known[v] = true
	}
	byVendor := map[string]*Unmanaged{}
	sums := map[string]map[finops.Currency]*finops.Accumulator{}
	var errs []error
	at := func(vendor, what string) *Unmanaged {
		if vendor == "" {
			errs = append(errs, fmt.Errorf("license: shadow IT: %s has no vendor: %w", what, ErrInvalid))
		}
		if vendor == "" || known[vendor] {
			return nil
		}
		if byVendor[vendor] == nil {
			byVendor[vendor] = &Unmanaged{Vendor: vendor}
			sums[vendor] = map[finops.Currency]*finops.Accumulator{}
		}
		return byVendor[vendor]
	}
	for _, s := range spend {
		u := at(s.Vendor, fmt.Sprintf("payment %q", s.ID))
		if u == nil {
			continue
		}
		u.Payments = append(u.Payments, s.ID)
		c := s.Amount.Currency()
		if sums[s.Vendor][c] == nil {
			sums[s.Vendor][c] = new(finops.Accumulator)
		}
		sums[s.Vendor][c].Add(s.Amount)
	}
	for _, s := range signOns {
		u := at(s.Vendor, fmt.Sprintf("sign-on of %q", s.Person))
		if u == nil {
			continue
		}
		u.People = append(u.People, s.Person)
		if s.Last.After(u.LastSignOn) {
			u.LastSignOn = s.Last
		}
	}
	out := make([]Unmanaged, 0, len(byVendor))
	for _, v := range sortedKeys(byVendor) {
		u := byVendor[v]
		slices.Sort(u.Payments)
		u.People = sortedUnique(u.People)
		for _, sum := range sums[v] {
			total, err := sum.Total()
			if err != nil {
				errs = append(errs, fmt.Errorf("license: shadow IT: vendor %q: %w", v, err))
			}
			u.Spend = append(u.Spend, total)
		}
		slices.SortFunc(u.Spend, func(a, b finops.Money) int {
			return strings.Compare(string(a.Currency()), string(b.Currency()))
		})
		out = append(out, *u)
	}
	if errs != nil {
		return nil, errors.Join(errs...)
	}
	return out, nil
}
