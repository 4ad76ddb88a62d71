// SPDX-License-Identifier: Apache-2.0

package itfm_test

import (
	"strings"
	"testing"
)

// rule is one house rule about the code of a room.
type rule struct {
	name  string
	scope func(*room) bool
	check func(*room) []string
	// breaches prove that the rule can fail; clean sources prove that it does not cry wolf.
	breaches []breach
	clean    []string
}

// breach is a source that breaks a rule and a part of the finding it must cause.
type breach struct {
	source string
	want   string
}

func libraries(r *room) bool { return r.library() }

func publicAPI(r *room) bool { return r.public() }

func allCode(r *room) bool { return len(r.files) > 0 }

// rules lists the gates over type-checked code. Rules over files, imports and go.mod stand beside them in tests of their own.
func rules() []rule {
	return []rule{
		bannedCalls(),
		noInit(),
		noPackageState(),
		noPanic(),
		noFloatMoney(),
		packageDoc(),
		everythingDocumented(),
		everythingExampled(),
		ownTypesInSignatures(),
		enumsHaveNames(),
		snakeCaseTags(),
		errorText(),
	}
}

// TestPolicy holds every package to the house rules.
func TestPolicy(t *testing.T) {
	tr := theTree(t)
	for _, rl := range rules() {
		t.Run(rl.name, func(t *testing.T) {
			for _, r := range tr.rooms {
				if !rl.scope(r) {
					continue
				}
				for _, f := range rl.check(r) {
					t.Error(f)
				}
			}
		})
	}
}

// TestPolicyCanFail feeds each rule code that breaks it, and code that does not.
func TestPolicyCanFail(t *testing.T) {
	tr := theTree(t)
	for _, rl := range rules() {
		t.Run(rl.name, func(t *testing.T) {
			if len(rl.breaches) == 0 {
				t.Error("no breach shows that this rule can fail")
			}
			for _, b := range rl.breaches {
				got := strings.Join(rl.check(tr.snippet(t, "finops/snippet", b.source)), "\n")
				if !strings.Contains(got, b.want) {
					t.Errorf("source:\n%s\ngot findings:\n%s\nwant one with %q", b.source, got, b.want)
				}
			}
			for _, src := range rl.clean {
				if got := rl.check(tr.snippet(t, "finops/snippet", src)); len(got) > 0 {
					t.Errorf("source:\n%s\ngot findings:\n%s\nwant none", src, strings.Join(got, "\n"))
				}
			}
		})
	}
}
