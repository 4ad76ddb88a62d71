// SPDX-License-Identifier: Apache-2.0

// Package renewal answers what to do about a contract that comes up for renewal: what the unused part really saves on the
// price list and from when, which of several ways to go on is cheapest, what missing the notice deadline costs, where the
// price stands in the market, and how to negotiate.
//
// # Where to start
//
// [Analyze] takes a whole portfolio (contracts, licence findings, people, price samples, exchange rates) and returns a
// ranked list of actions. The parts it is made of stand alone: [Reprice] for one line, [Compare] for scenarios,
// [BreakEvenUplift], [BreakEvenShrink] and [PrepaymentBreakEven] for the point at which an offer stops being the better one,
// [Sensitivity] for a table of what-ifs, [AutoRenewExposure] and [CostOfWaiting], [PricePercentile], and [Negotiate].
//
// What people use is sized from the seats of [license.Classify]; what machines or volumes use from Input.Needs, which the
// metrics of package license compute. Vendors' quotes go into Input.Alternatives; Alternative.Build makes them from the
// right quantities that the review finds, with [NextTerm.Offers].
//
// # Savings
//
//	Real  = Cost(Held) − min over max(Need, Floor) ≤ q ≤ Maximum of Cost(q)
//	Naive = (Held − Need) × average price, shown beside it
//
// A saving is dated. Now: on a true-down date or at the next end of an evergreen contract's period. At renewal: from the
// end of the first term that can still be ended. Blocked: kept by a floor, or by a notice window that is closed; the reason
// is given, and the first day on which it can be had where that is known. The parts of a saving sum to what it would be
// without floors. A buffer keeps units from being given back; it never orders any.
//
// # Scenarios
//
//	PV  = Σ payment / (1+r)^years(decision, date)          payments at their real dates
//	EAC = PV · r / (1 − (1+r)^−years of service)           to compare unequal terms
//
// [Analyze] renews what is there, as is and right-sized, until it is as long as the longest alternative, so that its uplifts
// count; the rest of the difference in length is the EAC's. What missing the deadline costs is that of the next term alone.
//
// A scenario that covers less than what is needed costs less because it buys too little. It is valued, but has no rank and is
// never recommended: Scenario.Insufficient says what it covers. [Analyze] finds this out for its own two, and for
// alternatives whose offers all name a contract line, as those of [NextTerm.Offers] do; for others the caller says it.
//
// Costs are positive. What-ifs change the uplift, or the seats from the second contract year on, of offers that are not
// locked; first-year quantities and locked offers stay.
//
// # No saving counts twice
//
// Each part of a saving belongs to one action (notice on a contract, a reduction, an order at the end of a term) or, if it is
// blocked, to one [BlockedSaving]. Actions that only help (taking seats back, moving them down, reviewing data) have the
// value zero, and a renegotiation is an estimate with a total of its own, on the quantity that remains.
//
// # Order of actions
//
// By urgency (overdue but disputable, within 7, 30, 90, 180 days, later, no deadline), then by what is at stake, highest
// first: see [Stake]. That is the value, the exposure if it is more, or, where a contract renews by itself and nobody has
// decided, the cost of the next term. Then by the cost of the next term, deadline, contract, kind and line. Amounts are
// compared in the reporting currency. Value, exposure and spend stay fields of their own, and are never added.
//
// # Rounding
//
// Amounts are exact until a result is stated; invoices are rounded once, as they would be billed. Yearly savings are rounded
// once to the minor unit and split by difference, so that parts sum to the whole. Amounts are converted to the reporting
// currency once, where they are shown, and totals are the sums of what is shown: [Totals] says of what. A total for which a
// rate is missing is undefined and names it; it is never the sum of the rest.
//
// # Errors and determinism
//
// Errors of input wrap [ErrInvalid] and list every problem. Analyze does not stop at a contract it cannot read: it lists it
// as left out. What is undefined is a [Figure] with a reason, never zero. Nothing reads a clock; results do not depend on
// the order of the input, which is neither changed nor kept.
package renewal
