// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"encoding/json"
	"fmt"

	"github.com/itfm-go/itfm/finops/pricing"
)

// readPrice reads a price that may be missing or null.
func readPrice(data json.RawMessage) (pricing.Price, error) {
	if len(data) == 0 || string(data) == "null" {
		return nil, nil
	}
	p, err := pricing.ParsePrice(data)
	if err != nil {
		return nil, fmt.Errorf("renewal: price: %w", err)
	}
	return p, nil
}

// UnmarshalJSON reads an offer with a price in the form of [pricing.ParsePrice], whose errors it returns.
func (o *Offer) UnmarshalJSON(data []byte) error {
	type fields Offer
	in := struct {
		*fields
		Price json.RawMessage `json:"price"`
	}{fields: new(fields)}
	if err := json.Unmarshal(data, &in); err != nil {
		return fmt.Errorf("renewal: offer: %w", err)
	}
	price, err := readPrice(in.Price)
	if err != nil {
		return err
	}
	*o = Offer(*in.fields)
	o.Price = price
	return nil
}

// UnmarshalJSON reads a position with a price in the form of [pricing.ParsePrice], whose errors it returns.
func (p *Position) UnmarshalJSON(data []byte) error {
	type fields Position
	in := struct {
		*fields
		Price json.RawMessage `json:"price"`
	}{fields: new(fields)}
	if err := json.Unmarshal(data, &in); err != nil {
		return fmt.Errorf("renewal: position: %w", err)
	}
	price, err := readPrice(in.Price)
	if err != nil {
		return err
	}
	*p = Position(*in.fields)
	p.Price = price
	return nil
}
