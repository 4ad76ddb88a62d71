// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"

	"github.com/itfm-go/itfm/finops"
	"github.com/shopspring/decimal"
)

// manifest is manifest.json: what the data set is about and the defaults of the flags.
type manifest struct {
	Company           string          `json:"company"`
	AsOf              finops.Date     `json:"as_of"`
	Horizon           string          `json:"horizon"` // "6m" or "180d"
	ReportingCurrency finops.Currency `json:"reporting_currency"`
	RateKind          finops.RateKind `json:"rate_kind"`
	RateBase          finops.Currency `json:"rate_base"`         // currency through which two others are converted; if empty, none
	RateMaxAgeDays    int             `json:"rate_max_age_days"` // 0 for no limit
	DiscountRate      decimal.Decimal `json:"discount_rate"`     // a year, as a fraction
	Buffer            decimal.Decimal `json:"buffer"`            // reserve on the seats needed, as a fraction
	MissProbability   decimal.Decimal `json:"miss_probability"`  // chance of missing a deadline when a decision is put off by a month
	UsageFrom         finops.Date     `json:"usage_from"`        // first day the usage feeds cover
	UsageThrough      finops.Date     `json:"usage_through"`     // last day
}

// future reports whether nobody can have known about a use on that day. Use after the as-of date that the feeds cover, when
// an earlier date is looked at, is no mistake; it does not count either.
func (m manifest) future(d finops.Date) bool { return d.After(m.AsOf) && d.After(m.UsageThrough) }

func loadManifest(fsys fs.FS) (manifest, error) {
	const file = "manifest.json"
	var m manifest
	data, err := readFile(fsys, file)
	if err != nil {
		return m, fmt.Errorf("%s: %w", file, err)
	}
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		return m, fmt.Errorf("%s: %w: %w", file, errInput, err)
	}
	switch {
	case m.AsOf.IsZero():
		return m, fmt.Errorf("%s: %w: as_of is missing", file, errInput)
	case !m.ReportingCurrency.Valid():
		return m, fmt.Errorf("%s: %w: reporting_currency %q is not in ISO 4217", file, errInput, string(m.ReportingCurrency))
	case m.Buffer.Sign() < 0 || m.Buffer.GreaterThan(one):
		return m, fmt.Errorf("%s: %w: buffer %s is not between 0 and 1", file, errInput, m.Buffer)
	case m.MissProbability.Sign() < 0 || m.MissProbability.GreaterThan(one):
		return m, fmt.Errorf("%s: %w: miss_probability %s is not between 0 and 1", file, errInput, m.MissProbability)
	case m.RateBase != "" && !m.RateBase.Valid():
		return m, fmt.Errorf("%s: %w: rate_base %q is not in ISO 4217", file, errInput, string(m.RateBase))
	case m.DiscountRate.Abs().GreaterThan(one):
		return m, fmt.Errorf("%s: %w: discount_rate %s is not between -1 and 1", file, errInput, m.DiscountRate)
	case m.RateMaxAgeDays < 0:
		return m, fmt.Errorf("%s: %w: rate_max_age_days %d is negative", file, errInput, m.RateMaxAgeDays)
	}
	return m, nil
}
