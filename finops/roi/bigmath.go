// SPDX-License-Identifier: Apache-2.0

package roi

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// guard is the number of bits carried beyond those asked for. Each function below adds at most a few hundred roundings,
// and exponents are below 2^24, so that results are right to the bits asked for.
const guard = 64

// newFloat returns a zero with the working precision for results of prec bits.
func newFloat(prec uint) *big.Float { return new(big.Float).SetPrec(prec + guard) }

// relativeBound returns magnitude × 2^-(prec-4).
func relativeBound(magnitude *big.Float, prec uint) *big.Float {
	return newFloat(prec).SetMantExp(magnitude, -int(prec)+4)
}

// decimalFloat returns d.
func decimalFloat(d decimal.Decimal, prec uint) *big.Float {
	return newFloat(prec).SetRat(d.Rat())
}

// lnOnePlus returns ln(1+rate); rate is above −1.
func lnOnePlus(rate decimal.Decimal, prec uint) *big.Float {
	return ln(decimalFloat(rate.Add(decimal.NewFromInt(1)), prec), prec)
}

// ln returns the natural logarithm of a > 0: a = m·2^e with m near 1, ln a = e·ln 2 + 2·artanh((m−1)/(m+1)).
func ln(a *big.Float, prec uint) *big.Float {
	m := newFloat(prec)
	e := a.MantExp(m)
	if m.Cmp(big.NewFloat(0.7)) < 0 {
		m.SetMantExp(m, 1)
		e--
	}
	one := newFloat(prec).SetInt64(1)
	z := newFloat(prec).Sub(m, one)
	z.Quo(z, newFloat(prec).Add(m, one))
	sum := twiceArtanh(z, prec)
	return sum.Add(sum, newFloat(prec).Mul(ln2(prec), newFloat(prec).SetInt64(int64(e))))
}

// ln2 returns ln 2 = 2·artanh(1/3).
func ln2(prec uint) *big.Float {
	third := newFloat(prec).Quo(newFloat(prec).SetInt64(1), newFloat(prec).SetInt64(3))
	return twiceArtanh(third, prec)
}

// twiceArtanh returns 2(z + z³/3 + z⁵/5 + …) for |z| ≤ 1/3.
func twiceArtanh(z *big.Float, prec uint) *big.Float {
	sum, power, square := newFloat(prec).Set(z), newFloat(prec).Set(z), newFloat(prec).Mul(z, z)
	part := newFloat(prec)
	for k := int64(3); ; k += 2 {
		power.Mul(power, square)
		part.Quo(power, newFloat(prec).SetInt64(k))
		if negligible(part, sum, prec) {
			break
		}
		sum.Add(sum, part)
	}
	return sum.SetMantExp(sum, 1)
}

// exp returns e^x: x = k·ln 2 + y, e^x = 2^k · (e^(y/256))^256 with the last by its power series.
func exp(x *big.Float, prec uint) *big.Float {
	log := ln2(prec)
	k, _ := newFloat(prec).Quo(x, log).Int64()
	y := newFloat(prec).Sub(x, newFloat(prec).Mul(log, newFloat(prec).SetInt64(k)))
	const halvings = 8
	y.SetMantExp(y, -halvings)
	sum, part := newFloat(prec).SetInt64(1), newFloat(prec).SetInt64(1)
	for i := int64(1); ; i++ {
		part.Mul(part, y)
		part.Quo(part, newFloat(prec).SetInt64(i))
		if negligible(part, sum, prec) {
			break
		}
		sum.Add(sum, part)
	}
	for range halvings {
		sum.Mul(sum, sum)
	}
	return sum.SetMantExp(sum, int(k))
}

// power returns x^n for n ≥ 0.
func power(x *big.Float, n int64, prec uint) *big.Float {
	result, square := newFloat(prec).SetInt64(1), newFloat(prec).Set(x)
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			result.Mul(result, square)
		}
		if n > 1 {
			square.Mul(square, square)
		}
	}
	return result
}

// negligible reports whether adding part to sum would not change it.
func negligible(part, sum *big.Float, prec uint) bool {
	return part.Sign() == 0 || part.MantExp(nil) < sum.MantExp(nil)-int(prec+guard)
}
