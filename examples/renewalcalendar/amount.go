// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"regexp"
	"strings"

	"github.com/itfm-go/itfm/finops"
	"github.com/shopspring/decimal"
)

// Why a value is not used. The texts are complete: they are counted and shown.
var (
	errNoCurrency = errors.New("there is no currency: give -currency")
	errNoAmount   = errors.New("is not one amount")
	errAmountUnit = errors.New("is in another currency than the contract")
	errTooPrecise = errors.New("has more decimals than the currency: a unit price, or a point for thousands")
	errTooLarge   = errors.New("is larger than 1,000,000,000,000,000")
	errNegative   = errors.New("is negative")
)

// numberStyle says how amounts are written.
type numberStyle uint8

const (
	decimalPoint numberStyle = iota // 1,250.00
	decimalComma                    // 1.250,00
)

var (
	plainNumber   = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
	groupedNumber = regexp.MustCompile(`^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$`) // a comma at every third digit, no other
	currencyCode  = regexp.MustCompile(`^([A-Z]{3}) ?([-0-9].*)$|^(.*[0-9]) ?([A-Z]{3})$`)
)

// parseAmount reads an amount with or without thousands separators, with or without the sign or code of its currency.
func parseAmount(s string, c finops.Currency, style numberStyle) (finops.Money, error) {
	if c == "" {
		return finops.Money{}, errNoCurrency
	}
	s, err := withoutCurrency(strings.TrimSpace(s), c)
	if err != nil {
		return finops.Money{}, err
	}
	if style == decimalComma {
		s = strings.NewReplacer(",", ".", ".", ",").Replace(s)
	}
	switch {
	case groupedNumber.MatchString(s):
		s = strings.ReplaceAll(s, ",", "")
	case !plainNumber.MatchString(s):
		return finops.Money{}, errNoAmount
	}
	d, err := finops.ParseDecimal(s)
	if err != nil {
		return finops.Money{}, errNoAmount
	}
	m, err := finops.NewMoney(d, c)
	switch {
	case err != nil:
		return finops.Money{}, errNoAmount
	case d.Sign() < 0:
		return finops.Money{}, errNegative
	case d.GreaterThan(decimal.New(1, 15)):
		return finops.Money{}, errTooLarge
	case decimalsOf(s) > int(c.MinorUnits()):
		return finops.Money{}, errTooPrecise
	}
	return m, nil
}

// decimalsOf counts the digits after the point as written: 1.250 has three, and may well mean a thousand.
func decimalsOf(s string) int {
	_, fraction, _ := strings.Cut(s, ".")
	return len(fraction)
}

// withoutCurrency takes the sign or the code of a currency off an amount. A dollar sign stands for any dollar.
func withoutCurrency(s string, c finops.Currency) (string, error) {
	if m := currencyCode.FindStringSubmatch(s); m != nil {
		if m[1]+m[4] != c.String() {
			return "", errAmountUnit
		}
		s = m[2] + m[3]
	}
	for _, sign := range []struct{ text, codes string }{{"$", "USD CAD AUD NZD SGD HKD MXN"}, {"€", "EUR"}, {"£", "GBP"}, {"¥", "JPY CNY"}} {
		if rest, ok := strings.CutPrefix(s, sign.text); ok {
			if !strings.Contains(sign.codes, c.String()) {
				return "", errAmountUnit
			}
			return strings.TrimSpace(rest), nil
		}
	}
	return s, nil
}
