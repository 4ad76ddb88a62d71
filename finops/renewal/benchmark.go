// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/itfm-go/itfm/finops/internal/enum"
	"github.com/shopspring/decimal"
)

// PricePoint is a price paid for one unit, with what must agree for two of them to be compared.
type PricePoint struct {
	ID    string               `json:"id,omitempty"` // where it comes from
	Price finops.Money         `json:"price"`        // per unit and period, not negative
	Unit  string               `json:"unit"`         // what is priced, for example "named user"
	Per   contract.PricePeriod `json:"per"`          // the period it is for
}

// MismatchError names a price that cannot be compared with the own one. It wraps [ErrMismatch], and
// [finops.ErrCurrencyMismatch] where the currencies differ.
type MismatchError struct {
	ID    string // of the price in the sample
	Index int    // its position in the sample
	Field string // "currency", "unit" or "per"
	Own   string // what the own price has
	Other string // what the sample has
}

// Error implements error.
func (e *MismatchError) Error() string {
	return fmt.Sprintf("renewal: price %d (%q): %s is %q, want %q", e.Index, e.ID, e.Field, e.Other, e.Own)
}

// Unwrap returns [ErrMismatch] and, for a currency, [finops.ErrCurrencyMismatch].
func (e *MismatchError) Unwrap() []error {
	if e.Field == "currency" {
		return []error{ErrMismatch, finops.ErrCurrencyMismatch}
	}
	return []error{ErrMismatch}
}

// SampleStatus says whether a sample is large enough for an interval of its median.
type SampleStatus uint8

const (
	SampleSufficient SampleStatus = iota // the interval reaches the confidence asked for
	SampleTooFew                         // it cannot: with fewer than 6 prices no 95 % interval exists
)

var sampleStatusNames = enum.Of[SampleStatus](enums, "sample status", "sufficient", "too_few")

