// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
)

// TestCurrencyMinorUnits lists every active code whose minor unit is not a hundredth.
// source: ISO 4217 list one; Joda-Money CurrencyData.csv has the same but for UYW
func TestCurrencyMinorUnits(t *testing.T) {
	want := map[int32]string{
		0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
		3: "BHD IQD JOD KWD LYD OMR TND",
		4: "CLF UYW",
	}
	// Without a minor unit in ISO 4217.
	none := strings.Fields("XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX")
	today := finops.MustDate("2026-11-01")
	got := map[int32][]string{}
	active := 0
	for c := range finops.Currencies() {
		if !c.ValidOn(today) {
			continue
		}
		active++
		if u := c.MinorUnits(); u != 2 && !slices.Contains(none, string(c)) {
			got[u] = append(got[u], string(c))
		}
	}
	for units, codes := range want {
		if diff := cmp.Diff(strings.Fields(codes), got[units]); diff != "" {
			t.Errorf("%d digits (-want +got):\n%s", units, diff)
		}
	}
	if len(got) != len(want) {
		t.Errorf("digits: %v", got)
	}
	for _, c := range none {
		if finops.Currency(c).MinorUnits() != 0 || !finops.Currency(c).Valid() {
			t.Errorf("%s: %d digits", c, finops.Currency(c).MinorUnits())
		}
	}
	if active != 178 { // source: counted in list one after amendment 180: 181 rows, less BGN, HRK, ZWL, ANG, CUC, SLL; plus XCG, ZWG, XAD
		t.Errorf("%d active codes, want 178", active)
	}
}

func TestCurrencyTable(t *testing.T) {
	var codes []finops.Currency
	numbers := map[string][]finops.Currency{}
	for c := range finops.Currencies() {
		codes = append(codes, c)
		if same, err := finops.ParseCurrency(string(c)); err != nil || same != c || !c.Valid() || c.Name() == "" || c.String() != string(c) {
			t.Errorf("%s: parsed %q, %v; name %q", c, same, err, c.Name())
		}
		if c.ValidOn(finops.MustDate("2026-11-01")) && c.Numeric() != "" {
			numbers[c.Numeric()] = append(numbers[c.Numeric()], c)
		}
		lasting := false
		for y := 1980; y <= 2030; y++ {
			for _, d := range []string{"-01-01", "-06-30", "-12-31"} {
				lasting = lasting || c.ValidOn(finops.MustDate(string(rune('0'+y/1000))+string(rune('0'+y/100%10))+string(rune('0'+y/10%10))+string(rune('0'+y%10))+d))
			}
		}
		if !lasting {
			t.Errorf("%s was never valid", c)
		}
	}
	if !slices.IsSorted(codes) || len(slices.Compact(slices.Clone(codes))) != len(codes) {
		t.Error("codes are not sorted, or repeat")
	}
	for n, cs := range numbers {
		if len(cs) > 1 {
			t.Errorf("active codes %v share the number %s", cs, n)
		}
	}
	for range finops.Currencies() {
		break
	}
}

