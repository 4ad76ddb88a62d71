// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/stretchr/testify/require"
)

func TestFindOverlaps(t *testing.T) {
	users := func(from, to int) []string {
		var out []string
		for i := to; i >= from; i-- {
			out = append(out, fmt.Sprint("u", i))
		}
		return out
	}
	apps := []license.AppUsers{
		{App: "Zoom", Function: "meetings", Users: append(users(1, 100), "u1")}, // one twice
		{App: "Meet", Function: "meetings", Users: users(51, 110)},
		{App: "Jira", Function: "tickets", Users: users(1, 10)},
		{App: "Nobody", Function: "meetings"},
		{App: "Odd", Users: users(100, 101)},
		{App: "Other", Users: users(101, 102)},
	}
	got, err := license.FindOverlaps(apps, license.OverlapOptions{})
	require.NoError(t, err)
	var lines []string
	for _, o := range got {
		lines = append(lines, fmt.Sprintf("%s-%s both %d of %d, %d: %s %s same %v redundant %v", o.A, o.B, o.Both, o.InA, o.InB,
			o.Coefficient.Percent(1), o.Jaccard.Percent(1), o.Same, o.Redundant))
	}
	want := []string{
		"Jira-Zoom both 10 of 10, 100: 100.0% 10.0% same false redundant false", // a subset: only overlapping, another function
		"Meet-Odd both 2 of 60, 2: 100.0% 3.3% same false redundant false",
		"Meet-Other both 2 of 60, 2: 100.0% 3.3% same false redundant false",
		"Meet-Zoom both 50 of 60, 100: 83.3% 45.5% same true redundant true",
		"Odd-Other both 1 of 2, 2: 50.0% 33.3% same false redundant false", // no function is not the same function
		"Odd-Zoom both 1 of 2, 100: 50.0% 1.0% same false redundant false",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("overlaps (-want +got):\n%s", diff)
	}
	strict, err := license.FindOverlaps(apps, license.OverlapOptions{Min: dec("0.8"), Redundant: dec("0.9")})
	require.NoError(t, err)
	if len(strict) != 4 || strict[3].Redundant {
		t.Errorf("strict: got %+v", strict)
	}
	_, err = license.FindOverlaps([]license.AppUsers{{}, {App: "A"}, {App: "A"}}, license.OverlapOptions{Min: dec("-1")})
	require.ErrorIs(t, err, license.ErrInvalid)
	require.ErrorIs(t, err, license.ErrNegative)
	if apps[0].Users[0] != "u100" {
		t.Error("the input was sorted")
	}
}

func TestShadowIT(t *testing.T) {
	spend := []license.Spend{
		{ID: "p2", Vendor: "notion", Amount: usd("20")},
		{ID: "p1", Vendor: "notion", Amount: usd("10")},
		{ID: "p3", Vendor: "notion", Amount: finops.MustMoney("5 EUR")},
		{ID: "p4", Vendor: "microsoft", Amount: usd("99")},
	}
	signOns := []license.SignOn{
		{Vendor: "figma", Person: "bob", Last: date("2026-05-01")}, {Vendor: "figma", Person: "ann", Last: date("2026-06-01")},
		{Vendor: "figma", Person: "bob"}, {Vendor: "microsoft", Person: "ann"}, {Vendor: "notion", Person: "ann"},
	}
	got, err := license.ShadowIT([]string{"microsoft"}, spend, signOns)
	require.NoError(t, err)
	want := []license.Unmanaged{
		{Vendor: "figma", People: []string{"ann", "bob"}, LastSignOn: date("2026-06-01")},
		{Vendor: "notion", Spend: []finops.Money{finops.MustMoney("5 EUR"), usd("30")}, Payments: []string{"p1", "p2", "p3"}, People: []string{"ann"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("unmanaged (-want +got):\n%s", diff)
	}
	_, err = license.ShadowIT(nil, []license.Spend{{ID: "p"}}, []license.SignOn{{Person: "ann"}})
	require.ErrorIs(t, err, license.ErrInvalid)
}
