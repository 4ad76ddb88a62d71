// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/pricing"
)

func schedules(t *testing.T, c contract.Contract, o contract.ScheduleOptions) contract.Schedules {
	t.Helper()
	require.NoError(t, c.Validate())
	s, err := c.Schedules(o)
	require.NoError(t, err)
	return s
}

func amountsOf(months []contract.ExpenseMonth) string {
	s := ""
	for _, m := range months {
		s += m.Amount.Amount().StringFixed(2) + " "
	}
	return s
}

// TestAmortizationVectors runs the four methods on the published contract of 400.00.
func TestAmortizationVectors(t *testing.T) {
	var f struct {
		Amortization []struct {
			Amount       decimal.Decimal   `json:"amount"`
			Start        finops.Date       `json:"start"`
			End          finops.Date       `json:"end"` // last day
			Months       []finops.Month    `json:"months"`
			EvenPeriods  []decimal.Decimal `json:"even_periods"`
			ByDuration   []decimal.Decimal `json:"by_duration"`
			CalendarDays []decimal.Decimal `json:"calendar_days"`
		} `json:"amortization"`
	}
	readJSON(t, "amortization.json", &f)
	for _, v := range f.Amortization {
		p, err := finops.PeriodThrough(v.Start, v.End)
		require.NoError(t, err)
		total, err := finops.NewMoney(v.Amount, "USD")
		require.NoError(t, err)
		// source: Apptio Planning, contract configuration reference. Its prorated example shows cents that add to 399.99
		// (39.34 99.45 99.45 99.45 62.30); cumulative rounding puts the missing cent where it falls.
		first := []decimal.Decimal{dec("39.34"), dec("99.46"), dec("99.45"), dec("99.45"), dec("62.30")}
		for method, want := range map[contract.ExpenseMethod][]decimal.Decimal{
			contract.EvenMonths: v.EvenPeriods, contract.ByDuration: v.ByDuration,
			contract.CalendarDays: v.CalendarDays, contract.ProratedFirstLast: first,
		} {
			got, err := contract.Amortize(total, p, method)
			require.NoError(t, err)
			sum := decimal.Decimal{}
			for i, m := range got {
				sum = sum.Add(m.Amount.Amount())
				if m.Month != v.Months[i] || !m.Amount.Amount().Equal(want[i]) {
					t.Errorf("%s: month %d: want %s %s, got %s %s", method, i, v.Months[i], want[i], m.Month, m.Amount)
				}
			}
			if len(got) != len(v.Months) || !sum.Equal(v.Amount) {
				t.Errorf("%s: %d months that sum to %s, want %d and %s", method, len(got), sum, len(v.Months), v.Amount)
			}
		}
	}
}

func TestCashSchedule(t *testing.T) {
	c := plain(t, "2026-01-01/2027-01-01", "1000 USD", contract.PerYear, "1")
	for _, tt := range []struct {
		name    string
		billing contract.Billing
		want    []string // invoice date, due date, amount
	}{
		{"upfront", contract.Billing{Every: contract.BillUpfront}, []string{"2026-01-01 2026-01-01 1000.00 USD"}},
		{"annually, 30 days", contract.Billing{PaymentDays: 30}, []string{"2026-01-01 2026-01-31 1000.00 USD"}},
		{"semi-annually in arrears", contract.Billing{Every: contract.BillSemiAnnually, Timing: contract.InArrears},
			[]string{"2026-06-30 2026-06-30 500.00 USD", "2026-12-31 2026-12-31 500.00 USD"}},
		{"quarterly", contract.Billing{Every: contract.BillQuarterly}, []string{"2026-01-01 2026-01-01 250.00 USD",
			"2026-04-01 2026-04-01 250.00 USD", "2026-07-01 2026-07-01 250.00 USD", "2026-10-01 2026-10-01 250.00 USD"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c.Billing = tt.billing
			var got []string
			for _, i := range schedules(t, c, contract.ScheduleOptions{}).Cash {
				got = append(got, fmt.Sprintf("%s %s %s", i.Issued, i.Due, i.Total))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("want %q\ngot  %q", tt.want, got)
			}
		})
	}
}