// TestCurrencyValidity checks first and last days.
func TestCurrencyValidity(t *testing.T) {
	for _, c := range []struct {
		code        finops.Currency
		first, last string // "" for open
		source      string
	}{
		{"BGN", "1999-07-05", "2025-12-31", "Bulgaria adopted the euro on 2026-01-01 (Council Regulation (EU) 2025/1407)"},
		{"HRK", "1994-05-30", "2022-12-31", "Croatia adopted the euro on 2023-01-01"},
		{"LTL", "", "2014-12-31", "Lithuania, 2015-01-01"},
		{"LVL", "", "2013-12-31", "Latvia, 2014-01-01"},
		{"EEK", "", "2010-12-31", "Estonia, 2011-01-01"},
		{"SKK", "", "2008-12-31", "Slovakia, 2009-01-01"},
		{"CYP", "", "2007-12-31", "Cyprus, 2008-01-01"},
		{"MTL", "", "2007-12-31", "Malta, 2008-01-01"},
		{"SIT", "", "2006-12-31", "Slovenia, 2007-01-01"},
		{"DEM", "", "2001-12-31", "end of the transition period, Regulation (EC) 974/98"},
		{"EUR", "1999-01-01", "", "Regulation (EC) 974/98"},
		{"XCG", "2025-03-31", "", "ISO 4217 amendment 176"},
		{"ANG", "", "2025-06-30", "legal tender for three months beside XCG"},
		{"ZWG", "2024-04-05", "", "Zimbabwe Statutory Instrument 60 of 2024"},
		{"ZWL", "2019-02-22", "2024-08-31", "ISO 4217 list three: 2024-09"},
		{"SLE", "2022-07-01", "", "Bank of Sierra Leone"},
		{"SLL", "", "2023-12-31", "ISO 4217 list three: 2023-12"},
		{"VES", "2018-08-20", "", "ISO 4217 amendment 168"},
		{"VEF", "2008-01-01", "2018-08-19", "ISO 4217 list three: 2018-08"},
		{"MRU", "2018-01-01", "", "ISO 4217 amendment 165"},
		{"MRO", "", "2017-12-31", "ISO 4217 list three: 2017-12"},
		{"STN", "2018-01-01", "", "ISO 4217 amendment 164"},
		{"STD", "", "2017-12-31", "ISO 4217 list three: 2017-12"},
		{"BYN", "2016-07-01", "", "ISO 4217 amendment 161"},
		{"BYR", "2000-01-01", "2016-12-31", "ISO 4217 list three: 2017-01"},
		{"USD", "", "", "in use throughout"},
	} {
		if c.first == "" {
			if !c.code.ValidOn(finops.MustDate("0001-01-01")) {
				t.Errorf("%s has a first day", c.code)
			}
		} else if d := finops.MustDate(c.first); !c.code.ValidOn(d) || c.code.ValidOn(d.AddDays(-1)) {
			t.Errorf("%s does not start on %s (%s)", c.code, c.first, c.source)
		}
		if c.last == "" {
			if !c.code.ValidOn(finops.MustDate("9999-12-31")) {
				t.Errorf("%s has a last day", c.code)
			}
		} else if d := finops.MustDate(c.last); !c.code.ValidOn(d) || c.code.ValidOn(d.AddDays(1)) {
			t.Errorf("%s does not end on %s (%s)", c.code, c.last, c.source)
		}
	}
	if finops.Currency("USD").ValidOn(finops.Date{}) || finops.Currency("XXQ").ValidOn(finops.MustDate("2026-01-01")) {
		t.Error("valid on no date, or an unknown code is valid")
	}
}

// TestHistoricMinorUnits: sums of old invoices round as their currency did.
// source: currency data of OpenJDK 17.0.15
func TestHistoricMinorUnits(t *testing.T) {
	for _, c := range strings.Fields("ADP BEF BYB BYR ESP GRD ITL LUF MGF PTE ROL TPE TRL") {
		if finops.Currency(c).MinorUnits() != 0 || !finops.Currency(c).Valid() {
			t.Errorf("%s has %d digits, want 0", c, finops.Currency(c).MinorUnits())
		}
	}
	for _, c := range strings.Fields("AFA ANG ATS AZM BGL BGN CSD CUC CYP DEM EEK FIM FRF GHC HRK IEP LTL LVL MRO MTL MZM NLG RUR SDD SIT SKK SLL SRG STD TMM USS VEB VEF YUM ZMK ZWD ZWL ZWN ZWR") {
		if finops.Currency(c).MinorUnits() != 2 {
			t.Errorf("%s has %d digits, want 2", c, finops.Currency(c).MinorUnits())
		}
	}
}

func TestCurrencyNames(t *testing.T) {
	// source: ISO 4217 list one
	for _, c := range []struct {
		code          finops.Currency
		name, numeric string
	}{
		{"USD", "US Dollar", "840"}, {"EUR", "Euro", "978"}, {"ALL", "Lek", "008"}, {"XCG", "Caribbean Guilder", "532"},
		{"ZWG", "Zimbabwe Gold", "924"}, {"XAD", "Arab Accounting Dinar", "396"}, {"UYW", "Unidad Previsional", "927"}, {"XFU", "UIC-Franc", ""},
	} {
		if c.code.Name() != c.name || c.code.Numeric() != c.numeric {
			t.Errorf("%s: %q %q, want %q %q", c.code, c.code.Name(), c.code.Numeric(), c.name, c.numeric)
		}
	}
	for _, c := range []finops.Currency{"", "US", "usd", "USDX", "XXQ", "AAA", "ZZZ", "€€€"} {
		if c.Valid() || c.Name() != "" || c.Numeric() != "" || c.MinorUnits() != 0 {
			t.Errorf("%q is listed as %q", string(c), c.Name())
		}
		_, err := finops.ParseCurrency(string(c))
		require.ErrorIs(t, err, finops.ErrUnknownCurrency)
	}
}
