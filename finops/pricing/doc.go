// SPDX-License-Identifier: Apache-2.0

// Package pricing computes what a quantity costs under a price list, says how, and finds the cheapest quantity to buy.
//
// # Where to start
//
// Build a price once with [NewPerUnit], [NewFlat], [NewLadder], [NewPackage] or [NewPercentage]; each validates its
// input and lists every problem. Then ask it for a [Charge]. [BestQuantity] says how much to buy when a bigger quantity
// costs less, and [Scale] raises or discounts a whole price list. [Commitment.Settle] applies minimum and maximum spend, [Proration] cuts a price to part of a period,
// [ChangePlan] bills a change in mid-period, and [DrawCredits] and [DrawUnits] use up prepaid balances.
//
// # Words
//
// A ladder is a list of tiers, each up to a bound. What a tier means differs between vendors who use the same word, so
// each reading has a name:
//
//   - [Graduated]: the units inside each tier cost that tier's price.
//   - [Volume]: all units cost the price of the tier in which the quantity ends.
//   - [Stairstep]: the flat amount of the tier in which the quantity ends, nothing else.
//   - [StairstepCumulative]: the flat amounts of all tiers up to there, added.
//   - [Bound]: whether a quantity equal to a bound is still in the tier ([UpperInclusive]) or in the next one.
//   - [AtZero]: whether the first tier's flat amount is due at quantity zero.
//   - [PackageCount]: whether packages are counted inside each tier or over the whole quantity.
//
// The defaults (graduated, inclusive, flat due, per tier) are what most billing systems do.
//
// # Formulas
//
// Graduated: Σ over the reached tiers of flat + unit × (units in the tier). Volume: flat + unit × quantity, of one tier.
// With packages, unit is the price of one package and the units are replaced by ⌈units / size⌉. Package price:
// amount × max(minimum, ⌈max(0, quantity - free) / size⌉). Percentage: rate × volume + fixed × events.
// Minimum spend: true-up = max(0, minimum - usage). Overage: (factor - 1) × max(0, usage - minimum) on top of usage.
//
// # Exactness and rounding
//
// A Charge is exact: nothing is rounded, and its lines ([Charge.Lines], laid out when asked for) sum to its total. [Charge.Rounded] rounds each line to the minor
// unit of the currency and adds the rounded lines, which is what an invoice shows. Proration and conversion of units
// divide, so they round, once, as documented there.
//
// # Errors
//
// Constructors return errors that wrap [ErrInvalidLadder] (as [TierError]) or [ErrInvalidPrice] (as [FieldError]), all
// problems joined. Charging returns a [QuantityError] that wraps [ErrNegativeQuantity], [ErrFractionalQuantity],
// [ErrBeyondLadder] or [finops.ErrRange]. Amounts of two currencies give [finops.ErrCurrencyMismatch]; nothing is
// converted.
//
// # Limits, determinism, concurrency
//
// Quantities and prices may have up to 100 digits before and after the point. Results depend on the arguments only.
// Prices are immutable once built and safe for concurrent use; what is passed in is neither changed nor kept.
package pricing
