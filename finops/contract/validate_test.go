// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/pricing"
)

// TestBadInput spoils a good contract in one place and expects one problem that names it.
func TestBadInput(t *testing.T) {
	eur := perUnit(t, "1 EUR")
	ok := perUnit(t, "1 USD")
	fixed := contract.UpliftFixed
	for _, tt := range []struct {
		name  string
		spoil func(*contract.Contract)
		item  string
		field string
		want  error
	}{
		{"no id", func(c *contract.Contract) { c.ID = "" }, "", "id", contract.ErrInvalid},
		{"no currency", func(c *contract.Contract) { c.Currency = "" }, "", "currency", finops.ErrNoCurrency},
		{"unknown currency", func(c *contract.Contract) { c.Currency = "US$" }, "", "currency", finops.ErrUnknownCurrency},
		{"end before start", func(c *contract.Contract) { c.Term.End = date("2025-12-31") }, "", "term", contract.ErrTerm},
		{"end at start", func(c *contract.Contract) { c.Term.End = c.Term.Start }, "", "term", contract.ErrTerm},
		{"no term", func(c *contract.Contract) { c.Term = finops.Period{} }, "", "term", contract.ErrTerm},
		{"ended before it began", func(c *contract.Contract) { c.EndedFrom = c.Term.Start }, "", "ended_from", contract.ErrTerm},
		{"notice of the whole term", func(c *contract.Contract) { c.Renewal.Notice = contract.Notice{N: 12, Unit: contract.Months} }, "", "renewal.notice", contract.ErrNoticeTooLong},
		{"notice longer than the term", func(c *contract.Contract) { c.Renewal.Notice = contract.Notice{N: 400} }, "", "renewal.notice", contract.ErrNoticeTooLong},
		{"notice out of range", func(c *contract.Contract) { c.Renewal.Notice = contract.Notice{N: 4000} }, "", "renewal.notice", finops.ErrRange},
		{"negative notice", func(c *contract.Contract) { c.Renewal.Notice = contract.Notice{N: -1} }, "", "renewal.notice", finops.ErrRange},
		{"unknown notice unit", func(c *contract.Contract) { c.Renewal.Notice = contract.Notice{Unit: 9} }, "", "renewal.notice", finops.ErrRange},
		{"unknown notice anchor", func(c *contract.Contract) { c.Renewal.Notice = contract.Notice{Anchor: 9} }, "", "renewal.notice", finops.ErrRange},
		{"negative delivery", func(c *contract.Contract) { c.Renewal.Notice.DeliveryDays = -1 }, "", "renewal.notice", finops.ErrRange},
		{"renewal of no months", func(c *contract.Contract) { c.Renewal.Months = 0 }, "", "renewal.months", contract.ErrRenewalMonths},
		{"negative renewal", func(c *contract.Contract) { c.Renewal.Months = -1 }, "", "renewal.months", finops.ErrRange},
		{"negative limit", func(c *contract.Contract) { c.Renewal.Limit = -1 }, "", "renewal.limit", finops.ErrRange},
		{"unknown renewal", func(c *contract.Contract) { c.Renewal.Kind = 9 }, "", "renewal.kind", finops.ErrRange},
		{"negative transition", func(c *contract.Contract) { c.Renewal.StatutoryExit = &contract.StatutoryExit{TransitionDays: -1} }, "", "renewal.statutory_exit.transition_days", finops.ErrRange},
		{"statutory notice", func(c *contract.Contract) {
			c.Renewal.StatutoryExit = &contract.StatutoryExit{Notice: contract.Notice{N: -1}}
		}, "", "renewal.statutory_exit.notice", finops.ErrRange},
		{"unknown interval", func(c *contract.Contract) { c.Billing.Every = 9 }, "", "billing.every", finops.ErrRange},
		{"unknown timing", func(c *contract.Contract) { c.Billing.Timing = 9 }, "", "billing.timing", finops.ErrRange},
		{"unknown rounding", func(c *contract.Contract) { c.Billing.Rounding = 99 }, "", "billing.rounding", finops.ErrRange},
		{"negative payment days", func(c *contract.Contract) { c.Billing.PaymentDays = -1 }, "", "billing.payment_days", finops.ErrRange},
		{"upfront in arrears", func(c *contract.Contract) {
			c.Billing = contract.Billing{Every: contract.BillUpfront, Timing: contract.InArrears}
		}, "", "billing.timing", contract.ErrInvalid},
		{"unknown proration", func(c *contract.Contract) { c.Proration = 9 }, "", "proration", finops.ErrRange},
		{"uplift of -100 %", func(c *contract.Contract) { c.Uplift = contract.Uplift{Kind: fixed, Rate: dec("-1")} }, "", "uplift.rate", finops.ErrRange},
		{"floor above cap", func(c *contract.Contract) { c.Uplift.Floor, c.Uplift.Cap = null("0.05"), null("0.03") }, "", "uplift.floor", contract.ErrMinMax},
		{"floor of -100 %", func(c *contract.Contract) { c.Uplift.Floor = null("-1") }, "", "uplift.floor", finops.ErrRange},
		{"cap of -100 %", func(c *contract.Contract) { c.Uplift.Cap = null("-2") }, "", "uplift.cap", finops.ErrRange},
		{"negative lag", func(c *contract.Contract) { c.Uplift.LagMonths = -1 }, "", "uplift.lag_months", finops.ErrRange},
		{"negative span", func(c *contract.Contract) { c.Uplift.OverMonths = -1 }, "", "uplift.over_months", finops.ErrRange},
		{"unknown uplift", func(c *contract.Contract) { c.Uplift.Kind = 9 }, "", "uplift.kind", finops.ErrRange},
		{"unknown scale", func(c *contract.Contract) { c.Renewal.Uplift.Scale = 9 }, "", "renewal.uplift.scale", finops.ErrRange},
		{"scaled list", func(c *contract.Contract) {
			c.Renewal.Uplift = contract.Uplift{Kind: contract.UpliftList, Scale: contract.TimesTermYears}
		}, "", "renewal.uplift.scale", contract.ErrInvalid},
		{"index of zero", func(c *contract.Contract) {
			c.Uplift.Index.Points = []contract.IndexPoint{{Month: finops.MustMonth("2026-01")}}
		}, "", "uplift.index.points[0].value", finops.ErrRange},
		{"index out of order", func(c *contract.Contract) {
			c.Uplift.Index.Points = []contract.IndexPoint{{finops.MustMonth("2026-02"), dec("1")}, {finops.MustMonth("2026-01"), dec("1")}}
		}, "", "uplift.index.points[1].month", contract.ErrInvalid},

		{"line without id", func(c *contract.Contract) { c.Lines[0].ID = "" }, `line ""`, "id", contract.ErrInvalid},
		{"line twice", func(c *contract.Contract) { c.Lines = append(c.Lines, c.Lines[0]) }, `line "L1"`, "id", contract.ErrDuplicate},
		{"negative quantity", func(c *contract.Contract) { c.Lines[0].Quantity = dec("-3") }, `line "L1"`, "quantity", pricing.ErrNegativeQuantity},
		{"fractional seats", func(c *contract.Contract) { c.Lines[0].WholeUnits, c.Lines[0].Quantity = true, dec("2.5") }, `line "L1"`, "quantity", pricing.ErrFractionalQuantity},
		{"no price", func(c *contract.Contract) { c.Lines[0].Price = nil }, `line "L1"`, "price", contract.ErrInvalid},
		{"price in another currency", func(c *contract.Contract) { c.Lines[0].Price = eur }, `line "L1"`, "price", finops.ErrCurrencyMismatch},
		{"no price period", func(c *contract.Contract) { c.Lines[0].Per = 0 }, `line "L1"`, "per", finops.ErrRange},
		{"unknown price period", func(c *contract.Contract) { c.Lines[0].Per = 9 }, `line "L1"`, "per", finops.ErrRange},
		{"line before the contract", func(c *contract.Contract) { c.Lines[0].Start = date("2025-12-31") }, `line "L1"`, "start", contract.ErrTerm},
		{"negative minimum", func(c *contract.Contract) { c.Lines[0].Minimum = dec("-1") }, `line "L1"`, "minimum", pricing.ErrNegativeQuantity},
		{"below the minimum", func(c *contract.Contract) { c.Lines[0].Minimum = dec("101") }, `line "L1"`, "quantity", contract.ErrMinMax},
		{"above the maximum", func(c *contract.Contract) { c.Lines[0].Maximum = null("99") }, `line "L1"`, "quantity", contract.ErrMinMax},
		{"minimum above maximum", func(c *contract.Contract) {
			c.Lines[0].Usage, c.Lines[0].Minimum, c.Lines[0].Maximum = true, dec("20"), null("10")
		}, `line "L1"`, "minimum", contract.ErrMinMax},
		{"negative maximum", func(c *contract.Contract) {
			c.Lines[0].Usage, c.Lines[0].Minimum, c.Lines[0].Maximum = true, dec("-2"), null("-1")
		}, `line "L1"`, "maximum", pricing.ErrNegativeQuantity},
		{"ramp out of order", func(c *contract.Contract) {
			c.Lines[0].Ramp = []contract.RampStep{{From: date("2026-06-01"), Quantity: null("1")}, {From: date("2026-03-01"), Quantity: null("2")}}
		}, `line "L1"`, "ramp[1].from", contract.ErrRamp},
		{"ramp twice on a day", func(c *contract.Contract) {
			c.Lines[0].Ramp = []contract.RampStep{{From: date("2026-06-01"), Quantity: null("1")}, {From: date("2026-06-01"), Quantity: null("2")}}
		}, `line "L1"`, "ramp[1].from", contract.ErrRamp},
		{"ramp after the term", func(c *contract.Contract) {
			c.Lines[0].Ramp = []contract.RampStep{{From: date("2027-01-01"), Quantity: null("1")}}
		}, `line "L1"`, "ramp[0].from", contract.ErrRamp},
		{"ramp before the term", func(c *contract.Contract) {
			c.Lines[0].Ramp = []contract.RampStep{{From: date("2025-12-31"), Quantity: null("1")}}
		}, `line "L1"`, "ramp[0].from", contract.ErrRamp},
		{"ramp of nothing", func(c *contract.Contract) { c.Lines[0].Ramp = []contract.RampStep{{From: date("2026-06-01")}} }, `line "L1"`, "ramp[0]", contract.ErrRamp},
		{"ramp below zero", func(c *contract.Contract) {
			c.Lines[0].Ramp = []contract.RampStep{{From: date("2026-06-01"), Quantity: null("-1")}}
		}, `line "L1"`, "ramp[0].quantity", pricing.ErrNegativeQuantity},
		{"ramp price in another currency", func(c *contract.Contract) {
			c.Lines[0].Ramp = []contract.RampStep{{From: date("2026-06-01"), Price: eur}}
		}, `line "L1"`, "ramp[0].price", finops.ErrCurrencyMismatch},
		{"list in another currency", func(c *contract.Contract) {
			c.Lines[0].List = []contract.ListPrice{{From: date("2026-01-01"), Price: eur}}
		}, `line "L1"`, "list[0].price", finops.ErrCurrencyMismatch},
		{"list out of order", func(c *contract.Contract) {
			c.Lines[0].List = []contract.ListPrice{{date("2026-06-01"), ok}, {date("2026-01-01"), ok}}
		}, `line "L1"`, "list[1].from", contract.ErrInvalid},

		{"commitment without amounts", func(c *contract.Contract) { c.Commitments[0].Amounts = nil }, `commitment "M"`, "amounts", contract.ErrInvalid},
		{"commitment in another currency", func(c *contract.Contract) {
			c.Commitments[0].Amounts = []finops.Money{finops.MustMoney("1 EUR")}
		}, `commitment "M"`, "amounts[0]", finops.ErrCurrencyMismatch},
		{"negative commitment", func(c *contract.Contract) {
			c.Commitments[0].Amounts = []finops.Money{finops.MustMoney("-1 USD")}
		}, `commitment "M"`, "amounts[0]", contract.ErrInvalid},
		{"overage below 1", func(c *contract.Contract) { c.Commitments[0].Overage = dec("0.5") }, `commitment "M"`, "overage", finops.ErrRange},
		{"commitment for a line that is not there", func(c *contract.Contract) { c.Commitments[0].Lines = []string{"L9"} }, `commitment "M"`, "lines[0]", contract.ErrNoSuchLine},
		{"commitment for a fixed line", func(c *contract.Contract) { c.Commitments[0].Lines = []string{"L1"} }, `commitment "M"`, "lines[0]", contract.ErrInvalid},
		{"commitment named as a line", func(c *contract.Contract) { c.Commitments[0].ID = "L1" }, `commitment "L1"`, "id", contract.ErrDuplicate},

		{"option without id", func(c *contract.Contract) { c.Options[0].ID = "" }, `option ""`, "id", contract.ErrInvalid},
		{"option twice", func(c *contract.Contract) { c.Options[1].ID = "O1" }, `option "O1"`, "id", contract.ErrDuplicate},
		{"option without length", func(c *contract.Contract) { c.Options[0].Months = 0 }, `option "O1"`, "months", finops.ErrRange},
		{"option with two lengths", func(c *contract.Contract) { c.Options[0].End = date("2028-01-01") }, `option "O1"`, "months", contract.ErrInvalid},
		{"option that ends before", func(c *contract.Contract) { c.Options[1].Months, c.Options[1].End = 0, date("2027-01-01") }, `option "O2"`, "end", contract.ErrTerm},
		{"option out of turn", func(c *contract.Contract) { c.Options[1].Exercised = true }, `option "O2"`, "exercised", contract.ErrInvalid},
		{"option notice", func(c *contract.Contract) { c.Options[0].ExerciseBy.N = -1 }, `option "O1"`, "exercise_by", finops.ErrRange},
		{"option uplift", func(c *contract.Contract) { c.Options[0].Uplift.Rate = dec("-2") }, `option "O1"`, "uplift.rate", finops.ErrRange},
		{"option price of no line", func(c *contract.Contract) { c.Options[0].Prices = []contract.OptionPrice{{"L9", ok}} }, `option "O1"`, "prices[0].line", contract.ErrNoSuchLine},
		{"option price in another currency", func(c *contract.Contract) { c.Options[0].Prices = []contract.OptionPrice{{"L1", eur}} }, `option "O1"`, "prices[0].price", finops.ErrCurrencyMismatch},
		{"milestone before the contract", func(c *contract.Contract) { c.Milestones = []contract.Milestone{{Date: date("2025-01-01")}} }, "", "milestones[0].date", contract.ErrTerm},
		{"milestone of no line", func(c *contract.Contract) {
			c.Milestones = []contract.Milestone{{Date: date("2026-06-01"), Line: "L9"}}
		}, "", "milestones[0].line", contract.ErrNoSuchLine},
		{"unknown milestone", func(c *contract.Contract) {
			c.Milestones = []contract.Milestone{{Date: date("2026-06-01"), Kind: 9}}
		}, "", "milestones[0].kind", finops.ErrRange},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := renewing(t)
			c.Lines = append(c.Lines, contract.Line{ID: "U", Price: ok, Per: contract.PerMonth, Usage: true})
			c.Commitments = []contract.Commitment{{ID: "M", Per: contract.PerYear, Amounts: []finops.Money{finops.MustMoney("1 USD")}}}
			c.Options = []contract.ExtensionOption{{ID: "O1", Months: 12}, {ID: "O2", Months: 12}}
			require.NoError(t, c.Validate())
			tt.spoil(&c)
			err := c.Validate()
			require.ErrorIs(t, err, tt.want)
			require.ErrorIs(t, err, contract.ErrInvalid)
			var found bool
			for _, e := range unjoin(err) {
				var f *contract.FieldError
				require.ErrorAs(t, e, &f)
				found = found || f.Item == tt.item && f.Field == tt.field && f.Contract == c.ID && errors.Is(e, tt.want)
				if !strings.HasPrefix(f.Error(), "contract: ") {
					t.Errorf("message %q has no prefix", f)
				}
			}
			if !found {
				t.Errorf("no problem of %s field %q that is %v:\n%v", tt.item, tt.field, tt.want, err)
			}
			if errors.Is(tt.want, contract.ErrNoticeTooLong) {
				_, err = c.Schedules(contract.ScheduleOptions{})
				require.NoError(t, err)
			} else {
				_, err = c.Schedules(contract.ScheduleOptions{})
				require.ErrorIs(t, err, contract.ErrInvalid)
			}
		})
	}
}

