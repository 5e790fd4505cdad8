package data

import "time"

// Clock tells the time. Tests and the sample firm give their own.
type Clock func() time.Time

// SystemClock is the machine's clock.
func SystemClock() time.Time { return time.Now() }
