// SPDX-License-Identifier: Apache-2.0

package pricing

// checkPrice refuses what no constructor returned: no price, a nil pointer in the interface, a zero value.
func checkPrice(p Price) error {
	if p == nil {
		return errUnbuilt(true, "")
	}
	return p.check()
}

// errUnbuilt says that a price is nil, or else that the constructor did not build it.
func errUnbuilt(isNil bool, constructor string) error {
	e := &FieldError{Of: ErrInvalidPrice, Field: "price", Reason: "is nil"}
	if !isNil {
		e.Reason = "was not built by " + constructor
	}
	return e
}

func (p *PerUnit) check() error {
	if p == nil || p.reading == "" {
		return errUnbuilt(p == nil, "NewPerUnit")
	}
	return nil
}

func (f *Flat) check() error {
	if f == nil || f.amount.Currency() == "" {
		return errUnbuilt(f == nil, "NewFlat")
	}
	return nil
}

func (l *Ladder) check() error {
	if l == nil || len(l.tiers) == 0 {
		return errUnbuilt(l == nil, "NewLadder")
	}
	return nil
}

func (p *Package) check() error {
	if p == nil || p.reading == "" {
		return errUnbuilt(p == nil, "NewPackage")
	}
	return nil
}

func (p *Percentage) check() error {
	if p == nil || p.reading == "" {
		return errUnbuilt(p == nil, "NewPercentage")
	}
	return nil
}
