package record

// InteractionPages reads the interactions of all contacts, page by page.
const InteractionPages = interactionPages
