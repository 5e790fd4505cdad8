package data

// Money is an amount in the minor unit of its currency (grosze for PLN).
type Money struct {
	Minor    int64
	Currency string // ISO 4217; "" means PLN
}

// PLN returns an amount of grosze.
func PLN(grosze int64) Money { return Money{grosze, "PLN"} }

// IsZero reports whether nothing was entered.
func (m Money) IsZero() bool { return m.Minor == 0 }
