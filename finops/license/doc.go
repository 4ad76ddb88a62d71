// SPDX-License-Identifier: Apache-2.0

// Package license answers what an organisation holds, needs and wastes in software licences, and what to hold instead.
//
// # Where to start
//
// Build a [Catalog] of products with [NewCatalog], put what you know into an [Estate] and call [Classify]: each seat gets
// exactly one [Class], each product a summary. [ShelfwareReport.Demand] and [Demand.RightSize] turn that into a quantity,
// [EffectivePosition] compares rights held with rights required, and [OptimizeMix] finds the cheapest set of plans for
// groups of people. [FindOverlaps] and [ShadowIT] look across products and vendors.
//
// # Concepts
//
// A [Product] is one plan of one vendor. An [Entitlement] is a right that was bought, a [Seat] one that was given out. A
// capability is a concrete right such as a service plan; an [Implication] says that one does the work of another. A product
// covers another if it grants all of its capabilities, directly or by implication: equal IDs are never needed, because
// vendors replace the plans of a lower tier by higher ones. A [Feed] is the usage telemetry of a product.
//
// # Classes
//
// The first rule that holds decides: Leaver (last day before the date), Duplicate (the person keeps another seat of the
// same or a covering product; not among seats that are assigned later), Exempt (by policy), Grace (assigned fewer than G days ago, or for a joiner), NoTelemetry (use
// is unknown), NeverActivated (no use at all), Inactive (last use more than W days ago), OverTiered (a cheaper product would
// do), Active. What is not known is never called unused: seats without telemetry count as needed, and the coverage is
// reported. A feed that ended before the date proves use, but no lack of it: see [FeedStale]. Nor does one without a row of
// the product's seats: see [FeedEmpty].
//
// # Formulas
//
//	AssignmentRate = A/Q   ActiveOfAssigned = U/A   UtilizationRate = U/Q = A/Q × U/A
//	Unassigned = max(0, Q-A)   OverAssigned = max(0, A-Q)
//	N = ⌈(active + grace + exempt + no telemetry + over-tiered at their new tier) × (1+buffer)⌉ + joiners - leavers
//	Surplus = max(0, entitled - required)   Shortfall = max(0, required - entitled)
//	TrueUp = cost(on ladder + shortfall) - cost(on ladder), on the price ladder, never at an average
//
// with Q purchased, A assigned, U used in the window. The licence metrics are [NamedUsers], [Devices], [Employees],
// [ConcurrentPeak], [Cores], [Processors], [NamedUserPlus], [ValueUnits], [SocketPairs], [MaxOfRatios],
// [MinPhysicalVirtual] and [HourlyAverage]; each returns a [Requirement] that explains itself. Capacity, volume and
// consumption need no formula: put the quantity into a [Requirement] with its [MetricKind].
//
// # Exactness and rounding
//
// Quantities are decimals, money is exact. Metrics round up once, where their doc says. Nothing is rounded to minor units.
// A ratio without a denominator is undefined, not zero. The mix is optimised in integers, so a proof is a proof.
//
// # Dates
//
// The date of the analysis is an argument. A window of W days holds the days with asOf - day ≤ W; grace of G days those with
// asOf - assigned < G. Activity after the date never counts.
//
// # Errors
//
// Input that makes a calculation meaningless is an error that wraps a sentinel of this package; all problems are joined.
// Doubtful records are no errors: [Classify] lists them as [Issue] and says how it went on. So a negative or fractional
// entitlement is an issue of Classify, which goes on without it, and an error of [EffectivePosition], which would price it.
//
// # Determinism
//
// No result depends on the order of the input where order has no meaning, on map order, or on a clock. Inputs are neither
// changed nor kept, and everything is safe for concurrent use.
package license
