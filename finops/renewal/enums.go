// SPDX-License-Identifier: Apache-2.0

package renewal

import "github.com/itfm-go/itfm/finops/internal/enum"

// enums says what the errors of the named options of this package wrap.
var enums = enum.Package{Name: "renewal", Range: ErrUnknownName, Syntax: ErrUnknownName}
