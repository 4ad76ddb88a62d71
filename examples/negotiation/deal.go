// SPDX-License-Identifier: Apache-2.0

package main

import (
	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/itfm-go/itfm/finops/roi"
)

// dealFile is the layout of the input. Amounts, rates and quantities are texts, so that no digit is lost. Prices are per
// seat and year; rates are fractions, 0.07 for 7 %.
type dealFile struct {
	Title    string `json:"title"`
	AsOf     string `json:"as_of"`    // the day of the analysis
	Currency string `json:"currency"` // of every amount
	Contract struct {
		ID              string   `json:"id"`
		Vendor          string   `json:"vendor"`
		Product         string   `json:"product"`
		Owner           string   `json:"owner"`
		Start           string   `json:"start"`
		LastDay         string   `json:"last_day"` // of the current term
		Seats           string   `json:"seats"`
		RenewalMonths   int      `json:"renewal_months"` // length of the term that follows without notice
		RenewalUplift   string   `json:"renewal_uplift"` // at each renewal
		Notice          string   `json:"notice"`
		MissProbability []string `json:"miss_probability_by_week"` // our guess: chance to miss the notice if we wait 1, 2 ... weeks
	} `json:"contract"`
	Ladder struct {
		Mode  string `json:"mode"` // graduated, volume, ...
		Tiers []struct {
			UpTo  string `json:"up_to"` // "" for the last
			Price string `json:"price"`
		} `json:"tiers"`
	} `json:"ladder"`
	Usage struct {
		WindowDays int                 `json:"window_days"` // what counts as in use
		CountedOn  string              `json:"counted_on"`  // the last day of the usage data; if empty, as_of of the file
		InUse      int                 `json:"in_use"`      // seats with activity in the window
		Counts     license.ClassCounts `json:"counts"`      // each assigned seat in one class
		Buffer     string              `json:"buffer"`
		Joiners    int                 `json:"joiners"` // until the end of the next term
		Leavers    int                 `json:"leavers"`
	} `json:"usage"`
	Proposal struct {
		Months         int    `json:"months"` // the longer term on offer, at the price of its first year
		Seats          string `json:"seats"`  // that it is for
		Discount       string `json:"discount"`
		PrepayDiscount string `json:"prepay_discount"` // on top, for paying all of it at once
	} `json:"proposal"`
	Downgrade struct {
		Product string `json:"product"`
		Price   string `json:"price"`
	} `json:"downgrade"`
	Alternative struct {
		Name          string `json:"name"`
		Price         string `json:"price"`
		OverlapMonths int    `json:"overlap_months"`
		Migration     []struct {
			Date   string `json:"date"`
			What   string `json:"what"`
			Amount string `json:"amount"`
		} `json:"migration"`
		ResidualRisk string `json:"residual_risk"`
		BenefitsLost string `json:"benefits_lost"`
	} `json:"alternative"`
	Market []struct {
		ID    string `json:"id"`
		Price string `json:"price"`
	} `json:"market"`
	Bargain struct {
		VendorFloor string `json:"vendor_floor"` // what we think the vendor would still accept
		Power       string `json:"power"`        // 0 to 1
	} `json:"bargain"`
	DiscountRate string   `json:"discount_rate"`
	Unknown      []string `json:"unknown"`
}

// line is the id of the one contract line.
const line = "seats"

// unit is what is priced.
const unit = "named user"

// deal is the input as records of the library.
type deal struct {
	file     dealFile
	asOf     finops.Date
	contract contract.Contract
	ladder   *pricing.Ladder
	seats    decimal.Decimal
	uplift   decimal.Decimal
	demand   license.Demand
	counted  finops.Date // the last day of the usage data
	rate     decimal.Decimal
	missing  []decimal.Decimal // chance of a miss by week

	longSeats, longDiscount, prepay decimal.Decimal

	downgrade   pricing.Price
	alternative pricing.Price
	migration   []roi.Flow
	risk, lost  finops.Money
	market      []renewal.PricePoint
	floor       finops.Money
	power       decimal.Decimal
}

// newDeal turns the texts of the file into records. All fields that cannot be read are listed.
func newDeal(f dealFile, asOf string) (deal, error) {
	if f.Usage.CountedOn == "" {
		f.Usage.CountedOn = f.AsOf
	}
	if asOf != "" {
		f.AsOf = asOf
	}
	r := &reader{}
	d := deal{file: f}
	r.currency = r.code("currency", f.Currency)
	d.asOf = r.date("as_of", f.AsOf)
	d.rate = r.number("discount_rate", f.DiscountRate)
	d.seats = r.number("contract.seats", f.Contract.Seats)
	d.uplift = r.number("contract.renewal_uplift", f.Contract.RenewalUplift)
	for i, s := range f.Contract.MissProbability {
		d.missing = append(d.missing, r.number(at("contract.miss_probability_by_week", i), s))
	}
	d.ladder = r.ladder(f)
	d.contract = r.contract(f, d)
	d.demand = r.demand(f)
	d.counted = r.date("usage.counted_on", f.Usage.CountedOn)
	r.usage(f)
	d.longSeats = r.number("proposal.seats", f.Proposal.Seats)
	d.longDiscount = r.number("proposal.discount", f.Proposal.Discount)
	d.prepay = r.number("proposal.prepay_discount", f.Proposal.PrepayDiscount)
	d.downgrade = r.perSeat("downgrade.price", f.Downgrade.Price)
	d.alternative = r.perSeat("alternative.price", f.Alternative.Price)
	for i, m := range f.Alternative.Migration {
		path := at("alternative.migration", i)
		d.migration = append(d.migration, roi.Flow{Date: r.date(path+".date", m.Date), Amount: r.money(path+".amount", m.Amount)})
	}
	d.risk = r.money("alternative.residual_risk", f.Alternative.ResidualRisk)
	d.lost = r.money("alternative.benefits_lost", f.Alternative.BenefitsLost)
	for i, m := range f.Market {
		p := renewal.PricePoint{ID: m.ID, Price: r.money(at("market", i)+".price", m.Price), Unit: unit, Per: contract.PerYear}
		d.market = append(d.market, p)
	}
	d.floor = r.money("bargain.vendor_floor", f.Bargain.VendorFloor)
	d.power = r.number("bargain.power", f.Bargain.Power)
	return d, r.err()
}
