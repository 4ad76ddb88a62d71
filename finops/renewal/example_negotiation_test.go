// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"errors"
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
)

// userPrice is a price per user and year.
func userPrice(amount string) renewal.PricePoint {
	return renewal.PricePoint{ID: amount, Price: finops.MustMoney(amount), Unit: "user", Per: contract.PerYear}
}

func marketPrices() []renewal.PricePoint {
	return []renewal.PricePoint{
		userPrice("70 USD"), userPrice("75 USD"), userPrice("85 USD"), userPrice("90 USD"), userPrice("95 USD"), userPrice("110 USD"),
	}
}

func ExamplePricePercentile() {
	b, err := renewal.PricePercentile(userPrice("95 USD"), marketPrices(), renewal.BenchmarkOptions{})
	fmt.Println(b, err)
	fmt.Println("quartiles", b.P25, b.Median, b.P75)
	// Output:
	// 95.00 USD is at 75% of 6 prices, 7.50 USD against the median 87.50 USD (70.00 USD to 110.00 USD with 96.875%) <nil>
	// quartiles 77.50 USD 87.50 USD 93.75 USD
}

func ExampleBenchmark() {
	b, err := renewal.PricePercentile(userPrice("95 USD"), marketPrices()[:3], renewal.BenchmarkOptions{})
	fmt.Println(b.Status, b.Interval.Reason, err)
	// Output: too_few too few prices: 3 give no interval with 95% confidence <nil>
}

func ExampleBenchmarkOptions() {
	b, err := renewal.PricePercentile(userPrice("95 USD"), marketPrices()[:5], renewal.BenchmarkOptions{Confidence: decimal.RequireFromString("0.9")})
	fmt.Println(b.Status, b.Interval.Coverage, err)
	// Output: sufficient 0.9375 <nil>
}

func ExampleMedianInterval() {
	b, err := renewal.PricePercentile(userPrice("95 USD"), append(marketPrices(), marketPrices()...), renewal.BenchmarkOptions{})
	i := b.Interval
	fmt.Println(i.LowRank, i.HighRank, i.Low, i.High, i.Coverage, err)
	// Output: 3 10 75.00 USD 95.00 USD 0.961425 <nil>
}

func ExampleSampleStatus() {
	fmt.Println(renewal.SampleSufficient, renewal.SampleTooFew)
	// Output: sufficient too_few
}

func ExamplePricePoint() {
	monthly := userPrice("9 USD")
	monthly.Per = contract.PerMonth
	_, err := renewal.PricePercentile(userPrice("95 USD"), []renewal.PricePoint{monthly}, renewal.BenchmarkOptions{})
	fmt.Println(err)
	// Output: renewal: price 0 ("9 USD"): per is "month", want "year"
}

func ExampleMismatchError() {
	_, err := renewal.PricePercentile(userPrice("95 USD"), []renewal.PricePoint{userPrice("90 EUR")}, renewal.BenchmarkOptions{})
	var m *renewal.MismatchError
	fmt.Println(errors.As(err, &m), m.Field, errors.Is(err, finops.ErrCurrencyMismatch))
	// Output: true currency true
}

// thousandUsers is a renewal of 1,000 users for three years, paid in advance.
func thousandUsers() renewal.NegotiationInput {
	return renewal.NegotiationInput{
		Units: decimal.NewFromInt(1000), Years: decimal.NewFromInt(3), Rate: decimal.RequireFromString("0.08"), Timing: roi.InAdvance,
		AlternativePV: finops.MustMoney("240000 USD"), Switching: finops.MustMoney("60000 USD"),
		VendorFloor: finops.MustMoney("80 USD"),
	}
}

func ExampleNegotiate() {
	market, err := renewal.PricePercentile(userPrice("110 USD"), marketPrices(), renewal.BenchmarkOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	in := thousandUsers()
	in.Market = &market
	n, err := renewal.Negotiate(in)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, line := range n.Reading {
		fmt.Println(line)
	}
	fmt.Println(n.ZOPA.Reason)
	fmt.Println(n.Concessions)
	// Output:
	// walk-away 107.78 USD: 300,000.00 USD of alternative over 1000 units × 2.783264746228 discounted years
	// target 93.89 USD: Nash split with bargaining power 0.5
	// anchor 77.50 USD: lower quartile of 6 market prices
	// agreement is possible from 80.00 USD to 107.78 USD
	// [77.50 USD 85.69 USD 89.79 USD 93.89 USD]
}

func ExampleNegotiationInput() {
	in := thousandUsers()
	in.Power = decimal.NewNullDecimal(decimal.RequireFromString("0.8")) // a strong position
	n, err := renewal.Negotiate(in)
	fmt.Println(n.Target, err)
	// Output: 85.56 USD <nil>
}

func ExampleNegotiation() {
	n, err := renewal.Negotiate(thousandUsers())
	fmt.Println(n.Anchor, "<=", n.Target, "<=", n.WalkAway, err)
	// Output: 80.00 USD <= 93.89 USD <= 107.78 USD <nil>
}

func ExampleZOPA() {
	in := thousandUsers()
	in.VendorFloor = finops.MustMoney("120 USD")
	n, err := renewal.Negotiate(in)
	fmt.Println(n.ZOPA.Exists, err)
	fmt.Println(n.ZOPA.Reason)
	// Output:
	// false <nil>
	// the vendor's floor 120.00 USD is above our walk-away price 107.78 USD: take the alternative
}

func ExampleOrderError() {
	in := thousandUsers()
	target := finops.MustMoney("110 USD")
	in.Target = &target
	_, err := renewal.Negotiate(in)
	var order *renewal.OrderError
	fmt.Println(errors.As(err, &order), err)
	// Output: true renewal: anchor 80.00 USD, target 110.00 USD, walk-away 107.78 USD: want anchor <= target <= walk-away
}

// A vendor who asks 95.00 is not paid more than that, whatever the alternative costs.
func ExampleNegotiate_proposal() {
	in := thousandUsers()
	in.Proposal = finops.MustMoney("95 USD")
	n, err := renewal.Negotiate(in)
	fmt.Println(n.Target, n.WalkAway, err)
	// Output: 87.50 USD 107.78 USD <nil>
}