func unjoin(err error) []error {
	if j, ok := err.(interface{ Unwrap() []error }); ok {
		return j.Unwrap()
	}
	return []error{err}
}

func TestValidateListsAllInOrder(t *testing.T) {
	c := renewing(t)
	c.ID, c.Lines[0].Quantity, c.Lines[0].Per, c.Renewal.Months = "", dec("-3"), 0, 0
	err := c.Validate()
	want := `contract: "": id is empty
contract: "": line "L1": quantity -3 is negative
contract: "": line "L1": per is not set to month, year or term
contract: "": renewal.months 0 is no length for automatic renewal`
	if err == nil || err.Error() != want {
		t.Errorf("want\n%s\ngot\n%v", want, err)
	}
}

func TestQuantityAboveClosedLadder(t *testing.T) {
	c := renewing(t)
	p, err := pricing.NewLadder(pricing.LadderSpec{Currency: "USD", Closed: true, Tiers: []pricing.Tier{{UpTo: dec("50"), Unit: dec("1")}}})
	require.NoError(t, err)
	c.Lines[0].Price = p
	_, err = c.Value(0)
	require.ErrorIs(t, err, pricing.ErrBeyondLadder)
	_, err = c.LineCost("L1", dec("51"), c.Term)
	require.ErrorIs(t, err, pricing.ErrBeyondLadder)
}

