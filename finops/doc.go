// SPDX-License-Identifier: Apache-2.0

// Package finops is the vocabulary of IT financial management: exact money in named currencies, civil dates, months and
// periods, fiscal and business calendars, exchange rates, ratios, and the sums and splits that lose no cent.
// The other packages of this module speak it.
//
// Start with [ParseMoney] or [NewMoney], and [Sum] or [SumOf]. [Split] divides an amount between parties, [Spread]
// divides it over time. [Bag] holds several currencies; [FXTable] converts them. [Date], [Month] and [Period] are civil:
// they have no clock and no zone. A [FiscalCalendar] cuts time into fiscal years and periods, a [BusinessCalendar] says
// which days are business days.
//
// # Money
//
// A [Money] is an exact decimal amount in one ISO 4217 currency. Nothing rounds it but the functions that say so, and
// these take a [Rounding]; the zero value of Rounding is half up (away from zero), as on invoices. An amount may have
// more digits than its currency has minor units: a unit price of 0.000417 USD is a Money. Amounts of different currencies
// do not add: the error is a [*CurrencyMismatchError]. The zero Money is nothing in no currency and adds to any.
// [Money.Mul] refuses numbers of more than 500 digits, so that no input can make a program build huge ones;
// [Money.MulInt], for units and months, needs no error.
//
// # Sums
//
// [Sum], [SumOf], [Accumulator] and [CollectBag] add in 128 bits, without an allocation per item, and go over to
// unbounded numbers where that is too narrow. The result is always the exact sum, whatever the order.
//
// # Splits
//
// [Split] uses the largest remainder: part i is the exact share total × w_i / Σw cut down to the minor unit, and the
// units left over go to the largest remainders, ties to the lowest index. [Spread] rounds the running balance: after k
// periods it is total × (days so far) / (all days), rounded half up. In both the parts sum to the total, to the last
// digit.
//
// # Ratios
//
// A [Ratio] keeps numerator and denominator. With a zero denominator it is undefined, which is not zero.
//
// # Dates and periods
//
// A [Period] is half open: its End is the day after its last day. [Date.AddMonths] clamps to the end of the month;
// count from one anchor, as 31 January plus one month plus one month is not 31 January plus two months. No function here
// reads a clock: "today" is an argument of those that need it.
//
// # Exchange rates
//
// An [FXTable] looks up the rate of a day: the latest one on or before it, never a later one, and none that is older than
// the table allows. A conversion multiplies by direct rates, divides by inverse ones, rounds once, and returns the rates it used.
//
// # Text, JSON and databases
//
// All types read and write text: "1234.50 USD", "2026-05-31", "2026-05", "2026-01-01/2027-01-01". In JSON a Money is
// {"amount":"1234.50","currency":"USD"}, and every other number a string of plain digits, whatever the package variables of
// the decimal module are set to. [Money.Grouped] is for people: "1,234.50 USD". Parsers accept exactly the documented form, bound the length of numbers, and never
// go through a binary float. Money, Currency, Date, Month and Period implement sql.Scanner and driver.Valuer, with
// their zero values as NULL.
//
// # Errors
//
// Errors wrap the sentinels of this package ([ErrSyntax], [ErrRange], [ErrCurrencyMismatch], ...); those with details
// have a type. Functions that validate return all problems, joined, in a stable order. Only functions whose name starts
// with Must panic.
//
// # Determinism
//
// Results depend on the arguments alone. Values are immutable and safe for concurrent use, except [Accumulator].
// Arguments are neither changed nor kept.
package finops
