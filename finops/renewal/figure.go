// SPDX-License-Identifier: Apache-2.0

package renewal

import "github.com/itfm-go/itfm/finops"

// Figure is an amount that may not exist: then Defined is false and Reason says why. An undefined figure is not zero.
type Figure struct {
	Value   finops.Money `json:"value"`            // the amount; the zero Money if not defined
	Defined bool         `json:"defined"`          // whether there is one
	Reason  string       `json:"reason,omitempty"` // why there is none
}

// String returns the amount, or "undefined: " and the reason.
func (f Figure) String() string {
	if f.Defined {
		return f.Value.String()
	}
	return "undefined: " + f.Reason
}

func figure(m finops.Money) Figure { return Figure{Value: m, Defined: true} }

func noFigure(reason string) Figure { return Figure{Reason: reason} }
