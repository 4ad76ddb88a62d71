// SPDX-License-Identifier: Apache-2.0

package license

import "github.com/itfm-go/itfm/finops/internal/digits"

// The records of this package write their numbers to JSON as strings of plain digits, whatever package decimal is set to.
// A struct of another package that embeds one of them gets its MarshalJSON as well; make it a field instead.

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (e Entitlement) MarshalJSON() ([]byte, error) { return digits.Marshal(e) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (r Requirement) MarshalJSON() ([]byte, error) { return digits.Marshal(r) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (s MetricStep) MarshalJSON() ([]byte, error) { return digits.Marshal(s) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (s Server) MarshalJSON() ([]byte, error) { return digits.Marshal(s) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (s Share) MarshalJSON() ([]byte, error) { return digits.Marshal(s) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (u UnitTier) MarshalJSON() ([]byte, error) { return digits.Marshal(u) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (p MixPurchase) MarshalJSON() ([]byte, error) { return digits.Marshal(p) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (o OverlapOptions) MarshalJSON() ([]byte, error) { return digits.Marshal(o) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (p Position) MarshalJSON() ([]byte, error) { return digits.Marshal(p) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (d Demand) MarshalJSON() ([]byte, error) { return digits.Marshal(d) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (r RightSizing) MarshalJSON() ([]byte, error) { return digits.Marshal(r) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (p ProductUse) MarshalJSON() ([]byte, error) { return digits.Marshal(p) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (u Utilization) MarshalJSON() ([]byte, error) { return digits.Marshal(u) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (p Peak) MarshalJSON() ([]byte, error) { return digits.Marshal(p) }
