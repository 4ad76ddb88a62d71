// SPDX-License-Identifier: Apache-2.0

package pricing_test

import "testing"

// TestReferenceVectors computes the cases of testdata/pricing_vectors.json; each names its source. The licence metrics
// of the same collection are tested where the metrics are, in package license.
func TestReferenceVectors(t *testing.T) { runVectors(t, "pricing_vectors.json", 122) }

// TestDerivedCases computes the cases of testdata/derived_cases.json: the same kinds with the options that the published
// ones leave out, computed outside this module in exact fractions.
func TestDerivedCases(t *testing.T) { runVectors(t, "derived_cases.json", 400) }

func runVectors(t *testing.T, name string, count int) {
	vs := readVectors(t, name)
	if len(vs) != count {
		t.Fatalf("%s: %d vectors, want %d", name, len(vs), count)
	}
	for _, v := range vs {
		t.Run(v.ID, func(t *testing.T) {
			if diff := v.check(); diff != "" {
				t.Error(diff)
			}
		})
	}
}
