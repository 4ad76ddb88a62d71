// SPDX-License-Identifier: Apache-2.0

// Package roi discounts amounts of money: net present value, present value of dated payments, annuities, equivalent
// annual cost and break-even points.
//
// Start with [XNPV] for dated amounts, [NPV] for amounts a year (or any other period) apart, [PresentValue] for the
// value of dated payments on a day of your choice, and [EAC] to compare offers of unequal length.
//
// # Formulas
//
//   - NPV = Σ CF_t / (1+r)^t, t = 0, 1, 2 …: the first amount is not discounted. (A spreadsheet's NPV function discounts the
//     first amount by a whole period; see [NPV].)
//   - XNPV = Σ CF_i / (1+r)^((d_i − d_0)/365), d_0 the earliest date, days counted on the calendar.
//   - annuity factor a(n, r) = (1 − (1+r)^−n) / r at period ends; times (1+r) in advance; n at r = 0.
//   - EAC = EAA = PV / a(n, r).
//
// # Rates
//
// A rate is a decimal fraction per year (per period for [NPV] and the annuities): 0.08 is 8 %. It must be above −1 and at
// most 1,000,000; anything else is a [*RateError] that wraps [ErrRate]. Rates are decimals, so a NaN or an infinity cannot
// occur.
//
// # Rounding
//
// Results are right to their last digit: the returned amount is the exact value of the formula, rounded once. The number
// is first computed in binary floating point with an error bound; where the bound leaves the rounding open, it is computed
// again with 192 bits and more, until it is settled. A value closer than 10^-100 of its last place to a boundary between two
// results is taken to lie on it. The size of the amounts does not matter; a rate close to -1 over a long time, which makes
// them longer than 4000 digits, is an error that wraps [finops.ErrRange]. By default results have the minor units of their currency and ties are rounded
// half up; see [Options].
//
// # Errors and determinism
//
// Nothing here reads a clock or a global. Inputs are neither changed nor kept, and the order of dated flows does not
// matter. Currencies are never mixed: that is an error which wraps [finops.ErrCurrencyMismatch].
package roi
