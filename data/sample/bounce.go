package sample

import "time"

// bounce writes a delivery report: a text, the machine-readable status, and the
// header of the message that did not arrive.
func (d *draft) bounce() []byte {
	l := &letter{use: carriage{"us-ascii", "7bit"}, sep: boundary(d)}
	l.header("Return-Path", "<>")
	l.header("Date", d.at.Format(time.RFC1123Z))
	l.header("From", l.address(d.from))
	l.header("To", d.to.Email)
	l.header("Subject", d.subject)
	l.header("Message-ID", "<"+d.id+">")
	l.header("Auto-Submitted", "auto-replied")
	l.header("MIME-Version", "1.0")
	l.header("Content-Type", `multipart/report; report-type=delivery-status; boundary="`+l.sep+`"`)
	l.b.WriteString("\r\n--" + l.sep + "\r\n")
	l.part("text/plain", d.text)
	l.b.WriteString("--" + l.sep + "\r\n")
	l.header("Content-Type", "message/delivery-status")
	l.b.WriteString("\r\n")
	l.header("Reporting-MTA", "dns; "+firmDomain)
	l.header("Arrival-Date", d.report.at.Format(time.RFC1123Z))
	l.b.WriteString("\r\n")
	l.header("Final-Recipient", "rfc822; "+d.report.to.Email)
	l.header("Action", "failed")
	l.header("Status", "4.2.2")
	l.header("Diagnostic-Code", "smtp; 452 4.2.2 Mailbox full")
	l.b.WriteString("\r\n--" + l.sep + "\r\n")
	l.header("Content-Type", "text/rfc822-headers")
	l.b.WriteString("\r\n")
	head := &letter{use: carriages[d.report.uses]}
	head.envelope(d.report)
	l.b.Write(head.b.Bytes())
	l.b.WriteString("\r\n--" + l.sep + "--\r\n")
	return l.b.Bytes()
}
