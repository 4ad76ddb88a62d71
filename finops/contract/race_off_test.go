// SPDX-License-Identifier: Apache-2.0

//go:build !race

package contract_test

const raceEnabled = false
