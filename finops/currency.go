// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"fmt"
	"iter"
)

// Currency is an ISO 4217 alphabetic code such as "USD". The zero value "" is no currency. A conversion such as
// Currency("abc") is not checked; [ParseCurrency], [Currency.Valid] and the codecs are.
type Currency string

// currencyIndex is the row of a listed code in the table, 0 for none: it compares in one instruction.
type currencyIndex uint16

func (c Currency) index() currencyIndex {
	if len(c) != 3 {
		return 0
	}
	low, high := 1, len(currencyTable)
	for low < high {
		mid := int(uint(low+high) >> 1)
		if currencyTable[mid].code < c {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low == len(currencyTable) || currencyTable[low].code != c {
		return 0
	}
	return currencyIndex(low)
}

func (c Currency) known() (currencyIndex, error) {
	i := c.index()
	if i == 0 {
		return 0, fmt.Errorf("finops: currency %q: %w", clip(string(c)), ErrUnknownCurrency)
	}
	return i, nil
}

func (i currencyIndex) code() Currency { return currencyTable[i].code }

// minorUnits returns the digits after the point, 0 where there is no minor unit.
func (i currencyIndex) minorUnits() int32 { return int32(max(currencyTable[i].minor, 0)) }

// ParseCurrency returns the currency with the code s, three upper-case letters. It returns [ErrUnknownCurrency] for
// any other text.
func ParseCurrency(s string) (Currency, error) {
	i, err := Currency(s).known()
	return i.code(), err
}

// Currencies yields every listed currency, active and historic, in code order.
func Currencies() iter.Seq[Currency] {
	return func(yield func(Currency) bool) {
		for i := 1; i < len(currencyTable); i++ {
			if !yield(currencyTable[i].code) {
				return
			}
		}
	}
}

// MinorUnits returns the digits after the point of the smallest unit: 2 for USD, 0 for JPY, 3 for KWD, 4 for CLF. It
// is 0 for a currency that is not listed, and for those to which ISO gives no minor unit (gold, the test code XTS).
func (c Currency) MinorUnits() int32 { return c.index().minorUnits() }

// Name returns the English name in ISO 4217, "" for a currency that is not listed.
func (c Currency) Name() string { return currencyTable[c.index()].name }

// Numeric returns the three digits of the ISO 4217 numeric code, "840" for USD; "" for a currency that is not listed
// or never had one. A successor may carry the number of its predecessor (XCG that of ANG).
func (c Currency) Numeric() string {
	n := currencyTable[c.index()].numeric
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%03d", n)
}

// Valid reports whether the code is, or once was, in ISO 4217.
func (c Currency) Valid() bool { return c.index() != 0 }

// ValidOn reports whether the currency was in use on d: BGN until 2025-12-31, HRK until 2022-12-31, XCG from
// 2025-03-31. First days are known only for codes that replaced another one; the others count as always in use. It is
// false for a currency that is not listed and for no date.
func (c Currency) ValidOn(d Date) bool {
	i := c.index()
	if i == 0 || d.IsZero() {
		return false
	}
	y, m, day := d.civil()
	n := int32(10000*y + 100*int(m) + day)
	row := &currencyTable[i]
	return n >= row.from && (row.to == 0 || n <= row.to)
}

// String returns the code.
func (c Currency) String() string { return string(c) }
