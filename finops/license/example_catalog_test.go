// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"errors"
	"fmt"

	"github.com/itfm-go/itfm/finops/license"
)

func ExampleNewCatalog() {
	c, err := license.NewCatalog([]license.Product{
		{ID: "E5", Capabilities: []string{"mail_plan_2", "voice"}},
		{ID: "E3", Capabilities: []string{"mail_plan_1"}},
	}, []license.Implication{{Higher: "mail_plan_2", Lower: "mail_plan_1"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	covers, _ := c.Covers("E5", "E3")
	grants, _ := c.Grants("E5")
	fmt.Println(covers, grants)
	// Output: true [mail_plan_1 mail_plan_2 voice]
}

func ExampleCatalog_Missing() {
	c, _ := license.NewCatalog([]license.Product{
		{ID: "E5", Capabilities: []string{"mail_plan_2"}},
		{ID: "E3", Capabilities: []string{"mail_plan_1"}},
	}, nil)
	covers, _ := c.Covers("E5", "E3")
	missing, _ := c.Missing("E5", "E3")
	fmt.Println(covers, missing)
	// Output: false [mail_plan_1]
}

func ExampleProduct() {
	p := license.Product{ID: "Pro", Vendor: "acme", Function: "diagrams", Covers: []string{"Basic"}}
	c, err := license.NewCatalog([]license.Product{p, {ID: "Basic"}}, nil)
	covers, _ := c.Covers("Pro", "Basic")
	fmt.Println(covers, err)
	// Output: true <nil>
}

func ExampleImplication() {
	_, err := license.NewCatalog(nil, []license.Implication{{Higher: "a", Lower: "b"}, {Higher: "b", Lower: "a"}})
	fmt.Println(err)
	// Output: license: capability cycle: "a" -> "b" -> "a"
}

func ExampleCycleError() {
	_, err := license.NewCatalog([]license.Product{{ID: "A", Covers: []string{"B"}}, {ID: "B", Covers: []string{"A"}}}, nil)
	var cycle *license.CycleError
	fmt.Println(errors.As(err, &cycle), cycle.Of, cycle.Path, errors.Is(err, license.ErrCycle))
	// Output: true product [A B A] true
}

func ExamplePolicy() {
	_, err := license.NewCatalog([]license.Product{{ID: "E5", Policy: license.Policy{InactiveAfterDays: -1}}}, nil)
	fmt.Println(err)
	// Output: license: catalog: product "E5": inactive_after_days is -1, negative: license: invalid policy
}