// A yearly price billed by the month comes out whole: 12 × 83.33 would lose four cents.
func TestMonthlyInvoicesOfYearlyPriceSumToIt(t *testing.T) {
	c := plain(t, "2026-01-31/2027-01-31", "1000 USD", contract.PerYear, "1")
	c.Billing.Every = contract.BillMonthly
	s := schedules(t, c, contract.ScheduleOptions{})
	wantMoney(t, "value", "1000.00 USD", s.Value)
	if len(s.Cash) != 12 {
		t.Fatalf("want 12 invoices, got %d", len(s.Cash))
	}
	wantMoney(t, "first", "83.33 USD", s.Cash[0].Total)
	wantMoney(t, "second", "83.34 USD", s.Cash[1].Total)
	for i, d := range []string{"2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"} { // counted from the anchor, no drift
		wantDate(t, "invoice", d, s.Cash[i].Issued)
	}
}

// Rounding is once per invoice line: 0.335 × 12 on one invoice is 4.02, on twelve invoices 0.34 each.
func TestInvoiceLineIsRoundedOnce(t *testing.T) {
	c := plain(t, "2026-01-01/2027-01-01", "0.335 USD", contract.PerMonth, "1")
	wantMoney(t, "one invoice", "4.02 USD", schedules(t, c, contract.ScheduleOptions{}).Value)
	c.Billing.Every = contract.BillMonthly
	wantMoney(t, "twelve invoices", "4.08 USD", schedules(t, c, contract.ScheduleOptions{}).Value)
	c.Billing.Rounding = finops.HalfDown
	wantMoney(t, "twelve invoices rounded down", "3.96 USD", schedules(t, c, contract.ScheduleOptions{}).Value)
}

func TestPartOfPricePeriod(t *testing.T) {
	for _, tt := range []struct {
		term, want string
		proration  contract.Proration
	}{
		{"2026-01-01/2027-07-01", "1800.00 USD", contract.ByMonths},       // 18 months of 1200 a year
		{"2026-01-01/2027-07-01", "1795.07 USD", contract.ActualOfPeriod}, // 1200 + 1200 × 181/365
		{"2026-01-01/2027-07-01", "1795.07 USD", contract.Actual365},
		{"2026-01-01/2027-07-01", "1793.44 USD", contract.Actual366}, // 1200 + 1200 × 181/366
		{"2026-01-01/2027-07-01", "1800.00 USD", contract.Thirty360},
		{"2026-01-01/2026-02-15", "150.00 USD", contract.ByMonths}, // 100 + 100 × 14/28
	} {
		c := plain(t, tt.term, "1200 USD", contract.PerYear, "1")
		c.Proration = tt.proration
		v, err := c.Value(0)
		require.NoError(t, err)
		wantMoney(t, tt.term+" "+tt.proration.String(), tt.want, v.Total)
	}
	c := plain(t, "2026-05-23/2026-06-15", "100 USD", contract.PerMonth, "1")
	// source: Kill Bill, monthly price from 23 May to 15 June: 23/31 actual, 22/30 fixed
	for p, want := range map[contract.Proration]string{
		contract.ByMonths: "74.19 USD", contract.ActualOfPeriod: "74.19 USD", contract.Thirty360: "73.33 USD", contract.Actual365: "75.62 USD",
	} {
		c.Proration = p
		v, err := c.Value(0)
		require.NoError(t, err)
		wantMoney(t, p.String(), want, v.Total)
	}
}

func TestRamp(t *testing.T) {
	c := plain(t, "2026-01-01/2029-01-01", "100 USD", contract.PerYear, "50")
	c.Lines[0].Ramp = []contract.RampStep{
		{From: date("2027-01-01"), Quantity: null("100")},
		{From: date("2028-01-01"), Quantity: null("150"), Price: perUnit(t, "90 USD")},
	}
	s := schedules(t, c, contract.ScheduleOptions{})
	wantMoney(t, "50×100 + 100×100 + 150×90", "28500.00 USD", s.Value)
	wantMoney(t, "third invoice", "13500.00 USD", s.Cash[2].Total)
	// In mid-year: 6 months of 50 and 6 of 100.
	c.Lines[0].Ramp = []contract.RampStep{{From: date("2026-07-01"), Quantity: null("100")}}
	s = schedules(t, c, contract.ScheduleOptions{})
	wantMoney(t, "first invoice", "7500.00 USD", s.Cash[0].Total)
	if len(s.Cash[0].Lines) != 2 {
		t.Errorf("want one invoice line per quantity, got %+v", s.Cash[0].Lines)
	}
	wantMoney(t, "expense of June, 2500 × 30/181", "414.36 USD", s.Expense[5].Amount)
	wantMoney(t, "expense of July, 5000 × 31/184", "842.39 USD", s.Expense[6].Amount)
}

