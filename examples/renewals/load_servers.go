// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops/license"
)

// readServers reads hardware and asks the library what it needs. A server that cannot be read makes the need of its product
// unknown, never smaller.
func (l *licenceLoader) readServers() error {
	t, err := readTable(l.fsys, "servers.csv", l.log, "server_id", "product_id", "sockets", "cores_per_socket", "core_factor")
	if err != nil {
		return err
	}
	t.unique("server_id")
	servers := map[string][]license.Server{}
	for _, r := range t.usable() {
		s := license.Server{
			ID: r.key("server_id"), Sockets: r.above("sockets"), CoresPerSocket: r.above("cores_per_socket"), CoreFactor: r.coreFactor(),
		}
		product := r.product("product_id", l.known)
		if !r.leftOut {
			servers[product] = append(servers[product], s)
		}
	}
	l.doubtServers(t, servers)
	for product, list := range servers {
		if l.out.noNeed[product] == "" {
			l.countServers(product, list)
		}
	}
	return nil
}

// coreFactor returns the factor, 0 if it is blank, which the library takes as 1.
func (r *row) coreFactor() decimal.Decimal {
	f := r.optional("core_factor")
	if f.Valid && f.Decimal.Sign() <= 0 {
		r.reject("core_factor", "is not above zero")
	}
	return f.Decimal
}

// countServers adds the need of one product.
func (l *licenceLoader) countServers(product string, list []license.Server) {
	slices.SortFunc(list, func(a, b license.Server) int { return cmp.Compare(a.ID, b.ID) })
	need, err := license.Processors(list)
	if err != nil {
		l.out.noNeed[product] = reasonOf(err)
		l.log.add(problem{"servers.csv", 0, "product_id", product, reasonOf(err), needNotKnown})
		return
	}
	l.out.required = append(l.out.required, requirement{product, need.Quantity, fmt.Sprintf("%d servers of servers.csv, processors × core factor", len(list))})
}

// doubtServers marks the products of rows that were left out; where a row does not name a product, it may be of any.
func (l *licenceLoader) doubtServers(t *table, servers map[string][]license.Server) {
	read := map[string]bool{}
	for _, list := range servers {
		for _, s := range list {
			read[s.ID] = true
		}
	}
	doubt := func(fields []string, reason string) {
		named := false
		for _, f := range fields {
			if f = strings.TrimSpace(f); l.known[f] {
				l.out.noNeed[f], named = reason, true
			}
		}
		for product := range servers {
			if !named {
				l.out.noNeed[product] = reason
			}
		}
	}
	for _, r := range t.rows {
		if r.leftOut && !read[r.text("server_id")] {
			doubt([]string{r.text("product_id")}, "a row of "+t.file+" is left out")
		}
	}
	for _, record := range t.broken {
		doubt(record, "a row of "+t.file+" is left out")
	}
	for product, reason := range l.out.noNeed {
		l.log.add(problem{t.file, 0, "product_id", product, "cannot be counted: " + reason, needNotKnown})
	}
}
