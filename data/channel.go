package data

// Channel is a way of talking with a client.
type Channel string

// The channels that every firm starts with.
const (
	ChannelEmail    Channel = "email"
	ChannelPhone    Channel = "phone"
	ChannelSMS      Channel = "sms"
	ChannelChat     Channel = "chat"
	ChannelSocial   Channel = "social"
	ChannelApp      Channel = "app"
	ChannelInPerson Channel = "in-person"
	ChannelVideo    Channel = "video"
	ChannelLetter   Channel = "letter"
)

// Channels lists the channels in the order in which they are shown.
func Channels() []Channel {
	return []Channel{
		ChannelPhone, ChannelEmail, ChannelSMS, ChannelChat, ChannelSocial,
		ChannelInPerson, ChannelVideo, ChannelApp, ChannelLetter,
	}
}

// Direction says who began.
type Direction string

// The directions.
const (
	Inbound  Direction = "in"  // from the client
	Outbound Direction = "out" // from the firm
)
