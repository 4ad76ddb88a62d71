// SPDX-License-Identifier: Apache-2.0

package pricing

import "github.com/itfm-go/itfm/finops/internal/digits"

// The records of this package write their numbers to JSON as strings of plain digits, whatever package decimal is set to.
// A struct of another package that embeds one of them gets its MarshalJSON as well; make it a field instead.

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point, which no function of this package returns.
func (q Quote) MarshalJSON() ([]byte, error) { return digits.Marshal(q) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (t Tier) MarshalJSON() ([]byte, error) { return digits.Marshal(t) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (o PerUnitOptions) MarshalJSON() ([]byte, error) { return digits.Marshal(o) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (s PackageSpec) MarshalJSON() ([]byte, error) { return digits.Marshal(s) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (s PercentageSpec) MarshalJSON() ([]byte, error) { return digits.Marshal(s) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (c Commitment) MarshalJSON() ([]byte, error) { return digits.Marshal(c) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (b UnitBalance) MarshalJSON() ([]byte, error) { return digits.Marshal(b) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point, which no function of this package returns.
func (d UnitDraw) MarshalJSON() ([]byte, error) { return digits.Marshal(d) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point, which no function of this package returns.
func (d UnitDrawdown) MarshalJSON() ([]byte, error) { return digits.Marshal(d) }
