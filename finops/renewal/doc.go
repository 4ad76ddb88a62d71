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
// # Savings
//
//	Real  = Cost(Held) − min over q ≥ max(Need, Floor) of Cost(q)
//	Naive = (Held − Need) × average price, shown beside it
//
// A saving is dated. Now: on a true-down date or at the next end of an evergreen contract's period. At renewal: from the
// end of the first term that can still be ended. Blocked: kept by a floor, or by a notice window that is closed; the reason
// is given. The parts of a saving sum to what it would be without floors.
//
// # Scenarios
//
//	PV  = Σ payment / (1+r)^years(decision, date)          payments at their real dates
//	EAC = PV · r / (1 − (1+r)^−years of service)           to compare unequal terms
//
// Costs are positive. What-ifs change the uplift, or the seats from the second contract year on, of offers that are not
// locked; first-year quantities and locked offers stay.
//
// # No saving counts twice
//
// Each part of a saving belongs to one action: notice on a contract, a reduction, or an order at the end of a term. Actions
// that only help (taking seats back, moving them down, reviewing data) have the value zero, and a renegotiation is an
// estimate with a total of its own, on the quantity that remains.
//
// # Order of actions
//
// By urgency (overdue, within 30, 90, 180 days, later, no deadline), then by value in the reporting currency, highest first,
// then by deadline, contract, kind and line.
//
// # Rounding
//
// Amounts are exact until a result is stated; invoices are rounded once, as they would be billed. Yearly savings are rounded
// once to the minor unit and split by difference, so that parts sum to the whole. Each amount is converted to the reporting
// currency by itself, with its rate; totals sum the converted amounts.
//
// # Errors and determinism
//
// Errors of input wrap [ErrInvalid] and list every problem. Analyze does not stop at a contract it cannot read: it lists it
// as left out. What is undefined is a [Figure] with a reason, never zero. Nothing reads a clock; results do not depend on
// the order of the input, which is neither changed nor kept.
package renewal
