// SPDX-License-Identifier: Apache-2.0

package license

import "github.com/itfm-go/itfm/finops/internal/enum"

// enums says what the errors of this package's named options wrap.
var enums = enum.Package{Name: "license", Range: ErrUnknownName, Syntax: ErrUnknownName}
