package data

import "time"

// Action is one deed of the owner, as it is undone.
type Action struct {
	ID       int64
	At       time.Time
	What     ActionKind
	Title    string // to whom or what it was done
	N        int    // to how many
	Undoes   int64  // the action that this one took back, 0: none
	UndoneBy int64  // the action that took this one back, 0: none
}

// ActionKind says what was done; "action.<kind>" names it in the catalogue.
type ActionKind string

// The kinds of action.
const (
	ActAddContact     ActionKind = "contact-add"
	ActChangeContact  ActionKind = "contact-change"
	ActDeleteContact  ActionKind = "contact-delete"
	ActBulk           ActionKind = "contact-bulk"
	ActMerge          ActionKind = "contact-merge"
	ActNotDuplicate   ActionKind = "contact-differ" // two that look alike are two
	ActImport         ActionKind = "import"
	ActLog            ActionKind = "interaction-add"
	ActChangeLog      ActionKind = "interaction-change"
	ActDeleteLog      ActionKind = "interaction-delete"
	ActFile           ActionKind = "mail-file"
	ActUnfile         ActionKind = "mail-unfile"
	ActAutomatic      ActionKind = "mail-automatic" // who wrote a message: a person or a machine
	ActAddCase        ActionKind = "case-add"
	ActChangeCase     ActionKind = "case-change"
	ActDeleteCase     ActionKind = "case-delete"
	ActAddFollowUp    ActionKind = "follow-up-add"
	ActChangeFollowUp ActionKind = "follow-up-change"
	ActDeleteFollowUp ActionKind = "follow-up-delete"
	ActAddOrder       ActionKind = "order-add"
	ActChangeOrder    ActionKind = "order-change"
	ActDeleteOrder    ActionKind = "order-delete"
	ActAddOpinion     ActionKind = "opinion-add"
	ActChangeOpinion  ActionKind = "opinion-change"
	ActDeleteOpinion  ActionKind = "opinion-delete"
	ActLists          ActionKind = "lists-change"  // channels, categories, custom fields
	ActAdmitOnce      ActionKind = "sender-once"   // what is held of a sender is fetched, this time
	ActNever          ActionKind = "sender-never"  // a sender's mail is not stored any more
	ActAlways         ActionKind = "sender-always" // a sender's mail is stored, known or not
	ActForgetRule     ActionKind = "sender-rule-delete"
	ActDeleteMessage  ActionKind = "message-delete"
	ActNoAnswer       ActionKind = "no-answer" // something needs no answer
	ActUndo           ActionKind = "undo"
)

// DeletingKinds lists the kinds that put something into the trash.
func DeletingKinds() []ActionKind {
	return []ActionKind{
		ActDeleteContact, ActDeleteLog, ActDeleteCase, ActDeleteFollowUp, ActDeleteOrder, ActDeleteOpinion,
		ActDeleteMessage,
	}
}

// ActionKinds lists all kinds of action.
func ActionKinds() []ActionKind {
	return []ActionKind{
		ActAddContact, ActChangeContact, ActDeleteContact, ActBulk, ActMerge, ActImport,
		ActLog, ActChangeLog, ActDeleteLog, ActFile, ActUnfile, ActAutomatic, ActAddCase, ActChangeCase, ActDeleteCase,
		ActAddFollowUp, ActChangeFollowUp, ActDeleteFollowUp, ActAddOrder, ActChangeOrder, ActDeleteOrder,
		ActAddOpinion, ActChangeOpinion, ActDeleteOpinion, ActLists,
		ActAdmitOnce, ActNever, ActAlways, ActForgetRule, ActDeleteMessage, ActNoAnswer, ActUndo,
	}
}

// FieldChange is what an action did to one field of a record.
type FieldChange struct {
	Action Action
	Record string // the store's name of the table: "contact", "handle", …
	Field  string // its column; "" where a whole record came or went
	Before string
	After  string
}

// TrashKept is how long what was deleted can be restored.
const TrashKept = 30 * 24 * time.Hour

// Trashed is something that was deleted and can be restored.
type Trashed struct {
	ActionID int64
	What     ActionKind
	Title    string
	N        int
	At       time.Time
}

// Reverted says what taking an action back came to.
type Reverted struct {
	Action  Action   // the new action, which takes it back; ID 0 where nothing changed
	Undone  Action   // the one that was taken back or, when redone, done again
	Changes int      // rows set back
	Kept    int      // rows left as they are, since they changed meanwhile
	Names   []string // of the first contacts concerned by what was kept
}
