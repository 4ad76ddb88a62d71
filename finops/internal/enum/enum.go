// SPDX-License-Identifier: Apache-2.0

// Package enum gives named options their text forms: the one implementation behind String, MarshalText and UnmarshalText
// of every option type of the module. It imports no other package of the module.
//
// A package declares once what its errors wrap, and a table for each of its types:
//
//	var options = enum.Package{Name: "pricing", Range: finops.ErrRange, Syntax: finops.ErrSyntax}
//
//	var modeNames = enum.Of[Mode](options, "mode", "graduated", "volume")
//
//	func (m Mode) String() string { return modeNames.String(m) }
//
//	func (m Mode) MarshalText() ([]byte, error) { return modeNames.Marshal(m) }
//
//	func (m *Mode) UnmarshalText(text []byte) error { return modeNames.Unmarshal(m, text) }
package enum

import (
	"fmt"
	"strings"
)

// Package is what the tables of one package have in common.
type Package struct {
	Name   string // first word of its errors, for example "pricing"
	Range  error  // sentinel for a number without a name
	Syntax error  // sentinel for a text that is no name; may be the same as Range
}

// Names are the text forms of the values 0, 1, 2 and so on of T. Build it with [Of]. The zero value names nothing.
type Names[T ~uint8] struct {
	owner Package
	kind  string
	texts []string
}

// Of returns the table of a type: kind says in an error what it is, for example "rate kind", and texts are the names of
// its values from 0. The name "" belongs to a value that stands for "not stated": it is read and written as no text, and
// left out where names are listed. The texts are kept, so do not change them.
func Of[T ~uint8](owner Package, kind string, texts ...string) Names[T] {
	return Names[T]{owner: owner, kind: kind, texts: texts}
}

// String returns the name of v, and for a value without one the kind and the number, "rate kind(9)".
func (n Names[T]) String(v T) string {
	if !n.Has(v) {
		return fmt.Sprintf("%s(%d)", n.kind, uint8(v))
	}
	return n.texts[v]
}

// Has reports whether v has a name.
func (n Names[T]) Has(v T) bool { return int(v) < len(n.texts) }

// Check returns nil if v has a name, else an error that wraps Range of the package:
//
//	pricing: mode 9: want one of graduated, volume: finops: out of range
func (n Names[T]) Check(v T) error {
	if n.Has(v) {
		return nil
	}
	return fmt.Errorf("%s: %s %d: want one of %s: %w", n.owner.Name, n.kind, uint8(v), n.List(), n.owner.Range)
}

// Marshal returns the name of v. For a value without one it returns the error of Check, so that nothing unreadable is
// written.
func (n Names[T]) Marshal(v T) ([]byte, error) {
	if err := n.Check(v); err != nil {
		return nil, err
	}
	return []byte(n.texts[v]), nil
}

// Unmarshal sets *v to the value whose name is text, exactly. For any other text it leaves *v alone and returns an error
// that wraps Syntax of the package:
//
//	pricing: mode "gradual": want one of graduated, volume: finops: bad syntax
func (n Names[T]) Unmarshal(v *T, text []byte) error {
	for i, name := range n.texts {
		if name == string(text) {
			*v = T(i)
			return nil
		}
	}
	return fmt.Errorf("%s: %s %q: want one of %s: %w", n.owner.Name, n.kind, clip(text), n.List(), n.owner.Syntax)
}

// List returns the names other than "", "graduated, volume".
func (n Names[T]) List() string {
	var b strings.Builder
	for _, name := range n.texts {
		if name == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(name)
	}
	return b.String()
}

// clip shortens text from outside for an error message.
func clip(text []byte) string {
	const most = 40
	if len(text) <= most {
		return string(text)
	}
	return string(text[:most]) + "..."
}
