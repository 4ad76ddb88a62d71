// SPDX-License-Identifier: Apache-2.0

package itfm_test

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

var (
	mdLink    = regexp.MustCompile(`\]\(([^)\s]+)(?:\s+"[^"]*")?\)`)
	mdHeading = regexp.MustCompile(`(?m)^#{1,6} +(.*?) *#*$`)
	mdCode    = regexp.MustCompile("`[^`\n]*`")
)

// TestMarkdownLinks follows each relative link of each Markdown file to its file and heading.
func TestMarkdownLinks(t *testing.T) {
	files, err := readTextFiles(".md")
	require.NoError(t, err)
	for _, f := range files {
		for _, finding := range linkFindings(f) {
			t.Error(finding)
		}
	}
}

func linkFindings(f textFile) []string {
	var found []string
	text := mdCode.ReplaceAllString(fence.ReplaceAllString(f.text, ""), "")
	for _, m := range mdLink.FindAllStringSubmatch(text, -1) {
		target := m[1]
		if strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
			continue
		}
		file, anchor, _ := strings.Cut(target, "#")
		other := f.text
		if file != "" {
			name := filepath.FromSlash(path.Join(path.Dir(f.name), file))
			info, err := os.Stat(name)
			if err != nil {
				found = append(found, fmt.Sprintf("%s: link %s: no such file", f.name, target))
				continue
			}
			if info.IsDir() || anchor == "" {
				continue
			}
			b, err := os.ReadFile(name)
			if err != nil {
				found = append(found, fmt.Sprintf("%s: link %s: %v", f.name, target, err))
				continue
			}
			other = string(b)
		}
		if anchor != "" && !slices.Contains(anchors(other), anchor) {
			found = append(found, fmt.Sprintf("%s: link %s: no such heading", f.name, target))
		}
	}
	return found
}

// anchors returns the names under which a Markdown text's headings can be linked to.
func anchors(text string) []string {
	var names []string
	seen := map[string]int{}
	for _, m := range mdHeading.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
		slug := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
				return unicode.ToLower(r)
			}
			return -1
		}, m[1])
		if n := seen[slug]; n > 0 {
			names = append(names, fmt.Sprintf("%s-%d", slug, n))
		} else {
			names = append(names, slug)
		}
		seen[slug]++
	}
	return names
}

func TestLinkGateCanFail(t *testing.T) {
	for text, want := range map[string]string{
		"see [x](NO_SUCH.md)":                               "no such file",
		"see [x](#nowhere)\n# Here":                         "no such heading",
		"see [x](#here-1)\n# Here\n## Here":                 "",
		"see [x](#a-b--c)\n# A `b` & c":                     "",
		"see [x](https://example.com/a) [y](go.mod) [z](.)": "",
		"```\n[x](NO_SUCH.md)\n```\n`[y](NO_SUCH.md)`":      "",
	} {
		got := strings.Join(linkFindings(textFile{"README.md", text}), "\n")
		if (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%q: got %q, want %q in it", text, got, want)
		}
	}
}
