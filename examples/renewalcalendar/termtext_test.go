// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/itfm-go/itfm/finops"
)

func TestReadTerm(t *testing.T) {
	award := finops.MustDate("2026-03-16")
	for _, c := range []struct {
		text    string
		awarded finops.Date
		period  string
		options int
		months  int
		other   string
		unread  bool
		err     error
	}{
		// source: phrases of the City of Toronto's awarded contracts, shortened
		{text: "for a period of seventeen (17) months, from October 1, 2012 to February 28, 2014", period: "2012-10-01/2014-03-01"},
		{text: "from March 1, 2013 to February 28, 2014with the option to renew the Contract for three (3) additional separate one (1) year periods", period: "2013-03-01/2014-03-01", options: 3, months: 12},
		{text: "the period commencing September 1, 2023 to August 31, 2024", period: "2023-09-01/2024-09-01"},
		{text: "an initial five (5) year term to commence on January 1, 2024 and be in effect until December 31, 2028.", period: "2024-01-01/2029-01-01"},
		{text: "from the date of award to December 31, 2026 with the option to renew for four (4) additional separate one year (1) terms", awarded: award, period: "2026-03-16/2027-01-01", options: 4, months: 12},
		{text: "effective upon award to April 30, 2026", awarded: award, period: "2026-03-16/2026-05-01"},
		{text: "for a period of two (2) years commencing from date of award to November 30, 2027", awarded: award, period: "2026-03-16/2027-12-01", other: "period of two (2) years"},
		{text: "for one (1) year from date of award", awarded: award, period: "2026-03-16/2027-03-16"},
		{text: "for a period of (3) three years from the date of award, with an option to extend the agreement for an additional two, one (1) year terms", awarded: award, period: "2026-03-16/2029-03-16", options: 2, months: 12},
		{text: "from the Date of Award for a period of one (1) year", awarded: award, period: "2026-03-16/2027-03-16"},
		{text: "nine (9) months from date of Award with the option to renew the Contract for one (1) additional four (4) month period", awarded: award, period: "2026-03-16/2026-12-16", options: 1, months: 4},
		{text: "one (1) year from date of award, with an option in favour of the City to extend for an additional term of up to four (4) separate one-(1) year periods", awarded: award, period: "2026-03-16/2027-03-16", options: 4, months: 12},
		{text: "from January 1, 2026 to December 31, 2026, with an option to renew as agreed", period: "2026-01-01/2027-01-01", unread: true},
		{text: "from date of award for a period of 6 months , 12 months or 15 months", awarded: award, err: errManyLengths},
		{text: "for up to one (1) year from date of award", awarded: award, err: errUpTo},
		{text: "for one (1) year from date of award", err: errNoAward},
		{text: "for a period of three (3) years", err: errLengthOnly},
		{text: "the current contract is expected to expire on June 30, 2025", err: errOnlyEnd},
		{text: "Submission Deadline for the RFP has been extended from March 11, 2025 to March 21, 2025.", err: errDeadline},
		{text: "RFT response deadline May 30, 2025 12.00 PM", err: errNoTerm},
		{text: "approximately June 2023 to end of September 2023", err: errNoTerm},
		// ours
		{text: "", err: errNoTerm},
		{text: "from 1 March 2027 through 29 February 2028", period: "2027-03-01/2028-03-01"},
		{text: "from 2027-03-01 to 2028-02-29", period: "2027-03-01/2028-03-01"},
		{text: "from Sept. 1st, 2026 until Aug 31st, 2027", period: "2026-09-01/2027-09-01"},
		{text: "from\n May 1,\t2026 to  April 30, 2027", period: "2026-05-01/2027-05-01"},
		{text: "from February 29, 2026 to May 1, 2027", err: errNoSuchDay},
		{text: "from March 1, 2026 to February 30, 2027", err: errNoSuchDay},
		{text: "from May 1, 2027 to April 30, 2026", err: errReversed},
		{text: "from the date of award to April 30, 2025", awarded: award, err: errReversed},
		{text: "from May 1, 2026 to April 30, 2027, and from May 1, 2027 to April 30, 2028", err: errManyTerms},
		{text: "from May 1, 2026 to April 30, 2027. As said, from May 1, 2026 to April 30, 2027", period: "2026-05-01/2027-05-01"},
		{text: "for two (3) years from date of award", awarded: award, err: errWordNumber},
		{text: "for a period of sixty (60) months from date of award", awarded: award, period: "2026-03-16/2031-03-16"},
		{text: "for 0 years from date of award", awarded: award, err: errNoTerm},
		{text: "for 999 years from date of award", awarded: award, err: errNoTerm},
	} {
		got, err := readTerm(c.text, c.awarded)
		if !errors.Is(err, c.err) {
			t.Errorf("%q: error %v, want %v", c.text, err, c.err)
			continue
		}
		want := statedTerm{options: c.options, months: c.months, otherLength: c.other, unreadOption: c.unread, words: got.words}
		if c.period != "" {
			want.period = finops.MustPeriod(c.period)
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(statedTerm{}), cmp.Comparer(func(a, b finops.Date) bool { return a == b })); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
		if err == nil && (got.words == "" || !strings.Contains(strings.Join(strings.Fields(c.text), " "), got.words)) {
			t.Errorf("%q: words %q are not in the text", c.text, got.words)
		}
	}
}

