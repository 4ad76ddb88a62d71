// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
)

// Kinds of prices in JSON.
const (
	kindPerUnit    = "per_unit"
	kindFlat       = "flat"
	kindLadder     = "ladder"
	kindPackage    = "package"
	kindPercentage = "percentage"
)

type perUnitJSON struct {
	Kind string       `json:"kind"`
	Unit finops.Money `json:"unit"`
	PerUnitOptions
}

type flatJSON struct {
	Kind   string       `json:"kind"`
	Amount finops.Money `json:"amount"`
}

type ladderJSON struct {
	Kind string `json:"kind"`
	LadderSpec
}

type packageJSON struct {
	Kind string `json:"kind"`
	PackageSpec
}

type percentageJSON struct {
	Kind string `json:"kind"`
	PercentageSpec
}

// MarshalJSON writes what the price was built from, with "kind": "per_unit". [ParsePrice] reads it. It returns
// [ErrInvalidPrice] for a price that [NewPerUnit] did not build.
func (p *PerUnit) MarshalJSON() ([]byte, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	return digits.Marshal(perUnitJSON{kindPerUnit, p.unit, p.opts})
}

// MarshalJSON writes what the price was built from, with "kind": "flat". [ParsePrice] reads it. It returns
// [ErrInvalidPrice] for a price that [NewFlat] did not build.
func (f *Flat) MarshalJSON() ([]byte, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	return digits.Marshal(flatJSON{kindFlat, f.amount})
}

// MarshalJSON writes what the price was built from, with "kind": "ladder". [ParsePrice] reads it. It returns
// [ErrInvalidPrice] for a price that [NewLadder] did not build.
func (l *Ladder) MarshalJSON() ([]byte, error) {
	if err := l.check(); err != nil {
		return nil, err
	}
	return digits.Marshal(ladderJSON{kindLadder, l.spec})
}

// MarshalJSON writes what the price was built from, with "kind": "package". [ParsePrice] reads it. It returns
// [ErrInvalidPrice] for a price that [NewPackage] did not build.
func (p *Package) MarshalJSON() ([]byte, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	return digits.Marshal(packageJSON{kindPackage, p.spec})
}

// MarshalJSON writes what the price was built from, with "kind": "percentage". [ParsePrice] reads it. It returns
// [ErrInvalidPrice] for a price that [NewPercentage] did not build.
func (p *Percentage) MarshalJSON() ([]byte, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	return digits.Marshal(percentageJSON{kindPercentage, p.spec})
}

// ParsePrice reads a price from JSON: an object with "kind" (per_unit, flat, ladder, package or percentage) and the
// fields of the constructor's arguments, as json.Marshal of a price writes it. Unknown fields are an error, so that a
// misspelt option does not silently become its default.
//
// It returns an error that wraps [finops.ErrSyntax] for anything that is not such an object, and the errors of the
// constructor.
func ParsePrice(data []byte) (Price, error) {
	var head struct {
		Kind string `json:"kind"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, fmt.Errorf("pricing: price: %w: %w", finops.ErrSyntax, err)
	}
	switch head.Kind {
	case kindPerUnit:
		var j perUnitJSON
		return built(data, &j, func() (Price, error) { return orNil(NewPerUnit(j.Unit, j.PerUnitOptions)) })
	case kindFlat:
		var j flatJSON
		return built(data, &j, func() (Price, error) { return orNil(NewFlat(j.Amount)) })
	case kindLadder:
		var j ladderJSON
		return built(data, &j, func() (Price, error) { return orNil(NewLadder(j.LadderSpec)) })
	case kindPackage:
		var j packageJSON
		return built(data, &j, func() (Price, error) { return orNil(NewPackage(j.PackageSpec)) })
	case kindPercentage:
		var j percentageJSON
		return built(data, &j, func() (Price, error) { return orNil(NewPercentage(j.PercentageSpec)) })
	}
	return nil, fmt.Errorf("pricing: price: kind %.40q: want per_unit, flat, ladder, package or percentage: %w", head.Kind, finops.ErrSyntax)
}

func built(data []byte, into any, build func() (Price, error)) (Price, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return nil, fmt.Errorf("pricing: price: %w: %w", finops.ErrSyntax, err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("pricing: price: text after the object: %w", finops.ErrSyntax)
	}
	return build()
}

// orNil keeps a failed constructor's nil pointer from becoming a price that is not nil.
func orNil[P Price](p P, err error) (Price, error) {
	if err != nil {
		return nil, err
	}
	return p, nil
}
