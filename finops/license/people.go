// SPDX-License-Identifier: Apache-2.0

package license

import "github.com/itfm-go/itfm/finops"

// people numbers the persons of the input: those in the list of people first, then others who hold seats.
type people struct {
	number map[string]int32
	name   []string
	state  []employment
	listed int32 // how many are in the list of people
}

type employment uint8

const (
	employed employment = iota
	hasLeft
	notStarted
)

// indexPeople numbers the people and finds out who is employed on the day.
func (c *classifier) indexPeople(list []Person, seats int) {
	c.people = people{number: make(map[string]int32, max(len(list), min(seats, 1024))), state: make([]employment, 0, len(list))}
	for i := range list {
		p := &list[i]
		state := employmentOn(p, c.asOf)
		if !p.LastDay.IsZero() && !p.Start.IsZero() && p.LastDay.Before(p.Start) {
			c.issues.add(IssuePersonDates, "", p.ID)
		}
		if n, twice := c.people.number[p.ID]; twice {
			c.issues.add(IssueRepeatedPerson, "", p.ID)
			c.people.state[n] = min(c.people.state[n], state)
			continue
		}
		c.people.number[p.ID] = int32(len(c.people.state))
		c.people.name = append(c.people.name, p.ID)
		c.people.state = append(c.people.state, state)
	}
	c.people.listed = int32(len(c.people.state))
}

func employmentOn(p *Person, d finops.Date) employment {
	switch {
	case p.leftBy(d):
		return hasLeft
	case p.Start.After(d):
		return notStarted
	}
	return employed
}

// nameOf returns the ID of a numbered person, "" for none.
func (c *classifier) nameOf(person int32) string {
	if person == none {
		return ""
	}
	return c.people.name[person]
}

// numberOf returns the number of the person, a new one if need be, none for "".
func (c *classifier) numberOf(person string) int32 {
	if person == "" {
		return none
	}
	n, ok := c.people.number[person]
	if !ok {
		n = int32(len(c.people.state))
		c.people.number[person] = n
		c.people.name = append(c.people.name, person)
		c.people.state = append(c.people.state, employed)
	}
	return n
}
