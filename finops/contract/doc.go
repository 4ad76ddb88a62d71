// SPDX-License-Identifier: Apache-2.0

// Package contract models what an organisation has signed: lines and prices, terms and renewals, notice clauses,
// uplifts, ramps and minimum commitments. It answers by when notice must be given, what a contract costs in cash, in
// expense and in open obligation, and which dates come up.
//
// # Where to start
//
// Fill in a [Contract] and call [Contract.Validate]. Then [Contract.NoticeWindow] says by when to give notice,
// [Contract.Value] what a term costs, [Contract.Schedules] when, and [Calendar] what comes up for many contracts, which
// [WriteICS] writes as an iCalendar file. [Contract.AnnualCost] says what a contract costs per year today,
// [Contract.LineCost] prices a line at another quantity, and [PlanCoTerm] brings contracts to one end.
//
// # Terms
//
// A term is a half-open [finops.Period]; build it with [finops.NewPeriod] from the day after the last day, or with
// [finops.PeriodThrough] from the last day. Terms are numbered: 0 is the initial term, then come the exercised options,
// then the renewals ([Contract.TermAt]). An exercised option is committed: notice is about the end of the last of them. All ends count from one anchor, k months at a time, so that a contract from the
// 31st or from 29 February does not drift.
//
// # Notice
//
// A clause such as "three months before the end" can be read from the last day of the term or from the renewal date, the
// day after. [Notice] states what the clause says, and [AnchorUnstated] is an answer. [NoticeWindow] then has two days.
// Safe is the earliest of all readings, rolled back to a business day; Latest is the latest that one reading allows.
// Counting and rolling only go back. A deadline that is past is never silently listed as the deadline: the status says
// closed or never open, and the next term is shown with its price.
//
//	counted = anchor - N units (- 1 day if clear)    send by = counted - delivery days    Safe = min(rolled back), Latest = max(send by)
//
// A notice as long as the term is a problem of a contract that renews automatically ([ErrNoticeTooLong], and
// [WindowNeverOpen] for whoever asks all the same). An evergreen contract may well ask for a month's notice to the end of
// a month: there the answer is the first period that can still be ended.
//
// An [ExtensionOption] has deadlines of its own, see [OptionWindow]. [NoticeWindow] carries the next one that is not
// exercised, with the word missed once its day is past, and [Calendar] lists its last day and the end it would lead to.
//
// # Money
//
// The price of a line is for a price period (month, year or term) counted from the start of the term. What a piece of it
// costs is Price.Charge(quantity) × uplift × part of the price period, exactly; [Proration] says how the part is
// measured, by default in months. An uplift multiplies the price:
//
//	fixed  P × (1 + rate)
//	CPI    P × (1 + clamp(I(t)/I(t-12) - 1 + spread, floor, cap)),  t = month of the step - lag
//	list   the list price, the change held within floor and cap
//
// A price for a term is a lump sum: it is not raised within a term, and a term of another length costs it by months; see
// [PricePeriod]. A cap may count once, times the years of the new term at once, or compounded; see [UpliftScale].
//
// Usage-based lines commit to nothing; a [Commitment] is the committed part of them.
//
// # Three schedules
//
// Cash is invoices by due date, expense is cost by month of service, obligation is what is committed and open. Each sums to
// the contract value to the minor unit. Expense within a price period is spread by cumulative rounding, so that a running
// balance is never further than half a minor unit from the exact one.
//
// # Rounding
//
// Money is rounded per block and line, by [Billing].Rounding. A block is a price period or a billing period, whichever is
// longer: its exact cost is rounded once. Where prices, quantities or periods cut it into invoice lines, the running sum is
// rounded at each cut and a line gets the difference: the lines of a block sum to its rounded cost, and one of them can be
// a minor unit off its own exact amount. An invoice line that is alone in its block is rounded once. Costs returned by [Contract.LineCost] and its like are
// computed exactly and rounded once. The rate of an index is rounded to 12 digits, the product of uplifts to 24;
// a price that has grown by more than 15 digits is refused with [finops.ErrRange]. Pricing a term takes as many steps as
// there are uplifts before it, finding a term none.
//
// # Errors
//
// [Contract.Validate] lists all problems as [FieldError]. The computing methods check first and return the same errors;
// only a notice as long as the term ([ErrNoticeTooLong]) does not stop them. [Calendar] returns what it can tell together
// with the problems.
//
// # Determinism and concurrency
//
// Nothing reads a clock: the day is an argument. Inputs are neither changed nor kept, results do not depend on the order
// of contracts, and everything is safe for concurrent use as long as nobody writes to the input.
package contract