func TestUnknownScheduleOptions(t *testing.T) {
	c := renewing(t)
	for _, o := range []contract.ScheduleOptions{{Expense: 9}, {Relief: 9}} {
		_, err := c.Schedules(o)
		require.ErrorIs(t, err, finops.ErrRange)
	}
	_, err := c.Schedules(contract.ScheduleOptions{Term: -1})
	require.ErrorIs(t, err, contract.ErrNoSuchTerm)
	_, err = contract.Amortize(finops.MustMoney("1 USD"), finops.Period{}, contract.EvenMonths)
	require.ErrorIs(t, err, contract.ErrTerm)
	_, err = contract.Amortize(finops.MustMoney("1 USD"), c.Term, 9)
	require.ErrorIs(t, err, finops.ErrRange)
}

// A nil pointer in the place of a price is a problem, not a panic.
func TestNilPointerAsPrice(t *testing.T) {
	c := plain(t, "2026-01-01/2027-01-01", "100 USD", contract.PerYear, "1")
	for _, p := range []pricing.Price{(*pricing.Ladder)(nil), (*pricing.PerUnit)(nil), (*pricing.Flat)(nil), (*pricing.Package)(nil), (*pricing.Percentage)(nil)} {
		c.Lines[0].Price = p
		require.ErrorIs(t, c.Validate(), contract.ErrInvalid)
		c.Currency = ""
		require.ErrorIs(t, c.Validate(), contract.ErrInvalid)
		c.Currency = "USD"
	}
}
