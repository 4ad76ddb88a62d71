// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
)

// enums is what the named options of this package share.
var enums = enum.Package{Name: "contract", Range: finops.ErrRange, Syntax: finops.ErrSyntax}
