// SPDX-License-Identifier: Apache-2.0

package license

// Product is something a vendor licenses: one plan or edition, such as "Microsoft 365 E3".
type Product struct {
	// ID identifies the product in all other records.
	ID string `json:"id"`
	// Vendor is the key of the vendor.
	Vendor string `json:"vendor,omitempty"`
	// Name is what people call it. If empty, the ID.
	Name string `json:"name,omitempty"`
	// Function is what the product is for ("chat", "crm"). Products with the same function may be redundant: see [FindOverlaps].
	Function string `json:"function,omitempty"`
	// Capabilities are the concrete rights that the product grants, such as the service plans of a suite. They are rights
	// of this vendor's world, not functions: two products are tiers of each other only where they share capabilities.
	Capabilities []string `json:"capabilities,omitempty"`
	// Covers lists products that this one replaces in full, for vendors that publish no capabilities. It adds to what
	// the capabilities say.
	Covers []string `json:"covers,omitempty"`
	// Metric is what the product is counted by. If zero, nobody has said: its seats are counted all the same.
	Metric MetricKind `json:"metric,omitempty"`
	// Policy says when a seat counts as unused. Its zero fields take the defaults of [ClassifyOptions].
	Policy Policy `json:"policy,omitzero"`
}

// Implication says that the capability Higher does all that Lower does: "Exchange Online (Plan 2)" implies
// "Exchange Online (Plan 1)". Implications chain.
type Implication struct {
	Higher string `json:"higher"` // the capability that is enough
	Lower  string `json:"lower"`  // the capability that it replaces
}

// Policy says, for one product, when a seat is left alone and when it counts as unused.
type Policy struct {
	// InactiveAfterDays is the window W: a seat is inactive when its last activity is more than W days before the date of
	// the analysis. If zero, the default of [ClassifyOptions].
	InactiveAfterDays int `json:"inactive_after_days,omitempty"`
	// GraceDays is G: a seat assigned fewer than G days ago is in grace. If zero, the default of [ClassifyOptions].
	GraceDays int `json:"grace_days,omitempty"`
	// NoGrace switches the grace for newly assigned seats off.
	NoGrace bool `json:"no_grace,omitempty"`
	// ExemptPersons lists people whose seats are never reclaimed.
	ExemptPersons []string `json:"exempt_persons,omitempty"`
	// ExemptSeats lists seats that are never reclaimed: shared mailboxes, break-glass accounts.
	ExemptSeats []string `json:"exempt_seats,omitempty"`
	// DowngradeTo lists cheaper products, the most wanted first. A seat is over-tiered if one of them grants all the
	// capabilities that were used. If empty, no seat of the product is over-tiered.
	DowngradeTo []string `json:"downgrade_to,omitempty"`
}
