// SPDX-License-Identifier: Apache-2.0

//go:build race

package license_test

const raceEnabled = true
