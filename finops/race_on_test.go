// SPDX-License-Identifier: Apache-2.0

//go:build race

package finops_test

const underRace = true
