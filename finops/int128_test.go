// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func (x *int128) big() *big.Int { return x.decimal(0).BigInt() }

// TestInt128 compares each operation with math/big.
func TestInt128(t *testing.T) {
	limit := new(big.Int).Lsh(big.NewInt(1), 126)
	rapid.Check(t, func(t *rapid.T) {
		x := int128{hi: rapid.Int64Range(-1<<62, 1<<62-1).Draw(t, "hi"), lo: rapid.Uint64().Draw(t, "lo")}
		if rapid.Bool().Draw(t, "short") {
			x.hi >>= 62
		}
		want := x.big()
		if !x.roomy() || new(big.Int).Abs(want).Cmp(limit) > 0 {
			t.Fatalf("%s is not roomy", want)
		}
		v := rapid.Int64().Draw(t, "v")
		sum := x
		sum.add64(v)
		if w := new(big.Int).Add(want, big.NewInt(v)); sum.big().Cmp(w) != 0 {
			t.Errorf("%s + %d = %s", want, v, sum.big())
		}
		factor := pow10[rapid.IntRange(0, maxScale).Draw(t, "scale")]
		product := x
		product.addProduct(v, factor)
		if w := new(big.Int).Add(want, new(big.Int).Mul(big.NewInt(v), big.NewInt(factor))); product.big().Cmp(w) != 0 {
			t.Errorf("%s + %d × %d = %s", want, v, factor, product.big())
		}
		scaled := x
		w := new(big.Int).Mul(want, big.NewInt(factor))
		if ok := scaled.mul(factor); ok != (new(big.Int).Abs(w).Cmp(limit) < 0) {
			t.Errorf("%s × %d fits: %t", want, factor, ok)
		} else if ok && (scaled.big().Cmp(w) != 0 || !scaled.roomy()) || !ok && scaled != x {
			t.Errorf("%s × %d = %s", want, factor, scaled.big())
		}
		f, ok := x.fixed(2)
		if fits := want.IsInt64() && want.Int64() != -1<<63; ok != fits || ok && f.coef != want.Int64() {
			t.Errorf("%s in 64 bits: %t, %d", want, ok, f.coef)
		}
	})
}