func TestUsageLinesCountOnlyByCommitment(t *testing.T) {
	c := plain(t, "2026-01-01/2028-01-01", "1 USD", contract.PerMonth, "99999")
	c.Lines[0].Usage = true
	s := schedules(t, c, contract.ScheduleOptions{})
	if !s.Value.IsZero() || !slices.Equal(s.Uncommitted, []string{"L1"}) {
		t.Errorf("want nothing committed and the line flagged, got %s and %q", s.Value, s.Uncommitted)
	}
	c.Commitments = []contract.Commitment{{ID: "M", Per: contract.PerYear, Amounts: []finops.Money{finops.MustMoney("1000 USD"), finops.MustMoney("1500 USD")}}}
	s = schedules(t, c, contract.ScheduleOptions{})
	wantMoney(t, "ramped minimum", "2500.00 USD", s.Value)
	if len(s.Uncommitted) != 0 || !s.Cash[1].Lines[0].Commitment {
		t.Errorf("want the line covered, got %q", s.Uncommitted)
	}
	c.Commitments[0].Per = contract.PerMonth
	wantMoney(t, "minimum per month", "30000.00 USD", schedules(t, c, contract.ScheduleOptions{}).Value)
	c.Commitments[0].Per = contract.PerTerm
	wantMoney(t, "minimum per term", "1000.00 USD", schedules(t, c, contract.ScheduleOptions{}).Value)
}

func TestObligation(t *testing.T) {
	c := plain(t, "2026-01-01/2026-04-01", "100 USD", contract.PerMonth, "1")
	c.Billing = contract.Billing{Every: contract.BillMonthly, PaymentDays: 45}
	c.Signed = date("2025-11-20")
	for relief, want := range map[contract.ReliefBasis]string{
		contract.ReliefByInvoice: "2025-11 300 2025-12 300 2026-01 200 2026-02 100 2026-03 0 ",
		contract.ReliefByPayment: "2025-11 300 2025-12 300 2026-01 300 2026-02 200 2026-03 100 2026-04 0 ",
		contract.ReliefByService: "2025-11 300 2025-12 300 2026-01 200 2026-02 100 2026-03 0 ",
	} {
		got := ""
		for _, m := range schedules(t, c, contract.ScheduleOptions{Relief: relief}).Obligation {
			got += fmt.Sprintf("%s %s ", m.Month, m.Closing.Amount().Normalize())
		}
		if got != want {
			t.Errorf("%s: want %s\ngot %s", relief, want, got)
		}
	}
}

func TestExpenseDoesNotDependOnBilling(t *testing.T) {
	c := plain(t, "2026-01-15/2028-01-15", "12.34 USD", contract.PerMonth, "7")
	want := ""
	for _, every := range []contract.Interval{contract.BillAnnually, contract.BillUpfront, contract.BillQuarterly, contract.BillMonthly} {
		c.Billing.Every = every
		got := amountsOf(schedules(t, c, contract.ScheduleOptions{Expense: contract.EvenMonths}).Expense)
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("%s: want %s\ngot %s", every, want, got)
		}
	}
}

func TestCurrencyWithoutMinorUnits(t *testing.T) {
	c := plain(t, "2026-01-01/2027-01-01", "1000 JPY", contract.PerYear, "1")
	c.Billing.Every = contract.BillMonthly
	s := schedules(t, c, contract.ScheduleOptions{})
	wantMoney(t, "value", "1000 JPY", s.Value)
	wantMoney(t, "first", "83 JPY", s.Cash[0].Total)
}

