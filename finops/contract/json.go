// SPDX-License-Identifier: Apache-2.0

package contract

import "github.com/itfm-go/itfm/finops/internal/digits"

// The records of this package write their numbers to JSON as strings of plain digits, whatever package decimal is set to.
// A struct of another package that embeds one of them gets its MarshalJSON as well; make it a field instead.

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (l Line) MarshalJSON() ([]byte, error) { return digits.Marshal(l) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (s RampStep) MarshalJSON() ([]byte, error) { return digits.Marshal(s) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (c Commitment) MarshalJSON() ([]byte, error) { return digits.Marshal(c) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (a AddOn) MarshalJSON() ([]byte, error) { return digits.Marshal(a) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (l CoTermLine) MarshalJSON() ([]byte, error) { return digits.Marshal(l) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (l InvoiceLine) MarshalJSON() ([]byte, error) { return digits.Marshal(l) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (a AnnualLine) MarshalJSON() ([]byte, error) { return digits.Marshal(a) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (o Observation) MarshalJSON() ([]byte, error) { return digits.Marshal(o) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (r TrueUpResult) MarshalJSON() ([]byte, error) { return digits.Marshal(r) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (c TrueUpCharge) MarshalJSON() ([]byte, error) { return digits.Marshal(c) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (r TrueDownResult) MarshalJSON() ([]byte, error) { return digits.Marshal(r) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (u Uplift) MarshalJSON() ([]byte, error) { return digits.Marshal(u) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (i IndexPoint) MarshalJSON() ([]byte, error) { return digits.Marshal(i) }

// MarshalJSON writes the fields, numbers as strings of plain digits. It returns an error for a number of more than 1000
// digits on a side of the point.
func (v LineValue) MarshalJSON() ([]byte, error) { return digits.Marshal(v) }
