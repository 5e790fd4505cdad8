// Package calendar knows the Polish calendar and the legal terms that hang on
// it: public holidays, free days, and the day by which a complaint has to be
// answered. Holidays and terms are dated rules, because the law changes.
//
// It is pure: dates in, dates out. It must not know the store, the window, a
// language or the clock. Nothing in it is legal advice.
package calendar
