// Package filing enters what the owner decides on a letter and all that follows
// from it: whose it is, the case, opinion, order or follow-up, the contact that a
// sender becomes; and takes a decision back with all that it made.
package filing