// String returns the name in snake case.
func (s SampleStatus) String() string { return sampleStatusNames.String(s) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (s SampleStatus) MarshalText() ([]byte, error) { return sampleStatusNames.Marshal(s) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (s *SampleStatus) UnmarshalText(text []byte) error { return sampleStatusNames.Unmarshal(s, text) }

// BenchmarkOptions are the choices of [PricePercentile].
type BenchmarkOptions struct {
	// Confidence is the least coverage of the interval of the median, above 0 and below 1. If zero, 0.95.
	Confidence decimal.Decimal `json:"confidence"`
}

// Benchmark is the place of the own price among others. With Status SampleTooFew the percentile and the quartiles are
// those of the sample at hand and say little of the market.
type Benchmark struct {
	Own    PricePoint   `json:"own"`    // the price that was placed
	N      int          `json:"n"`      // prices in the sample
	Below  int          `json:"below"`  // of them, lower than the own price
	Equal  int          `json:"equal"`  // of them, the same
	Status SampleStatus `json:"status"` // whether the sample is large enough
	// Percentile is the mid-rank (Below + Equal/2) / N, as a fraction: 0.75 means three in four pay less.
	Percentile finops.Ratio `json:"percentile"`
	P25        finops.Money `json:"p25"`    // lower quartile
	Median     finops.Money `json:"median"` // half pay less
	P75        finops.Money `json:"p75"`    // upper quartile
	// AboveMedian is the own price less the median.
	AboveMedian finops.Money `json:"above_median"`
	// Variability is (P75 − P25) / Median, undefined for a median of zero.
	Variability finops.Ratio `json:"variability"`
	// Interval covers the median of the market.
	Interval MedianInterval `json:"interval"`
	// Reading names the methods used.
	Reading string `json:"reading"`
}

// String explains the place of the price in a line.
func (b Benchmark) String() string {
	s := fmt.Sprintf("%s is at %s of %d prices, %s against the median %s", b.Own.Price.Grouped(), b.Percentile.Percent(0), b.N, b.AboveMedian.Grouped(), b.Median.Grouped())
	if !b.Interval.Defined {
		return s + "; " + b.Interval.Reason
	}
	return s + fmt.Sprintf(" (%s to %s with %s)", b.Interval.Low.Grouped(), b.Interval.High.Grouped(), percent(b.Interval.Coverage))
}

// MedianInterval is an interval for a median between two order statistics of a sample.
type MedianInterval struct {
	Defined  bool            `json:"defined"`             // whether there is an interval
	Reason   string          `json:"reason,omitempty"`    // why there is none
	Low      finops.Money    `json:"low"`                 // the price of rank LowRank
	High     finops.Money    `json:"high"`                // the price of rank HighRank
	LowRank  int             `json:"low_rank,omitempty"`  // rank of Low from the lowest, from 1
	HighRank int             `json:"high_rank,omitempty"` // rank of High from the lowest
	Coverage decimal.Decimal `json:"coverage"`            // its actual coverage, at least the confidence asked for, to 6 digits
}

// PricePercentile places a price in a sample of prices for the same unit, currency and period; normalise term and volume
// before. The percentile is the mid-rank, (number below + half the number equal) / n. Quartiles interpolate linearly between
// order statistics at 1 + (n−1)p, as a spreadsheet's PERCENTILE.INC does, rounded half up to two digits below the minor
// unit. The interval of the median runs from the k-th lowest to the k-th highest price with the largest k whose coverage,
// 1 − 2·P(Binomial(n, ½) < k), reaches the confidence.
//
// It returns [ErrNoSample] for an empty sample, a [*MismatchError] for each price that cannot be compared, all joined, or
// an error that wraps [ErrInvalid].
func PricePercentile(own PricePoint, sample []PricePoint, opts BenchmarkOptions) (Benchmark, error) {
	if opts.Confidence.IsZero() {
		opts.Confidence = decimal.New(95, -2)
	}
	if err := validateSample(own, sample, opts); err != nil {
		return Benchmark{}, err
	}
	prices := make([]finops.Money, len(sample))
	for i, p := range sample {
		prices[i] = p.Price
	}
	slices.SortFunc(prices, func(a, b finops.Money) int { return a.Amount().Cmp(b.Amount()) })
	b := Benchmark{Own: own, N: len(prices), Reading: "mid-rank percentile; quartiles interpolated at 1+(n-1)p; interval of the median by order statistics"}
	for _, p := range prices {
		switch p.Amount().Cmp(own.Price.Amount()) {
		case -1:
			b.Below++
		case 0:
			b.Equal++
		}
	}
	b.Percentile = finops.Ratio{Num: decimal.NewFromInt(int64(2*b.Below + b.Equal)), Den: decimal.NewFromInt(int64(2 * b.N))}
	if err := b.place(prices); err != nil {
		return Benchmark{}, err
	}
	b.Interval = medianInterval(prices, opts.Confidence)
	if !b.Interval.Defined {
		b.Status = SampleTooFew
	}
	return b, nil
}

// place fills quartiles and spread.
func (b *Benchmark) place(sorted []finops.Money) (err error) {
	for _, q := range [...]struct {
		quarter int64
		into    *finops.Money
	}{{1, &b.P25}, {2, &b.Median}, {3, &b.P75}} {
		if *q.into, err = quartile(sorted, q.quarter); err != nil {
			return err
		}
	}
	if b.AboveMedian, err = b.Own.Price.Sub(b.Median); err != nil {
		return err
	}
	spread, err := b.P75.Sub(b.P25)
	if err != nil {
		return err
	}
	b.Variability, err = spread.RatioTo(b.Median)
	return err
}

// quartile returns the price at rank 1 + (n−1)·quarter/4, interpolated.
func quartile(sorted []finops.Money, quarter int64) (finops.Money, error) {
	at := int64(len(sorted)-1) * quarter
	low := sorted[at/4]
	if at%4 == 0 {
		return low, nil
	}
	gap, err := sorted[at/4+1].Sub(low)
	if err != nil {
		return finops.Money{}, err
	}
	part, err := gap.Mul(decimal.New(25*(at%4), -2))
	if err != nil {
		return finops.Money{}, err
	}
	m, err := low.Add(part)
	return m.RoundTo(m.Currency().MinorUnits()+2, finops.HalfUp), err
}

// medianInterval returns the narrowest symmetric interval of order statistics with at least the confidence.
func medianInterval(sorted []finops.Money, confidence decimal.Decimal) MedianInterval {
	n := len(sorted)
	// tail = 2^n·P(Binomial(n, ½) < k); the coverage is 1 − 2·tail / 2^n.
	whole := new(big.Int).Lsh(big.NewInt(1), uint(n))
	tail, choose := new(big.Int), big.NewInt(1)
	best := MedianInterval{Reason: fmt.Sprintf("too few prices: %d give no interval with %s confidence", n, percent(confidence))}
	for k := 1; 2*k <= n; k++ {
		tail.Add(tail, choose) // C(n, k−1)
		choose.Mul(choose, big.NewInt(int64(n-k+1)))
		choose.Quo(choose, big.NewInt(int64(k)))
		inside := new(big.Int).Sub(whole, new(big.Int).Lsh(tail, 1))
		exact := finops.Ratio{Num: decimal.NewFromBigInt(inside, 0), Den: decimal.NewFromBigInt(whole, 0)}
		if exact.Num.Cmp(confidence.Mul(exact.Den)) < 0 {
			break
		}
		coverage, _ := exact.Round(6, finops.Down)
		best = MedianInterval{Defined: true, Low: sorted[k-1], High: sorted[n-k], LowRank: k, HighRank: n - k + 1, Coverage: coverage}
	}
	return best
}

// maxSample bounds the arithmetic of the interval, which has as many bits as the sample has prices.
const maxSample = 100_000

func validateSample(own PricePoint, sample []PricePoint, opts BenchmarkOptions) error {
	bad := problems{item: "benchmark"}
	if bad.computable("confidence", opts.Confidence) && (opts.Confidence.Sign() < 0 || opts.Confidence.Cmp(one) >= 0) {
		bad.add("confidence", digits.Text(opts.Confidence), "is not above 0 and below 1")
	}
	if len(sample) > maxSample {
		bad.add("sample", fmt.Sprint(len(sample)), "prices are more than 100,000")
	}
	if own.Price.Currency() == "" {
		bad.add("own.price", own.Price.String(), "has no currency")
	}
	if own.Price.Sign() < 0 {
		bad.add("own.price", own.Price.String(), "is negative")
	}
	if len(sample) == 0 {
		bad.errs = append(bad.errs, ErrNoSample)
	}
	for i, p := range sample {
		if p.Price.Sign() < 0 {
			bad.add(fmt.Sprintf("sample[%d].price", i), p.Price.String(), "is negative")
		}
		for _, f := range [...]struct{ field, own, other string }{
			{"currency", string(own.Price.Currency()), string(p.Price.Currency())},
			{"unit", own.Unit, p.Unit},
			{"per", own.Per.String(), p.Per.String()},
		} {
			if f.own != f.other {
				bad.errs = append(bad.errs, &MismatchError{ID: p.ID, Index: i, Field: f.field, Own: f.own, Other: f.other})
			}
		}
	}
	return errors.Join(bad.errs...)
}
