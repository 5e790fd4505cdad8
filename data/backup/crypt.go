package backup

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"

	"filippo.io/age"

	"kartoteka/data"
	"kartoteka/data/disk"
)

// ageHead is how a file begins that the age tool wrote.
const ageHead = "age-encryption.org/v1\n"

// maxWork bounds how long a foreign file may keep the machine busy with its
// passphrase: 2^22 is some fifteen seconds.
const maxWork = 22

// Encrypted reports whether a file is encrypted as ours are.
func Encrypted(path string) (bool, error) {
	if disk.Held(path) {
		return false, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return false, disk.Error(path, err)
	}
	defer func() { _ = f.Close() }() // only read
	head := make([]byte, len(ageHead))
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, disk.Error(path, err)
	}
	return bytes.Equal(head[:n], []byte(ageHead)), nil
}

// seal encrypts what it is given into w; work 0 is age's own.
func seal(w io.Writer, passphrase string, work int) (io.WriteCloser, error) {
	to, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, data.NewError(data.CodeNoPassword, "backup-passphrase-needed").Because(err)
	}
	if work > 0 {
		to.SetWorkFactor(work)
	}
	return age.Encrypt(w, to)
}

// unseal decrypts a file that lies at path.
func unseal(r io.Reader, passphrase, path string) (io.Reader, error) {
	if passphrase == "" {
		return nil, data.NewError(data.CodeNoPassword, "backup-passphrase-needed", "File", path)
	}
	with, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, data.NewError(data.CodeNoPassword, "backup-passphrase-needed", "File", path).Because(err)
	}
	with.SetMaxWorkFactor(maxWork)
	plain, err := age.Decrypt(r, with)
	if err == nil {
		return plain, nil
	}
	var wrong *age.NoIdentityMatchError
	if errors.As(err, &wrong) || errors.Is(err, age.ErrIncorrectIdentity) {
		return nil, data.NewError(data.CodeNoPassword, "backup-passphrase-wrong", "File", path).Because(err)
	}
	return nil, damaged(path, err)
}

// damaged says that a backup is damaged.
func damaged(path string, err error) error {
	return data.NewError(data.CodeCorrupt, "backup-damaged", "File", path).Because(err)
}

// step is how many bytes are handled between two looks at the context.
const step = 1 << 20

// pour copies until the end, a stop, or an error; told how far it is.
func pour(ctx context.Context, w io.Writer, r io.Reader, told func(done int64)) error {
	var done int64
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := io.CopyN(w, r, step)
		done += n
		if told != nil {
			told(done)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