func TestParseAmount(t *testing.T) {
	for _, c := range []struct {
		text  string
		unit  finops.Currency
		style numberStyle
		want  string
		err   error
	}{
		// source: ways to write an amount in the City of Toronto's awarded contracts, with other digits
		{text: "26773.58", unit: "CAD", want: "26773.58 CAD"},
		{text: "771,931.57", unit: "CAD", want: "771931.57 CAD"},
		{text: "$ 1,771,931.57", unit: "CAD", want: "1771931.57 CAD"},
		{text: "$1,771,931.57 CAD", unit: "CAD", want: "1771931.57 CAD"},
		{text: "1771.931.57", unit: "CAD", err: errNoAmount},
		{text: "None", unit: "CAD", err: errNoAmount},
		{text: "12.50/MT", unit: "CAD", err: errNoAmount},
		{text: "10000.0020000.00", unit: "CAD", err: errNoAmount},
		{text: "123.45678", unit: "CAD", err: errTooPrecise},
		// ours
		{text: "1,23,456", unit: "INR", err: errNoAmount},
		{text: "1.250,00", unit: "EUR", style: decimalComma, want: "1250 EUR"},
		{text: "1250,5", unit: "EUR", style: decimalComma, want: "1250.50 EUR"},
		{text: "1,250", unit: "EUR", style: decimalComma, err: errTooPrecise},
		{text: "1.250", unit: "EUR", err: errTooPrecise},
		{text: "€ 1,250", unit: "EUR", want: "1250 EUR"},
		{text: "EUR 1,250", unit: "EUR", want: "1250 EUR"},
		{text: "USD 1,250", unit: "EUR", err: errAmountUnit},
		{text: "$5", unit: "EUR", err: errAmountUnit},
		{text: "1250.5", unit: "JPY", err: errTooPrecise},
		{text: "0", unit: "EUR", want: "0 EUR"},
		{text: "-1", unit: "EUR", err: errNegative},
		{text: strings.Repeat("9", 400), unit: "EUR", err: errTooLarge},
		{text: strings.Repeat("9", 4000), unit: "EUR", err: errNoAmount},
		{text: "", unit: "EUR", err: errNoAmount},
		{text: "5", unit: "", err: errNoCurrency},
	} {
		got, err := parseAmount(c.text, c.unit, c.style)
		if !errors.Is(err, c.err) {
			t.Errorf("%.40q: error %v, want %v", c.text, err, c.err)
			continue
		}
		if c.want != "" && !got.Equal(finops.MustMoney(c.want)) {
			t.Errorf("%.40q: got %s, want %s", c.text, got, c.want)
		}
	}
}

