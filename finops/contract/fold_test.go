// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// unfold is the inverse of folding as RFC 5545, 3.1 says: take out every CRLF that a space follows.
func unfold(s string) string { return strings.ReplaceAll(s, "\r\n ", "") }

// unescape is the inverse of escapeText for text without control characters.
func unescape(s string) string {
	return strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n").Replace(s)
}

func checkFolded(t *testing.T, line string) {
	t.Helper()
	folded := string(appendFolded(nil, line))
	if unfold(folded) != line+"\r\n" {
		t.Errorf("%q folds to %q, which unfolds to something else", line, folded)
	}
	for _, l := range strings.Split(strings.TrimSuffix(folded, "\r\n"), "\r\n") {
		if len(l) > foldAt {
			t.Errorf("line of %d octets: %q", len(l), l)
		}
		if utf8.ValidString(line) && !utf8.ValidString(l) {
			t.Errorf("a character was cut: %q", l)
		}
	}
}

func TestFold(t *testing.T) {
	for _, n := range []int{0, 1, 74, 75, 76, 148, 149, 150, 223, 224, 1000} {
		for _, unit := range []string{"a", "é", "漢", "😀", "\x80"} {
			checkFolded(t, strings.Repeat(unit, n))
			checkFolded(t, "x"+strings.Repeat(unit, n))
		}
	}
	if got := string(appendFolded(nil, strings.Repeat("a", 75))); strings.Count(got, "\r\n") != 1 {
		t.Errorf("75 octets were folded: %q", got)
	}
}

func FuzzFold(f *testing.F) {
	f.Add("SUMMARY:" + strings.Repeat("漢字 ", 60))
	f.Add(strings.Repeat("😀", 40))
	f.Add("\xff\xfe" + strings.Repeat("\x80", 200))
	f.Fuzz(func(t *testing.T, s string) {
		if !strings.Contains(s, "\r\n ") {
			checkFolded(t, s)
		}
		text := escapeText(s)
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\r\n") {
			t.Errorf("%q is written %q", s, text)
		}
		checkFolded(t, "DESCRIPTION:"+text)
		if utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && (r < ' ' || r == 0x7f) }) && unescape(text) != s {
			t.Errorf("%q is written %q and read %q", s, text, unescape(text))
		}
	})
}

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain", `a\b;c,d`: `a\\b\;c\,d`, "a\nb": `a\nb`, "a\r\nb\rc": `a\nb\nc`, "a\tb\x00c\x7f": "a b c ", "a\xffb": "a\uFFFDb", "": "",
	} {
		if got := escapeText(in); got != want {
			t.Errorf("%q: want %q, got %q", in, want, got)
		}
	}
}
