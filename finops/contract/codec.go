// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

// readFields reads an object and refuses fields it does not know: the setting of the decoder that reads a contract does
// not reach records that read themselves.
func readFields(what string, data []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("contract: %s: %w: %w", what, finops.ErrSyntax, err)
	}
	return nil
}

// readPrice reads a price that may be missing or null.
func readPrice(data json.RawMessage, into *pricing.Price) error {
	if len(data) == 0 || string(data) == "null" {
		*into = nil
		return nil
	}
	p, err := pricing.ParsePrice(data)
	if err != nil {
		return fmt.Errorf("contract: price: %w", err)
	}
	*into = p
	return nil
}

// UnmarshalJSON reads a line with a price in the form of [pricing.ParsePrice], whose errors it returns. A field it does not
// know is refused with [finops.ErrSyntax], whatever the decoder is set to.
func (l *Line) UnmarshalJSON(data []byte) error {
	type fields Line
	in := struct {
		*fields
		Price json.RawMessage `json:"price"`
	}{fields: new(fields)}
	if err := readFields("line", data, &in); err != nil {
		return err
	}
	line := Line(*in.fields)
	if err := readPrice(in.Price, &line.Price); err != nil {
		return err
	}
	*l = line
	return nil
}

// UnmarshalJSON reads a step with a price in the form of [pricing.ParsePrice], whose errors it returns, and
// [finops.ErrSyntax] for a field it does not know.
func (s *RampStep) UnmarshalJSON(data []byte) error {
	type fields RampStep
	in := struct {
		*fields
		Price json.RawMessage `json:"price"`
	}{fields: new(fields)}
	if err := readFields("ramp step", data, &in); err != nil {
		return err
	}
	step := RampStep(*in.fields)
	if err := readPrice(in.Price, &step.Price); err != nil {
		return err
	}
	*s = step
	return nil
}

// UnmarshalJSON reads a list price in the form of [pricing.ParsePrice], whose errors it returns, and
// [finops.ErrSyntax] for a field it does not know.
func (p *ListPrice) UnmarshalJSON(data []byte) error {
	type fields ListPrice
	in := struct {
		*fields
		Price json.RawMessage `json:"price"`
	}{fields: new(fields)}
	if err := readFields("list price", data, &in); err != nil {
		return err
	}
	list := ListPrice(*in.fields)
	if err := readPrice(in.Price, &list.Price); err != nil {
		return err
	}
	*p = list
	return nil
}

// UnmarshalJSON reads the price of an option in the form of [pricing.ParsePrice], whose errors it returns, and
// [finops.ErrSyntax] for a field it does not know.
func (p *OptionPrice) UnmarshalJSON(data []byte) error {
	type fields OptionPrice
	in := struct {
		*fields
		Price json.RawMessage `json:"price"`
	}{fields: new(fields)}
	if err := readFields("option price", data, &in); err != nil {
		return err
	}
	price := OptionPrice(*in.fields)
	if err := readPrice(in.Price, &price.Price); err != nil {
		return err
	}
	*p = price
	return nil
}