// anyContract draws a valid contract with several lines, ramps, uplifts and commitments.
func anyContract(rt *rapid.T, tb testing.TB) contract.Contract {
	start := anyDate(rt, "start")
	c := contract.Contract{
		ID: "C", Currency: rapid.SampledFrom([]finops.Currency{"USD", "JPY", "KWD"}).Draw(rt, "currency"),
		Term:      finops.Period{Start: start, End: start.AddDays(rapid.IntRange(1, 1300).Draw(rt, "days"))},
		Proration: contract.Proration(rapid.IntRange(0, 4).Draw(rt, "proration")),
		Billing: contract.Billing{Every: contract.Interval(rapid.IntRange(0, 4).Draw(rt, "every")), PaymentDays: rapid.IntRange(0, 90).Draw(rt, "payment"),
			Rounding: finops.Rounding(rapid.IntRange(0, 6).Draw(rt, "rounding"))},
		Uplift:  contract.Uplift{Kind: contract.UpliftKind(rapid.IntRange(0, 1).Draw(rt, "uplift")), Rate: decimal.New(rapid.Int64Range(-50, 200).Draw(rt, "rate"), -3)},
		Renewal: contract.RenewalTerms{Kind: contract.RenewalKind(rapid.IntRange(0, 2).Draw(rt, "renewal")), Months: rapid.IntRange(1, 36).Draw(rt, "months"), Notice: anyNotice(rt)},
	}
	if rapid.Bool().Draw(rt, "whole months") {
		c.Term.End = start.AddMonths(rapid.IntRange(1, 40).Draw(rt, "term months"))
	}
	if c.Billing.Every != contract.BillUpfront {
		c.Billing.Timing = contract.Timing(rapid.IntRange(0, 1).Draw(rt, "timing"))
	}
	if rapid.Bool().Draw(rt, "signed") {
		c.Signed = start.AddDays(rapid.IntRange(-200, 100).Draw(rt, "signed after"))
	}
	for i := range rapid.IntRange(0, 3).Draw(rt, "lines") {
		c.Lines = append(c.Lines, anyLine(rt, tb, &c, i))
	}
	if rapid.Bool().Draw(rt, "committed") {
		c.Lines = append(c.Lines, contract.Line{ID: "U", Quantity: dec("1"), Price: anyPrice(rt, tb, c.Currency), Per: contract.PerMonth, Usage: true})
		m := contract.Commitment{ID: "M", Per: contract.PricePeriod(rapid.IntRange(1, 3).Draw(rt, "per"))}
		for range rapid.IntRange(1, 3).Draw(rt, "amounts") {
			m.Amounts = append(m.Amounts, anyMoney(rt, c.Currency))
		}
		c.Commitments = append(c.Commitments, m)
	}
	return c
}

func anyMoney(rt *rapid.T, cur finops.Currency) finops.Money {
	m, err := finops.NewMoney(decimal.New(rapid.Int64Range(0, 1e9).Draw(rt, "amount"), -4), cur)
	require.NoError(rt, err)
	return m
}

func anyPrice(rt *rapid.T, tb testing.TB, cur finops.Currency) pricing.Price {
	tb.Helper()
	if rapid.Bool().Draw(rt, "flat") {
		p, err := pricing.NewFlat(anyMoney(rt, cur))
		require.NoError(rt, err)
		return p
	}
	p, err := pricing.NewPerUnit(anyMoney(rt, cur), pricing.PerUnitOptions{})
	require.NoError(rt, err)
	return p
}