func TestDateFormats(t *testing.T) {
	for _, c := range []struct{ pattern, text, want string }{
		{"YYYY-MM-DD", "2028-02-29", "2028-02-29"},
		{"DD/MM/YYYY", "03/04/2026", "2026-04-03"},
		{"MM/DD/YYYY", "03/04/2026", "2026-03-04"},
		{"M/D/YYYY", "3/4/2026", "2026-03-04"},
		{"D.M.YYYY", "3.4.2026", "2026-04-03"},
		{"DD MMM YYYY", "03 Apr 2026", "2026-04-03"},
		{"MMMM D, YYYY", "April 3, 2026", "2026-04-03"},
		{"YYYY-MM-DDThh:mm:ss", "2026-04-03T23:59:59", "2026-04-03"},
		{"DD/MM/YYYY", "30/02/2026", ""},
		{"DD/MM/YYYY", "2026-04-03", ""},
	} {
		f, err := parseDateFormat(c.pattern)
		if err != nil {
			t.Errorf("%q: %v", c.pattern, err)
			continue
		}
		got, err := f.parse(c.text)
		if (err != nil) != (c.want == "") || got.String() != c.want {
			t.Errorf("%q in %q: got %s, %v, want %q", c.text, c.pattern, got, err, c.want)
		}
	}
	for _, pattern := range []string{"", "date", "YYYY", "DD/MM", "YYYY-MM", "YY-MM-DD"} {
		if _, err := parseDateFormat(pattern); !errors.Is(err, errDateFormat) {
			t.Errorf("%q: error %v, want %v", pattern, err, errDateFormat)
		}
	}
}

func FuzzReadTerm(f *testing.F) {
	f.Add("for a period of one (1) year from October 1, 2016 to September 30, 2017 with the option to renew for two (2) additional one (1) year periods")
	f.Add("from date of award for a period of 6 months, 12 months or 15 months")
	f.Add("two (2) years commencing from date of award to November 30, 2016")
	f.Add("from 29 February 9999 to 2028-02-29")
	award := finops.MustDate("9999-12-30")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := readTerm(text, award)
		if err != nil {
			return
		}
		if got.period.Days() < 1 || got.words == "" || got.options < 0 || got.options > 20 || got.options > 0 != (got.months > 0) {
			t.Errorf("%q: %+v", text, got)
		}
	})
}

func FuzzReadPortfolio(f *testing.F) {
	f.Add("id,start,end,value,currency\na,2026-01-01,2026-12-31,\"1,250.00\",EUR\n")
	f.Add("\ufeffid,term,award_date\r\na,for one (1) year from date of award,2026-02-29\r\n")
	f.Add("id,start,end,notice,option_end\na,2024-02-29,2028-02-29,90bd clear,2031-01-01\n\"")
	f.Add("id,start,end\na\"b,2026-01-01,2026-12-31\nc,0001-01-01,9999-12-31\n")
	dates, err := parseDateFormat("YYYY-MM-DD")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, csv string) {
		tb, err := readTable(strings.NewReader(csv), "in.csv", ',', nil)
		if err != nil {
			if !errors.Is(err, errInput) && !errors.Is(err, errMapping) {
				t.Errorf("error of no kind: %v", err)
			}
			return
		}
		p := readPortfolio(tb, defaults{dates: dates, currency: "EUR"})
		if p.rows != len(p.entries)+p.dropped {
			t.Errorf("%d rows, %d contracts, %d left out", p.rows, len(p.entries), p.dropped)
		}
		if _, err := makeCalendar(p, finops.MustPeriod("2026-10-01/2028-10-01")); err != nil {
			t.Errorf("contracts that were accepted give no calendar: %v", err)
		}
	})
}
