// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/license"
)

func ExampleFeed_stale() {
	c, err := license.NewCatalog([]license.Product{{ID: "draw"}}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := license.Classify(license.Estate{
		Catalog: c,
		Seats: []license.Seat{
			{ID: "s1", Product: "draw", Person: "ann", Assigned: finops.MustDate("2025-03-01")},
			{ID: "s2", Product: "draw", Person: "bob", Assigned: finops.MustDate("2025-03-01")},
		},
		Feeds: []license.Feed{{Product: "draw", Through: finops.MustDate("2026-05-31"), Activities: []license.Activity{
			{Person: "ann", Last: finops.MustDate("2026-05-20")},
			{Person: "bob", Last: finops.MustDate("2026-02-14")},
		}}},
	}, finops.MustDate("2026-06-30"), license.ClassifyOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range report.Seats {
		fmt.Println(f.Explain())
	}
	use := report.Products[0]
	fmt.Printf("feed %s since %s, use known of %s\n", use.Feed, use.FeedThrough, use.Coverage.Percent(0))
	// Output:
	// draw seat s1: active, last activity on 2026-05-20
	// draw seat s2: no_telemetry, last known activity on 2026-02-14, the usage feed ended too early to tell
	// feed stale since 2026-05-31, use known of 50%
}

func ExampleFeed_empty() {
	c, err := license.NewCatalog([]license.Product{{ID: "draw"}}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := license.Classify(license.Estate{
		Catalog: c,
		Seats: []license.Seat{
			{ID: "s1", Product: "draw", Person: "ann", Assigned: finops.MustDate("2025-03-01")},
			{ID: "s2", Product: "draw", Person: "bob", Assigned: finops.MustDate("2025-03-01"), LastActivity: finops.MustDate("2026-06-20")},
		},
		Feeds: []license.Feed{{Product: "draw", Activities: []license.Activity{
			{Person: "ann@old-domain.example", Last: finops.MustDate("2026-06-25")}, // nobody here has this ID
		}}},
	}, finops.MustDate("2026-06-30"), license.ClassifyOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range report.Seats {
		fmt.Println(f.Explain())
	}
	use := report.Products[0]
	fmt.Printf("feed %s, use known of %s\n", use.Feed, use.Coverage.Percent(0))
	// Output:
	// draw seat s1: no_telemetry, the usage feed has no row that belongs to a seat of the product
	// draw seat s2: active, last activity on 2026-06-20
	// feed empty, use known of 50%
}