func anyLine(rt *rapid.T, tb testing.TB, c *contract.Contract, i int) contract.Line {
	tb.Helper()
	days := c.Term.Days()
	l := contract.Line{ID: fmt.Sprint("L", i), Quantity: decimal.New(rapid.Int64Range(0, 5000).Draw(rt, "quantity"), -1),
		Price: anyPrice(rt, tb, c.Currency), Per: contract.PricePeriod(rapid.IntRange(1, 3).Draw(rt, "per"))}
	if rapid.Bool().Draw(rt, "later") {
		l.Start = c.Term.Start.AddDays(rapid.IntRange(0, days).Draw(rt, "line start"))
	}
	from := 0
	if !l.Start.IsZero() {
		from = c.Term.Start.DaysUntil(l.Start)
	}
	for from < days && len(l.Ramp) < 3 && rapid.Bool().Draw(rt, "step") {
		from = rapid.IntRange(from, days-1).Draw(rt, "step day")
		step := contract.RampStep{From: c.Term.Start.AddDays(from), Quantity: decimal.NewNullDecimal(decimal.NewFromInt(rapid.Int64Range(0, 900).Draw(rt, "step quantity")))}
		if rapid.Bool().Draw(rt, "step price") {
			step.Price = anyPrice(rt, tb, c.Currency)
		}
		l.Ramp = append(l.Ramp, step)
		from++
	}
	return l
}

// The law of the three schedules: each sums to the contract value to the minor unit, whatever the contract.
func TestSchedulesSumToValue(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := anyContract(rt, t)
		if err := c.Validate(); err != nil {
			require.ErrorIs(rt, err, contract.ErrNoticeTooLong)
		}
		term := 0
		if c.Renewal.Kind != contract.Expires {
			term = rapid.IntRange(0, 3).Draw(rt, "term")
		}
		o := contract.ScheduleOptions{Term: term, Expense: contract.ExpenseMethod(rapid.IntRange(0, 3).Draw(rt, "expense")),
			Relief: contract.ReliefBasis(rapid.IntRange(0, 2).Draw(rt, "relief"))}
		s, err := c.Schedules(o)
		require.NoError(rt, err)
		v, err := c.Value(term)
		require.NoError(rt, err)
		cash, expense, additions, relief := finops.Money{}, finops.Money{}, finops.Money{}, finops.Money{}
		add := func(to *finops.Money, m finops.Money) {
			sum, err := to.Add(m)
			require.NoError(rt, err)
			*to = sum
			if !m.Equal(m.Round(finops.Down)) {
				rt.Fatalf("%s has digits below the minor unit", m)
			}
		}
		last := finops.Money{}
		for _, i := range s.Cash {
			lines := finops.Money{}
			for _, l := range i.Lines {
				add(&lines, l.Amount)
				if l.Period.Intersect(i.Period) != l.Period {
					rt.Fatalf("line %v is outside invoice %v", l.Period, i.Period)
				}
			}
			if !lines.Equal(i.Total) {
				rt.Fatalf("lines sum to %s, invoice is %s", lines, i.Total)
			}
			add(&cash, i.Total)
		}
		for _, m := range s.Expense {
			add(&expense, m.Amount)
		}
		for _, m := range s.Obligation {
			add(&additions, m.Additions)
			add(&relief, m.Relief)
			last = m.Closing
		}
		zero := s.Value.Zero()
		for name, sum := range map[string]finops.Money{"value": v.Total, "cash": cash, "expense": expense, "additions": additions, "relief": relief} {
			if total, err := zero.Add(sum); err != nil || !total.Equal(s.Value) {
				rt.Fatalf("%s %s, want %s", name, sum, s.Value)
			}
		}
		if !last.IsZero() {
			rt.Fatalf("obligation ends at %s", last)
		}
	})
}

// Whole periods at no uplift cost quantity × price × periods; the cost of parts adds up to the cost of the whole.
func TestLineCostIsAdditive(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := plain(t, "2026-01-01/2029-01-01", "7 USD", contract.PerMonth, "3")
		c.Proration = contract.Proration(rapid.IntRange(0, 4).Draw(rt, "proration"))
		cut := c.Term.Start.AddMonths(rapid.IntRange(1, 35).Draw(rt, "cut")) // whole months: no part is rounded
		cost := func(p finops.Period) decimal.Decimal {
			m, err := c.LineCost("L1", dec("5"), p)
			require.NoError(rt, err)
			return m.Amount()
		}
		whole := cost(c.Term)
		parts := cost(finops.Period{Start: c.Term.Start, End: cut}).Add(cost(finops.Period{Start: cut, End: c.Term.End}))
		if !whole.Equal(dec("1260")) || !parts.Equal(whole) {
			rt.Fatalf("whole %s, parts %s, want 1260", whole, parts)
		}
	})
}
