// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
)

// enums says what the errors of this package's named options wrap.
var enums = enum.Package{Name: "pricing", Range: finops.ErrRange, Syntax: finops.ErrSyntax}
