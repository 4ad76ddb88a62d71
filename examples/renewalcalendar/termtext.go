// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/itfm-go/itfm/finops"
)

// Why free text does not give a term. The texts are complete: they are counted and shown.
var (
	errNoTerm      = errors.New("the text states no term")
	errLengthOnly  = errors.New("the text states a length, but no first day")
	errOnlyEnd     = errors.New("the text states a last day, but no first day")
	errManyLengths = errors.New("the text states several lengths")
	errWordNumber  = errors.New("the text states a length whose word and figure differ")
	errUpTo        = errors.New("the text states only the longest length")
	errManyTerms   = errors.New("the text states several terms")
	errDeadline    = errors.New("the dates in the text are those of a deadline")
	errNoSuchDay   = errors.New("the text states a day that does not exist")
	errReversed    = errors.New("the text states a last day before the first")
	errNoAward     = errors.New("the term starts with the award, and the day of the award is not given")
)

// statedTerm is what free text says about the term of a contract.
type statedTerm struct {
	period       finops.Period
	words        string // the words that say so
	otherLength  string // a length in the text that the dates do not have; "" if there is none
	options      int    // number of options to extend
	months       int    // length of each option
	unreadOption bool   // whether the text grants options whose number and length are not read
}

// Building blocks of the patterns below. All patterns ignore case, and text has single spaces.
const (
	monthName = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`
	dayText   = `(` + monthName + ` [0-9]{1,2}(?:st|nd|rd|th)?,? ?[0-9]{4}|[0-9]{1,2}(?:st|nd|rd|th)? ` + monthName + `,? [0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})`
	number    = `(?:([a-z]+(?:-[a-z]+)?)[ -]?\(([0-9]{1,3})\)|\(([0-9]{1,3})\) ?([a-z]+(?:-[a-z]+)?)|([0-9]{1,3})|(` + numberWords + `))`
	// Longer words come first, so that "six" does not cut "sixty" short.
	numberWords = `twenty-four|thirty-six|forty-eight|fourteen|fifteen|seventeen|eighteen|thirteen|sixteen|nineteen|eleven|twelve|twenty|thirty|sixty|three|seven|eight|four|five|nine|one|two|six|ten`
	length      = number + `[ -]{1,3}(month|year)s?`
	award       = `(?:the )?(?:date of (?:the )?award|award)(?: of (?:the )?contract)?`
	until       = ` ?,? ?(?:to|until|till|through|and be in effect until|and ending on|and ending|-|–) (?:and including )?`
)

var (
	fromToText       = regexp.MustCompile(`(?i)\b(?:from|commencing|commence on|commences on|starting|beginning|effective|on) (?:the )?(?:period )?(?:of |from |commencing |starting |on )?` + dayText + until + dayText)
	awardToText      = regexp.MustCompile(`(?i)\b(?:from|upon) ` + award + until + dayText)
	lengthFromAward  = regexp.MustCompile(`(?i)\b` + length + `(?: period| term)?,? (?:commencing |starting )?(?:from|after|upon) ` + award)
	awardForLength   = regexp.MustCompile(`(?i)\b(?:from|upon) ` + award + `,? for (?:a|the) (?:fixed |initial )?(?:period|term) of ` + length)
	anyTermLength    = regexp.MustCompile(`(?i)\b(?:(?:period|term) of (?:up to )?|for (?:up to )?(?:a |an )?(?:initial |fixed )?)` + length)
	anotherLength    = regexp.MustCompile(`(?i)^(?:[ ,/]|or|and|to)+` + length)
	upToBefore       = regexp.MustCompile(`(?i)\bup to (?:an? )?$`)
	deadlineBefore   = regexp.MustCompile(`(?i)\b(?:deadlines?|clos(?:e|es|ing)|posting|responses?|submissions?|site visits?)\b`)
	lastDayText      = regexp.MustCompile(`(?i)\b(?:to|until|till|through|expires? on) ` + dayText)
	optionText       = regexp.MustCompile(`(?i)\boptions? [^.]{0,80}?\b(?:renew|extend)\b`)
	optionTermsText  = regexp.MustCompile(`(?i)^[^.]{0,120}?\b` + number + `(?:,| optional| additional| addition| separate)* ` + length + `(?: ?\([0-9]+\))? (?:periods?|terms?|options?)`)
	ordinalDayEnding = regexp.MustCompile(`(?i)([0-9])(?:st|nd|rd|th)\b`)
	spaces           = regexp.MustCompile(`\s+`)
)

// readTerm reads the term that a description states: "from October 1, 2012 to February 28, 2014", "from the date of
// award to December 31, 2012", "for one (1) year from date of award", and the options to extend that follow. awarded is
// the day of the award, no date if it is not known. Nothing is guessed: what is not stated is an error.
func readTerm(text string, awarded finops.Date) (statedTerm, error) {
	text = strings.TrimSpace(spaces.ReplaceAllString(text, " "))
	base, options := splitOptions(text)
	t, err := readBaseTerm(base, awarded)
	if err != nil {
		return statedTerm{}, err
	}
	t.otherLength = t.contradiction(base)
	if options != "" {
		t.readOptions(options)
	}
	return t, nil
}

// splitOptions divides the text at the words that grant an option, so that a length after them is not taken for the
// length of the term. The words themselves are dropped.
func splitOptions(text string) (base, options string) {
	at := optionText.FindStringIndex(text)
	if at == nil {
		return text, ""
	}
	return text[:at[0]], text[at[1]:] + " "
}

func readBaseTerm(text string, awarded finops.Date) (statedTerm, error) {
	if found := fromToText.FindAllStringSubmatchIndex(text, -1); found != nil {
		return readFromTo(text, found)
	}
	if m := awardToText.FindStringSubmatch(text); m != nil {
		last, err := parseDayText(m[1])
		if err != nil {
			return statedTerm{}, err
		}
		return newStatedTerm(awarded, last, m[0])
	}
	for _, pattern := range []*regexp.Regexp{awardForLength, lengthFromAward} {
		if at := pattern.FindStringSubmatchIndex(text); at != nil {
			return readFromAward(text, at, awarded)
		}
	}
	return statedTerm{}, whyNoTerm(text)
}

// readFromTo reads terms stated with both days. The same term said twice is one term.
func readFromTo(text string, found [][]int) (statedTerm, error) {
	var term statedTerm
	for _, at := range found {
		sentence := text[:at[0]]
		sentence = sentence[strings.LastIndexAny(sentence, ".*")+1:]
		if deadlineBefore.MatchString(sentence) {
			return statedTerm{}, errDeadline
		}
		first, err := parseDayText(text[at[2]:at[3]])
		if err != nil {
			return statedTerm{}, err
		}
		last, err := parseDayText(text[at[4]:at[5]])
		if err != nil {
			return statedTerm{}, err
		}
		t, err := newStatedTerm(first, last, text[at[0]:at[1]])
		if err != nil {
			return statedTerm{}, err
		}
		if !term.period.IsZero() && term.period != t.period {
			return statedTerm{}, errManyTerms
		}
		term = t
	}
	return term, nil
}

func newStatedTerm(first, last finops.Date, words string) (statedTerm, error) {
	if first.IsZero() {
		return statedTerm{}, errNoAward
	}
	p, err := finops.PeriodThrough(first, last)
	if err != nil {
		return statedTerm{}, errReversed
	}
	return statedTerm{period: p, words: words}, nil
}

// readFromAward reads a length that counts from the award.
func readFromAward(text string, at []int, awarded finops.Date) (statedTerm, error) {
	months, err := lengthInMonths(submatches(text, at)[1:])
	switch {
	case err != nil:
		return statedTerm{}, err
	case anotherLength.MatchString(text[at[1]:]):
		return statedTerm{}, errManyLengths
	case upToBefore.MatchString(text[:at[0]]):
		return statedTerm{}, errUpTo
	case awarded.IsZero():
		return statedTerm{}, errNoAward
	}
	p, err := finops.NewPeriod(awarded, awarded.AddMonths(months))
	if err != nil {
		return statedTerm{}, errNoTerm
	}
	return statedTerm{period: p, words: text[at[0]:at[1]]}, nil
}

// whyNoTerm tells apart what is missing.
func whyNoTerm(text string) error {
	if at := anyTermLength.FindStringIndex(text); at != nil {
		if anotherLength.MatchString(text[at[1]:]) {
			return errManyLengths
		}
		return errLengthOnly
	}
	for _, at := range lastDayText.FindAllStringIndex(text, -1) {
		sentence := text[:at[0]]
		if !deadlineBefore.MatchString(sentence[strings.LastIndexAny(sentence, ".*")+1:]) {
			return errOnlyEnd
		}
	}
	return errNoTerm
}

// contradiction returns the length that the text states beside the dates, if they have another.
func (t statedTerm) contradiction(text string) string {
	m := anyTermLength.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	months, err := lengthInMonths(m[1:])
	if err == nil && t.period.Start.AddMonths(months) == t.period.End {
		return ""
	}
	return strings.TrimSpace(m[0])
}

// readOptions reads "for four (4) additional separate one (1) year periods" after the words that grant the option.
func (t *statedTerm) readOptions(text string) {
	m := optionTermsText.FindStringSubmatch(text)
	t.unreadOption = m == nil
	if m == nil {
		return
	}
	count, err := parseNumber(m[1:7])
	if err == nil {
		t.months, err = lengthInMonths(m[7:])
	}
	if err != nil || count < 1 || count > 20 {
		t.months, t.unreadOption = 0, true
		return
	}
	t.options = count
}

// lengthInMonths reads the seven groups of the pattern length.
func lengthInMonths(groups []string) (int, error) {
	n, err := parseNumber(groups[:6])
	if err != nil {
		return 0, err
	}
	if strings.EqualFold(groups[6], "year") {
		n *= 12
	}
	if n < 1 || n > 600 {
		return 0, errNoTerm
	}
	return n, nil
}

// parseNumber reads the six groups of the pattern number. Where word and figure are given they must agree.
func parseNumber(groups []string) (int, error) {
	word, figure := strings.ToLower(groups[0]+groups[3]+groups[5]), groups[1]+groups[2]+groups[4]
	spoken, known := wordValue(word)
	if figure == "" {
		if !known {
			return 0, errNoTerm
		}
		return spoken, nil
	}
	n, err := strconv.Atoi(figure)
	if err != nil {
		return 0, errNoTerm
	}
	if word != "" && (!known || spoken != n) {
		return 0, errWordNumber
	}
	return n, nil
}

func wordValue(word string) (int, bool) {
	words := map[string]int{
		"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
		"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
		"eighteen": 18, "nineteen": 19, "twenty": 20, "twenty-four": 24, "thirty": 30, "thirty-six": 36, "forty-eight": 48,
		"sixty": 60,
	}
	n, ok := words[word]
	return n, ok
}

// parseDayText reads a day as dayText finds it.
func parseDayText(s string) (finops.Date, error) {
	if d, err := finops.ParseDate(s); err == nil {
		return d, nil
	}
	s = ordinalDayEnding.ReplaceAllString(s, "$1")
	s = strings.NewReplacer(",", " ", ".", " ").Replace(s)
	words := strings.Fields(s)
	if len(words) != 3 {
		return finops.Date{}, errNoSuchDay
	}
	name, day := words[0], words[1]
	if name[0] >= '0' && name[0] <= '9' {
		name, day = day, name
	}
	month, ok := monthNumber(name)
	year, errYear := strconv.Atoi(words[2])
	n, errDay := strconv.Atoi(day)
	if !ok || errYear != nil || errDay != nil {
		return finops.Date{}, errNoSuchDay
	}
	d, err := finops.NewDate(year, month, n)
	if err != nil {
		return finops.Date{}, errNoSuchDay
	}
	return d, nil
}

// monthNumber reads an English month name or its first three letters.
func monthNumber(name string) (time.Month, bool) {
	for m := time.January; m <= time.December; m++ {
		if len(name) >= 3 && strings.EqualFold(name[:3], m.String()[:3]) {
			return m, true
		}
	}
	return 0, false
}

// submatches turns the indexes of a match into its texts.
func submatches(text string, at []int) []string {
	var groups []string
	for i := 0; i+1 < len(at); i += 2 {
		if at[i] < 0 {
			groups = append(groups, "")
			continue
		}
		groups = append(groups, text[at[i]:at[i+1]])
	}
	return groups
}
