package compose

import "time"

// bounce writes a delivery report: a text, the machine-readable status, and the
// header of the message that did not arrive.
func (d *Letter) bounce() []byte {
	l := &message{use: carriage{"us-ascii", "7bit"}, sep: boundary(d)}
	l.header("Return-Path", "<>")
	l.header("Date", d.At.Format(time.RFC1123Z))
	l.header("From", l.address(d.From))
	l.header("To", d.To.Email)
	l.header("Subject", d.Subject)
	l.header("Message-ID", "<"+d.ID+">")
	l.header("Auto-Submitted", "auto-replied")
	l.header("MIME-Version", "1.0")
	l.header("Content-Type", `multipart/report; report-type=delivery-status; boundary="`+l.sep+`"`)
	l.b.WriteString("\r\n--" + l.sep + "\r\n")
	l.part("text/plain", d.Text)
	l.b.WriteString("--" + l.sep + "\r\n")
	l.header("Content-Type", "message/delivery-status")
	l.b.WriteString("\r\n")
	l.header("Reporting-MTA", "dns; "+d.Host)
	l.header("Arrival-Date", d.Report.At.Format(time.RFC1123Z))
	l.b.WriteString("\r\n")
	l.header("Final-Recipient", "rfc822; "+d.Report.To.Email)
	l.header("Action", "failed")
	l.header("Status", "4.2.2")
	l.header("Diagnostic-Code", "smtp; 452 4.2.2 Mailbox full")
	l.b.WriteString("\r\n--" + l.sep + "\r\n")
	l.header("Content-Type", "text/rfc822-headers")
	l.b.WriteString("\r\n")
	head := &message{use: carriages[d.Report.Uses]}
	head.envelope(d.Report)
	l.b.Write(head.b.Bytes())
	l.b.WriteString("\r\n--" + l.sep + "--\r\n")
	return l.b.Bytes()
}
