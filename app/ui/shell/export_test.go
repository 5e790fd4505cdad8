package shell

// StopPull stops the pull as the cross beside the line does.
func (s *Shell) StopPull() { s.pull.stop() }
