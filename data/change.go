package data

// Change is a notice that something in the store changed, sent after commit.
type Change struct{ Topics []Topic }

// Topic is a part of the store that screens watch.
type Topic string

// The topics.
const (
	TopicContacts  Topic = "contacts"
	TopicMail      Topic = "mail"
	TopicCases     Topic = "cases"
	TopicFollowUps Topic = "follow-ups"
	TopicAccounts  Topic = "accounts"
	TopicSettings  Topic = "settings"
	TopicJournal   Topic = "journal" // what can be undone, and the trash
	TopicPrivacy   Topic = "privacy" // requests, breaches, retention
	TopicBackups   Topic = "backups"
)

// AllTopics lists every topic: all may have changed.
func AllTopics() []Topic {
	return []Topic{
		TopicContacts, TopicMail, TopicCases, TopicFollowUps, TopicAccounts, TopicSettings, TopicJournal,
		TopicPrivacy, TopicBackups,
	}
}

// Has reports whether the change touches any of the topics.
func (c Change) Has(topics ...Topic) bool {
	for _, t := range topics {
		for _, o := range c.Topics {
			if t == o {
				return true
			}
		}
	}
	return false
}
