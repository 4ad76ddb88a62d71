// SPDX-License-Identifier: Apache-2.0

package renewal

import "github.com/itfm-go/itfm/finops/internal/digits"

// The records of this package write their numbers to JSON as strings of plain digits, whatever package decimal is set to.
// A struct of another package that embeds one of them gets its MarshalJSON as well; make it a field instead.

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (o BenchmarkOptions) MarshalJSON() ([]byte, error) { return digits.Marshal(o) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (b BreakEven) MarshalJSON() ([]byte, error) { return digits.Marshal(b) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (o BreakEvenOptions) MarshalJSON() ([]byte, error) { return digits.Marshal(o) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (b Buffer) MarshalJSON() ([]byte, error) { return digits.Marshal(b) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (c Comparison) MarshalJSON() ([]byte, error) { return digits.Marshal(c) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (e Exposure) MarshalJSON() ([]byte, error) { return digits.Marshal(e) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (f Floor) MarshalJSON() ([]byte, error) { return digits.Marshal(f) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (r LineReview) MarshalJSON() ([]byte, error) { return digits.Marshal(r) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (i MedianInterval) MarshalJSON() ([]byte, error) { return digits.Marshal(i) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (n Negotiation) MarshalJSON() ([]byte, error) { return digits.Marshal(n) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (in NegotiationInput) MarshalJSON() ([]byte, error) { return digits.Marshal(in) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (o Offer) MarshalJSON() ([]byte, error) { return digits.Marshal(o) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (o Options) MarshalJSON() ([]byte, error) { return digits.Marshal(o) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (p Position) MarshalJSON() ([]byte, error) { return digits.Marshal(p) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (s Saving) MarshalJSON() ([]byte, error) { return digits.Marshal(s) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (p SavingPart) MarshalJSON() ([]byte, error) { return digits.Marshal(p) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (a SensitivityAxes) MarshalJSON() ([]byte, error) { return digits.Marshal(a) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (r SensitivityRow) MarshalJSON() ([]byte, error) { return digits.Marshal(r) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (t SensitivityTable) MarshalJSON() ([]byte, error) { return digits.Marshal(t) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (w Waiting) MarshalJSON() ([]byte, error) { return digits.Marshal(w) }
