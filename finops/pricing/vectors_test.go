// SPDX-License-Identifier: Apache-2.0

package pricing_test

import "testing"

// TestReferenceVectors computes the cases of testdata/pricing_vectors.json; each names its source. The licence metrics
// of the same collection are tested where the metrics are, in package license.
func TestReferenceVectors(t *testing.T) {
	vs := readVectors(t)
	if len(vs) != 122 {
		t.Fatalf("%d vectors, want 122", len(vs))
	}
	for _, v := range vs {
		t.Run(v.ID, func(t *testing.T) {
			if diff := v.check(); diff != "" {
				t.Error(diff)
			}
		})
	}
}
