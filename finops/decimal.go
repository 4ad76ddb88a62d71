// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"fmt"

	"github.com/shopspring/decimal"
)

const (
	// maxDigits bounds the digits of an amount, before the point and after it, so that no input can make an operation
	// build huge numbers.
	maxDigits = 500
)

// ParseDecimal reads plain decimal digits with an optional sign and point: "1234.50", "-0.005", "+3", ".5", "5.". No
// spaces, thousands separators or exponent; at least one digit; at most 500 digits before the point and 500 after it.
// It returns [ErrSyntax], or [ErrRange] for too many digits.
func ParseDecimal(s string) (decimal.Decimal, error) {
	f, err := parseFixed(s)
	if err != nil {
		return decimal.Decimal{}, err
	}
	return f.decimal(), nil
}

// parseFixed is ParseDecimal without an allocation for numbers of up to 18 digits.
func parseFixed(s string) (fixed, error) {
	coef, total, after, point := int64(0), 0, 0, false
	negative := len(s) > 0 && s[0] == '-'
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			total++
			if point {
				after++
			}
			if total <= maxFastDigits {
				coef = 10*coef + int64(c-'0')
			}
		case c == '.' && !point:
			point = true
		case (c == '-' || c == '+') && i == 0:
		default:
			return fixed{}, fmt.Errorf("finops: number %q: unexpected %q: %w", clip(s), c, ErrSyntax)
		}
	}
	switch {
	case total == 0:
		return fixed{}, fmt.Errorf("finops: number %q: no digit: %w", clip(s), ErrSyntax)
	case after > maxDigits || total-after > maxDigits:
		return fixed{}, fmt.Errorf("finops: number %q: more than %d digits before or after the point: %w", clip(s), maxDigits, ErrRange)
	case total <= maxFastDigits:
		if negative {
			coef = -coef
		}
		return fixed{coef: coef, scale: uint8(after)}, nil
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return fixed{}, fmt.Errorf("finops: number %q: %w", clip(s), ErrSyntax)
	}
	return newFixed(d), nil
}

// bounded reports whether d has at most maxDigits digits on each side of the point.
func bounded(d decimal.Decimal) bool {
	exp := int64(d.Exponent())
	if exp == 0 && d.IsZero() {
		return true
	}
	return exp >= -maxDigits && exp <= maxDigits && int64(d.NumDigits())+exp <= maxDigits
}
