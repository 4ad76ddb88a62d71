// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
)

// ScheduleOptions are the choices behind the schedules of a contract. The zero value is the initial term, expense by
// days and commitments relieved by invoices.
type ScheduleOptions struct {
	Term    int           `json:"term"`    // index of the term, see [Contract.TermAt]; if zero, the initial term
	Expense ExpenseMethod `json:"expense"` // how cost is spread over months; if zero, CalendarDays
	Relief  ReliefBasis   `json:"relief"`  // what takes an obligation down; if zero, invoices
}

// Schedules are the three views of one term of one contract. Each sums to Value. Invoice lines are rounded as
// [InvoiceLine] says.
type Schedules struct {
	Contract    string            `json:"contract"`              // contract ID
	Term        Term              `json:"term"`                  // the term they are for
	Value       finops.Money      `json:"value"`                 // contract value of the term: the committed part
	Cash        []Invoice         `json:"cash"`                  // invoices by due date
	Expense     []ExpenseMonth    `json:"expense"`               // cost by month of service
	Obligation  []ObligationMonth `json:"obligation"`            // open commitment by month
	Uncommitted []string          `json:"uncommitted,omitempty"` // usage-based lines without a commitment, not part of the value
	Options     ScheduleOptions   `json:"options"`               // the choices made
}

// Invoice is one invoice of the cash schedule.
type Invoice struct {
	Issued finops.Date   `json:"issued"` // invoice date
	Due    finops.Date   `json:"due"`    // Issued plus the payment days
	Period finops.Period `json:"period"` // days of service billed
	Lines  []InvoiceLine `json:"lines"`  // each rounded to the minor unit
	Total  finops.Money  `json:"total"`  // sum of the lines
}

// InvoiceLine is one line of an invoice: one line or commitment of the contract at one price in one price period. Amounts
// come from cumulative rounding within the longer of price and billing period, so that they sum to its rounded cost; where a
// ramp or an uplift cuts that period, one of them can be a minor unit off its own exact amount.
type InvoiceLine struct {
	Line       string          `json:"line"`                 // id of the line or commitment
	Commitment bool            `json:"commitment,omitempty"` // whether it is the minimum of a commitment
	Period     finops.Period   `json:"period"`               // days of service
	Quantity   decimal.Decimal `json:"quantity"`             // quantity in force; 1 for a commitment
	Amount     finops.Money    `json:"amount"`               // rounded cumulatively
}

// ExpenseMonth is the cost of one calendar month.
type ExpenseMonth struct {
	Month  finops.Month    `json:"month"`  // the month
	Amount finops.Money    `json:"amount"` // sum of the lines
	Lines  []ExpenseAmount `json:"lines"`  // by line, in the order of the contract, zero amounts left out
}

// ExpenseAmount is what one line costs in a month.
type ExpenseAmount struct {
	Line   string       `json:"line"`   // id of the line or commitment
	Amount finops.Money `json:"amount"` // part of its cost
}

// ObligationMonth is the open commitment in one calendar month: Closing = Opening + Additions - Relief.
type ObligationMonth struct {
	Month     finops.Month `json:"month"`     // the month
	Opening   finops.Money `json:"opening"`   // committed and open before it
	Additions finops.Money `json:"additions"` // committed in it
	Relief    finops.Money `json:"relief"`    // billed, paid or used in it
	Closing   finops.Money `json:"closing"`   // committed and open after it; negative if more was relieved than was yet committed
}

// ExpenseMethod says how the cost of a price period (or of a part of it at one quantity and price) is spread over the
// calendar months it touches. The zero value is [CalendarDays].
type ExpenseMethod uint8

// Expense methods. The names follow Apptio's contract amortisation.
const (
	CalendarDays      ExpenseMethod = iota // by days in each month
	EvenMonths                             // the same for each month touched
	ByDuration                             // the same for as many months as the stretch lasts, from the first month on
	ProratedFirstLast                      // first and last month by days, the rest even
)

var expenseMethodNames = enum.Of[ExpenseMethod](enums, "expense method", "calendar_days", "even_months", "by_duration", "prorated_first_last")

// String returns the name in snake case, for example "even_months".
func (m ExpenseMethod) String() string { return expenseMethodNames.String(m) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for an unknown value.
func (m ExpenseMethod) MarshalText() ([]byte, error) { return expenseMethodNames.Marshal(m) }

// UnmarshalText reads the name in snake case. It returns [finops.ErrSyntax].
func (m *ExpenseMethod) UnmarshalText(text []byte) error {
	return expenseMethodNames.Unmarshal(m, text)
}

// ReliefBasis says what takes an open commitment down. The zero value is [ReliefByInvoice].
type ReliefBasis uint8

// What relieves an obligation.
const (
	ReliefByInvoice ReliefBasis = iota // the invoice, on its date
	ReliefByPayment                    // the payment, on the due date
	ReliefByService                    // the service received: the expense
)

var reliefBasisNames = enum.Of[ReliefBasis](enums, "relief basis", "by_invoice", "by_payment", "by_service")

// String returns the name in snake case, for example "by_payment".
func (b ReliefBasis) String() string { return reliefBasisNames.String(b) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for an unknown value.
func (b ReliefBasis) MarshalText() ([]byte, error) { return reliefBasisNames.Marshal(b) }

// UnmarshalText reads the name in snake case. It returns [finops.ErrSyntax].
func (b *ReliefBasis) UnmarshalText(text []byte) error { return reliefBasisNames.Unmarshal(b, text) }
