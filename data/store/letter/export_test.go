package letter

// Waiting and Columns are parts of the queries that must stay quick.
const (
	Waiting = waiting
	Columns = messageColumns
)
