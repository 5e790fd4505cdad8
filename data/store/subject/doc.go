// Package subject answers what the people have a right to know whose data are
// kept, and keeps the registers that the law asks for: requests, breaches,
// activities of processing, the checklist, the owner's own terms of retention.
package subject
