package sample

import "hash/fnv"

// random is a small generator (SplitMix64) whose sequence is fixed here, so
// that a new version of Go does not invent another firm.
type random struct{ state uint64 }

func newRandom(seed uint64, name string) *random {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name)) // a hash never fails
	return &random{seed ^ h.Sum64()}
}

func (r *random) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}

// below returns a number from 0 to n-1.
func (r *random) below(n int) int {
	if n <= 1 {
		return 0
	}
	return int(r.next() % uint64(n))
}

// between returns a number from a to b, both included.
func (r *random) between(a, b int) int { return a + r.below(b-a+1) }

// chance is true so many times in a hundred.
func (r *random) chance(percent int) bool { return r.below(100) < percent }

// shuffled returns the numbers from 0 to n-1 in a random order.
func (r *random) shuffled(n int) []int {
	out := make([]int, n)
	for i := range out {
		j := r.below(i + 1)
		out[i] = out[j]
		out[j] = i
	}
	return out
}

// deck hands out the numbers from 0 to n-1 in a random order, all of them
// before any comes again.
type deck struct {
	r    *random
	n    int
	left []int
}

func (d *deck) draw() int {
	if d.n == 0 {
		return 0
	}
	if len(d.left) == 0 {
		d.left = d.r.shuffled(d.n)
	}
	i := d.left[0]
	d.left = d.left[1:]
	return i
}
