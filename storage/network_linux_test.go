package storage

import "testing"

func TestFuseIsTheProgramBehindIt(t *testing.T) {
	const mounts = `25 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
31 25 0:44 / /media/stick rw - fuseblk /dev/sdb1 rw
32 25 0:45 / /home/ana/server rw shared:2 - fuse.sshfs ana@server:/ rw
`
	for minor, want := range map[uint32]string{44: "", 45: "fuse.sshfs", 46: ""} {
		if got := fuseOf(mounts, 0, minor); got != want {
			t.Errorf("device 0:%d is %q, want %q", minor, got, want)
		}
	}
}
