// Package twins shows cards that may be one client's: the list of pairs that a
// search of the whole base found, the two cards side by side with what their
// merge will give, and a strip that warns while a new card is typed.
//
// It shows scores and reasons in words and lets the owner decide. How alike two
// cards are, and how they are made one, is its Service's business.
package twins
